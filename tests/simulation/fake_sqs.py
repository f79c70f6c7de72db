"""SQS's client in memory, for whoever sends. A parameter that it doesn't know is a TypeError."""

from collections.abc import Callable
from typing import Any

_MOST_IN_A_BATCH = 10


class FakeSQS:
    """One queue, whose messages are given to `on_message`."""

    def __init__(self, on_message: Callable[[str], None]) -> None:
        self._on_message = on_message

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: ARG002  # there is only one
        """Send up to ten messages."""
        assert 0 < len(Entries) <= _MOST_IN_A_BATCH
        assert len({entry["Id"] for entry in Entries}) == len(Entries)
        for entry in Entries:
            assert entry.keys() == {"Id", "MessageBody"}
            self._on_message(entry["MessageBody"])
        return {"ResponseMetadata": {"HTTPStatusCode": 200}, "Successful": [{"Id": entry["Id"]} for entry in Entries]}
