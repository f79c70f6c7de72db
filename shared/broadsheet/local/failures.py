"""What a function's answer says of its batch (ReportBatchItemFailures)."""

from collections.abc import Collection
from typing import Any


class InvalidAnswer(Exception):
    """An answer that Lambda takes for the failure of the whole batch."""


def failed_ids(answer: Any, ids: Collection[str]) -> set[str]:
    """Which of `ids` the answer reports as failed.

    Nothing, an empty object and an empty list are success.

    Raises:
        InvalidAnswer: it reports an id that is not of the batch, or none where one should be.
    """
    if answer is None or answer == {}:
        return set()
    if not isinstance(answer, dict):
        raise InvalidAnswer("the answer is no object")
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list):
        raise InvalidAnswer("batchItemFailures is no list")
    failed: set[str] = set()
    for failure in failures:
        identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if not identifier or identifier not in ids:
            raise InvalidAnswer(f"itemIdentifier {identifier!r} is not of this batch")
        failed.add(identifier)
    return failed
