"""JSON Pointers (RFC 6901), and places in a text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

MAX_TOKEN_CHARACTERS: Final = 200


def pointer_to(tokens: Sequence[str | int]) -> str:
    """The pointer of a path of keys and indices.

    A key of more than 200 characters would swamp a report: the pointer then names what holds that key.
    """
    parts: list[str] = []
    for token in tokens:
        text = str(token)
        if len(text) > MAX_TOKEN_CHARACTERS:
            break
        parts.append("/" + text.replace("~", "~0").replace("/", "~1"))
    return "".join(parts)


def tokens_of(pointer: str) -> tuple[str, ...]:
    """The keys and indices of a pointer, all as text."""
    if not pointer:
        return ()
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.removeprefix("/").split("/"))


class Lines:
    """Turns an offset into line and column: both from 1, columns in characters; a line ends with LF or CR LF."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset into the text."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
