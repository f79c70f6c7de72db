"""The site store: the public objects, written only on condition."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from broadsheet.site.outputs import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the store holds under a key: `etag` for conditions, `fingerprint` to compare with an output's."""

    etag: str
    fingerprint: str


class SiteStore(Protocol):
    """Public objects by key. Reads are strongly consistent, and no write is ever seen half done.

    Every method raises Unavailable when the store can't be reached.
    """

    def look(self, key: str) -> Stored | None:
        """What is there now; None for nothing."""

    def examine(self, key: str) -> Stored | None:
        """As `look`, but told from what readers get, byte by byte; what its writer noted beside it isn't believed."""

    def fingerprint(self, output: Output) -> str:
        """What `look` would say of this output, were it stored."""

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        """Write it, if what is there is still what was seen (None: nothing).

        Raises:
            Conflict: something else is there.
        """

    def remove(self, key: str, *, expected: Stored) -> None:
        """Remove it, if what is there is still what was seen.

        Raises:
            Conflict: something else is there, or nothing.
        """

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """The keys that begin so and come after `after`, in the order of their bytes in UTF-8."""
