"""The characters that no body may hold, however they were written."""

import re
from html import unescape
from typing import Final

# C0 and C1 controls but tab and line feed (XML 1.0 can't carry most of them), the bidi embeddings and overrides, which
# make text read otherwise than it is written, and the two noncharacters that XML refuses.
UNWANTED: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff"
_UNWANTED_RUN: Final = re.compile(f"[{UNWANTED}]+")
_EACH_UNWANTED: Final = tuple(
    character for character in map(chr, range(0x10000)) if _UNWANTED_RUN.match(character) is not None
)

_ESCAPES: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


def without_unwanted(text: str) -> str:
    """Remove unwanted characters; a carriage return becomes the line feed that it stands for."""
    # Seventy searches for one character each are many times faster than one search for a class of them.
    if not any(map(text.__contains__, _EACH_UNWANTED)):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED_RUN.sub("", text)


def decoded(text: str) -> str:
    """Decode character references, as HTML does in text."""
    if sum(map(text.count, _ESCAPES)) < text.count("&"):
        return unescape(text)
    for reference, character in _ESCAPES.items():  # the usual four, many times faster where there are no others
        text = text.replace(reference, character)
    return text
