"""An editor at a terminal: runs commands, writes files."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from broadsheet.cli.program import program


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Stdout as the one JSON document that it must be with --json."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Ran:
    """Run a command; an exception that isn't caught is the test's failure."""
    result = CliRunner().invoke(program, [str(each) for each in arguments], env=env, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def article(folder: Path, name: str, **fields: Any) -> Path:
    """A file with an article that is in order, but for the fields given."""
    document = {"title": name.replace("-", " ").title(), "body": "It rained.", "published_at": "2026-11-01T08:00:00Z"}
    return write(folder / f"{name}.json", json.dumps({**document, **fields}, ensure_ascii=False))


def files_of(site: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a site with its modification time and its bytes."""
    return {
        str(path.relative_to(site)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
