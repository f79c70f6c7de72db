"""Long work shows how far it has come."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter
from tests.cli.desk import article


def told_at(seconds_per_step: float, total: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of work of which each step takes so long."""
    now = 0.0
    lines: list[str] = []
    reporter = Reporter(as_json=False)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(reporter, "note", lines.append)
    with progress("Building", reporter, total=total) as step:
        for done in range(1, total + 1):
            now += seconds_per_step
            step(done)
    return lines


def test_quick_work_needs_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told_at(0.0001, 5000, monkeypatch) == []


def test_long_work_has_a_line_for_every_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told_at(0.005, 5000, monkeypatch)
    assert len(lines) == 10
    assert lines[0] == "Building: 500 of 5,000"
    assert lines[-1] == "Building: 5,000 of 5,000"


def test_slow_work_has_a_line_every_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(told_at(0.1, 5000, monkeypatch)) == pytest.approx(100, abs=5)


def test_on_a_terminal_there_is_a_bar_and_results_stay_clean(articles: Path) -> None:
    for number in range(20):
        article(articles, f"story-{number}")
    mine, theirs = os.openpty()
    with os.fdopen(mine, "rb", buffering=0) as terminal:
        ended = subprocess.run(
            [sys.executable, "-c", "from broadsheet.cli import main; main()", "validate", articles],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color"},
            check=True,
        )
        os.close(theirs)
        shown = terminal.read(65536)
    assert ended.stdout == b"20 files checked, nothing is wrong\n"
    assert b"Checking" in shown
