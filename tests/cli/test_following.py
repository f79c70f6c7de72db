"""Following uploads: all of them, in turns, until nothing has come in for too long."""

import pytest

from broadsheet.article import StoreError, Unavailable
from broadsheet.cli.following import Upload, follow
from broadsheet.stores.receipts import Receipt, Verdict
from tests.world import START


class Slow:
    """A target whose receipts come at their times, by a clock that only sleeping moves. `failing` are its bad times."""

    def __init__(
        self, ready_at: dict[str, float], failing: range = range(0), error: type[StoreError] = Unavailable
    ) -> None:
        self.ready_at = ready_at
        self.failing = failing
        self.error = error
        self.now = 0.0
        self.asked = 0

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        self.asked += 1
        if int(self.now) in self.failing:
            raise self.error("out of order")
        if self.now < self.ready_at.get(source_id, float("inf")):
            return None
        return Receipt(
            id=source_id,
            source_version=version,
            verdict=Verdict.PUBLISHED,
            url="/",
            errors=(),
            outputs=(),
            received_at=START,
            finished_at=START,
            revision=1,
        )

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def follow(self, *ids: str, timeout_seconds: float = 10) -> tuple[list[str], list[str]]:
        """The ids that got receipts, in their order, and those that got none."""
        told: list[str] = []
        left = follow(
            [Upload(id=source_id, version="1") for source_id in ids],
            self,  # type: ignore[arg-type]  # receipts are all that is asked for
            timeout_seconds=timeout_seconds,
            told=lambda upload, _receipt: told.append(upload.id),
            sleep=self.sleep,
            clock=lambda: self.now,
        )
        return told, [upload.id for upload in left]


def test_receipts_are_told_as_they_come() -> None:
    assert Slow({"a": 5, "b": 1, "c": 3}).follow("a", "b", "c") == (["b", "c", "a"], [])


def test_it_waits_on_as_long_as_something_comes_in() -> None:
    slow = Slow({"a": 8, "b": 16, "c": 24})
    assert slow.follow("a", "b", "c", timeout_seconds=10) == (["a", "b", "c"], [])


def test_it_gives_up_when_nothing_has_come_in_for_too_long() -> None:
    slow = Slow({"a": 2, "c": 500})
    assert slow.follow("a", "b", "c", timeout_seconds=10) == (["a"], ["b", "c"])
    assert slow.now == pytest.approx(12, abs=1)


def test_it_asks_less_and_less_often() -> None:
    slow = Slow({})
    slow.follow("a", timeout_seconds=120)
    assert slow.asked < 60


def test_a_target_that_is_out_of_order_for_a_while_is_asked_again() -> None:
    assert Slow({"a": 1}, failing=range(6)).follow("a") == (["a"], [])


def test_a_target_that_stays_out_of_order_is_an_error() -> None:
    with pytest.raises(Unavailable):
        Slow({}, failing=range(1000)).follow("a")


def test_a_target_that_refuses_is_not_asked_again() -> None:
    slow = Slow({}, failing=range(1000), error=StoreError)
    with pytest.raises(StoreError):
        slow.follow("a")
    assert slow.asked == 1


def test_without_time_it_asks_once() -> None:
    assert Slow({"a": 0}).follow("a", "b", timeout_seconds=0) == (["a"], ["b"])
