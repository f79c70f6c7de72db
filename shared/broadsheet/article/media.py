"""Media: the pictures, sounds, films and documents that articles show or lead to, and how they are called."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

MEDIA_PREFIX: Final = "media/"
MAX_MEDIA_BYTES: Final = 25 * 1000 * 1000
MAX_MEDIA: Final = 50
"""How many an article may have."""
MAX_PATH_BYTES: Final = 800
"""Of UTF-8; what is left of the 1,024 bytes of a key is the article's id's."""
MAX_NAME_BYTES: Final = 255
"""The longest name of a file or folder on the file systems in use."""

IMAGE_TYPES: Final[Mapping[str, str]] = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
CONTENT_TYPES: Final[Mapping[str, str]] = {
    **IMAGE_TYPES,
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "webm": "video/webm",
}
"""By extension. Never to be added: svg, html, xml and whatever else may carry script."""

_FORBIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\\\\\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
_SUFFIX: Final = re.compile(r"[?#].*", re.DOTALL)


def media_path(address: str) -> str | None:
    """The medium that an address in an article names: "/media/my%20boat.jpg?v=2" is "media/my boat.jpg".

    None for an address that leads elsewhere. A path is decoded, in Unicode's NFC, and the medium's key in the inbox.

    Raises:
        ValueError: no medium may be called so; with a message for people.
    """
    plain = _SUFFIX.sub("", address).removeprefix("/")
    if not plain.startswith(MEDIA_PREFIX):
        return None
    return checked_media_path(unicodedata.normalize("NFC", unquote(plain)))


def checked_media_path(path: str) -> str:
    """Check a medium's path: "media/" and names, without empty ones, "." and "..", in NFC, at most 800 bytes.

    Raises:
        ValueError: with a message for people.
    """
    right = 'right would be one such as "media/storm.jpg"'
    names = path.split("/")[1:]
    if not path.startswith(MEDIA_PREFIX) or "" in names:
        raise ValueError(f"a medium's path with an empty name in it; {right}")
    if {".", ".."} & set(names):
        raise ValueError(f'a medium\'s path with "." or ".." in it; {right}')
    if found := _FORBIDDEN.search(path):
        raise ValueError(f"a medium's path with U+{ord(found.group()):04X} in it; {right}")
    if not unicodedata.is_normalized("NFC", path):
        raise ValueError("a medium's path that is not in Unicode's composed form (NFC); right would be its NFC")
    if len(path.encode()) > MAX_PATH_BYTES or any(len(name.encode()) > MAX_NAME_BYTES for name in names):
        raise ValueError(
            f"a medium's path that is too long; right would be {MAX_PATH_BYTES} UTF-8 bytes at most, "
            f"and {MAX_NAME_BYTES} for each name"
        )
    return path


def content_type_of(path: str) -> str | None:
    """What a medium is, by its extension; None for what no article may have."""
    return CONTENT_TYPES.get(path.rpartition("/")[2].rpartition(".")[2].lower()) if "." in path else None


def address_suffix(address: str) -> str:
    """The query and fragment of an address ("#page=3"), which stay as they are; "" for none."""
    found = _SUFFIX.search(address)
    return found.group() if found else ""
