"""The listings that an article is in, by name, and what each of them knows of it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from broadsheet.site.contributors import contributors_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story, section_slug
from broadsheet.site.tag_urls import tag_slug

ALL: Final = "all"
FEATURED: Final = "featured"
SECTION: Final = "section#"
TAG: Final = "tag#"
AUTHOR: Final = "author#"
MONTH: Final = "month#"
GONE: Final = "gone#"
"""Before another listing's name: the articles that were withdrawn from it, by when, with nothing else of them."""
DAY: Final = "day#"


def gone_from(listing: str) -> str:
    """The listing of the articles that were withdrawn from a listing."""
    return GONE + listing


def has_feeds(listing: str) -> bool:
    """Whether feeds tell of a listing: of all articles, and of those of a section."""
    return listing == ALL or listing.startswith(SECTION)


def shown_by(listing: str) -> str:
    """The listing in which readers see a change of this one: itself, or the one that those in it are gone from."""
    return listing.removeprefix(GONE)


def listing_of(period: str) -> str | None:
    """The listing of a month ("2026-11") or a day ("2026-11-25"); None for what is neither."""
    for form, prefix in (("%Y-%m", MONTH), ("%Y-%m-%d", DAY)):
        with suppress(ValueError):
            if datetime.strptime(period, form).strftime(form) == period:  # noqa: DTZ007  # a day has no time zone
                return prefix + period
    return None


def featured_in(slug: str) -> str:
    """The listing of what is featured in a section."""
    return f"{FEATURED}#{slug}"


def listings_of(story: Story, settings: SiteSettings) -> tuple[str, ...]:
    """The names of the listings that the story is in, each once; day and month are those of the site's time zone."""
    return tuple(dict.fromkeys(_listings(story, settings)))


def moved_to_zone(listings: Iterable[str], published_at: datetime, settings: SiteSettings) -> tuple[str, ...]:
    """The same listings, of which those of a day and a month are the ones of the site's time zone."""
    day = _day_of(published_at, settings)
    periods = {MONTH: MONTH + day[:-3], DAY: DAY + day}
    return tuple(periods.get(listing[: listing.find("#") + 1], listing) for listing in listings)


def _listings(story: Story, settings: SiteSettings) -> Iterator[str]:
    article = story.article
    day = _day_of(story.published_at, settings)
    yield ALL
    if article.section is not None:
        yield SECTION + section_slug(article.section)
    for tag in article.tags:
        yield TAG + tag_slug(tag)
    for contributor in contributors_of(article, story.authors, settings):
        yield AUTHOR + contributor.slug
    yield MONTH + day[:-3]
    yield DAY + day
    if article.featured:
        yield FEATURED
        if article.section is not None:
            yield featured_in(section_slug(article.section))


def _day_of(moment: datetime, settings: SiteSettings) -> str:
    return moment.astimezone(settings.zone).date().isoformat()


def entry_in(listing: str, entry: Entry) -> Entry:
    """What a listing is to know of an article: an author's and a tag's their own names, and the archive few words."""
    if listing.startswith(AUTHOR):
        slug = listing.removeprefix(AUTHOR)
        own = tuple(each for each in entry.contributors if each.slug == slug)
        return replace(entry, tags=(), contributors=own[:1])
    if listing.startswith(TAG):
        slug = listing.removeprefix(TAG)
        return replace(entry, tags=tuple(tag for tag in entry.tags if tag_slug(tag) == slug)[:1], contributors=())
    if listing.startswith((MONTH, DAY)):
        return Entry(
            id=entry.id,
            title=entry.title,
            url=entry.url,
            excerpt="",
            published_at=entry.published_at,
            updated_at=entry.updated_at,
            section=entry.section,
            language=entry.language,
        )
    return replace(entry, tags=(), contributors=())
