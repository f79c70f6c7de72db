"""The edge: the CDN's caches, which can be made to forget."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol


class Edge(Protocol):
    """The caches between the site and its readers."""

    def forget(self, tags: Collection[str], *, reference: str) -> None:
        """Forget everything that has one of these tags (see `Output.tags`), in every place, within seconds.

        `reference` names this wish: it is free to be told twice.

        Raises:
            Unavailable: the CDN can't be reached, or has too much to forget already; do it again later.
        """


@dataclass(slots=True)
class MemoryEdge:
    """The fake for tests; `wishes`, tags by reference, may be looked at."""

    wishes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def forget(self, tags: Collection[str], *, reference: str) -> None:
        """Keep the wish, once."""
        self.wishes.setdefault(reference, tuple(sorted(tags)))
