"""Timers: a look at an article at a moment to come."""

from datetime import datetime
from typing import Protocol

from broadsheet.article import ArticleId


class Timers(Protocol):
    """Sees to it that an article is looked at when its time has come. A timer may be late, come twice, or be lost.

    Each is set for one revision of the article's row: so nobody who is slow takes back what others rely on by now.
    Every method raises Unavailable when the timers can't be reached.
    """

    def set(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Have the article looked at, not before `at`. Setting the same timer again changes nothing."""

    def cancel(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Take that timer back; nothing happens where there is none."""


class NoTimers:
    """A folder's: whoever builds or publishes into it next finds what is due."""

    def set(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Nothing."""

    def cancel(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Nothing."""


class MemoryTimers:
    """The fake for tests; what is `set` may be looked at."""

    def __init__(self) -> None:
        self.pending: set[tuple[ArticleId, datetime, int]] = set()

    def set(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Keep it."""
        self.pending.add((article_id, at, revision))

    def cancel(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """Forget it."""
        self.pending.discard((article_id, at, revision))
