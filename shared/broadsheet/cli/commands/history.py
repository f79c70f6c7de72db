"""`broadsheet history`."""

from itertools import islice
from typing import Any

import click

from broadsheet.article import format_rfc3339
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import id_argument, json_option, target_options
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.targets import resolve
from broadsheet.cli.telling import verdict_word
from broadsheet.cli.versions import versions_of
from broadsheet.stores.inbox import Source
from broadsheet.stores.receipts import Receipt


@click.command
@id_argument
@target_options
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, metavar="N", help="At most N.")
@json_option
@click.pass_obj
def command(reporter: Reporter, *, source_id: str, target: str | None, region: str | None, limit: int) -> None:
    """List the versions of an article.

    The newest comes first: when it was stored, by whom, and what became of it. A folder keeps the newest version only.
    """
    place = resolve(target, region=region)
    sources = list(islice(versions_of(source_id, place), limit))
    told = []
    for source in sources:
        receipt = place.receipt(source_id, version=source.version)
        reporter.say(_line(source, receipt))
        told.append(_as_json(source, receipt))
    reporter.say(counted(len(sources), "version") + ("" if place.keeps_history else "; a folder keeps the newest only"))
    reporter.document({"id": source_id, "keeps_history": place.keeps_history, "versions": told})


def _line(source: Source, receipt: Receipt | None) -> str:
    verdict = verdict_word(receipt.verdict) if receipt else "no receipt"
    size = "deleted" if source.deleted else counted(source.size_bytes, "byte")
    parts = [format_rfc3339(source.stored_at), verdict, f"{size:>15}", source.version, printable(source.by or "–")]
    if receipt is not None and receipt.errors:
        parts.append(counted(len(receipt.errors), "fault"))
    if receipt is not None and receipt.superseded_by is not None:
        parts.append("never shown: superseded at once")
    return "  ".join(parts)


def _as_json(source: Source, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "version": source.version,
        "stored_at": format_rfc3339(source.stored_at),
        "by": source.by or None,
        "size_bytes": source.size_bytes,
        "deleted": source.deleted,
        "verdict": receipt.verdict.value if receipt else None,
        "superseded_by": receipt.superseded_by if receipt else None,
        "faults": len(receipt.errors) if receipt else 0,
    }
