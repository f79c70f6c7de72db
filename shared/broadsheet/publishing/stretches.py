"""Stretches: the pieces of a long listing, found around what has changed.

A stretch is what lies between two boundaries (see `site.boundaries`). So the one that an article is in is found by
reading about 250 entries on either side, however many the listing has.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from broadsheet.site.boundaries import Boundary, is_boundary
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import FIRST, LAST, Catalog, Position, sort_key

AT_ONCE: Final = 1000
"""How many entries are read in a call: a stretch and more, but for one time in fifty."""

_Read = Callable[[Position, int], Sequence[Entry]]


class Stretch(NamedTuple):
    """The sort keys from `low` on (FIRST: from the listing's beginning) to before `high` (None: to its end).

    `keys` are those of the pieces that begin within it, or may have done so.
    """

    low: str
    high: str | None
    keys: tuple[str, ...]


class Piece(NamedTuple):
    """What is between two boundaries, oldest first; `is_last` where no boundary comes after it."""

    entries: list[Entry]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Division:
    """A listing in pieces; `key_of` names the one that begins with a boundary, or (None) with the listing."""

    listing: str
    key_of: Callable[[Boundary | None], str]
    catalog: Catalog

    def around(self, places: Collection[str]) -> Sequence[Stretch]:
        """The stretches that these sort keys lie within, each once.

        Where a boundary is, or was, the stretch goes on to both sides: it may have been added or removed.
        """
        found: list[Stretch] = []
        for place in sorted(places):
            if not found or (found[-1].high is not None and place >= found[-1].high):
                low = next(self._boundaries(self.catalog.preceding, place), FIRST)
                high = next(self._boundaries(self.catalog.following, place), None)
                found.append(self._stretch(low, high))
            if key := self._key_at(place):
                found[-1] = found[-1]._replace(keys=(*found[-1].keys, key))
        return found

    def all(self) -> Sequence[Stretch]:
        """Those of the whole listing; the cost grows with it."""
        places = list(self._boundaries(self.catalog.following, FIRST))
        return [self._stretch(low, high) for low, high in zip([FIRST, *places], [*places, None], strict=True)]

    def pieces(self, stretch: Stretch) -> dict[str, Piece]:
        """What is in a stretch now, by the key of each piece."""
        found: dict[str, list[Entry]] = {}
        key = self._key_at(stretch.low) or self.key_of(None)
        moment = stretch.low.partition("#")[0]
        for entry in self._walk(self.catalog.following, moment):
            place = _place(entry)
            if stretch.high is not None and place >= stretch.high:
                break
            if place >= stretch.low:
                key = self._key_at(place) or key
                found.setdefault(key, []).append(entry)
        ends = stretch.high is None
        return {each: Piece(entries, is_last=ends and each == key) for each, entries in found.items()}

    def newest(self, least: int) -> tuple[list[Entry], bool]:
        """The newest, so many at least and on to the last boundary before these; and whether there are older ones."""
        found: list[Entry] = []
        for entry in self._walk(self.catalog.preceding, LAST):
            if len(found) >= least and is_boundary(found[-1].id):
                return found, True
            found.append(entry)
        return found, False

    def _boundaries(self, read: _Read, place: str) -> Iterator[str]:
        """The sort keys of the boundaries before or after a place."""
        return (_place(entry) for entry in self._walk(read, place) if is_boundary(entry.id))

    def _walk(self, read: _Read, place: str) -> Iterator[Entry]:
        while True:
            entries = read(Position(self.listing, place), AT_ONCE)
            yield from entries
            if len(entries) < AT_ONCE:
                return
            place = _place(entries[-1])

    def _stretch(self, low: str, high: str | None) -> Stretch:
        key = self._key_at(low)
        return Stretch(low, high, (key,) if key else ())

    def _key_at(self, place: str) -> str | None:
        """The key of the piece that begins at a sort key, whether that is there or not; None where none can begin."""
        if place == FIRST:
            return self.key_of(None)
        moment, _, source_id = place.partition("#")
        return self.key_of(Boundary(source_id, datetime.fromisoformat(moment))) if is_boundary(source_id) else None


def _place(entry: Entry) -> str:
    return sort_key(entry.published_at, entry.id)
