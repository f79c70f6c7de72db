"""The archive: a page that names the months, one of each month, and one of each day.

An article stays where it was put: no page has numbers that shift. A month is named "2026-11" and a day "2026-11-25",
both in the site's time zone. A day that has too many articles for a page has further ones, divided by its boundaries.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Final

from broadsheet.site import caching
from broadsheet.site.boundaries import Boundary
from broadsheet.site.dates import Moment, Period, day_title, moment, month_title, time_of_day
from broadsheet.site.descriptions import in_short
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
"""How many of its newest entries a month's page shows; its days have all of theirs."""
LISTED_OF_A_DAY: Final = 250
"""How many of its newest entries a day's page shows at least; older ones are on pages of the day's pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLink:
    """A link to the page of a month or a day, or of a piece of a day."""

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


def day_part_key(day: str, first: Boundary | None, settings: SiteSettings) -> str:
    """The key of the page of a day's first piece, or of the one that begins with a boundary: when, and with which."""
    name = "0000" if first is None else f"{first.published_at.astimezone(settings.zone):%H%M}-{first.name}"
    return day_key(day).replace("index.html", f"{name}/index.html")


def period_of_page(key: str) -> str:
    """The month or day that a page with this key is of; what is neither's gives a text that is no period."""
    return "-".join(key.removeprefix("archive/").split("/")[:-1][:3])


def archive_page(months: Collection[str], settings: SiteSettings) -> Output:
    """The way to every month in which something was published: by year, the newest first."""
    title = words_for(settings.language).archive
    newest = sorted(months, reverse=True)
    page = frame(
        settings,
        title,
        description=in_short(title, (_month_link(month, settings).title.heading for month in newest), settings),
        url=_ARCHIVE_URL,
        head={"og:type": "website"},
        json_ld=listing_graph((), settings, name=title, url=_ARCHIVE_URL),
    )
    years = [
        (year, tuple(_month_link(month, settings) for month in of_year))
        for year, of_year in groupby(newest, key=lambda month: month[:4])
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
    links = tuple(_day_link(day, settings) for day in sorted(days, reverse=True))
    body = render("month.html", page=page, period=link.title, days=links, groups=groups)
    tags = ("listing", caching.cache_tag("month", month))
    return caching.html(month_key(month), body, cache_control=caching.LISTING, tags=tags)


def day_page(day: str, entries: Sequence[Entry], parts: Collection[str], settings: SiteSettings) -> Output:
    """These entries of a day, the newest first, and the way to those of its pieces whose pages have these keys."""
    links = tuple(_part_link(key, settings, told_as=time_of_day) for key in sorted(parts, reverse=True))
    above = [_month_link(day[:-3], settings)]
    return _page_of_a_day(day_key(day), _day_link(day, settings), entries, settings, above=above, parts=links)


def day_part(key: str, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """One piece of a day that has too many articles for a page, the newest first."""
    day = period_of_page(key)
    above = [_month_link(day[:-3], settings), _day_link(day, settings)]
    return _page_of_a_day(key, _part_link(key, settings, told_as=moment), entries, settings, above=above)


def _page_of_a_day(  # noqa: PLR0913  # what both kinds of its pages differ in
    key: str,
    link: PeriodLink,
    entries: Sequence[Entry],
    settings: SiteSettings,
    *,
    above: Sequence[PeriodLink],
    parts: Sequence[PeriodLink] = (),
) -> Output:
    newest = newest_first(entries, len(entries))
    page = _frame(link, newest, settings, *above)
    teasers = tuple(_teasers(newest, page.span, settings))
    body = render("day.html", page=page, period=link.title, above=above, teasers=teasers, parts=parts)
    tags = ("listing", caching.cache_tag("day", period_of_page(key)))
    return caching.html(key, body, cache_control=caching.LISTING, tags=tags)


def _frame(link: PeriodLink, newest: Sequence[Entry], settings: SiteSettings, *above: PeriodLink) -> Frame:
    words = words_for(settings.language)
    way = [(words.archive, _ARCHIVE_URL), *((each.title.heading, each.url) for each in above)]
    title = str(words.articles_of(link.title.text))
    return frame(
        settings,
        title,
        description=in_short(title, (entry.title for entry in newest), settings),
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


def _part_link(key: str, settings: SiteSettings, *, told_as: Callable[..., Moment]) -> PeriodLink:
    """It is called by when it begins, which its name says in four digits, by the site's clocks."""
    name = key.split("/")[-2]
    at = time(int(name[:2]), int(name[2:4]), tzinfo=settings.zone)
    begins = datetime.combine(date.fromisoformat(period_of_page(key)), at)
    told = told_as(begins, language=settings.language, fallback=settings.language, zone=settings.zone)
    return PeriodLink(url=f"/{key.removesuffix('index.html')}", title=Period(told.text, told.span))


def _url(period: str) -> str:
    return f"/archive/{period.replace('-', '/')}/"


def _day_of(entry: Entry, settings: SiteSettings) -> str:
    return entry.published_at.astimezone(settings.zone).date().isoformat()


def _teasers(entries: Iterable[Entry], page: Span, settings: SiteSettings) -> Iterator[Teaser]:
    """They stand under their day, so they tell the time only."""
    return (teaser_of(entry, page=page, settings=settings, moment=time_of_day) for entry in entries)
