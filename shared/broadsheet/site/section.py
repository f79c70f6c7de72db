"""The page of one section."""

from collections.abc import Sequence
from typing import Final

from broadsheet.site import caching
from broadsheet.site.frame import frame, section_link, teaser_of
from broadsheet.site.languages import span_of
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first, page_key, section_slug, section_url

LISTED: Final = 30
"""How many of the newest entries a listing shows."""


def section_page(section: str, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """The newest 30 entries of a section, which may be named by its slug.

    Its title is what the settings declare, else as its newest article writes it.
    """
    slug = section_slug(section)
    newest = newest_first(entries, LISTED)
    written = (newest[0].section if newest else None) or section
    language = (newest[0].language if newest else None) or settings.language
    heading = section_link(written, span=span_of(language), settings=settings)
    declared = settings.sections_by_slug.get(slug)
    description = declared.description if declared else ""
    title = heading.text if heading else slug
    head = {"og:type": "website"}
    page = frame(settings, title, description=description, url=section_url(slug), section=slug, head=head)
    body = render(
        "section.html",
        page=page,
        heading=heading,
        teasers=tuple(teaser_of(entry, page=page.span, settings=settings) for entry in newest),
    )
    tags = ("listing", caching.cache_tag("section", slug))
    return caching.html(page_key(f"/section/{slug}/"), body, cache_control=caching.LISTING, tags=tags)
