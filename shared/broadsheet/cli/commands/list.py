"""`broadsheet list`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

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
    """On a terminal a table, with addresses as people read them; elsewhere a line for each article, however long."""
    console = Console(highlight=False, markup=False, emoji=False)
    told = [_as_json(row, place) for row in rows]
    if console.is_terminal:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("id", "verdict", "published"):
            table.add_column(name, no_wrap=name != "id", overflow="fold")
        table.add_column("title, address", overflow="fold")
        for each in told:
            below = f"\n{printable(unquote(each['address']))}" if each["address"] else ""
            values = (each["id"], each["verdict"], (each["published_at"] or "")[:10], each["title"])
            *first, title = [printable(value or "–") for value in values]
            table.add_row(*first, Text(title, style="bold").append(below, style="not bold"))
        console.print(table)
    else:
        lines = [[printable(value or "–") for value in _ordered(each)] for each in told]
        widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
        for cells in lines:
            padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
            reporter.say("  ".join(padded).rstrip())
    reporter.say(counted(len(rows), "article"))


def _ordered(told: dict[str, Any]) -> list[Any]:
    return [told[name] for name in ("id", "verdict", "published_at", "address", "title")]
