"""From paths on the command line to articles and settings."""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from broadsheet.cli.local_media import MEDIA_FOLDER, LocalMedia, media_key_in
from broadsheet.stores.inbox import ARTICLE_SUFFIX, ARTICLES_PREFIX, SETTINGS_KEY

_TOP_OF_A_CHECKOUT: Final = ".git"
_ARTICLES_FOLDER: Final = ARTICLES_PREFIX.removesuffix("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """An article's file; `id` is its name without .json, in NFC, and not checked yet.

    `top` is the directory that was given, or the file's own: from there on upwards its settings are looked for.
    """

    path: Path
    id: str
    top: Path


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What PATHs stand for: `articles` by path, without repetition; the others as given, and media by their keys."""

    articles: tuple[SourceFile, ...]
    directories: tuple[Path, ...] = ()
    given_settings: tuple[Path, ...] = ()
    given_media: Mapping[str, Path] = field(default_factory=dict)
    _nearest: dict[Path, Path | None] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, tuple[SourceFile, ...]]:
        """The files of each id; more than one is a fault."""
        found: dict[str, list[SourceFile]] = defaultdict(list)
        for source in self.articles:
            found[source.id].append(source)
        return {source_id: tuple(files) for source_id, files in found.items()}

    @cached_property
    def media(self) -> LocalMedia:
        """The media: in a folder "media" beside an article, or above it up to the site's own folder.

        The site's folder is where its `site.toml` is, or else the top of a checkout. Without either it is the directory
        that was given or, if that is called "articles", the one above, as in the inbox.
        """
        beside = {source.path.parent: source.top for source in self.articles}
        beside |= {path.parent: path.parent for path in self.top_settings}
        folders = [folder / MEDIA_FOLDER for place, top in beside.items() for folder in _upwards(place, top)]
        folders += [folder for path in self.given_media.values() if (folder := _media_folder(path)) is not None]
        return LocalMedia(folders=tuple(dict.fromkeys(folders)))

    @property
    def top_settings(self) -> tuple[Path, ...]:
        """The `site.toml` files that are given, or stand at the top of a given directory."""
        tops = [directory / SETTINGS_KEY for directory in self.directories if (directory / SETTINGS_KEY).is_file()]
        return _distinct([*self.given_settings, *tops])

    @property
    def all_settings(self) -> tuple[Path, ...]:
        """Those, and the ones that decide on the articles."""
        near = [self.settings_for(top) for top in dict.fromkeys(source.top for source in self.articles)]
        return _distinct([*self.top_settings, *(path for path in near if path is not None)])

    def settings_for(self, top: Path) -> Path | None:
        """The `site.toml` in a directory or the nearest above it, up to the top of a checkout."""
        if top not in self._nearest:
            self._nearest[top] = _nearest_settings(top)
        return self._nearest[top]


def gather(paths: Iterable[str], *, with_media: bool = False) -> Sources:
    """Find the articles: files as given, directories with all in them that is called *.json and not hidden.

    What is in a folder called media is taken only `with_media`; a folder of media, only if there is no article in it.

    Raises:
        click.UsageError: a path is missing, or is neither article nor settings nor a directory that has any.
    """
    media: dict[str, Path] = {}
    articles: dict[Path, SourceFile] = {}
    directories: list[Path] = []
    settings: list[Path] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = [*_articles_in(path)]
            if with_media and not found and (inside := _media_at(path)):
                media |= inside
                continue
            directories.append(path)
            if not found and not (path / SETTINGS_KEY).exists():
                raise click.UsageError(f"there is no article in {given}: articles are files called <id>.json")
            articles |= {_place(each): _source_file(each, top=path) for each in found}
        elif path.name == SETTINGS_KEY and path.exists():
            settings.append(path)
        elif not os.path.lexists(path):
            raise click.UsageError(f"there is no {given}")
        elif with_media and (inside := _media_at(path)):
            media |= inside
        elif path.suffix != ARTICLE_SUFFIX or not path.stem:
            media_too = "; media are pictures and the like in a folder called media" if with_media else ""
            raise click.UsageError(
                f"{given} is no article: articles are files called <id>.json; settings are site.toml{media_too}"
            )
        else:
            articles[_place(path)] = _source_file(path, top=path.parent)
    ordered = tuple(sorted(articles.values(), key=lambda source: source.path))
    return Sources(articles=ordered, directories=tuple(directories), given_settings=tuple(settings), given_media=media)


def _source_file(path: Path, *, top: Path) -> SourceFile:
    return SourceFile(path=path, id=unicodedata.normalize("NFC", path.name.removesuffix(ARTICLE_SUFFIX)), top=top)


def _media_folder(path: Path) -> Path | None:
    """The folder called media that a file or folder is in, or is."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # as it was named: a link keeps its own place
    found = next((above for above in (absolute, *absolute.parents) if above.name == MEDIA_FOLDER), None)
    return found if found is None or path.is_absolute() else Path(os.path.relpath(found))


def _media_at(path: Path) -> dict[str, Path]:
    """A medium's file, or all in a folder, by their keys; none where it is in no folder called media."""
    folder = _media_folder(path)
    if folder is None:
        return {}
    if path.is_dir():
        files = LocalMedia(folders=(folder,)).usable()
        inside = path.resolve()
        return {file.key: file.path for file in files if file.path.parent.resolve().is_relative_to(inside)}
    key = media_key_in(Path(os.path.abspath(folder)), Path(os.path.abspath(path)))  # noqa: PTH100  # as above
    return {} if key is None else {key: path}


def _articles_in(top: Path) -> Iterable[Path]:
    for folder, names, files in os.walk(top, onerror=_fail):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for file in files:
            if file.endswith(ARTICLE_SUFFIX) and not file.startswith("."):
                yield Path(folder) / file


def _nearest_settings(folder: Path) -> Path | None:
    absolute = folder.resolve()
    for above in (absolute, *absolute.parents):
        settings = above / SETTINGS_KEY
        if settings.is_file():
            return settings if folder.is_absolute() else Path(os.path.relpath(settings))
        if (above / _TOP_OF_A_CHECKOUT).exists():
            return None
    return None


def _upwards(folder: Path, top: Path) -> Iterator[Path]:
    """The folder and those above it, up to the site's."""
    absolute, site = folder.resolve(), _site_folder(top.resolve())
    for above in (absolute, *absolute.parents):
        yield above if folder.is_absolute() else Path(os.path.relpath(above))
        if above == site or not above.is_relative_to(site):
            return


def _site_folder(top: Path) -> Path:
    for above in (top, *top.parents):
        if (above / SETTINGS_KEY).is_file() or (above / _TOP_OF_A_CHECKOUT).exists():
            return above
    return top.parent if top.name == _ARTICLES_FOLDER else top


def _fail(error: OSError) -> None:
    """A folder that can't be looked into may hold articles: never take them for absent."""
    raise error


def _distinct(paths: Iterable[Path]) -> tuple[Path, ...]:
    first: dict[Path, Path] = {}
    for path in paths:
        first.setdefault(_place(path), path)
    return tuple(first.values())


def _place(path: Path) -> Path:
    """The same for the same file, however it was named; a link keeps its own name, which is an article's id."""
    return path.parent.resolve() / path.name
