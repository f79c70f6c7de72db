"""Check the receipts of one source."""

from collections.abc import Mapping
from typing import Final

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.verifying.differences import Kind
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.stores.inbox import Source
from broadsheet.stores.receipts import Receipt, Verdict, receipt_key

_BY_TIME: Final = {Verdict.SCHEDULED, Verdict.PUBLISHED, Verdict.WITHDRAWN}
"""The verdicts that one version may have had one after the other."""


def check_receipts(
    newest: Source | None, expected: Mapping[str, Receipt], newsroom: Newsroom, finding: Finding
) -> None:
    """Compare the receipts of all versions; what an older one was told when it was the newest is history."""
    for version, receipt in expected.items():
        key = receipt_key(receipt.id, version)
        there = newsroom.inbox.receipt(receipt.id, version=version)
        right = _is_right if newest is not None and version == newest.version else _may_be_right
        if there is None:
            finding.add(Kind.MISSING_RECEIPT, f"version {version} has none that can be read", key=key)
        elif not right(there, receipt):
            what = f"it says {_told(there)} instead of {_told(receipt)}"
            finding.add(Kind.STALE_RECEIPT, what, key=key)
        else:
            continue
        finding.receipts.append(receipt)


def _is_right(there: Receipt, expected: Receipt) -> bool:
    """Whether it is what the newest version is to be told. The words on what is wrong may follow newer settings."""
    return (
        _is_of(there, expected)
        and (there.verdict, there.url, there.outputs) == (expected.verdict, expected.url, expected.outputs)
        and there.superseded_by is None
        and bool(there.errors) == bool(expected.errors)
    )


def _may_be_right(there: Receipt, expected: Receipt) -> bool:
    if not _is_of(there, expected) or bool(there.errors) != (there.verdict is Verdict.REJECTED):
        return False
    return (
        there.verdict == expected.verdict
        or Verdict.REJECTED in {there.verdict, expected.verdict}
        or {there.verdict, expected.verdict} <= _BY_TIME
    )


def _is_of(there: Receipt, expected: Receipt) -> bool:
    return (there.id, there.source_version, there.received_at) == (
        expected.id,
        expected.source_version,
        expected.received_at,
    )


def _told(receipt: Receipt) -> str:
    said = f"{receipt.verdict} at {receipt.url}" if receipt.url else str(receipt.verdict)
    return f"{said}, superseded by {receipt.superseded_by}" if receipt.superseded_by else said
