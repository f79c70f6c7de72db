"""Sitemaps for search engines (sitemaps.org, protocol 0.9): an index over months' files, and one of the latest news.

A month has a file for each piece that boundaries divide it into (see `boundaries`).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from broadsheet.article import format_rfc3339
from broadsheet.site import caching
from broadsheet.site.boundaries import Boundary
from broadsheet.site.feeds.markup import add, document
from broadsheet.site.languages import primary_subtag, script_of
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first
from broadsheet.site.urls import absolute_url

SITEMAP_KEY: Final = "sitemap.xml"
NEWS_KEY: Final = "news-sitemap.xml"
PARTS: Final = "sitemaps/"
"""Under which prefix the files are that the index names."""
MOST_URLS: Final = 50_000
"""In one file, by the protocol. With addresses of at most a thousand bytes each that is within its 50 MB, too."""
NEWS_FOR: Final = timedelta(hours=48)
MOST_NEWS: Final = 1000
"""How long and how many: Google's rules for news sitemaps."""

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"


def part_key(month: str, first: Boundary | None = None) -> str:
    """The key of a month's first file, or of the one that begins with a boundary."""
    return f"{PARTS}{month}.xml" if first is None else f"{PARTS}{month}-{first.name}.xml"


def month_of_part(key: str) -> str:
    """The month that a file is of; of what is no such file, no month."""
    return key.removeprefix(PARTS)[: len("2026-11")]


def sitemap_part(key: str, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """A file of these articles, newest first."""
    root = Element("urlset", {"xmlns": _SITEMAP})
    for entry in newest_first(entries, MOST_URLS):
        url = add(root, "url")
        add(url, "loc", absolute_url(entry.url, base_url=settings.base_url))
        add(url, "lastmod", format_rfc3339(entry.updated_at or entry.published_at))
    return _xml(key, root)


def sitemap_index(keys: Collection[str], settings: SiteSettings) -> Output:
    """`/sitemap.xml`: the files that have these keys, the newest month's first."""
    root = Element("sitemapindex", {"xmlns": _SITEMAP})
    for key in sorted(keys, reverse=True):
        add(add(root, "sitemap"), "loc", absolute_url(f"/{key}", base_url=settings.base_url))
    return _xml(SITEMAP_KEY, root)


def news_sitemap(entries: Iterable[Entry], now: datetime, settings: SiteSettings) -> Output:
    """`/news-sitemap.xml`: what was published in the last 48 hours, at most the newest 1,000."""
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:news": _NEWS})
    for entry in newest_first((entry for entry in entries if entry.published_at > now - NEWS_FOR), MOST_NEWS):
        url = add(root, "url")
        add(url, "loc", absolute_url(entry.url, base_url=settings.base_url))
        news = add(url, "news:news")
        publication = add(news, "news:publication")
        add(publication, "news:name", settings.title)
        add(publication, "news:language", _language(entry.language or settings.language))
        add(news, "news:publication_date", format_rfc3339(entry.published_at))
        add(news, "news:title", entry.title)
    return _xml(NEWS_KEY, root)


def _language(tag: str) -> str:
    """A language as Google wants it: its ISO 639 code, but of Chinese with the script's region (zh-cn, zh-tw)."""
    language = primary_subtag(tag)
    if language != "zh":
        return language
    return "zh-tw" if script_of(tag) == "Hant" else "zh-cn"


def _xml(key: str, root: Element) -> Output:
    return Output(
        key=key,
        body=document(root),
        content_type="application/xml; charset=utf-8",
        cache_control=caching.LISTING,
        tags=("listing", "sitemap"),
    )
