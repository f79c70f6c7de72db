"""Atom (RFC 4287)."""

from xml.etree.ElementTree import Element

from broadsheet.article import format_rfc3339
from broadsheet.site.feeds.feed import ATOM, Feed, Item
from broadsheet.site.feeds.markup import ATOM_NAMESPACE, XML_LANG, add, document


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document. Who wrote an entry without authors is the publisher (section 4.1.2)."""
    root = Element("feed", {"xmlns": ATOM_NAMESPACE, XML_LANG: feed.language})
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    add(root, "subtitle", feed.description)
    add(root, "updated", format_rfc3339(feed.updated_at))
    add(root, "link", rel="self", type=ATOM.media_type, href=feed.url(ATOM))
    add(root, "link", rel="alternate", type="text/html", href=feed.home)
    if feed.hub:
        add(root, "link", rel="hub", href=feed.hub)
    if feed.picture:
        add(root, "logo", feed.picture)
    add(add(root, "author"), "name", feed.publisher)
    for item in feed.items:
        _entry(add(root, "entry"), item, feed)
    return document(root)


def _entry(entry: Element, item: Item, feed: Feed) -> None:
    if item.language != feed.language:
        entry.set(XML_LANG, item.language)
    add(entry, "id", item.id)
    add(entry, "title", item.title)
    add(entry, "link", rel="alternate", type="text/html", href=item.url)
    add(entry, "published", format_rfc3339(item.published_at))
    add(entry, "updated", format_rfc3339(item.updated_at))
    for name in item.authors:
        add(add(entry, "author"), "name", name)
    if item.section:
        add(entry, "category", term=item.section)
    add(entry, "summary", item.summary)
    add(entry, "content", item.html, type="html")
