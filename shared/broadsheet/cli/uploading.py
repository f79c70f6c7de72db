"""Upload one version and follow it to its receipt: what the commands for one article end with."""

from dataclasses import dataclass
from typing import Any

from broadsheet.cli.errors import DONE, REFUSED, OtherSideFailed
from broadsheet.cli.excerpts import printable
from broadsheet.cli.following import Upload, follow
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target
from broadsheet.cli.telling import receipt_as_json, receipt_line
from broadsheet.stores.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether to wait for receipts, and how long without any."""

    wait: bool
    timeout_seconds: float


def follow_one(upload: Upload, place: Target, reporter: Reporter, waiting: Waiting) -> int:
    """Wait for the receipt and tell it; returns the exit code.

    Raises:
        OtherSideFailed: it doesn't come in time.
        broadsheet.article.StoreError: the target fails.
    """
    document: dict[str, Any] = {"id": upload.id, "version": upload.version, "changed": True}
    if not waiting.wait:
        reporter.say(f"{printable(upload.id)}  {upload.version}")
        reporter.document(document | {"verdict": None})
        return DONE
    receipt = receipt_of(upload, place, waiting.timeout_seconds)
    reporter.say(receipt_line(receipt, place))
    if receipt.errors:
        reporter.say()
        reporter.faults(upload.id, receipt.errors, None)
    reporter.document(document | receipt_as_json(receipt, place))
    return REFUSED if receipt.errors else DONE


def receipt_of(upload: Upload, place: Target, timeout_seconds: float) -> Receipt:
    """The receipt of one upload, once it is there.

    Raises:
        OtherSideFailed: it doesn't come in time.
    """
    receipts: list[Receipt] = []
    if follow([upload], place, timeout_seconds=timeout_seconds, told=lambda _upload, receipt: receipts.append(receipt)):
        problem = f"no receipt within {timeout_seconds:g} s for {upload.id}, version {upload.version}"
        raise OtherSideFailed(problem, code="timeout")
    [receipt] = receipts
    return receipt
