"""Boundaries: where long listings are divided, so that their pieces stay what they are whatever comes between.

An article is a boundary by its id alone, about one in 250. A piece begins with one and ends before the next. So one
more article changes the piece that it falls into, or makes two of one.
"""

from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from broadsheet.article import format_rfc3339

ONE_IN: Final = 250
"""Of so many articles one is a boundary. That one comes within ten thousand is sure but for one time in 10^17."""


class Boundary(NamedTuple):
    """An article that a piece begins with, and when it was published, in whole seconds."""

    id: str
    published_at: datetime

    @property
    def name(self) -> str:
        """16 hexadecimal digits for a key: others when the article is moved, since another piece begins there."""
        return _digest(f"{format_rfc3339(self.published_at)}#{self.id}")


def is_boundary(source_id: str) -> bool:
    """Whether a piece of each listing that the article is in begins with it."""
    return int(_digest(source_id), 16) % ONE_IN == 0


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
