"""The archive and the sitemaps: pages of days and months, and the two pages that name all months.

A month's page links to its days, and the archive and the sitemap to the months; so they have one writer at a time, like
the front page, and one that nothing is in any more goes after nothing links to it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from broadsheet.publishing.leasing import front_leased
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.pieces import Pieces
from broadsheet.publishing.stretches import Division
from broadsheet.site.archive import (
    ARCHIVE_KEY,
    LISTED_OF_A_DAY,
    LISTED_OF_A_MONTH,
    archive_page,
    day_key,
    day_page,
    day_part,
    day_part_key,
    month_key,
    month_page,
    period_of_page,
)
from broadsheet.site.boundaries import Boundary
from broadsheet.site.listings import DAY, MONTH
from broadsheet.site.outputs import Output
from broadsheet.site.sitemaps import PARTS, SITEMAP_KEY, month_of_part, part_key, sitemap_index, sitemap_part
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
        listings = {*(DAY + day for day in of_month), *([MONTH + month] if month in months else ())}
        places = {listing: None if changes is None else _places_in(listing, changes) for listing in listings}
        with front_leased(newsroom) as in_time:
            _Month(month, of_month, newsroom, in_time).refresh(places)
    if not touched:
        with front_leased(newsroom) as in_time:
            _write_indexes(frozenset(), newsroom, in_time)


def _places_in(listing: str, changes: Collection[Position]) -> AbstractSet[str]:
    return {change.sort_key for change in changes if change.listing == listing}


class _Month:
    """One month, whose writer nobody else is meanwhile."""

    def __init__(self, month: str, days: Sequence[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
        self._month = month
        self._days = days
        self._newsroom = newsroom
        self._in_time = in_time

    def refresh(self, places: Mapping[str, Collection[str] | None]) -> None:
        """First what is linked to, then what links to it; what is empty goes in the other order.

        `places` are by listing the sort keys around which its pieces are looked at, or None for all of them.
        """
        for day in self._days:
            parts = self._parts_of(day)
            self._write_day(day, without=parts.write(places[DAY + day]))
            parts.remove()
        empty_days = {day for day in self._days if self._is_empty(DAY + day)}
        self._write_month(without=empty_days)
        files = self._files()
        # Who sees a file takes it that the month's page is there. What becomes empty from here on stays: it is named.
        has_page = self._is_there(month_key(self._month))
        left_over = files.write(places.get(MONTH + self._month, ())) if has_page else files.clear()
        _write_indexes(left_over, self._newsroom, self._in_time)
        files.remove()
        if files.is_empty:
            self._write_month(without=empty_days, keep=False)
        for day in empty_days:
            self._write_day(day, keep=False)

    def _write_day(self, day: str, *, without: AbstractSet[str] = frozenset(), keep: bool = True) -> None:
        key = day_key(day)

        def render() -> Iterator[Output]:
            entries, has_older = self._division_of(day).newest(LISTED_OF_A_DAY)
            if entries or (keep and self._is_there(key)):
                parts = set(self._parts_there(day)) - without if has_older else ()
                yield day_page(day, entries, parts, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _parts_of(self, day: str) -> Pieces:
        """The pages of a day's pieces but the last, which the day's own page shows."""
        return Pieces(
            division=self._division_of(day),
            output=lambda key, entries: day_part(key, entries, self._newsroom.settings),
            but_the_last=True,
            there=lambda: self._parts_there(day),
            newsroom=self._newsroom,
            in_time=self._in_time,
        )

    def _division_of(self, day: str) -> Division:
        def key_of(first: Boundary | None) -> str:
            return day_part_key(day, first, self._newsroom.settings)

        return Division(DAY + day, key_of, self._newsroom.catalog)

    def _parts_there(self, day: str) -> Iterator[str]:
        there = self._newsroom.site.keys(day_key(day).removesuffix("index.html"))
        return (key for key in there if key != day_key(day))

    def _write_month(self, *, without: Collection[str], keep: bool = True) -> None:
        key = month_key(self._month)

        def render() -> Iterator[Output]:
            entries = self._newsroom.catalog.newest(MONTH + self._month, LISTED_OF_A_MONTH + 1)
            if entries or (keep and self._is_there(key)):
                there = set(self._newsroom.site.keys(key.removesuffix("index.html")))
                days = {period_of_page(each) for each in there - {key}}
                linked = {day for day in days if day_key(day) in there} - set(without)
                yield month_page(self._month, entries, linked, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _files(self) -> Pieces:
        """The files of the sitemap."""

        def key_of(first: Boundary | None) -> str:
            return part_key(self._month, first)

        return Pieces(
            division=Division(MONTH + self._month, key_of, self._newsroom.catalog),
            output=lambda key, entries: sitemap_part(key, entries, self._newsroom.settings),
            there=lambda: self._newsroom.site.keys(part_key(self._month).removesuffix(".xml")),
            newsroom=self._newsroom,
            in_time=self._in_time,
        )

    def _is_empty(self, listing: str) -> bool:
        return not self._newsroom.catalog.newest(listing, 1)

    def _is_there(self, key: str) -> bool:
        return self._newsroom.site.look(key) is not None


def _write_indexes(left_over: AbstractSet[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Bring the archive's first page and the sitemap up to date, which name the months that have a file."""

    def render() -> Iterator[Output]:
        keys = set(newsroom.site.keys(PARTS)) - left_over
        yield archive_page({month_of_part(key) for key in keys}, newsroom.settings)
        yield sitemap_index(keys, newsroom.settings)

    converge(newsroom, [ARCHIVE_KEY, SITEMAP_KEY], render, check=in_time)
