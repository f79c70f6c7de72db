"""The allow-list: the elements and attributes of which every body is made, and what becomes of the rest.

Never to be added: svg, math and style, where the past holes of HTML sanitisers were.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from broadsheet.markup.characters import UNWANTED
from broadsheet.markup.srcset import with_addresses

HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "sup",
        "time",
        "var",
    ]
)
TABLE_SECTIONS: Final = frozenset({"thead", "tbody", "tfoot"})
CELLS: Final = frozenset({"td", "th"})
TABLE_PARTS: Final = TABLE_SECTIONS | CELLS | {"tr", "caption"}
FLOW: Final = HEADINGS | {"blockquote", "details", "dl", "figure", "ol", "pre", "table", "ul"}
ITEMS: Final = frozenset({"li", "dt", "dd"})
# Allowed in one place only; elsewhere they are divisions like any other.
PLACED: Final = {"figcaption": "figure", "summary": "details", "footer": "blockquote"}
VOID: Final = frozenset({"br", "hr", "img"})
ALLOWED: Final = INLINE | TABLE_PARTS | FLOW | ITEMS | PLACED.keys() | VOID | {"p"}

# Blocks that are not kept, but that part the text before them from the text within.
DIVISIONS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "center",
        "dialog",
        "div",
        "fieldset",
        "form",
        "frameset",
        "header",
        "hgroup",
        "main",
        "nav",
        "search",
        "section",
    ]
)
RENAMED: Final = {"h1": "h2", "strike": "s", "tt": "code", "acronym": "abbr", "menu": "ul", "dir": "ul"}
# Dropped with all that they hold. The content of the first group is text to an HTML parser, whatever it looks like.
DROPPED_TEXT: Final = frozenset(
    ["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"]
)
DROPPED: Final = DROPPED_TEXT | frozenset(
    ["applet", "audio", "button", "canvas", "datalist", "math", "object", "select", "svg", "template", "video"]
)

MAX_ATTRIBUTE_CHARACTERS: Final = 4096
_TEXTS: Final = frozenset({"alt", "title"})
_EVERYWHERE: Final = frozenset({"dir", "id", "lang"})
_ONLY_ON: Final = {
    "a": {"href", "rel", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "del": {"datetime"},
    "details": {"open"},
    "figure": {"class"},
    "img": {"alt", "height", "src", "srcset", "title", "width"},
    "ins": {"datetime"},
    "ol": {"start"},
    "small": {"class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
ATTRIBUTES: Final = {name: _EVERYWHERE | _ONLY_ON.get(name, set()) for name in ALLOWED - {"br", "hr"}}

URL_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_LINK: Final = re.compile(rf"(?:https?://[^/\\\s]|mailto:|tel:|/(?![/\\]))[^{UNWANTED}\s]*", re.IGNORECASE)
_IMAGE: Final = re.compile(rf"(?:https?://[^/\\\s]|/(?![/\\]))[^{UNWANTED}\s]*", re.IGNORECASE)
_NAME: Final = rf"[^{UNWANTED}\s\"<>\\]{{1,100}}"
_FRAGMENT: Final = re.compile(f"#{_NAME}")
_RELATIVE: Final = re.compile(rf"(?:\./)*+([^{UNWANTED}\s:?#/\\][^{UNWANTED}\s:\\]*)")
_CLASSES: Final = {
    "figure": re.compile(r"embed"),
    "small": re.compile(r"credit|host"),
    "td": re.compile(r"align-(?:left|center|right)"),
    "th": re.compile(r"align-(?:left|center|right)"),
    "code": re.compile(r"language-[\w+#.-]{1,40}"),
}
_RELATIONS: Final = frozenset({"external", "license", "nofollow", "noopener", "noreferrer", "sponsored", "ugc"})


def _matching(pattern: str) -> Callable[[str], str | None]:
    whole = re.compile(pattern)
    return lambda value: value if whole.fullmatch(value) else None


def _one_of(*values: str) -> Callable[[str], str | None]:
    return lambda value: lowered if (lowered := value.strip().lower()) in values else None


def link_address(value: str) -> str | None:
    """Return the address of a link as it may be written, or None where it may not.

    Allowed are http and https with a host, mailto, tel, paths of this site ("/about/"), and its media ("media/a.pdf",
    which becomes "/media/a.pdf"), and places in the same text ("#note-1"; see `anchors`). Not allowed are other schemes
    and addresses without one ("//example.org", "page.html"). What browsers remove from an address (surrounding space,
    tabs and line breaks: the WHATWG URL standard, 4.4) is removed before it is judged.
    """
    if _LINK.fullmatch(value):
        return value
    tidied = _tidied(value)
    if _LINK.fullmatch(tidied) or _FRAGMENT.fullmatch(tidied):
        return tidied
    relative = _root_relative(tidied)
    return relative if relative is not None and relative.startswith("/media/") else None


def image_address(value: str) -> str | None:
    """Return the address of an image as it may be written, or None where it may not.

    A relative address is relative to the site's root, not to the page: "media/a.jpg" becomes "/media/a.jpg".
    """
    tidied = _tidied(value)
    if _IMAGE.fullmatch(tidied):
        return tidied
    return _root_relative(tidied)


def _root_relative(address: str) -> str | None:
    """A relative address as one from the site's root on; None for what is none, or climbs."""
    if (relative := _RELATIVE.fullmatch(address)) and ".." not in unquote(address).split("/"):
        return f"/{relative[1]}"
    return None


def _tidied(value: str) -> str:
    return re.sub(r"[\t\n\r]+", "", value.strip(" \t\n\f\r")).replace(" ", "%20")


def _relations(value: str) -> str | None:
    return " ".join(word for word in value.lower().split() if word in _RELATIONS) or None


_JUDGES: Final[dict[str, Callable[[str], str | None]]] = {
    "href": link_address,
    "src": image_address,
    "srcset": lambda value: with_addresses(value, image_address),
    "rel": _relations,
    "id": _matching(_NAME),
    "dir": _one_of("ltr", "rtl", "auto"),
    "lang": _matching(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}"),
    "width": _matching(r"[1-9][0-9]{0,5}"),
    "height": _matching(r"[1-9][0-9]{0,5}"),
    "start": _matching(r"-?[0-9]{1,9}"),
    "colspan": _matching(r"[1-9][0-9]{0,2}"),
    "rowspan": _matching(r"[1-9][0-9]{0,2}"),
    "scope": _one_of("col", "row", "colgroup", "rowgroup"),
    "datetime": _matching(r"[0-9A-Za-z:.+ -]{1,64}"),
    "open": lambda _value: "",
}


def judged_attribute(element: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute may have, or None to remove it; nh3 calls this for each."""
    if len(value) > MAX_ATTRIBUTE_CHARACTERS:
        return value[:MAX_ATTRIBUTE_CHARACTERS] if name in _TEXTS else None
    if name == "class":
        allowed = _CLASSES[element]
        return " ".join(word for word in value.split() if allowed.fullmatch(word)) or None
    judge = _JUDGES.get(name)
    return value if judge is None else judge(value)
