"""The page of one section."""

from collections.abc import Sequence
from typing import Final

from broadsheet.article import Slug
from broadsheet.site import caching
from broadsheet.site.descriptions import in_short
from broadsheet.site.feeds import NOTHING_BESIDES, Supplement, feeds
from broadsheet.site.frame import Link, frame, section_link, teaser_of
from broadsheet.site.json_ld import listing_graph
from broadsheet.site.languages import span_of
from broadsheet.site.outputs import Output
from broadsheet.site.recent import recent_index
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first, page_key, section_slug, section_url

LISTED: Final = 30
"""How many of the newest entries a listing shows."""


def section_page(
    section: str, entries: Sequence[Entry], settings: SiteSettings, featured: Sequence[Entry] = ()
) -> Output:
    """What is featured, and the newest entries of a section, which may be named by its slug; 30 together.

    Its title is what the settings declare, else as its newest article writes it.
    """
    slug = section_slug(section)
    newest = newest_first(entries, LISTED)
    heading, description = _told(section, newest, settings)
    title = heading.text if heading else slug
    shown = led_by(featured, newest)
    page = frame(
        settings,
        title,
        description=description or in_short(title, (entry.title for entry in shown), settings),
        url=section_url(slug),
        section=slug,
        feeds_at=_address(slug),
        head={"og:type": "website"},
        json_ld=listing_graph(newest, settings, name=title, url=section_url(slug), description=description),
    )
    body = render(
        "section.html",
        page=page,
        heading=heading,
        description=description,
        teasers=tuple(teaser_of(entry, page=page.span, settings=settings) for entry in shown),
    )
    return caching.html(page_key(_address(slug)), body, cache_control=caching.LISTING, tags=_tags(slug))


def section_outputs(
    section: str,
    entries: Sequence[Entry],
    settings: SiteSettings,
    besides: Supplement = NOTHING_BESIDES,
    *,
    featured: Sequence[Entry] = (),
) -> tuple[Output, ...]:
    """All that a section has: its page, after it its feeds, which name it, and its recent index."""
    slug = section_slug(section)
    return (
        section_page(section, entries, settings, featured),
        *section_feeds(section, entries, settings, besides),
        recent_index(entries, settings, address=_address(slug), tags=_tags(slug)),
    )


def led_by(featured: Sequence[Entry], newest: Sequence[Entry]) -> tuple[Entry, ...]:
    """What is featured, in that order, and after it the others; 30 together."""
    return tuple({entry.id: entry for entry in (*featured, *newest)}.values())[:LISTED]


def section_feeds(
    section: str, entries: Sequence[Entry], settings: SiteSettings, besides: Supplement = NOTHING_BESIDES
) -> tuple[Output, ...]:
    """The feeds beside a section's page; `besides` is what they tell besides the entries."""
    slug = section_slug(section)
    heading, description = _told(section, newest_first(entries, LISTED), settings)
    title = f"{heading.text if heading else slug} · {settings.title}"
    address, tags = _address(slug), _tags(slug)
    return feeds(entries, settings, address=address, title=title, description=description, tags=tags, besides=besides)


def _told(section: str, newest: Sequence[Entry], settings: SiteSettings) -> tuple[Link | None, str]:
    """The section's name and description."""
    written = (newest[0].section if newest else None) or section
    language = (newest[0].language if newest else None) or settings.language
    declared = settings.sections_by_slug.get(section_slug(section))
    link = section_link(written, span=span_of(language), settings=settings)
    return link, declared.description if declared else ""


def _address(slug: Slug) -> str:
    return f"/section/{slug}/"


def _tags(slug: Slug) -> tuple[str, ...]:
    return ("listing", caching.cache_tag("section", slug))
