"""Plain text: the characters that it may hold, and how a value is shown in a message."""

import re
import unicodedata
from typing import Final

from broadsheet.article.isolates import CLOSING, OPENING, first_unpaired

# Python strings may hold surrogates; no encoding does.
_NONCHARACTERS: Final = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Apart, because a class of so many ranges is ten times slower.
_HIGH_NONCHARACTERS: Final = re.compile(
    "[" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)) + "]",
)
_HIGH: Final = re.compile("[\U00010000-\U0010ffff]")
_CONTROLS_BUT_LINES: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# Embeddings and overrides can make a headline read otherwise than it is written; marks and isolates that are closed
# can't, and right-to-left text needs them.
_BIDI_OVERRIDES: Final = "\u202a-\u202e"
_NOT_IN_MARKUP: Final = re.compile(f"[{_CONTROLS_BUT_LINES}{_NONCHARACTERS}]")
_NOT_IN_LINES: Final = re.compile(f"[{_CONTROLS_BUT_LINES}{_NONCHARACTERS}{_BIDI_OVERRIDES}]")
_NOT_IN_LINE: Final = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_NONCHARACTERS}{_BIDI_OVERRIDES}]")
# White space, the default-ignorable characters of Unicode and the blank Braille cell.
_INVISIBLE: Final = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]*",
)
_BUT_IDEOGRAPHS: Final = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_SPACES: Final = (
    " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


class ForbiddenCharacterError(ValueError):
    """A character that the text may not hold; the message says which, where, and what would be right."""


def plain_line(text: str) -> str:
    """Return plain text of one line, trimmed and composed. Raises ForbiddenCharacterError."""
    return _checked(text, _NOT_IN_LINE, _SPACES)


def plain_lines(text: str) -> str:
    """Return plain text that may hold line breaks and tabs, trimmed and composed. Raises ForbiddenCharacterError."""
    return _checked(text, _NOT_IN_LINES, _SPACES)


def markup_text(text: str) -> str:
    """Return Markdown, HTML or code, composed. Raises ForbiddenCharacterError."""
    return _checked(text, _NOT_IN_MARKUP, "")


def composed(text: str) -> str:
    """Return the text in Unicode's form NFC, as HTML wants it (W3C, Character Model: String Matching).

    Compatibility ideographs stay as they are: NFC would put other characters for those that names are written with.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return _BUT_IDEOGRAPHS.sub(lambda part: unicodedata.normalize("NFC", part[0]), text)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return _INVISIBLE.fullmatch(text) is not None


def _checked(source: str, forbidden: re.Pattern[str], trimmed: str) -> str:
    text = source.strip(trimmed) if trimmed else source
    found = forbidden.search(text)
    if found is None and not text.isascii() and _HIGH.search(text):
        found = _HIGH_NONCHARACTERS.search(text)
    index = found.start() if found else first_unpaired(text) if trimmed else None
    if index is None:
        return composed(text)
    character = text[index]
    place = index + 1 + (len(source) - len(source.lstrip(trimmed)) if trimmed else 0)
    raise ForbiddenCharacterError(f"character {place:,} is {character_name(character)}; {_instead(character)}")


def _instead(character: str) -> str:
    if character in OPENING:
        return "nothing closes it, and it would turn about what follows the text; right would be U+2069 where it ends"
    if character == CLOSING:
        return "it closes no isolate (U+2066 to U+2068); right would be the text without it"
    if character in "\n\r\u2028\u2029":
        return "right would be one line without line breaks"
    if character == "\t":
        return "right would be a space"
    if "\u202a" <= character <= "\u202e":
        return "it can make text read otherwise than written; right would be an isolate (U+2066 to U+2069) or nothing"
    return "right would be the text without it"


def character_name(character: str) -> str:
    """Name a character for a message without showing it: "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    name = unicodedata.name(character, "a control character" if unicodedata.category(character) == "Cc" else "")
    return f"U+{ord(character):04X} {name}".rstrip()


def shown(text: str, *, limit: int = 60) -> str:
    """Quote text for a message: in one line, cut to `limit` characters, with nothing in it that a terminal obeys."""
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return '"' + "".join(_SHORT_ESCAPES.get(c) or (c if c.isprintable() else _escape(c)) for c in cut) + '"'


# The joiners are not printable, but words of many scripts can't be written without them.
_SHORT_ESCAPES: Final = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    '"': '\\"',
    "\\": "\\\\",
    "\u200c": "\u200c",
    "\u200d": "\u200d",
}


def _escape(character: str) -> str:
    code_point = ord(character)
    return f"\\u{code_point:04x}" if code_point <= 0xFFFF else f"\\U{code_point:08x}"  # noqa: PLR2004  # the last of plane 0
