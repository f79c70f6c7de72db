"""Dead letters: messages that could not be processed, and their way back."""

from collections.abc import Callable, Iterator, Sequence
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
    """A dead-letter queue. `give_back` is given the bodies of up to ten messages before these are deleted."""

    def __init__(self, client: "SQSClient", queue_url: str, *, give_back: Callable[[Sequence[str]], object]) -> None:
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
        """One ReceiveMessage for each ten, what giving them back takes, and a DeleteMessage for each."""
        returned = 0
        for messages in self._batches():
            with translated("redrive dead letters"):
                self._give_back([message["Body"] for message in messages])
                for message in messages:
                    self._client.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
            returned += len(messages)
        return returned

    def _batches(self) -> "Iterator[Sequence[MessageTypeDef]]":
        while True:
            with translated("read the dead letters"):
                answer = self._client.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=_AT_ONCE)
            messages = answer.get("Messages", [])
            if not messages:
                return
            yield messages
