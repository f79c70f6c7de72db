"""The page of one tag."""

from collections.abc import Sequence

from broadsheet.article import Slug
from broadsheet.site import caching
from broadsheet.site.descriptions import in_short
from broadsheet.site.frame import Link, frame, teaser_of
from broadsheet.site.json_ld import listing_graph
from broadsheet.site.languages import span_of
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.section import LISTED
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first, page_key
from broadsheet.site.tag_urls import tag_slug, tag_url
from broadsheet.site.words import words_for


def tag_page(slug: Slug, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """The newest 30 entries of a tag, which is told as its newest article writes it."""
    newest = newest_first(entries, LISTED)
    span = span_of((newest[0].language if newest else None) or settings.language)
    tag = next((tag for entry in newest for tag in entry.tags if tag_slug(tag) == slug), slug)
    articles = str(words_for(settings.language).tagged(tag))
    page = frame(
        settings,
        tag,
        description=in_short(articles, (entry.title for entry in newest), settings),
        url=tag_url(slug),
        head={"og:type": "website"},
        json_ld=listing_graph(newest, settings, name=tag, url=tag_url(slug)),
    )
    body = render(
        "tag.html",
        page=page,
        heading=Link(text=tag, url=tag_url(slug), span=span),
        teasers=tuple(teaser_of(entry, page=page.span, settings=settings) for entry in newest),
    )
    tags = ("listing", caching.cache_tag("tag", slug))
    return caching.html(tag_key(slug), body, cache_control=caching.LISTING, tags=tags)


def tag_key(slug: str) -> str:
    """The key of a tag's page."""
    return page_key(f"/tag/{slug}/")
