"""robots.txt (RFC 9309): what crawlers may read, and where the sitemaps are; `[robots]` in `site.toml`."""

import re
from collections.abc import Iterator
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import AfterValidator, Field

from broadsheet.site.tables import Table

ROBOTS_KEY: Final = "robots.txt"
SITEMAPS: Final = ("/sitemap.xml", "/news-sitemap.xml")
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_NO_PATH: Final = re.compile(r"[\s\x00-\x1f\x7f#]")


def _crawler(name: str) -> str:
    if not _NAME.fullmatch(name):
        msg = f"{name!r} is no crawler's name; right would be one such as 'GPTBot'"
        raise ValueError(msg)
    return name


def _path(path: str) -> str:
    if not path.startswith("/") or _NO_PATH.search(path):
        msg = f"{path!r} is no path of this site; right would be one such as '/drafts/' or '/*.pdf$'"
        raise ValueError(msg)
    return quote(path, safe="/%*$?&=:@!'()+,;~")


class Robots(Table):
    """What crawlers may read: everything, unless told otherwise.

    `index` false asks all of them to stay away, `disallow` from some paths. Those in `refuse` ("GPTBot") are asked to
    stay away from everything.
    """

    index: bool = True
    disallow: Annotated[tuple[Annotated[str, AfterValidator(_path)], ...], Field(strict=False, max_length=200)] = ()
    refuse: Annotated[tuple[Annotated[str, AfterValidator(_crawler)], ...], Field(strict=False, max_length=200)] = ()


def robots_text(robots: Robots, *, base_url: str) -> str:
    """The file. Sitemaps are named by their whole addresses, so a site without an origin names none."""
    return "\n".join(_lines(robots, base_url)) + "\n"


def _lines(robots: Robots, base_url: str) -> Iterator[str]:
    for name in robots.refuse if robots.index else ():
        yield f"User-agent: {name}"
    if robots.refuse and robots.index:
        yield from ("Disallow: /", "")
    yield "User-agent: *"
    if not robots.index:
        yield "Disallow: /"
        return
    yield from (f"Disallow: {path}" for path in robots.disallow)
    if not robots.disallow:
        yield "Allow: /"
    if base_url:
        yield ""
        yield from (f"Sitemap: {base_url}{path}" for path in SITEMAPS)
