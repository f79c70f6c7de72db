"""Notifications that are duplicated, delayed, overtaken and lost, as a seed decides."""

import json
import time
from collections import Counter
from typing import Any

import pytest

from broadsheet.local import Disorder
from broadsheet.local.endpoint import Answer
from broadsheet.local.notifications import Notifier
from broadsheet.local.plan import Rule

RULE = Rule(bucket="inbox", event="s3:ObjectCreated:*", prefix="", suffix="", queue_url="http://127.0.0.1/queue")


class Queue:
    """As much of an SQS client as the notifier needs."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.tests: list[dict[str, Any]] = []

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803  # boto3's names
        assert QueueUrl == RULE.queue_url
        body = json.loads(MessageBody)
        if "Records" in body:
            self.keys.append(body["Records"][0]["s3"]["object"]["key"])
        else:
            self.tests.append(body)


def delivered(disorder: Disorder | None, count: int = 60) -> list[str]:
    queue = Queue()
    notifier = Notifier(disorder=disorder)
    notifier.start([RULE], queue)  # type: ignore[arg-type]  # all that it needs of a client
    for number in range(count):
        environ = {"REQUEST_METHOD": "PUT", "PATH_INFO": f"/inbox/{number}"}
        notifier.watch(environ, Answer(200, {}, b""), lambda *_: Answer(200, {}, b""))
    ends_at = time.monotonic() + 600
    while not notifier.idle:
        assert time.monotonic() < ends_at
        time.sleep(0.01)
    notifier.stop()
    assert [test["Event"] for test in queue.tests] == ["s3:TestEvent"]
    assert queue.tests[0]["Bucket"] == "inbox"
    return queue.keys


def test_without_disorder_each_is_sent_once_in_order() -> None:
    assert delivered(None) == [str(number) for number in range(60)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_drops_nothing_is_ever_lost(seed: int) -> None:
    keys = delivered(Disorder(seed=seed, duplicate=0.5, delay=0.1, reorder=0.5))
    assert set(keys) == {str(number) for number in range(60)}
    assert 60 < len(keys) <= 120


def test_duplicates_are_decided_by_the_seed() -> None:
    first, again, other = (Counter(delivered(Disorder(seed=seed, duplicate=0.5))) for seed in (1, 1, 2))
    assert first == again != other
    assert set(first.values()) == {1, 2}


def test_losses_are_decided_by_the_seed() -> None:
    first, again, other = (delivered(Disorder(seed=seed, drop=0.5)) for seed in (1, 1, 2))
    assert first == again != other
    assert 10 < len(first) < 50
    assert first == sorted(first, key=int)


def test_order_is_decided_by_the_seed() -> None:
    first, again, other = (delivered(Disorder(seed=seed, reorder=0.5)) for seed in (1, 1, 2))
    assert first == again != other
    assert first != sorted(first, key=int)


def test_one_that_waits_for_the_next_does_not_wait_for_ever() -> None:
    assert delivered(Disorder(reorder=1.0), count=1) == ["0"]


def test_each_of_a_pair_overtakes_the_other() -> None:
    assert delivered(Disorder(reorder=1.0), count=4) == ["1", "0", "3", "2"]


def test_a_delay_makes_them_late_and_mixes_them() -> None:
    begun = time.monotonic()
    keys = delivered(Disorder(seed=1, delay=0.5))
    assert time.monotonic() - begun > 0.4
    assert keys != sorted(keys, key=int)
