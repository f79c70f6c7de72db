"""Where a value stands in a TOML text: Python's own reader doesn't tell."""

import re
from typing import Final

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_PATH: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER: Final = re.compile(rf"\s*\[\s*({_PATH})\s*\]")
_PAIR: Final = re.compile(rf"\s*({_PATH})\s*=")


def place_of(text: str, pointer: str) -> tuple[int, int] | None:
    """The line and column, from 1, of what a JSON Pointer names, or of the nearest table around it.

    None where it can't be told: for the whole document, and in a text with strings of several lines, in which anything
    may look like a key.
    """
    if '"""' in text or "'''" in text:
        return None
    wanted = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    table: list[str] = []
    best: tuple[int, int] | None = None
    most = 0
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        key = header or _PAIR.match(line)
        if key is None:
            continue
        found = [*([] if header else table), *_steps(key[1])]
        table = found if header else table
        if len(found) > most and found == wanted[: len(found)]:
            best, most = (number, key.start(1) + 1), len(found)
    return best


def _steps(path: str) -> list[str]:
    return [key.strip("\"'") for key in re.findall(_KEY, path)]
