"""Themes: folders of templates and assets over the default one's, found by their names."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

DEFAULT: Final = "default"
TEMPLATES: Final = "templates"
ASSETS: Final = "assets"

_HERE: Final = Path(__file__).parent
_DEFAULT_FOLDER: Final = _HERE / "theme"
_FOLDER: Final = _HERE / "themes"


@dataclass(frozen=True, slots=True)
class Theme:
    """The folders of a theme in which a file is looked for, one after the other; the default theme's is the last."""

    folders: tuple[Path, ...]

    def template_folders(self) -> tuple[Path, ...]:
        """Where its templates are."""
        return tuple(folder / TEMPLATES for folder in self.folders)

    def assets(self) -> dict[str, Path]:
        """Its assets by their names, which are in order."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            found |= {path.name: path for path in _files_in(folder / ASSETS)}
        return dict(sorted(found.items()))

    @property
    def digest(self) -> str:
        """The SHA-256 of all that it is made of, in hex."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(folder.glob("*/*")):
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
        return digest.hexdigest()


@cache
def theme_names() -> tuple[str, ...]:
    """The themes that there are, the default one first."""
    return (DEFAULT, *sorted(path.name for path in _FOLDER.glob("[!_.]*/") if path.is_dir()))


def theme_of(name: str) -> Theme:
    """The theme of a name, or that of a folder whose absolute path is given instead of one."""
    return Theme(folders=(_DEFAULT_FOLDER,) if name == DEFAULT else (_FOLDER / name, _DEFAULT_FOLDER))


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("[!.]*") if path.is_file()] if folder.is_dir() else []
