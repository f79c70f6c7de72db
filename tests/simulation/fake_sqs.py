"""SQS's client in memory, for whoever sends. A parameter that it doesn't know is a TypeError."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from botocore.exceptions import ClientError

_MOST_IN_A_BATCH = 10


class FakeSQS:
    """Queues, whose messages are given to `on_message` with their addresses."""

    def __init__(self, on_message: Callable[[str, str], None]) -> None:
        self._on_message = on_message

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> dict[str, Any]:
        """Send a message."""
        self._on_message(QueueUrl, MessageBody)
        return {"MessageId": "1", "MD5OfMessageBody": "0" * 32, "ResponseMetadata": {"HTTPStatusCode": 200}}

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:
        """Send up to ten messages."""
        if not Entries:
            _fail("AWS.SimpleQueueService.EmptyBatchRequest")
        if len(Entries) > _MOST_IN_A_BATCH:
            _fail("AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
        if len({entry["Id"] for entry in Entries}) < len(Entries):
            _fail("AWS.SimpleQueueService.BatchEntryIdsNotDistinct")
        for entry in Entries:
            if entry.keys() != {"Id", "MessageBody"}:
                message = f"an entry has {sorted(entry)}, and the fake knows Id and MessageBody"
                raise TypeError(message)
            self._on_message(QueueUrl, entry["MessageBody"])
        return taken(Entries)


def taken(entries: Sequence[dict[str, str]], *, refused: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """SQS's answer to a batch of which it has taken these, and refused those for no fault of the sender's."""
    failed = [{"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"} for entry in refused]
    successful = [{"Id": entry["Id"], "MessageId": entry["Id"], "MD5OfMessageBody": "0" * 32} for entry in entries]
    answer: dict[str, Any] = {"ResponseMetadata": {"HTTPStatusCode": 200}}
    return answer | ({"Successful": successful} if successful else {}) | ({"Failed": failed} if failed else {})


def _fail(code: str) -> NoReturn:
    response: Any = {
        "Error": {"Code": code, "Message": "simulated"},
        "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}},
    }
    raise ClientError(response, "SendMessageBatch")
