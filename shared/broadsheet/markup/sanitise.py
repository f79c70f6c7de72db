"""The one sanitiser: whatever the form of a body, its HTML passes here, and nowhere else is SafeHtml made."""

import re
from typing import Final

import nh3

from broadsheet.markup.balance import MAX_TAGS, balanced
from broadsheet.markup.characters import without_unwanted
from broadsheet.markup.open_elements import INLINE_MARGIN, MAX_DEPTH
from broadsheet.markup.safe_html import SafeHtml
from broadsheet.markup.vocabulary import ALLOWED, ATTRIBUTES, DROPPED, URL_SCHEMES, judged_attribute

# No rel is added to links: they open no windows, so there is no opener to guard, and what a referrer may tell is for
# the page's Referrer-Policy to say.
_CLEANER: Final = nh3.Cleaner(
    tags=set(ALLOWED),
    clean_content_tags=set(DROPPED),
    attributes={name: set(names) for name, names in ATTRIBUTES.items()} | {"*": set()},  # not nh3's own default
    attribute_filter=judged_attribute,
    url_schemes=set(URL_SCHEMES),
    link_rel=None,
)
# A link or an image whose address was refused, and elements without content: these are for `balanced` to take out.
_UNTIDY: Final = re.compile(
    r"""<(?:a(?=[ >])(?![^>]*\ href=")|img(?![^>]*\ src="))
        |<(?!t[dh][ >]|br|hr|img)[a-z][^>]*+>(?:\s|&nbsp;)*+<(?:/|br>)""",
    re.VERBOSE,
)
_MANY_REFERENCES: Final = 2000
_CAPTIONED_TABLE: Final = re.compile(r"<table[^>]*+>(?:\s*+<caption[^>]*+>(.*?)</caption>)?", re.DOTALL)
# Last, so that it is the last again when this HTML is sanitised again: nh3 moves attributes as it removes others.
_IMAGE: Final = re.compile(r"(<img[^>]*+)>")
_TAG: Final = re.compile(r"<[^>]*+>")


def sanitised(html: str, *, well_formed: bool = False) -> SafeHtml:
    """Return what is allowed of the HTML, balanced.

    With `well_formed` the caller vouches that the HTML is balanced, that each element stands where it may, and that it
    is at most MAX_DEPTH levels deep. That saves time; what is allowed does not depend on it.

    Raises:
        TooDeepError: the HTML is nested too deeply.
        TooManyTagsError: it has too many tags.
    """
    if not well_formed or html.count("<") > MAX_TAGS or _needs_parting(html):
        html = balanced(without_unwanted(html))
    clean = without_unwanted(_CLEANER.clean(html))
    if _UNTIDY.search(clean):
        clean = _CLEANER.clean(balanced(clean))
    if "<img" in clean:
        clean = _IMAGE.sub(_late, clean)
    return SafeHtml(_with_scrolling_tables(clean) if "<table" in clean else clean)


def is_shallow(html: str) -> bool:
    """Whether balanced HTML is surely no deeper than inline content may be: an estimate that counts start tags."""
    starts = html.count("<") - html.count("</")
    limit = MAX_DEPTH - INLINE_MARGIN - 2
    return starts <= limit or starts - html.count("<p>") - html.count("<a ") - html.count("<br") <= limit


def _late(image: re.Match[str]) -> str:
    """The picture, loaded when it is near; of its renditions the one that fits, which a browser by then knows."""
    sizes = ' sizes="auto, 100vw"' if ' srcset="' in image[1] else ""
    return f'{image[1]}{sizes} loading="lazy">'


def _needs_parting(html: str) -> bool:
    """Whether a text may be long and hold more ampersands and no-break spaces than nh3 can take (see `balance`)."""
    return html.count("&") + html.count("\xa0") > _MANY_REFERENCES


def _with_scrolling_tables(html: str) -> str:
    """Wrap each table, so that a wide one scrolls by itself, by keyboard too, and the page stays as narrow as it is.

    A caption names the region for screen readers; without one there is nothing to call it, so it isn't a region.
    """
    return _CAPTIONED_TABLE.sub(_wrapper, html).replace("</table>", "</table></div>")


def _wrapper(table: re.Match[str]) -> str:
    caption = " ".join(_TAG.sub("", table[1] or "").replace('"', "&quot;").split())
    role = f' role="region" aria-label="{caption}"' if caption else ""
    return f'<div class="table-scroll"{role} tabindex="0">{table[0]}'
