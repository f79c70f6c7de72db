"""Every language that a feed is written in."""

from collections.abc import Callable, Sequence
from typing import Final

from broadsheet.site import caching
from broadsheet.site.feeds.atom import atom
from broadsheet.site.feeds.feed import (
    ATOM,
    FEEDS,
    JSON,
    NOTHING_BESIDES,
    RSS,
    Feed,
    Kind,
    Supplement,
    feed_keys,
    feed_of,
)
from broadsheet.site.feeds.json_feed import json_feed
from broadsheet.site.feeds.rss import rss
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry

_WRITERS: Final[dict[Kind, Callable[[Feed], bytes]]] = {ATOM: atom, RSS: rss, JSON: json_feed}


def feeds(  # noqa: PLR0913  # each is one fact about a listing
    entries: Sequence[Entry],
    settings: SiteSettings,
    *,
    address: str,
    title: str,
    description: str,
    tags: tuple[str, ...],
    besides: Supplement = NOTHING_BESIDES,
) -> tuple[Output, ...]:
    """The feeds of the listing whose page is at `address` ("/section/city/"), beside that page.

    `besides` is what they tell besides the entries.
    """
    feed = feed_of(entries, settings, address=address, title=title, description=description, besides=besides)
    return tuple(
        Output(
            key=key,
            body=_WRITERS[kind](feed),
            content_type=kind.media_type if kind is JSON else f"{kind.media_type}; charset=utf-8",
            cache_control=caching.LISTING,
            tags=tags,
        )
        for kind, key in zip(FEEDS, feed_keys(address), strict=True)
    )
