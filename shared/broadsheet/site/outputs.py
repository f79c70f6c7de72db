"""What the renderers return: an object for the site store, described and not yet written."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Output:
    """One public object.

    `key` is its place in the store, without a leading slash ("2026/11/storm/index.html"), in plain Unicode.
    `tags` are the cache tags under which a CDN may forget it. `status` is the HTTP status that the page stands for,
    200, 301 or 410, and `location` the percent-encoded address that a 301 leads to: a CDN answers with them, and where
    there is none the page itself says it.
    """

    key: str
    body: bytes
    content_type: str
    cache_control: str
    tags: tuple[str, ...] = ()
    status: int = 200
    location: str = ""

    @cached_property
    def body_digest(self) -> str:
        """The SHA-256 of the body alone, in hex."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of everything a reader could notice: the body and its headers, in hex."""
        answer = (str(self.status), self.location)
        headers = "\0".join((self.body_digest, self.content_type, self.cache_control, *answer, *self.tags))
        return hashlib.sha256(headers.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Unread(Output):
    """An output whose body nobody has at hand: its digest is known, and is all that a comparison takes."""

    known_digest: str
    body: bytes = b""

    @cached_property
    def body_digest(self) -> str:
        """What is known of the body."""
        return self.known_digest
