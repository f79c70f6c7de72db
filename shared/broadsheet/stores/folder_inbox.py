"""The inbox in a folder of files: no history, the file as it is now is the newest version and the only one."""

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from broadsheet.article import Conflict, Unavailable
from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.formats import MAX_SOURCE_BYTES
from broadsheet.stores.inbox import Media, Source, outranks
from broadsheet.stores.receipts import Receipt

_LONG_AGO = datetime.fromtimestamp(0, UTC)
_UPLOADERS = "uploaders"


class FolderInbox:
    """Sources and media as files, wherever they lie; `files` says which file is which key.

    A version's name is made of the file's modification time and size, as other build tools do it. Receipts are kept
    in memory: who publishes into a folder is told at once. With a `root` the folder is the inbox's own: what is `put`
    goes there, and beside it who put it there. `unusable` are keys that have a source which can't be taken, such as
    one of two files for one article: it reads as an empty one, which is refused, and so leaves the site as it was.
    `first_stored` are the times of first versions that somebody knows better than the file's own time can tell them.
    """

    keeps_history = False

    def __init__(
        self,
        files: Mapping[str, Path],
        *,
        root: Path | None = None,
        unusable: Collection[str] = (),
        first_stored: Mapping[str, datetime] | None = None,
    ) -> None:
        self.files = dict(files)
        self._root = root
        self._unusable = frozenset(unusable)
        self._first_stored = dict(first_stored or {})
        self._receipts: dict[tuple[str, str], Receipt] = {}

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The file as it is now; a key without a file is a deletion."""
        if key in self._unusable:
            return Source(key=key, version="unusable", stored_at=_LONG_AGO, size_bytes=0, data=b"")
        path = self.files.get(key)
        try:
            status = None if path is None else path.stat()
        except FileNotFoundError:
            status = None
        if path is None or status is None:
            return None
        first_stored_at = self._first_stored.get(key)
        version = version_of(status)
        if first_stored_at is not None:
            # What is known of it decides on the page as the file does.
            version += f"-{int(first_stored_at.timestamp()):x}"
        if known is not None and known.version == version:
            return known
        try:
            data = path.read_bytes() if status.st_size <= MAX_SOURCE_BYTES else None
        except OSError as error:
            message = f"{path} can't be read: {error.strerror or error}"
            raise Unavailable(message) from error
        stored_at = datetime.fromtimestamp(int(status.st_mtime), UTC)
        return Source(
            key=key,
            version=version,
            stored_at=stored_at,
            size_bytes=status.st_size,
            data=data,
            # The time of a copy that each upload replaces says nothing about the first upload.
            first_stored_at=first_stored_at or (stored_at if self._root is None else None),
            by=self._by(key, version),
        )

    def older(self, key: str, *, than: str) -> Iterator[Source]:  # noqa: ARG002  # a file has no history
        """Nothing."""
        return iter(())

    def read(self, key: str, *, version: str) -> Source | None:
        """The file, if it is still that version."""
        newest = self.newest(key)
        return newest if newest is not None and newest.version == version else None

    def first_stored_at(self, key: str) -> datetime:
        """The file's modification time."""
        newest = self.newest(key)
        if newest is None:
            message = f"{key} is gone"
            raise Unavailable(message)
        return newest.stored_at

    def keys(self) -> Iterator[str]:
        """The keys of all files."""
        return iter(sorted(key for key in self.files if key.startswith("articles/")))

    def newest_versions(self, *, after: str = "") -> Iterator[tuple[str, str]]:
        """Each file as it is; a folder knows nothing of those that are gone."""
        for key in self.keys():
            newest = self.newest(key) if key > after else None
            if newest is not None:
                yield key, newest.version

    def media(self, key: str) -> Media | None:
        """The file, told by its modification time and size."""
        path = self.files.get(key)
        try:
            status = None if path is None else path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return None if status is None else Media(key=key, fingerprint=version_of(status), size_bytes=status.st_size)

    def read_media(self, media: Media) -> bytes:
        """Read the file, and look whether it is still the same."""
        path = self.files.get(media.key)
        try:
            data = b"" if path is None else path.read_bytes()
        except OSError as error:
            message = f"{path} can't be read: {error.strerror or error}"
            raise Unavailable(message) from error
        if self.media(media.key) != media:
            message = f"{media.key} changed while it was looked at"
            raise Conflict(message)
        return data

    def all_media(self) -> Iterator[Media]:
        """Each file that is there."""
        keys = sorted(key for key in self.files if key.startswith(MEDIA_PREFIX))
        return (found for key in keys if (found := self.media(key)) is not None)

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Write the file under the root, whole or not at all."""
        if self._root is None:
            message = "this folder is read only"
            raise Unavailable(message)
        path = self._root / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Each has a file of its own: others may be writing at the same time.
            with NamedTemporaryFile(dir=self._root, prefix=".writing-", delete=False) as temporary:
                temporary.write(data)
            Path(temporary.name).chmod(0o644)
            Path(temporary.name).replace(path)
        except OSError as error:
            message = f"{path} can't be written: {error.strerror or error}"
            raise Unavailable(message) from error
        self.files[key] = path
        version = version_of(path.stat())
        if key.startswith(MEDIA_PREFIX):
            return version
        uploader = self._root / _UPLOADERS / f"{key}.json"
        uploader.parent.mkdir(parents=True, exist_ok=True)
        uploader.write_text(json.dumps({"version": version, "by": by}), encoding="utf-8")
        return version

    def delete(self, key: str) -> str:
        """Remove the file."""
        path = self.files.pop(key, None)
        if path is not None and self._root is not None:
            path.unlink(missing_ok=True)
            (self._root / _UPLOADERS / f"{key}.json").unlink(missing_ok=True)
        return "deleted"

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """The receipt, if this process wrote it."""
        return self._receipts.get((source_id, version))

    def receipts(self, source_id: str) -> Iterator[Receipt]:
        """Those that this process wrote."""
        found = sorted(version for known, version in self._receipts if known == source_id)
        return (self._receipts[source_id, version] for version in found)

    def replace_receipt(self, receipt: Receipt) -> None:
        """Keep the receipt in memory."""
        self._receipts[receipt.id, receipt.source_version] = receipt

    def put_receipt(self, receipt: Receipt, *, check: Callable[[], None] = lambda: None) -> None:
        """Keep the receipt in memory."""
        key = (receipt.id, receipt.source_version)
        old = self._receipts.get(key)
        check()
        if old is None or outranks(receipt, old):
            self._receipts[key] = receipt

    def _by(self, key: str, version: str) -> str:
        """Who put this version, if this folder was told of it."""
        if self._root is None:
            return ""
        try:
            uploader = json.loads((self._root / _UPLOADERS / f"{key}.json").read_bytes())
        except (OSError, ValueError):
            return ""
        return str(uploader["by"]) if uploader["version"] == version else ""


def version_of(status: os.stat_result) -> str:
    """A file's version name."""
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"
