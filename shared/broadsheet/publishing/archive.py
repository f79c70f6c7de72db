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
        empty_days = {day for day in self._days if not self._newsroom.catalog.newest(DAY + day, 1)}
        self._write_month(without=empty_days)
        left_over = self._write_sitemaps()
        # What has become empty since then stays: the pages that are written now name it.
        is_empty = not self._entries(self._month, 1)
        if is_empty:
            left_over |= set(self._parts())
        _write_indexes(left_over, self._newsroom, self._in_time)
        for key in sorted(left_over):
            self._write_sitemap(period_of_part(key), keep=False)
        if is_empty:
            self._write_month(without=empty_days, keep=False)
        for day in empty_days:
            self._write_day(day, keep=False)

    def _write_day(self, day: str, *, keep: bool = True) -> None:
        key = day_key(day)

        def render() -> Iterator[Output]:
            entries = self._newsroom.catalog.newest(DAY + day, MOST_URLS)
            if entries or (keep and self._newsroom.site.look(key) is not None):
                yield day_page(day, entries, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _write_month(self, *, without: Collection[str], keep: bool = True) -> None:
        key = month_key(self._month)

        def render() -> Iterator[Output]:
            entries = self._newsroom.catalog.newest(MONTH + self._month, LISTED_OF_A_MONTH)
            if entries or (keep and self._newsroom.site.look(key) is not None):
                there = map(period_of_page, self._newsroom.site.keys(key.removesuffix("index.html")))
                days = {day for day in there if (listing_of(day) or "").startswith(DAY)}
                yield month_page(self._month, entries, days - set(without), self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)

    def _parts(self) -> Iterator[str]:
        """The keys of the month's files in the sitemap that there are."""
        return self._newsroom.site.keys(part_key(self._month).removesuffix(".xml"))

    def _write_sitemaps(self) -> set[str]:
        """Write the month's file, or those of its days if it has too many articles; returns the keys that are to go."""
        there = set(self._parts())
        self._by_day = len(self._newsroom.catalog.newest(MONTH + self._month, MOST_URLS + 1)) > MOST_URLS
        periods: Collection[str] = [self._month]
        if self._by_day:
            is_new = part_key(self._month) in there
            periods = [f"{self._month}-{day:02}" for day in range(1, 32)] if is_new else self._days
        for period in periods:
            self._write_sitemap(period)
        left_over = {key for key in there if not self._fits(period_of_part(key))}
        left_over |= {part_key(period) for period in periods if not self._entries(period, 1)}
        return there & left_over

    def _entries(self, period: str, limit: int) -> Sequence[Entry]:
        listing = listing_of(period)
        return self._newsroom.catalog.newest(listing, limit) if listing else ()

    def _fits(self, period: str) -> bool:
        return (period != self._month) is self._by_day

    def _write_sitemap(self, period: str, *, keep: bool = True) -> None:
        key = part_key(period)

        def render() -> Iterator[Output]:
            entries = self._entries(period, MOST_URLS)
            if (entries and self._fits(period)) or (keep and self._newsroom.site.look(key) is not None):
                yield sitemap_part(period, entries, self._newsroom.settings)

        converge(self._newsroom, [key], render, check=self._in_time)


def _write_indexes(left_over: Collection[str], newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Bring the archive's first page and the sitemap up to date, which name the months that have a file."""

    def render() -> Iterator[Output]:
        periods = [period_of_part(key) for key in newsroom.site.keys(PARTS) if key not in left_over]
        yield archive_page({period[: len("2026-11")] for period in periods}, newsroom.settings)
        yield sitemap_index(periods, newsroom.settings)

    converge(newsroom, [ARCHIVE_KEY, SITEMAP_KEY], render, check=in_time)
