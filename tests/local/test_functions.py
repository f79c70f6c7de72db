"""Functions behind the Lambda runtime API."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.local import Disorder
from broadsheet.local.chaos import Reaper
from broadsheet.local.functions import Pool
from broadsheet.local.plan import Function
from broadsheet.local.stopping import stop_all

AWS_OWN_CLIENT = (sys.executable, "-m", "awslambdaric", "greet.handler")
HANDLER = """
import os

def handler(event, context):
    if event == "raise":
        raise ValueError("not today")
    if event == "exit":
        os._exit(5)
    if event == "print":
        print("heard")
    return {
        "hello": event,
        "id": context.aws_request_id,
        "function": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "name": context.function_name,
        "left": context.get_remaining_time_in_millis(),
        "process": os.getpid(),
    }
"""

Make = Callable[..., Pool]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    pools: list[Pool] = []

    def made(code: str = HANDLER, *, timeout_seconds: int = 30, **options: Any) -> Pool:
        (tmp_path / "greet.py").write_text(code)
        function = Function(
            name="Greet",
            arn="arn:aws:lambda:eu-central-1:123456789012:function:greet",
            handler="greet.handler",
            folder=tmp_path,
            layers=(),
            environment={},
            timeout_seconds=timeout_seconds,
            memory_mb=256,
        )
        pools.append(Pool(function, endpoint_url="http://127.0.0.1:1", **options))
        return pools[-1]

    yield made
    stop_all(pools, within_seconds=600)


both = pytest.mark.parametrize(
    "command",
    [
        pytest.param(None, id="own client"),
        pytest.param(
            AWS_OWN_CLIENT,
            id="awslambdaric",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="AWS ships it for Linux"),
        ),
    ],
)


@both
def test_a_handler_answers_and_knows_its_context(make: Make, command: tuple[str, ...] | None) -> None:
    answer = make(command=command).invoke({"text": "é ✓"}).payload
    assert answer["hello"] == {"text": "é ✓"}
    assert answer["id"]
    assert answer["function"] == "arn:aws:lambda:eu-central-1:123456789012:function:greet"
    assert (answer["name"], answer["memory"]) == ("greet", "256")
    assert 20_000 < answer["left"] <= 30_000


@both
def test_what_a_handler_raises_fails_the_invocation_only(make: Make, command: tuple[str, ...] | None) -> None:
    pool = make(command=command)
    process = pool.invoke("a").payload["process"]
    assert pool.invoke("raise").error == "ValueError: not today"
    assert pool.invoke("b").payload["process"] == process


@both
def test_a_worker_that_ends_is_replaced(make: Make, command: tuple[str, ...] | None) -> None:
    pool = make(command=command)
    process = pool.invoke("a").payload["process"]
    outcome = pool.invoke("exit")
    assert outcome.lost
    assert "ended" in str(outcome.error)
    assert pool.invoke("b").payload["process"] != process


@both
def test_a_module_that_cannot_be_loaded_is_told(make: Make, command: tuple[str, ...] | None) -> None:
    outcome = make("import nothing_of_that_name", command=command).invoke("a")
    assert "nothing_of_that_name" in str(outcome.error)


@both
def test_what_a_handler_prints_is_logged(
    make: Make, command: tuple[str, ...] | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="broadsheet.local")
    pool = make(command=command)
    pool.invoke("print")
    stop_all([pool], within_seconds=600)
    assert "Greet: heard" in caplog.messages


def test_an_invocation_that_takes_too_long_is_lost(make: Make) -> None:
    outcome = make("def handler(event, context):\n    while True: pass\n", timeout_seconds=1).invoke("a")
    assert outcome.lost
    assert "timed out after 1 seconds" in str(outcome.error)


def test_a_worker_is_killed_at_work_when_the_day_is_bad(make: Make) -> None:
    pool = make("import time\ndef handler(event, context):\n    time.sleep(event)\n", reaper=Reaper(Disorder(kill=1.0)))
    for _ in range(2):
        outcome = pool.invoke(30)
        assert outcome.lost
        assert "status -9" in str(outcome.error)


def test_a_function_that_nobody_waits_for_has_no_worker_before_it_is_invoked(make: Make, tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'loaded')!r}, 'a').write('x')\ndef handler(event, context):\n    return event\n"
    pool = make(code, ready=False)
    assert [pool.invoke(number).payload for number in range(3)] == [0, 1, 2]
    assert (tmp_path / "loaded").read_text() == "x"


def test_an_answer_that_is_no_json_fails_the_invocation(make: Make) -> None:
    assert "TypeError" in str(make("def handler(event, context): return object()\n").invoke("a").error)


def test_a_stopped_pool_invokes_nothing(make: Make) -> None:
    pool = make()
    pool.stop()
    assert pool.invoke("a").error == "the stack is stopped"


def test_a_machine_that_can_start_no_worker_fails_the_invocation_only(make: Make) -> None:
    pool = make(ready=False, command=("/nowhere/worker",))
    for _ in range(2):
        assert str(pool.invoke("a").error).startswith("no worker can be started: ")
    assert pool.at_work == 0
