"""What a feed validator looks for, written down: RFC 4287, the RSS 2.0 specification and its profile, JSON Feed 1.1."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import html5lib

from broadsheet.site.outputs import Output

ATOM: Final = "{http://www.w3.org/2005/Atom}"
CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})+")
_RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def faults(output: Output, *, at: str) -> list[str]:
    """What is wrong with a feed that is read at an address."""
    kind = output.key.rpartition(".")[2]
    if kind == "json":
        return list(_json(json.loads(output.body), at))
    root = fromstring(output.body)  # our own
    return list(_atom(root, at) if kind == "atom" else _rss(root, at))


def _atom(feed: Element, at: str) -> Iterator[str]:
    if feed.tag != f"{ATOM}feed":
        yield f"this is {feed.tag}"
    yield from _atom_common(feed, at)
    links = [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")]
    if [href for rel, href in links if rel == "self"] != [at]:
        yield f"it says that it is at {links}"
    if not feed.findall(f"{ATOM}author"):
        yield "there is no author for entries without one"
    entries = feed.findall(f"{ATOM}entry")
    yield from _unique([entry.findtext(f"{ATOM}id") or "" for entry in entries])
    for entry in entries:
        yield from _atom_common(entry, at)
        yield from _once(entry, f"{ATOM}content", f"{ATOM}summary", f"{ATOM}published")
        if [link.get("rel") for link in entry.findall(f"{ATOM}link")] != ["alternate"]:
            yield "an entry needs one alternate link"
        content = entry.find(f"{ATOM}content")
        if content is None or content.get("type") != "html":
            yield "an entry's content is HTML"
        else:
            yield from _html(content.text or "")


def _atom_common(element: Element, at: str) -> Iterator[str]:
    yield from _once(element, *(ATOM + name for name in ("id", "title", "updated")))
    for name in ("updated", "published"):
        for each in element.findall(ATOM + name):
            yield from _moment(each.text or "")
    for each in element.findall(f"{ATOM}id"):
        yield from _address(each.text or "", at)
    for link in element.findall(f"{ATOM}link"):
        yield from _address(link.get("href") or "", at)
    language = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield f"{language} is no language"
    if any(not (author.findtext(f"{ATOM}name") or "").strip() for author in element.findall(f"{ATOM}author")):
        yield "an author has a name"


def _rss(rss: Element, at: str) -> Iterator[str]:
    channels = rss.findall("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or len(channels) != 1:
        yield "this is no RSS 2.0"
    channel = channels[0]
    yield from _once(channel, "title", "link", "description", "language", "lastBuildDate")
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [at]:
        yield f"it says that it is at {own}"
    yield from _rfc822(channel.findtext("lastBuildDate") or "")
    image = channel.find("image")
    if image is not None and any(image.findtext(name) != channel.findtext(name) for name in ("title", "link")):
        yield "the picture's title and link are the channel's"
    items = channel.findall("item")
    yield from _unique([item.findtext("guid") or "" for item in items])
    for item in items:
        yield from _once(item, "title", "link", "guid", "pubDate", "description")
        yield from _rfc822(item.findtext("pubDate") or "")
        yield from _address(item.findtext("link") or "", at)
        guid = item.find("guid")
        if guid is None or guid.get("isPermaLink") != "false":
            yield "a guid that is no address says so"
        for each in (item.findtext("description"), item.findtext(CONTENT)):
            yield from _html(each or "")


def _json(feed: dict[str, Any], at: str) -> Iterator[str]:
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"]:
        yield "this is no JSON Feed 1.1"
    if feed["feed_url"] != at:
        yield f"it says that it is at {feed['feed_url']}"
    yield from _unique([item["id"] for item in feed["items"]])
    for item in feed["items"]:
        yield from _address(item["url"], at)
        yield from _html(item["content_html"])
        for name in ("date_published", "date_modified"):
            yield from _moment(item[name])
        if not _LANGUAGE.fullmatch(item["language"]):
            yield f"{item['language']} is no language"


def _once(element: Element, *names: str) -> Iterator[str]:
    for name in names:
        found = element.findall(name)
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{element.tag} has {len(found)} {name}, or an empty one"


def _unique(ids: list[str]) -> Iterator[str]:
    if len(ids) != len(set(ids)) or not all(ids):
        yield f"ids are empty, or not each another: {ids}"


def _address(text: str, at: str) -> Iterator[str]:
    if not _URI.fullmatch(text) or (urlsplit(text).scheme in {"http", "https"} and not urlsplit(text).hostname):
        yield f"{text!r}, at {at}, is no whole address"


def _moment(text: str) -> Iterator[str]:
    if not _RFC3339.fullmatch(text) or datetime.fromisoformat(text).year < 1990:
        yield f"{text!r} is no plausible time"


def _rfc822(text: str) -> Iterator[str]:
    if parsedate_to_datetime(text).utcoffset() is None or parsedate_to_datetime(text).year < 1990:
        yield f"{text!r} is no plausible time"


def _html(text: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(text)
    yield from (f"HTML: {code} in {text[:200]!r}" for _, code, _ in parser.errors)
    for element in tree.iter():
        for name in ("href", "src"):
            address = element.get(name)
            if address is not None:
                yield from _address(address, "a place in the content")
