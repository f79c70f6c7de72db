"""A place in a file as a compiler shows it: the line, and under it a marker."""

import re
import unicodedata
from typing import Final

from rich.cells import cell_len

WIDTH_CELLS: Final = 96
_MOST_CHARACTERS: Final = 4 * WIDTH_CELLS
"""Of one line: characters without any width would never fill it."""
_TAB: Final = "    "
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\w.+-]+')
_CUT: Final = "…"
_BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u2028\u2029\u2060\ufeff")
_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cs", "Cn", "Co"})
_TAGS: Final = range(0xE0000, 0xE0080)
_BYTES: Final = range(0xDC80, 0xDD00)
"""Where Python puts a byte that is no UTF-8 (`surrogateescape`)."""


def printable(text: str) -> str:
    """The text with all escaped that a terminal would obey or hide: controls, line ends, bidi overrides, bytes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


class Excerpts:
    """The lines of one file."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.split(b"\n")

    def at(self, line: int, column: int, *, width_cells: int = WIDTH_CELLS) -> tuple[str, str] | None:
        """The line's part around a column (both count from 1, columns in characters), and the marker to put under it.

        None when the file has no such line.
        """
        if not 1 <= line <= len(self._lines):
            return None
        text = self._lines[line - 1].decode("utf-8", "surrogateescape").removesuffix("\r")
        place = min(max(column - 1, 0), len(text))
        start, end = _window(text, place, width_cells)
        token = _TOKEN.match(text, place, end)
        marked = text[place : token.end() if token else min(place + 1, end)]
        lead = (_CUT if start else "") + _expanded(text[start:place])
        shown = lead + _expanded(text[place:end]) + (_CUT if end < len(text) else "")
        return shown, " " * cell_len(lead) + "^" * max(cell_len(_expanded(marked)), 1)


def _window(text: str, place: int, width_cells: int) -> tuple[int, int]:
    """From where to where a line is shown: the whole, if it fits, else a third of the room before the place."""
    if len(text) <= width_cells and cell_len(_expanded(text)) <= width_cells:
        return 0, len(text)
    first, last = max(0, place - _MOST_CHARACTERS), min(len(text), place + _MOST_CHARACTERS)
    start = place
    room = width_cells // 3
    while start > first and (room := room - cell_len(_expanded(text[start - 1]))) >= 0:
        start -= 1
    end = place
    room = width_cells - cell_len(_expanded(text[start:place]))
    while end < last and (room := room - cell_len(_expanded(text[end]))) >= 0:
        end += 1
    return start, end


def _expanded(text: str) -> str:
    """The text as it is shown, tabs included."""
    return printable(text.replace("\t", _TAB))


def _shown(character: str) -> str:
    code = ord(character)
    if code in _BYTES:
        return f"\\x{code - 0xDC00:02x}"
    deceptive = character in _BIDI_CONTROLS or character in _INVISIBLE or code in _TAGS
    if not deceptive and unicodedata.category(character) not in _UNSEEN_CATEGORIES:
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # the last of four digits
