"""One suite over boto3's client of SQS on moto and over the fake that the simulator uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from tests.simulation.fake_sqs import FakeSQS, taken
from tests.simulation.refusals import refusal_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue's client, where the queue is, and what came into it."""

    client: Any
    url: str
    bodies: Callable[[], list[str]]


@pytest.fixture(params=["moto", "fake"])
def queue(request: pytest.FixtureRequest) -> Queue:
    if request.param == "fake":
        came: list[str] = []
        return Queue(client=FakeSQS(lambda _queue, body: came.append(body)), url="", bodies=lambda: came)
    request.getfixturevalue("aws")
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="the-queue")["QueueUrl"]

    def received() -> list[str]:
        return [message["Body"] for message in client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]

    return Queue(client=client, url=url, bodies=received)


class TestSQS:
    def test_a_batch_is_taken_and_each_of_its_messages_is_named(self, queue: Queue) -> None:
        entries = [{"Id": str(number), "MessageBody": f"body {number}"} for number in range(10)]
        answer = queue.client.send_message_batch(QueueUrl=queue.url, Entries=entries)
        assert [taken["Id"] for taken in answer["Successful"]] == [entry["Id"] for entry in entries]
        assert not answer.get("Failed")
        assert sorted(queue.bodies()) == [entry["MessageBody"] for entry in entries]

    @pytest.mark.parametrize(
        ("ids", "code"),
        [
            ([], "EmptyBatchRequest"),
            ([str(number) for number in range(11)], "TooManyEntriesInBatchRequest"),
            (["0", "0"], "BatchEntryIdsNotDistinct"),
        ],
    )
    def test_a_batch_that_is_none_isrefusal_of(self, queue: Queue, ids: list[str], code: str) -> None:
        entries = [{"Id": each, "MessageBody": "body"} for each in ids]
        refused, status = refusal_of(queue.client.send_message_batch, QueueUrl=queue.url, Entries=entries)
        assert (refused.removeprefix("AWS.SimpleQueueService."), status) == (code, 400)

    @pytest.mark.usefixtures("aws")
    def test_an_answer_has_what_aws_promises(self) -> None:
        """moto takes all of a batch or nothing, so botocore's model of the answer is asked."""
        shape: Any = boto3.client("sqs").meta.service_model.operation_model("SendMessageBatch").output_shape
        answer = taken([{"Id": "0"}], refused=[{"Id": "1"}])
        for member in ("Successful", "Failed"):
            (told,) = answer[member]
            entry = shape.members[member].member
            assert set(entry.required_members) <= told.keys() <= entry.members.keys()


def test_what_the_fake_doesnt_know_is_an_error() -> None:
    with pytest.raises(TypeError):
        FakeSQS(print).send_message_batch(QueueUrl="", Entries=[{"Id": "0", "MessageBody": "", "DelaySeconds": "9"}])
