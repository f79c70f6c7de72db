"""Announcements as an SQS queue of their own, which keeps each for a moment before it gives it to anybody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from broadsheet.stores.announcements import Announcement, encode_announcement
from broadsheet.stores.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SQSAnnouncements:
    """One standard queue with a delay."""

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def add(self, announcements: Sequence[Announcement]) -> None:
        """One SendMessage for each."""
        for announcement in announcements:
            with translated("announce"):
                self._client.send_message(QueueUrl=self._queue_url, MessageBody=encode_announcement(announcement))
