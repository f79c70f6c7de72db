"""Addresses as they are written into pages: which ones are safe, percent-encoded, absolute."""

import re
from typing import Final
from urllib.parse import quote

_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"""[\x00-\x20\x7f-\xa0\\<>"`]|[\u2028\u2029]""")


def has_safe_scheme(url: str) -> bool:
    r"""Whether `url` is http(s) with a host, a path of this site ("/x", not "//x") or one of its media ("media/x").

    A browser drops tabs and line ends inside of an address and reads "\" as "/", so one that has any is unsafe.
    """
    if _UNSAFE.search(url):
        return False
    return bool(_WEB.match(url)) or (url.startswith("/") and not url.startswith("//")) or url.startswith("media/")


def safe_url(url: str | None) -> str:
    """`url` as it may stand in an href or src of any page, "" if it may not; media/… counts from the site's root."""
    if not url or not has_safe_scheme(url):
        return ""
    return f"/{url}" if url.startswith("media/") else url


def absolute_url(url: str | None, *, base_url: str) -> str:
    """`safe_url` with the site's origin before a path; without an origin the path stays as it is."""
    safe = safe_url(url)
    return base_url + safe if safe.startswith("/") else safe


def web_address(url: str | None, *, base_url: str) -> str:
    """An address with scheme and host; "" where there is none, or where a path has no origin to count from."""
    address = absolute_url(url, base_url=base_url)
    return "" if address.startswith("/") else address


def encoded_path(address: str) -> str:
    """A root-relative address in plain Unicode, percent-encoded as UTF-8 (RFC 3987, section 3.1)."""
    return quote(address, safe="/-._~")
