"""RSS 2.0 (rssboard.org/rss-specification), with what it lacks from Atom and Dublin Core."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from broadsheet.article import format_rfc3339
from broadsheet.site.feeds.feed import RSS, Feed, Item
from broadsheet.site.feeds.markup import ATOM_NAMESPACE, DUBLIN_CORE, add, document


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document. Times are RFC 822's; authors are named without the e-mail address that RSS wants."""
    root = Element("rss", {"version": "2.0"})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.description)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", format_datetime(feed.updated_at))
    add(channel, f"{{{ATOM_NAMESPACE}}}link", rel="self", type=RSS.media_type, href=feed.url(RSS))
    for item in feed.items:
        _item(add(channel, "item"), item)
    return document(root)


def _item(element: Element, item: Item) -> None:
    add(element, "title", item.title)
    add(element, "link", item.url)
    add(element, "guid", item.id, isPermaLink="false")
    add(element, "pubDate", format_datetime(item.published_at))
    add(element, f"{{{ATOM_NAMESPACE}}}updated", format_rfc3339(item.updated_at))
    for name in item.authors:
        add(element, f"{{{DUBLIN_CORE}}}creator", name)
    if item.section:
        add(element, "category", item.section)
    add(element, "description", item.html)
