"""Dead letters: messages that could not be processed, and their way back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Protocol

from broadsheet.stores.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_AT_ONCE: Final = 10


class DeadLetters(Protocol):
    """What waits after it has failed too often. Every method raises Unavailable when it can't be reached."""

    def count(self) -> int:
        """About how many there are."""

    def redrive(self) -> int:
        """Have all of them done again; returns how many there were. Stopped half-way, none of them is lost."""


class SQSDeadLetters:
    """A dead-letter queue. `give_back` is given a message's body before the message is deleted."""

    def __init__(self, client: "SQSClient", queue_url: str, *, give_back: Callable[[str], object]) -> None:
        self._client = client
        self._queue_url = queue_url
        self._give_back = give_back

    def count(self) -> int:
        """One GetQueueAttributes."""
        with translated("count the dead letters"):
            answer = self._client.get_queue_attributes(
                QueueUrl=self._queue_url, AttributeNames=["ApproximateNumberOfMessages"]
            )
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    def redrive(self) -> int:
        """One ReceiveMessage for each ten, and for each one what giving it back takes and one DeleteMessage."""
        returned = 0
        for message in self._messages():
            with translated("redrive a dead letter"):
                self._give_back(message["Body"])
                self._client.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
            returned += 1
        return returned

    def _messages(self) -> "Iterator[MessageTypeDef]":
        while True:
            with translated("read the dead letters"):
                answer = self._client.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=_AT_ONCE)
            messages = answer.get("Messages", [])
            if not messages:
                return
            yield from messages
