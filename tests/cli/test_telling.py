"""What a receipt is told as."""

from typing import Any

import pytest

from broadsheet.cli.telling import receipt_as_json, receipt_line
from broadsheet.stores.receipts import Receipt, Verdict
from tests.world import START


class Place:
    """A target that has these receipts."""

    def __init__(self, *receipts: Receipt) -> None:
        self.receipts = {(receipt.id, receipt.source_version): receipt for receipt in receipts}

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        return self.receipts.get((source_id, version))

    def address(self, url: str) -> str:
        return f"https://tide.example{url}"


def receipt(**fields: Any) -> Receipt:
    plain: dict[str, Any] = {
        "id": "storm",
        "source_version": "v1",
        "verdict": Verdict.PUBLISHED,
        "url": "/2026/11/storm/",
        "errors": (),
        "outputs": (),
        "received_at": START,
        "finished_at": START,
        "revision": 1,
    }
    return Receipt(**(plain | fields))


def line(told: Receipt, *others: Receipt, **options: Any) -> str:
    return receipt_line(told, Place(*others), **options).replace("\x1b[0m", "")  # type: ignore[arg-type]  # all it needs


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (receipt(), "storm  https://tide.example/2026/11/storm/"),
        (receipt(verdict=Verdict.DRAFT, url=None), "storm  not shown to readers"),
        (receipt(verdict=Verdict.WITHDRAWN, url=None), "storm"),
        (receipt(verdict=Verdict.SCHEDULED, url=None), "storm  until 2026-11-20T12:00:00Z"),
    ],
)
def test_the_line_says_where_it_is_or_why_nowhere(told: Receipt, words: str) -> None:
    assert line(told, due_at=START).endswith(words)
    assert told.verdict.value in line(told, due_at=START)


def test_a_superseded_version_is_told_what_became_of_the_newer_one() -> None:
    old = receipt(url=None, superseded_by="v2")
    newer = receipt(source_version="v2")
    assert line(old).endswith("superseded by the newer version v2")
    told = "superseded by the newer version v2, which is published at https://tide.example/2026/11/storm/"
    assert line(old, newer).endswith(told)
    document = receipt_as_json(old, Place(newer))  # type: ignore[arg-type]  # as above
    assert (document["superseded_by"], document["superseding_verdict"]) == ("v2", "published")


def test_a_name_can_not_fool_a_terminal() -> None:
    assert "\\u202e" in line(receipt(id="a\u202eb"))
