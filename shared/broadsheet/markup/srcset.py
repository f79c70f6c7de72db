"""The renditions of a picture in the words of an img's `srcset` (HTML, 4.8.4.2.1): addresses with widths."""

import re
from collections.abc import Callable
from typing import Final

from broadsheet.article import Image

_CANDIDATE: Final = re.compile(r"([^\s,]+) ([1-9][0-9]{0,5})w")


def srcset_of(image: Image) -> str:
    """The renditions, the narrowest first, and the picture itself among them if its width is known; "" without any."""
    if not image.srcset:
        return ""
    widths = {one.width: one.src for one in image.srcset}
    if image.width is not None:
        widths.setdefault(image.width, image.src)
    return ", ".join(f"{_plain(src)} {width}w" for width, src in sorted(widths.items()))


def candidates(srcset: str) -> list[tuple[str, str]] | None:
    """The addresses and widths ("640"), or None for what is not in the form that `srcset_of` gives them."""
    found = [_CANDIDATE.fullmatch(candidate) for candidate in srcset.split(", ")]
    return [(one[1], one[2]) for one in found if one] if all(found) else None


def with_addresses(srcset: str, change: Callable[[str], str | None]) -> str | None:
    """The same with each address as `change` has it; None if it has "" or None for one, or the form is another."""
    found = candidates(srcset)
    if found is None:
        return None
    changed = [(change(address), width) for address, width in found]
    if not all(address for address, _ in changed):
        return None
    return ", ".join(f"{_plain(address or '')} {width}w" for address, width in changed)


def _plain(address: str) -> str:
    """The address without what would end it: a comma."""
    return address.replace(",", "%2C")
