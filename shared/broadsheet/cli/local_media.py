"""Media on this machine: which file is meant by "media/storm.jpg"."""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from filecmp import cmp
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from broadsheet.article.media import MEDIA_PREFIX, checked_media_path, content_type_of

MEDIA_FOLDER: Final = MEDIA_PREFIX.removesuffix("/")
_MOST_COMPARED: Final = 5000
"""Names, when the nearest one is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A medium's file. `key` is what the inbox calls it, "media/storm.jpg"."""

    key: str
    path: Path
    size_bytes: int


@dataclass(kw_only=True)
class LocalMedia:
    """The files in some folders called media, and below; hidden ones are left out.

    What the inbox calls them is told by their path in such a folder, in Unicode's NFC, with upper and lower case as the
    disk has them. The folders are looked into when the first file is asked for, and once.
    """

    folders: tuple[Path, ...]
    _looked_at: dict[str, LocalFile | str | None] = field(default_factory=dict)

    def look(self, key: str) -> LocalFile | str | None:
        """The file of a medium, or why it can't be taken, with a message for people; None where there is none."""
        if key not in self._looked_at:
            try:
                self._looked_at[key] = self._look(key)
            except OSError as error:
                self._looked_at[key] = f"{error.filename} can't be read: {error.strerror or error}"
        return self._looked_at[key]

    def usable(self) -> Iterator[LocalFile]:
        """Every file that an article might name and that can be taken, by key."""
        return (file for key in sorted(self._files) if isinstance(file := self.look(key), LocalFile))

    def nearest(self, key: str) -> str | None:
        """The medium that is probably meant by a name that no file has."""
        known = list(islice((file.key for file in self.usable()), _MOST_COMPARED))
        wanted = _plain(key)
        by_path = {_plain(name): name for name in known}
        by_name = {plain.rpartition("/")[2]: name for plain, name in by_path.items()}
        like = [by_path[plain] for plain in get_close_matches(wanted, by_path, n=1)]
        return by_path.get(wanted) or by_name.get(wanted.rpartition("/")[2]) or next(iter(like), None)

    def places(self, key: str, *, beside: Path) -> tuple[Path, ...]:
        """Where the file of a medium would be looked for: in the folders that there are, or else beside the article."""
        folders = [folder for folder in self.folders if folder.is_dir()] or [beside / MEDIA_FOLDER]
        return tuple(folder.parent / key for folder in folders)

    @cached_property
    def _files(self) -> Mapping[str, tuple[Path, ...]]:
        found: dict[str, list[Path]] = defaultdict(list)
        for folder in self.folders:
            for place, names, files in os.walk(folder):
                names[:] = sorted(name for name in names if not name.startswith("."))
                for path in (Path(place) / name for name in files if not name.startswith(".")):
                    key = media_key_in(folder, path)
                    if key is not None:
                        found[key].append(path)
        return {key: tuple(paths) for key, paths in found.items()}

    def _look(self, key: str) -> LocalFile | str | None:
        paths = self._files.get(key, ())
        if not paths and any(name.casefold() == key.casefold() for name in self._files):
            return None
        if not paths:
            return next(filter(None, (_in_the_way(folder.parent / key) for folder in self.folders)), None)
        folders = {path: next(folder for folder in self.folders if path.is_relative_to(folder)) for path in paths}
        for path, folder in folders.items():
            if reason := _unusable(path, folder):
                return reason
        first, *others = paths
        for other in others:
            if not cmp(first, other, shallow=False):
                return f"{first} and {other} are two files that differ; the site has one {key}, so rename one of them"
        return LocalFile(key=key, path=first, size_bytes=first.stat().st_size)


def media_key_in(folder: Path, path: Path) -> str | None:
    """What the inbox calls a file in a folder of media; None for what no article can name."""
    if content_type_of(path.name) is None:
        return None
    try:
        return checked_media_path(unicodedata.normalize("NFC", MEDIA_PREFIX + path.relative_to(folder).as_posix()))
    except ValueError:
        return None


def _plain(key: str) -> str:
    """What two names of one picture have in common: without case, extension and the folder that all are in."""
    return key.casefold().removeprefix(MEDIA_PREFIX).rpartition(".")[0]


def _in_the_way(path: Path) -> str:
    """Why there is something of that name and it is no file to be published; "" where there is nothing."""
    try:
        if path.is_dir():
            return f"{path} is a folder; right would be a file"
        if path.is_file():
            return f"{path} is hidden, or in a linked folder, of which none is looked into; put the file itself there"
    except OSError as error:
        return f"{path} can't be looked at: {error.strerror or error}"
    return ""


def _unusable(path: Path, folder: Path) -> str:
    """Why a file can't be taken, "" if it can."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return f"{path} is a link that leads out of its folder, to {path.readlink()}; put the file itself there"
        if not path.exists():
            return f"{path} is a link to a file that is not there"
        if not path.is_file():
            return f"{path} is neither a file nor a link to one"
    except OSError as error:
        return f"{path} can't be read: {error.strerror or error}"
    return "" if os.access(path, os.R_OK) else f"{path} can't be read: permission denied"
