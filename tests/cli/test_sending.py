"""Sending to a target that fails, or is slow: nothing is lost without a word."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet.article import StoreError
from broadsheet.cli.folder_target import open_folder
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sending import Manner, Sending, send, summary
from broadsheet.cli.sources import gather
from tests.cli.desk import article


class Failing:
    """A folder as a target, which takes so many uploads and no more."""

    def __init__(self, folder: Path, *, takes: int) -> None:
        self._target = open_folder(folder, may_be_new=True)
        self._takes = takes

    def put(self, key: str, data: bytes, *, by: str = "") -> str:  # noqa: ARG002  # nobody asks
        if not self._takes:
            raise StoreError(f"upload {key}: AccessDenied")
        self._takes -= 1
        return self._target.put(key, data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)


def sent_to(target: Any, folder: Path) -> Sending:
    return send(gather([str(folder)]), target, Reporter(as_json=False), Manner(timeout_seconds=0))


def test_articles_are_sent_from_the_oldest_on(articles: Path, tmp_path: Path) -> None:
    for name, day in (("c", 1), ("a", 3), ("b", 2)):
        article(articles, name, published_at=f"2026-11-0{day}T08:00:00Z")
    sending = sent_to(open_folder(tmp_path / "site", may_be_new=True), articles)
    assert [each.checked.id for each in sending.articles] == ["c", "b", "a"]


def test_when_an_upload_fails_the_rest_stays_unsent_and_what_was_sent_is_followed(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (1, 2, 3):
        article(articles, f"day-{day}", published_at=f"2026-11-0{day}T08:00:00Z")
    sending = sent_to(Failing(tmp_path / "site", takes=1), articles)
    assert sending.exit_code == 3
    assert summary(sending) == "1 file sent"
    told = sending.as_json()
    assert told["error"] == {
        "code": "upload",
        "message": "upload articles/day-2.json: AccessDenied; 2 of 3 files were not sent",
    }
    assert [(each["id"], each["verdict"]) for each in told["articles"]] == [
        ("day-1", "published"),
        ("day-2", None),
        ("day-3", None),
    ]
    assert capsys.readouterr().out.startswith("published")
