"""`broadsheet status`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from broadsheet.article import FaultCode, format_rfc3339
from broadsheet.cli.errors import Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import id_argument, json_option, target_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target, resolve
from broadsheet.cli.telling import receipt_as_json, verdict_word
from broadsheet.stores.catalog import Row
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict


@click.command
@id_argument
@target_options
@json_option
@click.pass_obj
def command(reporter: Reporter, *, source_id: str, target: str | None, region: str | None) -> None:
    """Tell what became of an article.

    Its newest version and the verdict on it, what is wrong with it, and what readers see: a version that is refused
    leaves the one before it in its place.
    """
    place = resolve(target, region=region)
    newest, row = place.newest(article_key(source_id)), place.row(source_id)
    if newest is None and row is None:
        raise Refused(f"there is no article {source_id!r} at {place.name}", code="no_such_article")
    receipt = place.receipt(source_id, version=newest.version) if newest else None
    status = _Status(id=source_id, place=place, newest=newest, row=row, receipt=receipt)
    for line in status.lines():
        reporter.say(line)
    if newest is not None and receipt is not None and receipt.errors:
        reporter.say()
        reporter.faults(newest.key, receipt.errors, newest.data)
        if any(fault.code in {FaultCode.MISSING_MEDIA, FaultCode.MEDIA_SIZE} for fault in receipt.errors):
            reporter.say("`broadsheet publish media/FILE` uploads a medium; what lacked it is then published by itself")
    reporter.document(status.as_json())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Status:
    """All that a target knows of one article."""

    id: str
    place: Target
    newest: Source | None
    row: Row | None
    receipt: Receipt | None

    @property
    def verdict(self) -> Verdict | None:
        """What the newest version got; of a source that is gone without a trace, what the catalog says."""
        if self.receipt is not None:
            return self.receipt.verdict
        return self.row.verdict if self.newest is None and self.row is not None else None

    def lines(self) -> Iterator[str]:
        word = verdict_word(self.verdict, width=0) if self.verdict else "no receipt yet"
        yield f"{printable(self.id)}  {word}"
        live = self.row.live if self.row else None
        if live is not None:
            yield _line("address", self.place.address(live.entry.url))
            if self.newest is not None and live.source_version != self.newest.version:
                yield _line("readers see", f"version {live.source_version}")
        if self.newest is not None:
            yield _line("version", self.newest.version)
            by = f" by {printable(self.newest.by)}" if self.newest.by else ""
            yield _line("stored", format_rfc3339(self.newest.stored_at) + by)
        if self.receipt is not None:
            yield _line("finished", format_rfc3339(self.receipt.finished_at))
            if self.receipt.superseded_by is not None:
                yield _line("superseded", f"by version {self.receipt.superseded_by}")
        if self.row is not None and self.row.due_at is not None:
            yield _line("will change", format_rfc3339(self.row.due_at))

    def as_json(self) -> dict[str, Any]:
        live = self.row.live if self.row else None
        due_at = self.row.due_at if self.row else None
        document: dict[str, Any] = {
            "id": self.id,
            "version": self.newest.version if self.newest else None,
            "stored_at": format_rfc3339(self.newest.stored_at) if self.newest else None,
            "by": (self.newest.by or None) if self.newest else None,
            "verdict": self.verdict.value if self.verdict else None,
            "url": None,
            "address": None,
            "faults": [],
            "due_at": format_rfc3339(due_at) if due_at else None,
            "live": None,
        }
        if self.receipt is not None:
            document |= receipt_as_json(self.receipt, self.place)
        if live is not None:
            address = self.place.address(live.entry.url)
            document["live"] = {"version": live.source_version, "url": live.entry.url, "address": address}
        return document


def _line(name: str, value: str) -> str:
    return f"  {name:<11}  {printable(value)}"
