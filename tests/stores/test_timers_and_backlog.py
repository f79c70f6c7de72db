"""One suite over each adapter of the timers and of the backlog, and over its fake."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

from broadsheet.article import ArticleId, Denied, StoreError, Unavailable
from broadsheet.stores.backlog import (
    Backlog,
    Errand,
    Look,
    LookAtAll,
    MemoryBacklog,
    NoBacklog,
    SupplyMedium,
    decode_errand,
    encode_errand,
)
from broadsheet.stores.clock import FixedClock
from broadsheet.stores.scheduler_timers import SchedulerTimers, schedule_name
from broadsheet.stores.sqs_backlog import SQSBacklog
from broadsheet.stores.timers import MemoryTimers, Timers
from tests.simulation.fake_scheduler import FakeScheduler
from tests.world import START

STORM, SEAL = ArticleId("storm"), ArticleId("خبر")
SOON = START + timedelta(minutes=5)


class Clockwork(NamedTuple):
    """Timers, and how many of them are pending."""

    timers: Timers
    pending: Callable[[], int]


def scheduler_timers(client: Any) -> SchedulerTimers:
    return SchedulerTimers(
        client,
        group="timers",
        queue_arn="arn:aws:sqs:eu-central-1:123456789012:publish",
        role_arn="arn:aws:iam::123456789012:role/timers",
        clock=FixedClock(START),
    )


@pytest.fixture(params=["memory", "scheduler", "fake scheduler"])
def clockwork(request: pytest.FixtureRequest) -> Clockwork:
    if request.param == "memory":
        memory = MemoryTimers()
        return Clockwork(memory, lambda: len(memory.pending))
    if request.param == "fake scheduler":
        fake: Any = FakeScheduler(FixedClock(START))
        return Clockwork(scheduler_timers(fake), lambda: len(fake.schedules))
    request.getfixturevalue("aws")
    client = boto3.client("scheduler")
    client.create_schedule_group(Name="timers")
    return Clockwork(scheduler_timers(client), lambda: len(client.list_schedules(GroupName="timers")["Schedules"]))


def test_setting_a_timer_twice_is_setting_it_once(clockwork: Clockwork) -> None:
    for _ in range(2):
        clockwork.timers.set(STORM, SOON, revision=1)
    assert clockwork.pending() == 1


def test_a_timer_belongs_to_one_article_one_moment_and_one_revision(clockwork: Clockwork) -> None:
    for article_id, at, revision in ((STORM, SOON, 1), (SEAL, SOON, 1), (STORM, START, 1), (STORM, SOON, 2)):
        clockwork.timers.set(article_id, at, revision=revision)
    assert clockwork.pending() == 4
    clockwork.timers.cancel(STORM, SOON, revision=1)
    assert clockwork.pending() == 3


def test_cancelling_what_is_not_there_is_no_error(clockwork: Clockwork) -> None:
    clockwork.timers.cancel(STORM, SOON, revision=1)
    clockwork.timers.set(STORM, SOON, revision=1)
    for _ in range(2):
        clockwork.timers.cancel(STORM, SOON, revision=1)
    assert clockwork.pending() == 0


def refusing(code: str, status: int) -> SchedulerTimers:
    """Timers whose every CreateSchedule AWS answers with this error."""
    client = boto3.client("scheduler", config=Config(retries={"total_max_attempts": 1}))
    stubber = Stubber(client)
    stubber.add_client_error("create_schedule", code, "stubbed", http_status_code=status)
    stubber.activate()
    return scheduler_timers(client)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("at", [START - timedelta(hours=1), START, START + timedelta(seconds=30)])
def test_a_moment_that_is_over_is_left_to_the_release_and_told(at: datetime, caplog: pytest.LogCaptureFixture) -> None:
    refusing("ValidationException", 400).set(STORM, at, revision=1)
    assert f"no timer for storm at {at.isoformat()}" in caplog.text


def test_for_a_moment_that_is_over_there_is_no_schedule() -> None:
    fake: Any = FakeScheduler(FixedClock(START))
    scheduler_timers(fake).set(STORM, START - timedelta(seconds=2), revision=1)
    assert not fake.schedules


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("code", "status", "raised"),
    [
        ("ValidationException", 400, StoreError),
        ("AccessDeniedException", 403, Denied),
        ("ResourceNotFoundException", 404, StoreError),
        ("ThrottlingException", 429, Unavailable),
        ("InternalServerException", 500, Unavailable),
    ],
)
def test_what_aws_refuses_for_another_reason_is_an_error(code: str, status: int, raised: type[StoreError]) -> None:
    with pytest.raises(StoreError, match="set the timer of storm") as caught:
        refusing(code, status).set(STORM, SOON, revision=1)
    assert caught.type is raised


@pytest.mark.usefixtures("aws")
def test_a_schedule_that_is_there_already_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    refusing("ConflictException", 409).set(STORM, SOON, revision=1)
    assert not caplog.records


@pytest.mark.parametrize("at", [SOON, datetime.max.replace(tzinfo=START.tzinfo) - timedelta(days=2)])
def test_a_schedules_name_is_one_that_aws_takes(at: datetime) -> None:
    name = schedule_name("x" * 128, at, revision=999_999_999)
    assert len(name) <= 64
    assert set(name) <= set("0123456789abcdef-")


@pytest.fixture(params=["memory", "sqs"])
def backlog(request: pytest.FixtureRequest) -> Iterator[tuple[Backlog, Callable[[], list[Errand | None]]]]:
    if request.param == "memory":
        memory = MemoryBacklog()
        yield memory, lambda: list(memory.errands)
        return
    request.getfixturevalue("aws")
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="backlog")["QueueUrl"]

    def taken() -> list[Errand | None]:
        found: list[Errand | None] = []
        while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [decode_errand(json.loads(message["Body"])) for message in messages]
        return found

    yield SQSBacklog(client, url), taken


def test_any_number_of_errands_is_taken(backlog: tuple[Backlog, Callable[[], list[Errand | None]]]) -> None:
    place, taken = backlog
    errands: list[Errand] = [Look(id=f"ب{number}") for number in range(25)]
    place.add([])
    place.add([*errands, LookAtAll(after="articles/x.json")])
    assert place.waiting() == 26
    assert set(taken()) == {*errands, LookAtAll(after="articles/x.json")}


@pytest.mark.parametrize(
    "errand",
    [
        Look(id="storm"),
        Look(id=""),
        LookAtAll(),
        LookAtAll(after="articles/خبر.json"),
        SupplyMedium(path="media/طوفان.jpg"),
        SupplyMedium(path="media/a.jpg", after="خبر"),
    ],
)
def test_an_errand_is_what_it_was_when_it_comes_out_of_its_message(errand: Errand) -> None:
    assert decode_errand(json.loads(encode_errand(errand))) == errand


@pytest.mark.parametrize("body", [None, 1, [], {}, {"look": 1}, {"look_at_all": {}}, {"Records": []}])
def test_what_is_no_errand_is_none(body: object) -> None:
    assert decode_errand(body) is None


def test_a_folder_has_nobody_who_would_look_at_an_article_later() -> None:
    NoBacklog().add([LookAtAll()])
    with pytest.raises(Unavailable, match="storm, seal can't be brought up to date now"):
        NoBacklog().add([Look(id="storm"), Look(id="seal")])
