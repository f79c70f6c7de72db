"""`broadsheet list`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from broadsheet.article import format_rfc3339
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import json_option, target_options
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.targets import Target, resolve
from broadsheet.stores.catalog import Row


@click.command
@target_options
@json_option
@click.pass_obj
def command(reporter: Reporter, *, target: str | None, region: str | None) -> None:
    """List all articles.

    The newest come first, and those that readers don't see at the end.
    """
    place = resolve(target, region=region)
    rows = sorted(place.rows(), key=_newest_first)
    if rows and not reporter.as_json:
        _print(rows, place, reporter)
    elif not rows:
        reporter.say(f"there are no articles at {printable(place.name)} yet")
    reporter.document({"target": place.name, "articles": [_as_json(row, place) for row in rows]})


def _newest_first(row: Row) -> tuple[bool, float, str]:
    published_at = row.live.entry.published_at if row.live else datetime.min.replace(tzinfo=UTC)
    return (row.live is None, -published_at.timestamp(), row.id)


def _as_json(row: Row, place: Target) -> dict[str, Any]:
    entry = row.live.entry if row.live else None
    return {
        "id": row.id,
        "verdict": row.verdict.value if row.verdict else None,
        "published_at": format_rfc3339(entry.published_at) if entry else None,
        "url": entry.url if entry else None,
        "address": place.address(entry.url) if entry else None,
        "title": entry.title if entry else None,
    }


def _print(rows: Sequence[Row], place: Target, reporter: Reporter) -> None:
    """A table that fits the terminal; elsewhere a line for each article, however long."""
    names = ("id", "verdict", "published_at", "address", "title")
    told = [[printable(_as_json(row, place)[name] or "–") for name in names] for row in rows]
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in names:
            table.add_column(name.removesuffix("_at"), overflow="fold")
        for cells in told:
            table.add_row(*map(Text, cells))
        console.print(table)
    else:
        widths = [max(map(cell_len, column)) for column in zip(*told, strict=True)]
        for cells in told:
            padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
            reporter.say("  ".join(padded).rstrip())
    reporter.say(counted(len(rows), "article"))
