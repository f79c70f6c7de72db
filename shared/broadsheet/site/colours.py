"""Colours as numbers: how they are written, mixed, and told apart (WCAG 2.2, relative luminance and contrast ratio)."""

import re
from typing import Final

READABLE: Final = 4.5
"""The contrast ratio that WCAG asks of text (success criterion 1.4.3, AA)."""

_HEX: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def colour(text: str) -> str:
    """A colour as six digits in lower case: "#8F1D1D" and "#8f1d1d" are one.

    Raises:
        ValueError: it is none; with a message for people.
    """
    if not _HEX.fullmatch(text):
        msg = f"{text!r} is no colour; right would be '#' and three or six hexadecimal digits, such as '#8f1d1d'"
        raise ValueError(msg)
    digits = text[1:].lower()
    return "#" + (digits if len(digits) > len("abc") else "".join(2 * digit for digit in digits))


def mixed(one: str, other: str, share: float) -> str:
    """The colour with this share, 0 to 1, of the other one in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(text: str, ground: str, towards: str) -> str:
    """The colour, or the nearest one on its way to another that can be read on this ground; that other one if none."""
    for step in range(21):
        found = mixed(text, towards, step / 20)
        if contrast(found, ground) >= READABLE:
            return found
    return towards


def _channels(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _luminance(text: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # WCAG's own numbers
        for value in (channel / 255 for channel in _channels(text))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
