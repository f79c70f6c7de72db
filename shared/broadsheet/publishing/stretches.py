"""Stretches: the pieces that the sitemap divides a month into, found around what has changed.

A stretch begins with an article that begins a file (see `site.sitemaps`) and ends before the next such one. So the one
that an article is in is found by reading about 250 entries on either side, however many the month has.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

from broadsheet.site.listings import MONTH
from broadsheet.site.sitemaps import begins_a_file, part_key
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import FIRST, Catalog, Position, sort_key

AT_ONCE: Final = 1000
"""How many entries are read in a call: a stretch and more, but for one time in fifty."""


_Read = Callable[[Position, int], Sequence[Entry]]


class Stretch(NamedTuple):
    """The sort keys from `low` on (FIRST: from the month's beginning) to before `high` (None: to its end).

    `keys` are those of the files that begin within it, or may have done so.
    """

    low: str
    high: str | None
    keys: tuple[str, ...]


def stretches_around(month: str, places: Collection[str], catalog: Catalog) -> Sequence[Stretch]:
    """The stretches that these sort keys lie within, each once.

    Where an article begins a file, or began one, the stretch goes on to both sides: it may have been added or removed.
    """
    found: list[Stretch] = []
    for place in sorted(places):
        if not found or (found[-1].high is not None and place >= found[-1].high):
            low = next(_firsts(catalog.preceding, month, place), FIRST)
            high = next(_firsts(catalog.following, month, place), None)
            found.append(_stretch(month, low, high))
        if key := _file_at(month, place):
            found[-1] = found[-1]._replace(keys=(*found[-1].keys, key))
    return found


def all_stretches(month: str, catalog: Catalog) -> Sequence[Stretch]:
    """Those of a whole month; the cost grows with it."""
    firsts = list(_firsts(catalog.following, month, FIRST))
    return [_stretch(month, low, high) for low, high in zip([FIRST, *firsts], [*firsts, None], strict=True)]


def files_of(month: str, stretch: Stretch, catalog: Catalog) -> dict[str, list[Entry]]:
    """The entries of a stretch as they are now, by the keys of the files that they belong in."""
    files: dict[str, list[Entry]] = {}
    key = _file_at(month, stretch.low) or part_key(month)
    moment = stretch.low.partition("#")[0]
    for entry in _walk(catalog.following, month, moment):
        place = _place(entry)
        if stretch.high is not None and place >= stretch.high:
            break
        if place >= stretch.low:
            key = _file_at(month, place) or key
            files.setdefault(key, []).append(entry)
    return files


def _stretch(month: str, low: str, high: str | None) -> Stretch:
    key = _file_at(month, low)
    return Stretch(low, high, (key,) if key else ())


def _file_at(month: str, place: str) -> str | None:
    """The key of the file that begins at a sort key, whether that is there or not; None where none can begin."""
    if place == FIRST:
        return part_key(month)
    source_id = place.partition("#")[2]
    return part_key(month, source_id) if begins_a_file(source_id) else None


def _firsts(read: _Read, month: str, place: str) -> Iterator[str]:
    """The sort keys of the articles that begin a file, before or after a place."""
    return (_place(entry) for entry in _walk(read, month, place) if begins_a_file(entry.id))


def _walk(read: _Read, month: str, place: str) -> Iterator[Entry]:
    while True:
        entries = read(Position(MONTH + month, place), AT_ONCE)
        yield from entries
        if len(entries) < AT_ONCE:
            return
        place = _place(entries[-1])


def _place(entry: Entry) -> str:
    return sort_key(entry.published_at, entry.id)
