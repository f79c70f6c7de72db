"""The site store in a directory."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.article import Conflict, Unavailable
from broadsheet.site.outputs import Output
from broadsheet.stores.site import Stored


class DirectorySite:
    """Public objects as files. A file holds a body only: headers are the business of whatever serves it.

    A file appears whole or not at all (written beside its place, then renamed). `lock` is a file outside the directory
    under which conditions are checked, so that two processes may share a site.
    """

    def __init__(self, root: Path, *, lock: Path) -> None:
        self._root = root
        self._lock = lock

    def look(self, key: str) -> Stored | None:
        """Read and hash the file."""
        try:
            digest = hashlib.sha256(self._path(key).read_bytes()).hexdigest()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        return Stored(etag=digest, fingerprint=digest)

    def examine(self, key: str) -> Stored | None:
        """The same: nothing is noted beside the file."""
        return self.look(key)

    def fingerprint(self, output: Output) -> str:
        """The digest of the body."""
        return output.body_digest

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        """Write the file beside its place and rename it."""
        path = self._path(output.key)
        with _failing_as_unavailable(path), self._locked():
            self._check(output.key, expected)
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self._lock.parent, prefix="writing-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(output.body)
                # mkstemp makes a file that only its owner can read; a page is for everyone.
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        return Stored(etag=output.body_digest, fingerprint=output.body_digest)

    def remove(self, key: str, *, expected: Stored) -> None:
        """Remove the file, and the directories that it leaves empty."""
        path = self._path(key)
        with _failing_as_unavailable(path), self._locked():
            self._check(key, expected)
            path.unlink()
            for parent in path.parents:
                if parent == self._root or any(parent.iterdir()):
                    break
                parent.rmdir()

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """The files that begin so."""
        folder = self._path(prefix.rpartition("/")[0])
        paths = (path.relative_to(self._root).as_posix() for path in folder.rglob("*") if path.is_file())
        return iter(sorted(key for key in paths if key.startswith(prefix) and key > after))

    def _check(self, key: str, expected: Stored | None) -> None:
        if self.look(key) != expected:
            message = f"{key} is not what it was"
            raise Conflict(message)

    def _path(self, key: str) -> Path:
        path = self._root / key
        if ".." in path.parts:
            message = f"{key} is outside the site"
            raise Unavailable(message)
        return path

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def _failing_as_unavailable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path} can't be written: {error.strerror or error}"
        raise Unavailable(message) from error
