"""The archive and the sitemaps: pages of days and months, and the two pages that name all months.

A month's page links to its days, and the archive and the sitemap to the months; so they have one writer at a time, like
the front page, and one that nothing is in any more goes after nothing links to it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from broadsheet.publishing.leasing import front_leased
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.stretches import Stretch, all_stretches, files_of, stretches_around
from broadsheet.site.archive import (
    ARCHIVE_KEY,
    LISTED_OF_A_DAY,
    LISTED_OF_A_MONTH,
    archive_page,
    day_key,
    day_page,
    month_key,
    month_page,
    period_of_page,
)
from broadsheet.site.listings import DAY, MONTH, listing_of
from broadsheet.site.outputs import Output
from broadsheet.site.sitemaps import PARTS, SITEMAP_KEY, month_of_part, part_key, sitemap_index, sitemap_part
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Position

ARCHIVE: Final = "archive"
"""Stands among names of listings for the pages that name all months."""


def refresh_archive(
    months: Collection[str], days: Collection[str], newsroom: Newsroom, *, changes: Collection[Position] | None
) -> None:
    """Bring these days ("2026-11-25") and months ("2026-11") up to date, and the pages that name all months.

    `changes` tell where in the months something has changed; None: anywhere.

    Raises:
        Unavailable: a store can't be reached, or there is no time left before another may write the front page.
    """
    touched = {*months, *(day[:-3] for day in days)}
    for month in sorted(touched):
        of_month = [day for day in sorted(days) if day.startswith(month)]
        with front_leased(newsroom) as in_time:
            work = _Month(month, of_month, newsroom, in_time)
            if changes is None and month in months:
                work.refresh_all()
            else:
                work.refresh({sort_key for listing, sort_key in changes or () if listing == MONTH + month})
    if not touched:
        with front_leased(newsroom) as in_time:
            _write_indexes(frozenset(), newsroom, in_time)


class _Month:
    """One month, whose writer nobody else is meanwhile."""

    def __init__(self, month: str, days: Sequence[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
        self._month = month
        self._days = days
        self._newsroom = newsroom
        self._in_time = in_time

    def refresh(self, places: Collection[str]) -> None:
        """Its page, its days, and the files of the sitemap around these sort keys."""
        self._refresh(stretches_around(self._month, places, self._newsroom.catalog), frozenset())

    def refresh_all(self) -> None:
        """The same with all files of the sitemap, those among them that no article begins any more."""
        stretches = all_stretches(self._month, self._newsroom.catalog)
        self._refresh(stretches, self._files() - {key for stretch in stretches for key in stretch.keys})

    def _refresh(self, stretches: Sequence[Stretch], nobodys: frozenset[str]) -> None:
        """First what is linked to, then what links to it; what is empty goes in the other order."""
        for day in self._days:
            self._write_day(day)
        empty_days = {day for day in self._days if not self._entries(day, 1)}
        self._write_month(without=empty_days)
        emptied = {stretch: self._write_files(stretch) for stretch in stretches}
        # What becomes empty from here on stays: the pages that are written now name it.
        is_empty = not self._entries(self._month, 1)
        nobodys = self._files() if is_empty else nobodys
        _write_indexes(nobodys.union(*emptied.values()), self._newsroom, self._in_time)
        for stretch in (stretch for stretch, keys in emptied.items() if keys):
            self._write_files(stretch, keep=False)
        for key in sorted(nobodys):
            converge(self._newsroom, [key], tuple, check=self._in_time)
        if is_empty:
            self._write_month(without=empty_days, keep=False)
        for day in empty_days:
            self._write_day(day, keep=False)

    def _write_day(self, day: str, *, keep: bool = True) -> None:
        key = day_key(day)

        def render() -> Iterator[Output]:
            entries = self._entries(day, LISTED_OF_A_DAY)
            if entries or (keep and self._is_there(key)):
                yield day_page(day, entries, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _write_month(self, *, without: Collection[str], keep: bool = True) -> None:
        key = month_key(self._month)

        def render() -> Iterator[Output]:
            entries = self._entries(self._month, LISTED_OF_A_MONTH + 1)
            if entries or (keep and self._is_there(key)):
                there = map(period_of_page, self._newsroom.site.keys(key.removesuffix("index.html")))
                days = {day for day in there if (listing_of(day) or "").startswith(DAY)}
                yield month_page(self._month, entries, days - set(without), self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _write_files(self, stretch: Stretch, *, keep: bool = True) -> AbstractSet[str]:
        """Write the files of a stretch; returns the keys of those that nothing is in any more."""
        emptied: set[str] = set()

        def render() -> Iterator[Output]:
            emptied.clear()
            files = files_of(self._month, stretch, self._newsroom.catalog)
            for key in stretch.keys:
                if key not in files and self._is_there(key):
                    emptied.add(key)
                if key in files or (keep and key in emptied):
                    yield sitemap_part(key, files.get(key, ()), self._newsroom.settings)

        converge(self._newsroom, stretch.keys, render, check=self._in_time)
        return emptied

    def _files(self) -> frozenset[str]:
        return frozenset(self._newsroom.site.keys(part_key(self._month).removesuffix(".xml")))

    def _entries(self, period: str, limit: int) -> Sequence[Entry]:
        listing = listing_of(period)
        return self._newsroom.catalog.newest(listing, limit) if listing else ()

    def _is_there(self, key: str) -> bool:
        return self._newsroom.site.look(key) is not None


def _write_indexes(left_over: AbstractSet[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Bring the archive's first page and the sitemap up to date, which name the months that have a file."""

    def render() -> Iterator[Output]:
        keys = set(newsroom.site.keys(PARTS)) - left_over
        yield archive_page({month_of_part(key) for key in keys}, newsroom.settings)
        yield sitemap_index(keys, newsroom.settings)

    converge(newsroom, [ARCHIVE_KEY, SITEMAP_KEY], render, check=in_time)
