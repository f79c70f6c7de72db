"""What the tests of the command line share."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _no_target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that runs on this machine is taken for a target, and no colour is asked for."""
    for name in ("BROADSHEET_TARGET", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """An empty folder for articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own samples."""
    return Path(__file__).resolve().parents[2] / "samples"
