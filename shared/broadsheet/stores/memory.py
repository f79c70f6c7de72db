"""Fakes of the inbox and the site store, in memory; the catalog's is SQLiteCatalog(":memory:")."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import md5
from itertools import count

from broadsheet.article import Conflict
from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.formats import MAX_SOURCE_BYTES
from broadsheet.site.outputs import Output
from broadsheet.stores.clock import Clock
from broadsheet.stores.inbox import ARTICLE_SUFFIX, ARTICLES_PREFIX, Media, Source, outranks
from broadsheet.stores.receipts import Receipt
from broadsheet.stores.site import Stored


class MemoryInbox:
    """A versioned bucket as dictionaries."""

    keeps_history = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._histories: dict[str, list[Source]] = {}
        self._receipts: dict[tuple[str, str], Receipt] = {}
        self._versions = count(1)

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The end of the history."""
        history = self._histories.get(key)
        if not history:
            return None
        return known if known is not None and known.version == history[-1].version else history[-1]

    def older(self, key: str, *, than: str) -> Iterator[Source]:
        """The history backwards, from `than` on."""
        history = list(self._histories.get(key, []))
        names = [source.version for source in history]
        return reversed(history[: names.index(than)]) if than in names else iter(())

    def read(self, key: str, *, version: str) -> Source | None:
        """One version."""
        for source in self._histories.get(key, []):
            if source.version == version and not source.deleted:
                return source
        return None

    def first_stored_at(self, key: str) -> datetime:
        """The time of the first version."""
        if not self._histories.get(key):
            message = f"{key} has no versions any more"
            raise Conflict(message)
        return self._histories[key][0].stored_at

    def keys(self) -> Iterator[str]:
        """The articles that are there."""
        for key in sorted(self._histories):
            if (
                key.startswith(ARTICLES_PREFIX)
                and key.endswith(ARTICLE_SUFFIX)
                and not self._histories[key][-1].deleted
            ):
                yield key

    def newest_versions(self, *, after: str = "") -> Iterator[tuple[str, str]]:
        """The end of each history."""
        for key in sorted(self._histories):
            if key > after and key.startswith(ARTICLES_PREFIX) and key.endswith(ARTICLE_SUFFIX):
                yield key, self._histories[key][-1].version

    def media(self, key: str) -> Media | None:
        """The end of the history; as S3's, the fingerprint is a digest."""
        data = self._data_of(key)
        if data is None:
            return None
        fingerprint = md5(data, usedforsecurity=False).hexdigest()
        return Media(key=key, fingerprint=fingerprint, size_bytes=len(data))

    def read_media(self, media: Media) -> bytes:
        """The bytes."""
        data = self._data_of(media.key)
        if data is None or self.media(media.key) != media:
            message = f"{media.key} changed while it was looked at"
            raise Conflict(message)
        return data

    def all_media(self) -> Iterator[Media]:
        """The media that are there."""
        keys = sorted(key for key in self._histories if key.startswith(MEDIA_PREFIX))
        return (found for key in keys if (found := self.media(key)) is not None)

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Add a version."""
        return self._add(key, data, deleted=False, by=by)

    def delete(self, key: str) -> str:
        """Add a deletion."""
        return self._add(key, b"", deleted=True)

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """The receipt."""
        return self._receipts.get((source_id, version))

    def receipts(self, source_id: str) -> Iterator[Receipt]:
        """All of them."""
        found = sorted((key, receipt) for key, receipt in self._receipts.items() if key[0] == source_id)
        return (receipt for _, receipt in found)

    def replace_receipt(self, receipt: Receipt) -> None:
        """Keep it."""
        self._receipts[receipt.id, receipt.source_version] = receipt

    def put_receipt(self, receipt: Receipt, *, check: Callable[[], None] = lambda: None) -> None:
        """Keep it if it outranks what is there."""
        key = (receipt.id, receipt.source_version)
        old = self._receipts.get(key)
        check()
        if old is None or outranks(receipt, old):
            self._receipts[key] = receipt

    def _data_of(self, key: str) -> bytes | None:
        history = self._histories.get(key)
        return history[-1].data if history else None

    def _add(self, key: str, data: bytes, *, deleted: bool, by: str = "") -> str:
        source = Source(
            key=key,
            version=f"v{next(self._versions)}",
            stored_at=self._clock.now().replace(microsecond=0),
            size_bytes=len(data),
            data=None if deleted or not self._may_be_read(key, data) else data,
            deleted=deleted,
            by=by,
        )
        self._histories.setdefault(key, []).append(source)
        return source.version

    @staticmethod
    def _may_be_read(key: str, data: bytes) -> bool:
        return key.startswith(MEDIA_PREFIX) or len(data) <= MAX_SOURCE_BYTES


class MemorySite:
    """A bucket as a dictionary; `objects` may be looked at."""

    def __init__(self) -> None:
        self.objects: dict[str, Output] = {}

    def look(self, key: str) -> Stored | None:
        """What is there."""
        output = self.objects.get(key)
        # As S3's, the ETag is a digest of the body alone, so that the same body has the same ETag again.
        return None if output is None else Stored(etag=output.body_digest, fingerprint=output.digest)

    def examine(self, key: str) -> Stored | None:
        """What is there."""
        return self.look(key)

    def fingerprint(self, output: Output) -> str:
        """The digest of body and headers."""
        return output.digest

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        """Keep it, on condition."""
        self._check(output.key, expected)
        self.objects[output.key] = output
        return Stored(etag=output.body_digest, fingerprint=output.digest)

    def remove(self, key: str, *, expected: Stored) -> None:
        """Forget it, on condition."""
        self._check(key, expected)
        del self.objects[key]

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Those that begin so."""
        return iter(sorted(key for key in self.objects if key.startswith(prefix) and key > after))

    def _check(self, key: str, expected: Stored | None) -> None:
        there = self.look(key)
        if (there and there.etag) != (expected and expected.etag):
            message = f"{key} is not what it was"
            raise Conflict(message)
