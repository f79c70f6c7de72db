"""The archive and the sitemaps: pages of days and months, and the two pages that name all months.

A month's page links to its days, and the archive and the sitemap to the months; so they have one writer at a time, like
the front page, and one that nothing is in any more goes after nothing links to it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from broadsheet.publishing.leasing import front_leased
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.site.archive import (
    ARCHIVE_KEY,
    archive_page,
    day_key,
    day_page,
    month_key,
    month_page,
    period_of_page,
)
from broadsheet.site.listings import DAY, listing_of
from broadsheet.site.outputs import Output
from broadsheet.site.sitemaps import (
    MOST_URLS,
    PARTS,
    SITEMAP_KEY,
    part_key,
    period_of_part,
    sitemap_index,
    sitemap_part,
)
from broadsheet.site.story import Entry

ARCHIVE: Final = "archive"
"""Stands among names of listings for the pages that name all months."""


def refresh_archive(months: Collection[str], days: Collection[str], newsroom: Newsroom) -> None:
    """Bring these days ("2026-11-25") and months ("2026-11") up to date, and the pages that name all months.

    Raises:
        Unavailable: a store can't be reached, or there is no time left before another may write the front page.
    """
    touched = {*months, *(day[:-3] for day in days)}
    for month in sorted(touched):
        with front_leased(newsroom) as in_time:
            _Month(month, [day for day in sorted(days) if day.startswith(month)], newsroom, in_time).refresh()
    if not touched:
        with front_leased(newsroom) as in_time:
            _write_indexes((), newsroom, in_time)


class _Month:
    """One month, whose writer nobody else is meanwhile."""

    def __init__(self, month: str, days: Sequence[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
        self._month = month
        self._days = days
        self._newsroom = newsroom
        self._in_time = in_time
        self._by_day = False

    def refresh(self) -> None:
        """First what is linked to, then what links to it; what is empty goes in the other order."""
        for day in self._days:
            self._write_day(day)
        empty_days = {day for day in self._days if not self._entries(day, 1)}
        self._write_month(without=empty_days)
        for day in self._days_with_a_file():
            self._write_file(day)
        # What becomes empty from here on stays: the pages that are written now name it.
        left_over = set(self._left_over())
        _write_indexes(left_over, self._newsroom, self._in_time)
        for key in sorted(left_over):
            if key == part_key(self._month):
                self._write_month(without=empty_days, keep=False)
            else:
                self._write_file(period_of_part(key), keep=False)
        for day in empty_days:
            self._write_day(day, keep=False)

    def _write_day(self, day: str, *, keep: bool = True) -> None:
        key = day_key(day)

        def render() -> Iterator[Output]:
            entries = self._entries(day, MOST_URLS)
            if entries or (keep and self._is_there(key)):
                yield day_page(day, entries, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _write_month(self, *, without: Collection[str], keep: bool = True) -> None:
        """Its page, and its file in the sitemap: who sees the file takes it that the page is there."""
        page, file = month_key(self._month), part_key(self._month)

        def render() -> Iterator[Output]:
            entries = self._entries(self._month, MOST_URLS + 1)
            self._by_day = len(entries) > MOST_URLS
            if entries or (keep and self._is_there(page)):
                there = map(period_of_page, self._newsroom.site.keys(page.removesuffix("index.html")))
                days = {day for day in there if (listing_of(day) or "").startswith(DAY)}
                yield month_page(self._month, entries, days - set(without), self._newsroom.settings)
            if (entries and not self._by_day) or (keep and self._is_there(file)):
                yield sitemap_part(self._month, entries, self._newsroom.settings)

        converge(self._newsroom, [page, file], render, check=self._in_time)

    def _write_file(self, day: str, *, keep: bool = True) -> None:
        key = part_key(day)

        def render() -> Iterator[Output]:
            entries = self._entries(day, MOST_URLS)
            if (entries and self._by_day) or (keep and self._is_there(key)):
                yield sitemap_part(day, entries, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _days_with_a_file(self) -> Sequence[str]:
        """The days that may need a file of their own, since the month has too many articles for one."""
        if not self._by_day:
            return ()
        is_new = self._is_there(part_key(self._month))
        return [f"{self._month}-{day:02}" for day in range(1, 32)] if is_new else self._days

    def _left_over(self) -> Iterator[str]:
        """The keys of files in the sitemap that are to go; with the month's own goes its page."""
        is_empty = not self._entries(self._month, 1)
        if is_empty:
            yield part_key(self._month)
        for key in self._newsroom.site.keys(part_key(self._month).removesuffix(".xml")):
            period = period_of_part(key)
            fits = (period != self._month) is self._by_day
            if is_empty or not fits or (period in self._days and not self._entries(period, 1)):
                yield key

    def _entries(self, period: str, limit: int) -> Sequence[Entry]:
        listing = listing_of(period)
        return self._newsroom.catalog.newest(listing, limit) if listing else ()

    def _is_there(self, key: str) -> bool:
        return self._newsroom.site.look(key) is not None


def _write_indexes(left_over: Collection[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Bring the archive's first page and the sitemap up to date, which name the months that have a file."""

    def render() -> Iterator[Output]:
        periods = [period_of_part(key) for key in newsroom.site.keys(PARTS) if key not in left_over]
        yield archive_page({period[: len("2026-11")] for period in periods}, newsroom.settings)
        yield sitemap_index(periods, newsroom.settings)

    converge(newsroom, [ARCHIVE_KEY, SITEMAP_KEY], render, check=in_time)
