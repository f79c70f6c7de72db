"""The inbox: the versioned sources, the media, and the receipts beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from broadsheet.stores.receipts import Receipt

SETTINGS_KEY = "site.toml"
ARTICLES_PREFIX = "articles/"
ARTICLE_SUFFIX = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One version of a source.

    `data` is None for a deletion, and for a source that is too large to be read; `size_bytes` tells them apart.
    `first_stored_at` is when the first version was stored, where the inbox knows it for nothing. `by` is who stored it,
    as they called themselves; "" where nobody said.
    """

    key: str
    version: str
    stored_at: datetime
    size_bytes: int
    data: bytes | None
    deleted: bool = False
    first_stored_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A medium as it is now, to be read if need be.

    `key` is its place in the inbox, "media/storm.jpg", by which articles name it. `fingerprint` changes with its bytes
    (and may change without): it says that two looks saw the same, and nothing else.
    """

    key: str
    fingerprint: str
    size_bytes: int


def article_key(source_id: str) -> str:
    """The inbox key of an article's source."""
    return f"{ARTICLES_PREFIX}{source_id}{ARTICLE_SUFFIX}"


def source_id_of(key: str) -> str | None:
    """The id in an article's key, unchecked (it may even be empty); None when the key is no article's."""
    if not (key.startswith(ARTICLES_PREFIX) and key.endswith(ARTICLE_SUFFIX)):
        return None
    return key[len(ARTICLES_PREFIX) : -len(ARTICLE_SUFFIX)]


class Inbox(Protocol):
    """Sources by key, each with all its versions, media, and receipts.

    Reads are strongly consistent. Every method raises Unavailable when the store can't be reached. Where it does not
    keep history, the newest version of a source is the only one that is known.
    """

    keeps_history: bool

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The newest version, a deletion included; None when there never was one.

        With `known`, that same object is returned, without reading it again, if it is still the newest.
        """

    def older(self, key: str, *, than: str) -> Iterator[Source]:
        """The versions before version `than`, newest first, deletions included; each is read when it is asked for."""

    def read(self, key: str, *, version: str) -> Source | None:
        """One version by its name, None when it is gone or is a deletion."""

    def first_stored_at(self, key: str) -> datetime:
        """When the oldest version that is still kept was stored."""

    def keys(self) -> Iterator[str]:
        """The keys of all articles that have a newest version which is not a deletion, in order."""

    def newest_versions(self, *, after: str = "") -> Iterator[tuple[str, str]]:
        """The key of every article that ever was, with its newest version's name, a deletion's included; in order.

        With `after`, only those whose key comes after that one.
        """

    def media(self, key: str) -> Media | None:
        """A medium as it is now, without its bytes; None for none."""

    def read_media(self, media: Media) -> bytes:
        """The bytes of a medium that was just looked at.

        Raises:
            Conflict: it has changed since, or is gone.
        """

    def all_media(self) -> Iterator[Media]:
        """Every medium there is, ordered by key."""

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Store a new version of a source or a medium, and who stored it; returns its name."""

    def delete(self, key: str) -> str:
        """Delete it, keeping its history; returns the deletion's version name. Of a deletion nobody is kept."""

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """The receipt of one version."""

    def receipts(self, source_id: str) -> Iterator[Receipt]:
        """All receipts of one source that can be read, in no order that means anything."""

    def replace_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt, whatever is there."""

    def put_receipt(self, receipt: Receipt, *, check: Callable[[], None] = lambda: None) -> None:
        """Keep a receipt, unless one of a higher revision, or a final one before a superseded one, is there already.

        Doing it again changes nothing. `check` is called before each write, and may raise Conflict.
        """


def outranks(new: Receipt, old: Receipt) -> bool:
    """Whether receipt `new` should take the place of `old`, which is for the same version.

    A verdict on the newest version is given at a catalog revision, and a later revision knows better; a superseded
    version's receipt never displaces one.
    """
    if new.same_verdict(old):
        return False
    if old.superseded_by is not None and new.superseded_by is None:
        return True
    return new.superseded_by is None and new.revision >= old.revision
