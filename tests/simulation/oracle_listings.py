"""The listings that there must be in the end: every article is looked at for each of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from broadsheet.article import Slug, slugify
from broadsheet.site.archive import archive_page, day_page, day_part, month_page
from broadsheet.site.author import author_page
from broadsheet.site.feeds import Supplement, Texts
from broadsheet.site.home import home_feeds, home_page
from broadsheet.site.outputs import Output
from broadsheet.site.recent import recent_index
from broadsheet.site.section import section_outputs
from broadsheet.site.settings import SiteSettings
from broadsheet.site.sitemaps import news_sitemap, sitemap_index, sitemap_part
from broadsheet.site.story import Entry
from broadsheet.site.tag import tag_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many articles there are on a page, on a day's and a month's, on top since they say so, and among the news.

    One in so many begins a file of the sitemap, and a page of a large day, by the digest of its id.
    """

    one_in_is_a_boundary: int = 250
    listed: int = 30
    of_a_day: int = 250
    of_a_month: int = 100
    on_top: int = 6
    news: int = 1000


SIMULATED: Final = Limits(one_in_is_a_boundary=2, listed=4, of_a_day=2, of_a_month=3, on_top=2, news=3)
"""On simulated days, so that a handful of articles reaches all of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article that readers see: how listings tell of it, and whether it says of itself that it stays on top."""

    entry: Entry
    featured: bool


def listing_outputs(  # noqa: PLR0913  # all that listings depend on
    shown: Sequence[Shown],
    gone: Sequence[tuple[datetime, str | None]],
    texts: Texts,
    settings: SiteSettings,
    *,
    now: datetime,
    limits: Limits,
) -> Iterator[Output]:
    """Everything that tells of several articles; `gone` are when others were withdrawn, and from which section."""
    on_top = {each.entry.id for each in shown if each.featured}
    newest = sorted((each.entry for each in shown), key=lambda entry: (entry.published_at, entry.id), reverse=True)
    yield home_page(newest[: limits.listed], settings, _on_top(newest, settings.featured, on_top, limits))
    yield recent_index(newest[: limits.listed], settings)
    besides = Supplement(texts=_texts(newest, texts, settings), gone_at=max((at for at, _ in gone), default=None))
    yield from home_feeds(newest[: limits.listed], settings, besides)
    for slug in {_section(entry.section) for entry in newest if entry.section} | set(settings.sections_by_slug):
        inside = [entry for entry in newest if entry.section and _section(entry.section) == slug]
        declared = settings.sections_by_slug.get(Slug(slug))
        top = _on_top(inside, declared.featured if declared else (), on_top, limits)
        left = [at for at, section in gone if section and _section(section) == slug]
        besides = Supplement(texts=_texts(inside, texts, settings), gone_at=max(left, default=None))
        yield from section_outputs(slug, inside[: limits.listed], settings, besides, featured=top)
    for slug, tagged in _grouped(newest, lambda entry: [slugify(tag, fallback="tag") for tag in entry.tags]):
        yield tag_page(Slug(slug), tagged[: limits.listed], settings)
    for slug, written in _grouped(newest, lambda entry: [each.slug for each in entry.contributors]):
        yield author_page(Slug(slug), written[: limits.listed], settings)
    days = dict(_grouped(newest, lambda entry: [f"{entry.published_at.astimezone(settings.zone):%Y-%m-%d}"]))
    months = dict(_grouped(newest, lambda entry: [f"{entry.published_at.astimezone(settings.zone):%Y-%m}"]))
    files: dict[str, list[Entry]] = defaultdict(list)
    for day, of_day in days.items():
        yield from _day(day, of_day, settings, limits)
    for month, of_month in months.items():
        of_its_days = {day for day in days if day.startswith(month)}
        yield month_page(month, of_month[: limits.of_a_month + 1], of_its_days, settings)
        name = month
        for entry in reversed(of_month):
            if digest := _boundary(entry, limits):
                name = f"{month}-{digest}"
            files[f"sitemaps/{name}.xml"].append(entry)
    for key, entries in files.items():
        yield sitemap_part(key, entries, settings)
    yield archive_page(months.keys(), settings)
    yield sitemap_index(files.keys(), settings)
    two_days = timedelta(days=2)
    news = [entry for entry in newest if entry.published_at > now - two_days]
    yield news_sitemap(news[: limits.news], now, settings)


def _day(day: str, newest: Sequence[Entry], settings: SiteSettings, limits: Limits) -> Iterator[Output]:
    """Its page, which ends before a boundary, or at the beginning; and a page of each piece that a boundary ends."""
    folder = f"archive/{day.replace('-', '/')}"
    pages: dict[str, list[Entry]] = defaultdict(list)
    name = "0000"
    for entry in reversed(newest):
        if digest := _boundary(entry, limits):
            name = f"{entry.published_at.astimezone(settings.zone):%H%M}-{digest}"
        pages[f"{folder}/{name}/index.html"].append(entry)
    pages.popitem()
    for key, entries in pages.items():
        yield day_part(key, entries, settings)
    ends = (number for number, entry in enumerate(newest, 1) if number >= limits.of_a_day and _boundary(entry, limits))
    shown = newest[: next(ends, len(newest))]
    yield day_page(day, shown, pages.keys() if len(shown) < len(newest) else (), settings)


def _boundary(entry: Entry, limits: Limits) -> str | None:
    if int(_digest(entry.id), 16) % limits.one_in_is_a_boundary:
        return None
    return _digest(f"{entry.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{entry.id}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _on_top(newest: Sequence[Entry], named: Sequence[str], on_top: AbstractSet[str], limits: Limits) -> list[Entry]:
    """Those that the settings name, in that order, and the newest ones that say it of themselves."""
    by_id = {str(entry.id): entry for entry in newest}
    chosen = [by_id[source_id] for source_id in named if source_id in by_id]
    chosen += [entry for entry in newest if entry.id in on_top][: limits.on_top]
    return [entry for place, entry in enumerate(chosen) if entry not in chosen[:place]]


def _texts(newest: Sequence[Entry], texts: Texts, settings: SiteSettings) -> Texts:
    return {entry.id: texts[entry.id] for entry in newest[: settings.feeds.entries] if entry.id in texts}


def _section(section: str) -> str:
    return slugify(section, fallback="section")


def _grouped(entries: Iterable[Entry], names: Callable[[Entry], list[str]]) -> Iterator[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in dict.fromkeys(names(entry)):
            groups[name].append(entry)
    yield from groups.items()
