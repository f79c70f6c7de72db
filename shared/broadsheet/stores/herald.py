"""The herald: tells other people's servers something, over HTTP."""

from dataclasses import dataclass, field
from typing import Protocol

from broadsheet.article import StoreError


class Refused(StoreError):
    """Those who were told won't have it, however often they are told."""


class Herald(Protocol):
    """Sends a message to an http(s) address that the settings name."""

    def post(self, url: str, body: bytes, *, content_type: str) -> None:
        """POST it, once, and follow no redirects.

        Raises:
            Unavailable: nobody answers, or the answer is to come again later; it may have arrived nevertheless.
            Refused: the answer is a no, or the address is one that nothing is told to.
        """


@dataclass(slots=True)
class MemoryHerald:
    """The fake for tests: `told` may be looked at; what is in `failing` is raised for its address."""

    told: list[tuple[str, bytes, str]] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)

    def post(self, url: str, body: bytes, *, content_type: str) -> None:
        """Note it."""
        if url in self.failing:
            raise self.failing[url]
        self.told.append((url, body, content_type))
