"""The addresses that old paths name, and those that are the site's own, worked out once more, part by part."""

import re
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

_FOLDERS: Final = {"archive", "assets", "author", "media", "section", "sitemaps", "tag"}
_FILES: Final = {
    "404.html",
    "favicon.ico",
    "feed.atom",
    "feed.json",
    "feed.rss",
    "index.html",
    "indexnow.txt",
    "news-sitemap.xml",
    "recent.json",
    "robots.txt",
    "sitemap.xml",
}


def address_at(path: str) -> str:
    """The one address that a path of another site's has here: of a page a folder, "/x/", of anything else a file."""
    path = re.sub("/+", "/", normalize("NFC", unquote_to_bytes(path).decode()))
    path = re.sub(r"(^|/)index\.html/?$", "/", path)
    names_a_file = re.search(r"\.[^/]*$", path) is not None
    return path if names_a_file or path.endswith("/") else f"{path}/"


def is_the_sites_own(address: str) -> bool:
    """Whether no article may be there."""
    first = address.split("/")[1]
    return first in {"", *_FOLDERS, *_FILES}
