"""Isolates of the Unicode bidirectional algorithm (UAX 9): a piece of text that is written in a direction of its own.

One that stays open, or is closed where none is open, turns about what a page writes after the text: there the browser
marks the borders of a name, say, with the same characters.
"""

import re
from typing import Final

OPENING: Final = "\u2066\u2067\u2068"
CLOSING: Final = "\u2069"
_ANY: Final = re.compile(f"[{OPENING}{CLOSING}]")


def first_unpaired(text: str) -> int | None:
    """The index of the first isolate that nothing closes, or of the first closing character that closes none."""
    return next(iter(_unpaired(text)), None)


def paired(text: str) -> str:
    """The text, with its open isolates closed at its end and without closing characters that close none."""
    unpaired = _unpaired(text)
    if not unpaired:
        return text
    stray = {place for place in unpaired if text[place] == CLOSING}
    kept = "".join(character for place, character in enumerate(text) if place not in stray)
    return kept + CLOSING * (len(unpaired) - len(stray))


def _unpaired(text: str) -> list[int]:
    if text.isascii():
        return []
    stray: list[int] = []
    opened: list[int] = []
    for found in _ANY.finditer(text):
        if found.group() != CLOSING:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            stray.append(found.start())
    return sorted((*stray, *opened))
