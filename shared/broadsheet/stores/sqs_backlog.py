"""The backlog as an SQS queue of its own, so that no editor's upload waits behind a rebuild."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from broadsheet.article import Unavailable
from broadsheet.stores.aws import translated
from broadsheet.stores.backlog import Errand, encode_errand

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_MOST_IN_A_CALL: Final = 10


class SQSBacklog:
    """One standard queue."""

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def add(self, errands: Sequence[Errand]) -> None:
        """One SendMessageBatch for each ten."""
        bodies = [encode_errand(errand) for errand in errands]
        for start in range(0, len(bodies), _MOST_IN_A_CALL):
            ten = bodies[start : start + _MOST_IN_A_CALL]
            with translated("add to the backlog"):
                answer = self._client.send_message_batch(
                    QueueUrl=self._queue_url,
                    Entries=[{"Id": str(number), "MessageBody": body} for number, body in enumerate(ten)],
                )
            if failed := answer.get("Failed"):
                message = f"{len(failed)} of {len(ten)} messages were not taken into the backlog: {failed[0]}"
                raise Unavailable(message)

    def waiting(self) -> int:
        """One GetQueueAttributes: what waits, and what is being worked on."""
        with translated("look at the backlog"):
            answer = self._client.get_queue_attributes(
                QueueUrl=self._queue_url,
                AttributeNames=[
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesDelayed",
                    "ApproximateNumberOfMessagesNotVisible",
                ],
            )
        return sum(int(count) for count in answer["Attributes"].values())
