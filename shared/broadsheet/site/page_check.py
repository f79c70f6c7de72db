"""What is wrong with a page's HTML, as far as that can be told without a browser.

What the content security policy would stop, what WCAG asks of every page and a machine can see, and tags without
partners.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

from broadsheet.site.specimens import CANARY

_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_MAY_STAY_OPEN: Final = frozenset({"li", "p", "dt", "dd", "td", "th", "tr", "tbody", "thead", "option"})
_ONLY_ONE: Final = {"main": "one place for the matter", "h1": "one heading of the whole"}
_LANDMARKS: Final = ("header", "footer")


_FOR_MACHINES: Final = {
    "canonical": 'no <link rel="canonical" href="{{ page.canonical }}">, by which search engines know the page',
    "description": 'no <meta name="description" content="{{ page.description }}">, which search engines show',
    "robots": 'no <meta name="robots" content="noindex">, though page.kept is false: so it would be found',
    "alternates": 'no <link rel="alternate" hreflang="…" href="…"> for each of page.alternates, the other languages',
    "feeds": 'no <link rel="alternate" type="…" href="…"> for each of page.feeds, by which feed readers find them',
    "json_ld": 'no <script type="application/ld+json">{{ page.json_ld | json }}</script>, for search engines',
}
"""What a page says to machines, and what to tell where it says less than the default theme's does."""


def page_faults(html: str, assets: Collection[str], *, standard: str) -> Iterator[str]:
    """Each fault in words; `assets` are the addresses of the theme's files, `standard` is the default theme's page."""
    page = _read(html, assets)
    yield from page.faults
    yield from page.faults_of_the_whole()
    missing = {kind for kind, _ in _read(standard, ()).for_machines - page.for_machines}
    yield from (f"there is {told}" for kind, told in _FOR_MACHINES.items() if kind in missing)


def _read(html: str, assets: Collection[str]) -> "_Page":
    page = _Page(assets)
    page.feed(html)
    page.close()
    return page


class _Page(HTMLParser):
    def __init__(self, assets: Collection[str]) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.for_machines: set[tuple[str, str]] = set()
        """What is said to machines: its kind, and an address where there is one."""
        self._assets = assets
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._ids: Counter[str] = Counter()
        self._loaded: Counter[str] = Counter()
        self._named: list[str] = []
        self._levels: list[int] = []
        self._title = ""
        self._viewport = ""
        self._has_doctype = False

    def handle_decl(self, decl: str) -> None:
        """The doctype."""
        self._has_doctype = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in attrs}
        self._count[tag] += 1
        if tag not in _VOID:
            self._open.append(tag)
        if tag == CANARY:
            self.faults.append("a text is written without being escaped; right would be {{ … }} without `safe`")
        self._judge_security(tag, given)
        self._judge_element(tag, given)
        self.for_machines.update(_said_to_machines(tag, given))
        if "id" in given:
            self._ids[given["id"]] += 1
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self._named += given.get(name, "").split()
        if tag == "a" and given.get("href", "").startswith("#"):
            self._named.append(given["href"][1:])

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        while self._open and self._open[-1] != tag and self._open[-1] in _MAY_STAY_OPEN:
            self._open.pop()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag not in _VOID:
            opened = f"<{self._open[-1]}> is open" if self._open else "nothing is open"
            self.faults.append(f"</{tag}> stands where {opened}")

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._open[-1:] == ["title"]:
            self._title += data

    def faults_of_the_whole(self) -> Iterator[str]:
        """What only the end of the page tells."""
        yield from self._faults_of_head()
        yield from self._faults_of_structure()
        yield from self._faults_of_names()

    def _faults_of_head(self) -> Iterator[str]:
        if not self._has_doctype:
            yield "there is no <!doctype html>"
        if not self._title.strip():
            yield "there is no <title>, or it is empty"
        if "width=device-width" not in self._viewport:
            yield 'there is no <meta name="viewport" content="width=device-width, …">'
        if any(word in self._viewport.replace(" ", "") for word in ("user-scalable=no", "maximum-scale")):
            yield "the viewport keeps readers from zooming"
        for what, times in self._loaded.items():
            if times > 1:
                yield f"there are {times} {what}s; right would be one, since each is a request before pictures"

    def _faults_of_structure(self) -> Iterator[str]:
        if left := [tag for tag in self._open if tag not in _MAY_STAY_OPEN]:
            yield f"<{left[-1]}> is never closed"
        for tag, what in _ONLY_ONE.items():
            if self._count[tag] != 1:
                yield f"there are {self._count[tag]} <{tag}>; right would be {what}"
        for tag in _LANDMARKS:
            if not self._count[tag]:
                yield f"there is no <{tag}>, which screen readers know as a landmark"
        for before, after in pairwise(self._levels):
            if after > before + 1:
                yield f"<h{after}> follows <h{before}>: a level is left out"

    def _faults_of_names(self) -> Iterator[str]:
        if "main" not in self._named:
            yield 'there is no link to "#main", with which a keyboard skips what is on every page'
        for name, times in self._ids.items():
            if times > 1:
                yield f'{times} elements have the id "{name}"'
        for name in dict.fromkeys(self._named):
            if name not in self._ids:
                yield f'no element has the id "{name}", which is named'

    def _judge_security(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.faults.append(
                    f"<{tag} {name}=…>: the content security policy stops it; use the style or the script"
                )
            if name in {"href", "src", "action"} and value.strip().lower().startswith(("javascript:", "data:")):
                self.faults.append(f"<{tag} {name}={value[:40]!r}>: the content security policy stops it")
        is_data = given.get("type", "") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.faults.append(f"<{tag}> in the page: the content security policy stops it; right would be an asset")
        if tag in {"iframe", "object", "embed", "form"}:
            self.faults.append(f"<{tag}>: the content security policy stops it")
        if tag == "link" and given.get("rel") == "stylesheet":
            self._judge_asset("style sheet", given.get("href", ""))
        if tag == "script" and "src" in given:
            self._judge_asset("script", given["src"])

    def _judge_asset(self, what: str, address: str) -> None:
        self._loaded[what] += 1
        if address not in self._assets:
            right = "right would be {{ asset_url('…') }}"
            self.faults.append(f"the {what} {address!r} is no asset of the theme; {right}")

    def _judge_element(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html" and not (given.get("lang") and given.get("dir") in {"ltr", "rtl"}):
            self.faults.append("<html> has no lang, or no dir")
        if tag == "main" and given.get("id") != "main":
            self.faults.append('<main> has not the id "main", to which the skip link leads')
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        if tag == "meta" and given.get("name") == "viewport":
            self._viewport = given.get("content", "")
        if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdecimal():
            self._levels.append(int(tag[1]))


def _said_to_machines(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What an element says, as `_FOR_MACHINES` names it."""
    relation, address = given.get("rel", "").lower().split(), given.get("href", "")
    if tag == "link" and "canonical" in relation:
        yield "canonical", address
    if tag == "link" and "alternate" in relation:
        yield ("alternates", f"{given['hreflang']} {address}") if "hreflang" in given else ("feeds", address)
    if tag == "meta" and given.get("name") == "description" and given.get("content"):
        yield "description", ""
    if tag == "meta" and given.get("name") == "robots":
        yield "robots", given.get("content", "")
    if tag == "script" and given.get("type") == "application/ld+json":
        yield "json_ld", ""
