"""The note by which commands find the running `dev`: `.broadsheet/dev.json`, in the directory where it was started.

The local stack writes it, and removes it when it stops.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STATE_FOLDER: Final = Path(".broadsheet")

_NOTE: Final = STATE_FOLDER / "dev.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDev:
    """Where a running `dev` is to be reached; `pid` is its process."""

    endpoint_url: str
    stack_name: str
    site_url: str
    pid: int


def find_dev() -> RunningDev | None:
    """The `dev` that runs for this directory or the nearest above it; the note of one that has died is passed over."""
    here = Path.cwd()
    return next((running for folder in (here, *here.parents) if (running := dev_of(folder)) is not None), None)


def dev_of(folder: Path) -> RunningDev | None:
    """The `dev` that was started in this directory and still runs."""
    running = _read(folder / _NOTE)
    return running if running is not None and _is_alive(running.pid) else None


def _read(note: Path) -> RunningDev | None:
    try:
        document = json.loads(note.read_bytes())
        return RunningDev(
            endpoint_url=str(document["endpoint_url"]),
            stack_name=str(document["stack_name"]),
            site_url=str(document["site_url"]),
            pid=int(document["pid"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return pid > 0
