"""The archive: a page that names the months, one of each month, and one of each day.

An article stays where it was put: no page has numbers that shift. A month is named "2026-11" and a day "2026-11-25",
both in the site's time zone.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from broadsheet.site import caching
from broadsheet.site.dates import Period, day_title, month_title, time_of_day
from broadsheet.site.frame import Frame, Teaser, frame, teaser_of
from broadsheet.site.json_ld import listing_graph
from broadsheet.site.languages import Span
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first
from broadsheet.site.words import words_for

ARCHIVE_KEY: Final = "archive/index.html"
_ARCHIVE_URL: Final = "/archive/"
LISTED_OF_A_MONTH: Final = 100
"""How many of its newest entries a month's page shows; its days have theirs."""
LISTED_OF_A_DAY: Final = 1000
"""How many of its newest entries a day's page shows: more than anybody publishes in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLink:
    """A link to the page of a month or a day."""

    url: str
    title: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfEntries:
    """The entries of one day, newest first, and whether the day has a page, which has more of them."""

    link: PeriodLink
    teasers: tuple[Teaser, ...]
    has_page: bool
    goes_on: bool


def month_key(month: str) -> str:
    """The key of a month's page."""
    return f"archive/{month.replace('-', '/')}/index.html"


def day_key(day: str) -> str:
    """The key of a day's page."""
    return month_key(day)


def period_of_page(key: str) -> str:
    """The month or day whose page has this key; what is neither's gives a text that is no period."""
    return key.removeprefix("archive/").removesuffix("index.html").strip("/").replace("/", "-")


def archive_page(months: Collection[str], settings: SiteSettings) -> Output:
    """The way to every month in which something was published: by year, the newest first."""
    title = words_for(settings.language).archive
    page = frame(
        settings,
        title,
        url=_ARCHIVE_URL,
        head={"og:type": "website"},
        json_ld=listing_graph((), settings, name=title, url=_ARCHIVE_URL),
    )
    years = [
        (year, tuple(_month_link(month, settings) for month in of_year))
        for year, of_year in groupby(sorted(months, reverse=True), key=lambda month: month[:4])
    ]
    body = render("archive.html", page=page, years=years)
    return caching.html(ARCHIVE_KEY, body, cache_control=caching.LISTING, tags=("listing", "archive"))


def month_page(month: str, entries: Sequence[Entry], days: Collection[str], settings: SiteSettings) -> Output:
    """The newest 100 entries of a month, by day, and the way to each of `days`, the days of it that have a page.

    Where `entries` has more of the last day that is shown, the way to that day's page stands below it, too.
    """
    link = _month_link(month, settings)
    newest = newest_first(entries, LISTED_OF_A_MONTH + 1)
    shown, next_one = newest[:LISTED_OF_A_MONTH], newest[LISTED_OF_A_MONTH:]
    page = _frame(link, shown, settings)
    groups = tuple(
        DayOfEntries(
            link=_day_link(day, settings),
            teasers=tuple(_teasers(of_day, page.span, settings)),
            has_page=day in days,
            goes_on=day in days and day in {_day_of(entry, settings) for entry in next_one},
        )
        for day, of_day in groupby(shown, key=lambda entry: _day_of(entry, settings))
    )
    links = tuple(_day_link(day, settings) for day in sorted(days))
    body = render("month.html", page=page, period=link.title, days=links, groups=groups)
    tags = ("listing", caching.cache_tag("month", month))
    return caching.html(month_key(month), body, cache_control=caching.LISTING, tags=tags)


def day_page(day: str, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """All entries of a day, the newest first."""
    link = _day_link(day, settings)
    month = _month_link(day[:-3], settings)
    newest = newest_first(entries, len(entries))
    page = _frame(link, newest, settings, month)
    teasers = tuple(_teasers(newest, page.span, settings))
    body = render("day.html", page=page, period=link.title, month=month, teasers=teasers)
    tags = ("listing", caching.cache_tag("day", day))
    return caching.html(day_key(day), body, cache_control=caching.LISTING, tags=tags)


def _frame(link: PeriodLink, newest: Sequence[Entry], settings: SiteSettings, *above: PeriodLink) -> Frame:
    words = words_for(settings.language)
    way = [(words.archive, _ARCHIVE_URL), *((each.title.heading, each.url) for each in above)]
    return frame(
        settings,
        str(words.articles_of(link.title.text)),
        url=link.url,
        head={"og:type": "website"},
        json_ld=listing_graph(newest, settings, name=link.title.heading, url=link.url, above=way),
    )


def _month_link(month: str, settings: SiteSettings) -> PeriodLink:
    year, number = (int(part) for part in month.split("-"))
    title = month_title(year, number, language=settings.language, fallback=settings.language)
    return PeriodLink(url=_url(month), title=title)


def _day_link(day: str, settings: SiteSettings) -> PeriodLink:
    title = day_title(date.fromisoformat(day), language=settings.language, fallback=settings.language)
    return PeriodLink(url=_url(day), title=title)


def _url(period: str) -> str:
    return f"/archive/{period.replace('-', '/')}/"


def _day_of(entry: Entry, settings: SiteSettings) -> str:
    return entry.published_at.astimezone(settings.zone).date().isoformat()


def _teasers(entries: Iterable[Entry], page: Span, settings: SiteSettings) -> Iterator[Teaser]:
    """They stand under their day, so they tell the time only."""
    return (teaser_of(entry, page=page, settings=settings, moment=time_of_day) for entry in entries)
