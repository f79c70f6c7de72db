"""Addresses that an article may carry: links, image sources and old paths of its own."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

MAX_LINK_CHARACTERS: Final = 2000
MAX_PATH_BYTES: Final = 900
_FORBIDDEN: Final = re.compile(
    r"""[\x00-\x20\x7f-\xa0\s\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff"<>\\^`{|}]""",
)
_RIGHT_LINK: Final = 'right would be one such as "https://example.org/page" or a path of this site such as "/about/"'
_RIGHT_SOURCE: Final = (
    'right would be one such as "https://example.org/storm.jpg", "/media/storm.jpg" or "media/storm.jpg"'
)


def link(text: str) -> str:
    """Check an http or https address, or a path of this site ("/about/").

    Raises:
        ValueError: with a message for people.
    """
    return _address(text, _RIGHT_LINK)


def image_source(text: str) -> str:
    """Check an image's address: what `link` takes, or a relative path below `media/`.

    Raises:
        ValueError: with a message for people.
    """
    if text.startswith("media/") and text != "media/":
        _refuse_forbidden(text)
        _refuse_climbing(text)
        return text
    return _address(text, _RIGHT_SOURCE)


def old_path(text: str) -> str:
    """Check a path at which the article once stood ("/2019/storm.html"): absolute, without query and fragment.

    Raises:
        ValueError: with a message for people.
    """
    _refuse_forbidden(text)
    if not text.startswith("/") or text.startswith("//"):
        raise ValueError('an old path begins with one "/"; right would be one such as "/2019/storm.html"')
    if not text.strip("/"):
        raise ValueError("the home page can't lead to an article; right would be the article's own old path")
    if "?" in text or "#" in text:
        raise ValueError('an old path has no "?" and no "#"; right would be the path alone')
    _refuse_climbing(text)
    if len(unquote(text).encode()) > MAX_PATH_BYTES:
        raise ValueError(f"an old path of many bytes; right would be {MAX_PATH_BYTES} UTF-8 bytes at most")
    return text


def _address(text: str, right: str) -> str:
    _refuse_forbidden(text)
    if text.startswith("/") and not text.startswith("//"):
        return text
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"not an address ({error}); {right}") from None
    if parts.scheme not in {"http", "https"} or not text[len(parts.scheme) :].startswith("://"):
        what = f'an address with the scheme "{parts.scheme[:20]}"' if parts.scheme else "not a whole address"
        raise ValueError(f"{what}; {right}")
    if not host or not host.strip("."):
        raise ValueError(f"an address without a host; {right}")
    if "@" in parts.netloc:
        raise ValueError(f"an address with a user name or password, which readers would see; {right}")
    return text


def _refuse_forbidden(text: str) -> None:
    if not text:
        raise ValueError("an empty address; right would be an address, or to leave the field out")
    if len(text) > MAX_LINK_CHARACTERS:
        raise ValueError(f"an address of {len(text):,} characters; right would be {MAX_LINK_CHARACTERS:,} at most")
    if found := _FORBIDDEN.search(text):
        character = found.group()
        encoded = "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
        raise ValueError(f"U+{ord(character):04X} at character {found.start() + 1}; right would be {encoded}")


def _refuse_climbing(text: str) -> None:
    decoded = unquote(text)
    if found := _FORBIDDEN.search(decoded.replace(" ", "")):
        raise ValueError(
            f"a path that hides U+{ord(found.group()):04X} behind a percent sign; right would be the path without"
        )
    if any(segment in {".", ".."} for segment in decoded.split("/")):
        raise ValueError('a path with "." or ".." in it; right would be the path that it leads to')
