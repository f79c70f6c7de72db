"""Receipts in words and for machines."""

from datetime import datetime
from typing import Any, Final

import click

from broadsheet.article import format_rfc3339
from broadsheet.cli.excerpts import printable
from broadsheet.cli.targets import Target
from broadsheet.stores.receipts import Receipt, Verdict, encode_faults

_COLOURS: Final = {
    Verdict.PUBLISHED: "green",
    Verdict.SCHEDULED: "yellow",
    Verdict.DRAFT: "yellow",
    Verdict.WITHDRAWN: "yellow",
    Verdict.REJECTED: "red",
}
VERDICT_WIDTH: Final = max(len(verdict) for verdict in Verdict)


def verdict_word(verdict: Verdict, *, width: int = VERDICT_WIDTH) -> str:
    """The verdict in its colour, by default as wide as the longest."""
    return click.style(f"{verdict.value:<{width}}", fg=_COLOURS[verdict], bold=True)


def receipt_line(receipt: Receipt, target: Target, *, width: int = 0, due_at: datetime | None = None) -> str:
    """The verdict, the id and where the article is, or why it is nowhere."""
    return (
        f"{verdict_word(receipt.verdict)}  {printable(receipt.id):<{width}}  {_place(receipt, target, due_at)}".rstrip()
    )


def receipt_as_json(receipt: Receipt, target: Target) -> dict[str, Any]:
    """What a receipt says, with the full address."""
    told: dict[str, Any] = {
        "verdict": receipt.verdict.value,
        "url": receipt.url,
        "address": target.address(receipt.url) if receipt.url else None,
        "faults": encode_faults(receipt.errors),
        "received_at": format_rfc3339(receipt.received_at),
        "finished_at": format_rfc3339(receipt.finished_at),
    }
    if receipt.superseded_by is None:
        return told
    newer = target.receipt(receipt.id, version=receipt.superseded_by)
    return told | {
        "superseded_by": receipt.superseded_by,
        "superseding_verdict": newer.verdict.value if newer else None,
    }


def _place(receipt: Receipt, target: Target, due_at: datetime | None) -> str:
    if receipt.superseded_by is not None:
        newer = target.receipt(receipt.id, version=receipt.superseded_by)
        became = f", which is {newer.verdict.value}" if newer else ""
        became += f" at {target.address(newer.url)}" if newer and newer.url else ""
        return f"superseded by the newer version {receipt.superseded_by}{became}"
    if receipt.url is not None:
        return target.address(receipt.url)
    match receipt.verdict:
        case Verdict.SCHEDULED if due_at is not None:
            return f"until {format_rfc3339(due_at)}"
        case Verdict.DRAFT:
            return "not shown to readers"
        case _:
            return ""
