"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json

from broadsheet.article import format_rfc3339
from broadsheet.site.feeds.feed import JSON, Feed, Item


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON; what isn't known is left out."""
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url(JSON),
        "description": feed.description,
        "language": feed.language,
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "authors": [{"name": feed.publisher}],
        "items": [_item(item) for item in feed.items],
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(item: Item) -> dict[str, object]:
    written = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "image": item.image,
        "date_published": format_rfc3339(item.published_at),
        "date_modified": format_rfc3339(item.updated_at),
        "authors": [{"name": name} for name in item.authors],
        "tags": [item.section] if item.section else [],
        "language": item.language,
    }
    return {name: value for name, value in written.items() if value}
