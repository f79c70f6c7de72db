"""Announce: tell a hub which feeds have changed (WebSub), and search engines which pages have (IndexNow)."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from broadsheet.article import ArticleId
from broadsheet.publishing.configure import with_current_settings
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.feeds import FEEDS, feed_url
from broadsheet.site.listings import ALL, SECTION
from broadsheet.site.settings import SiteSettings
from broadsheet.site.standing import INDEXNOW_KEY
from broadsheet.site.story import url_of
from broadsheet.stores.announcements import Announcement
from broadsheet.stores.herald import Herald, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How many feeds and pages were told of, and what the answers were of those who didn't want to know."""

    feeds: int = 0
    pages: int = 0
    refusals: tuple[str, ...] = ()


def announce(announcement: Announcement, newsroom: Newsroom, herald: Herald, *, pinged: set[str]) -> Announced:
    """Tell of it, by the settings that hold now.

    A feed whose address is among `pinged` has been told of just now, and is not again; those that are told of are
    added. Who doesn't want to know is not told again.

    Raises:
        Unavailable: the hub or the search engines can't be reached; do it again later.
    """
    room = with_current_settings(newsroom)
    settings = room.settings
    feeds = [url for url in _feeds(announcement, settings) if url not in pinged] if settings.websub.hub else []
    pages = list(_pages(announcement, room)) if settings.indexnow.key and settings.base_url else []
    refusals: list[str] = []
    for url in feeds:
        with _noting(refusals):
            _ping(url, settings, herald)
        pinged.add(url)
    if pages:
        with _noting(refusals):
            _submit(pages, settings, herald)
    return Announced(feeds=len(feeds), pages=len(pages), refusals=tuple(refusals))


@contextmanager
def _noting(refusals: list[str]) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        refusals.append(str(refused))


def _feeds(announcement: Announcement, settings: SiteSettings) -> Iterator[str]:
    """The addresses of the feeds of the listings that have any."""
    if not settings.base_url:
        return
    for listing in announcement.listings:
        if listing == ALL:
            address = "/"
        elif listing.startswith(SECTION):
            address = f"/section/{listing.removeprefix(SECTION)}/"
        else:
            continue
        yield from (settings.base_url + feed_url(kind, address) for kind in FEEDS)


def _pages(announcement: Announcement, newsroom: Newsroom) -> Iterator[str]:
    """The address of each article; of one that is not shown any more, all that it has had, which say so now."""
    for article_id in announcement.articles:
        row = newsroom.catalog.row(ArticleId(article_id))
        if row is None:
            continue
        for address in row.addresses if row.live is None else (row.live.address,):
            yield newsroom.settings.base_url + url_of(address)


def _ping(feed: str, settings: SiteSettings, herald: Herald) -> None:
    """Tell the hub of one feed: not all hubs take several at once. Some read hub.url, some hub.topic."""
    form = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed}).encode()
    herald.post(settings.websub.hub, form, content_type="application/x-www-form-urlencoded")


def _submit(pages: Sequence[str], settings: SiteSettings, herald: Herald) -> None:
    """Tell search engines of all pages at once; they take 10,000."""
    told = {
        "host": urlsplit(settings.base_url).hostname,
        "key": settings.indexnow.key,
        "keyLocation": f"{settings.base_url}/{INDEXNOW_KEY}",
        "urlList": pages,
    }
    herald.post(settings.indexnow.endpoint, json.dumps(told).encode(), content_type="application/json; charset=utf-8")
