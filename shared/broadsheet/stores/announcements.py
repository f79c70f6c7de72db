"""Announcements: what has changed for readers, to be told to hubs and search engines by and by."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

MOST_LISTINGS: Final = 2
"""In one announcement, so that whoever tells of it is done in a minute: each has three feeds, of which a hub may hear
for eight seconds."""
MOST_ARTICLES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Listings whose feeds have changed, and articles, by id, that are new, changed or gone."""

    listings: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def in_parts(announcement: Announcement) -> Iterator[Announcement]:
    """The same in announcements of a size that one message holds, and one call of a function can tell of.

    Those of listings and those of articles are told to others: so who can't be reached keeps nobody else from being
    told, nor has anybody told twice.
    """
    yield from (Announcement(listings=some) for some in _slices(announcement.listings, MOST_LISTINGS))
    yield from (Announcement(articles=some) for some in _slices(announcement.articles, MOST_ARTICLES))


def _slices(names: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


def encode_announcement(announcement: Announcement) -> str:
    """The announcement as a message's body."""
    told = {"listings": announcement.listings, "articles": announcement.articles}
    return json.dumps({"announce": told}, ensure_ascii=False)


def decode_announcement(body: object) -> Announcement:
    """The announcement in a message's body, which has been read as JSON.

    Raises:
        ValueError: it is none.
    """
    match body:
        case {"announce": {"listings": list(listings), "articles": list(articles)}} if all(
            isinstance(name, str) for name in (*listings, *articles)
        ):
            return Announcement(listings=tuple(listings), articles=tuple(articles))
        case _:
            problem = 'this message is no announcement: it lacks {"announce": {"listings": […], "articles": […]}}'
            raise ValueError(problem)


class Announcements(Protocol):
    """Takes announcements, each of which is told at least once, after the CDN has forgotten what was there before.

    Raises Unavailable when it can't be reached.
    """

    def add(self, announcements: Sequence[Announcement]) -> None:
        """Have these told. If it raises, some of them may be told nevertheless."""


class NoAnnouncements:
    """A newsroom's whose site nobody reaches, such as a folder's."""

    def add(self, announcements: Sequence[Announcement]) -> None:
        """Nothing."""


@dataclass(slots=True)
class MemoryAnnouncements:
    """The fake for tests; `taken` may be looked at."""

    taken: list[Announcement] = field(default_factory=list)

    def add(self, announcements: Sequence[Announcement]) -> None:
        """Keep them."""
        self.taken += announcements
