"""RSS 2.0 (rssboard.org/rss-specification), with what it lacks from Atom and Dublin Core."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from markupsafe import escape

from broadsheet.article import format_rfc3339
from broadsheet.site.feeds.feed import RSS, Feed, Item
from broadsheet.site.feeds.markup import ATOM_NAMESPACE, CONTENT, DUBLIN_CORE, add, document


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document. Times are RFC 822's; authors are named without the e-mail address that RSS wants.

    A description is HTML, and so a summary is escaped for it.
    """
    root = Element("rss", {"version": "2.0"})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.description)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", format_datetime(feed.updated_at))
    add(channel, f"{{{ATOM_NAMESPACE}}}link", rel="self", type=RSS.media_type, href=feed.url(RSS))
    if feed.hub:
        add(channel, f"{{{ATOM_NAMESPACE}}}link", rel="hub", href=feed.hub)
    if feed.picture:
        _picture(add(channel, "image"), feed)
    for item in feed.items:
        _item(add(channel, "item"), item, feed)
    return document(root)


def _picture(image: Element, feed: Feed) -> None:
    add(image, "url", feed.picture)
    add(image, "title", feed.title)
    add(image, "link", feed.home)


def _item(element: Element, item: Item, feed: Feed) -> None:
    add(element, "title", item.title)
    add(element, "link", item.url)
    add(element, "guid", item.id, isPermaLink="false")
    add(element, "pubDate", format_datetime(item.published_at))
    add(element, f"{{{ATOM_NAMESPACE}}}updated", format_rfc3339(item.updated_at))
    for name in item.authors:
        add(element, f"{{{DUBLIN_CORE}}}creator", name)
    if item.section:
        add(element, "category", item.section)
    if item.language != feed.language:
        add(element, f"{{{DUBLIN_CORE}}}language", item.language)
    if item.whole:
        add(element, "description", escape(item.summary))
        add(element, f"{{{CONTENT}}}encoded", item.html)
    else:
        add(element, "description", item.html)
