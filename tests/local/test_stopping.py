"""How the parts of a local stack end."""

import logging
import threading

import pytest

from broadsheet.local.stopping import stop_all


class Clerk:
    """A part with one thread, which ends when it is told to, once it `may`."""

    def __init__(self, name: str, *, may: threading.Event | None = None) -> None:
        self.told = threading.Event()
        self._may = may or self.told
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.told.set()

    def threads(self) -> tuple[threading.Thread]:
        return (self._thread,)

    def _work(self) -> None:
        self.told.wait()
        self._may.wait()


def test_all_are_told_before_anyone_is_waited_for() -> None:
    last = Clerk("last")
    first = Clerk("first", may=last.told)
    stop_all([first, last], within_seconds=600)
    assert not any(thread.is_alive() for part in (first, last) for thread in part.threads())


def test_who_does_not_end_is_left_behind_and_named(caplog: pytest.LogCaptureFixture) -> None:
    never = threading.Event()
    stuck, prompt = Clerk("stuck", may=never), Clerk("prompt")
    with caplog.at_level(logging.WARNING):
        stop_all([stuck, prompt], within_seconds=0.1)
    assert "stuck" in caplog.text
    never.set()
