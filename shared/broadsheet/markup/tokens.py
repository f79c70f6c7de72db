"""HTML as a row of tokens: those of the HTML standard (13.2.5), without what is dropped with its content.

Where the standard reads on to the end of the file (a tag, a quotation mark, a comment, a script that never ends), the
rest is shown as text, so that nothing is lost without a sign.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from broadsheet.markup.vocabulary import DROPPED, DROPPED_TEXT, RENAMED


class TokenKind(Enum):
    """What a token is: its value is the text (references not decoded), or the element's name."""

    TEXT = "text"
    START = "start"
    END = "end"


_TOKEN: Final = re.compile(
    r"""<(?:
        (?P<slash>/?+)(?P<name>[a-zA-Z][^\t\n\f\r\ />]*+)
        (?P<attributes>(?:
            [\t\n\f\r\ /]*+[^\t\n\f\r\ />][^\t\n\f\r\ />=]*+
            (?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+
                (?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r\ >"'][^\t\n\f\r\ >]*+)?+
            )?+
        )*+)
        [\t\n\f\r\ /]*+(?:>|(?P<unended_tag>\Z))
        | !--(?:-?>|(?s:.*?)(?:--!?>|(?P<unended_comment>\Z)))
        | [!?/][^>]*+(?:>|(?P<unended_other>\Z))
    )""",
    re.VERBOSE,
)
_UNENDED: Final = frozenset({"unended_tag", "unended_comment", "unended_other"})
_ATTRIBUTE: Final = re.compile(
    r"""[\t\n\f\r\ /]*+([^\t\n\f\r\ />][^\t\n\f\r\ />=]*+)
        (?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r\ >"'][^\t\n\f\r\ >]*+)?+)?+""",
    re.VERBOSE,
)


def tokens(html: str) -> Iterator[tuple[TokenKind, str, str]]:
    """Yield (kind, text or name, attributes as written), names in lower case and renamed. Linear in the input."""
    never_closed: set[str] = set()
    length = len(html)
    position = 0
    find = _TOKEN.search
    while token := find(html, position):
        start, end = token.span()
        if end == length and token.lastgroup in _UNENDED:
            break
        if start > position:
            yield TokenKind.TEXT, html[position:start], ""
        position = end
        slash, name, attributes = token.group("slash", "name", "attributes")
        if name is None:
            continue
        name = name.lower()
        name = RENAMED.get(name, name)
        if name in DROPPED:
            if not slash and name not in never_closed:
                position = _after_dropped(name, html, position)
                if position == end:
                    never_closed.add(name)
        elif slash:
            yield TokenKind.END, name, ""
        else:
            yield TokenKind.START, name, attributes
    if position < length:
        yield TokenKind.TEXT, html[position:], ""


def attribute_names(attributes: str) -> set[str]:
    """Return the names in a start tag's attributes."""
    return {found[1].lower() for found in _ATTRIBUTE.finditer(attributes)}


def _after_dropped(name: str, html: str, position: int) -> int:
    """Return where the element that was opened right before `position` ends, or `position` if it never does."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}(?=[\t\n\f\r />])[^>]*+>?", re.IGNORECASE).finditer(html, position):
        depth += -1 if tag[1] else name not in DROPPED_TEXT
        if depth == 0:
            return tag.end()
    return position
