"""What a command tells: text for people or, with --json, one document for machines."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

import click

from broadsheet.article.faults import Fault
from broadsheet.cli.excerpts import Excerpts, printable

FAULTS_SHOWN: Final = 100
"""Of one file; a machine-made file can have a hundred thousand."""


class Reporter:
    """The two streams. With --json nothing but the document is written to stdout."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._colour = False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None
        self._told = False

    def say(self, text: str = "") -> None:
        """A line of the result, on stdout; not with --json."""
        if not self.as_json:
            click.echo(text, color=self._colour)

    def note(self, text: str) -> None:
        """A line on what is going on, on stderr."""
        click.echo(text, err=True, color=self._colour)

    def document(self, value: Any) -> None:
        """The result for machines, on stdout; only with --json."""
        if not self.as_json:
            return
        self._told = True
        encodable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        click.echo(json.dumps(value, ensure_ascii=not encodable, indent=2))
        sys.stdout.flush()

    def error(self, message: str, *, code: str, usage: str = "") -> None:
        """Why the command ends without a result."""
        if self.as_json and not self._told:
            self.document({"error": {"code": code, "message": message}})
            return
        if usage:
            self.note(usage)
        # A message may be of several lines, of which the first may hold a file's name.
        lines = [printable(line) for line in message.split("\n")]
        self.note(f"{click.style('error', fg='red', bold=True)}: " + "\n".join(lines))

    def interrupted(self) -> None:
        """Somebody pressed Ctrl-C: no words about it."""
        if self.as_json and not self._told:
            self.document({"error": {"code": "interrupted", "message": "interrupted"}})

    def unreadable(self, path: str, reason: str) -> None:
        """A file that there are no words on but why it can't be read."""
        self.say(f"{click.style('error[unreadable]', fg='red', bold=True)}: {printable(reason)}")
        self.say(f" {click.style('-->', fg='blue', bold=True)} {printable(path)}")
        self.say()

    def faults(self, path: str, faults: Iterable[Fault], data: bytes | None) -> None:
        """Faults as a compiler prints them, with the lines of `data` where it is at hand."""
        if self.as_json:
            return
        excerpts = Excerpts(data) if data is not None else None
        told = tuple(faults)
        for fault in told[:FAULTS_SHOWN]:
            self.say(rendered(path, fault, excerpts, style=click.style))
            self.say()
        if len(told) > FAULTS_SHOWN:
            self.say(f"{printable(path)}: {len(told) - FAULTS_SHOWN:,} more faults; --json tells them all")
            self.say()


def rendered(path: str, fault: Fault, excerpts: Excerpts | None, *, style: Callable[..., str]) -> str:
    """One fault as text of several lines.

    error[unknown_field]: There is no field "titel".
     --> articles/storm.json:3:5  /titel
      |
    3 |     "titel": "Storm"
      |     ^^^^^^^
    """
    gutter = " " * len(str(fault.line or 0))
    place = printable(path)
    if fault.line is not None:
        place += f":{fault.line}" + (f":{fault.column}" if fault.column is not None else "")
    pointer = f"  {printable(fault.pointer)}" if fault.pointer else ""
    bar = style("|", fg="blue", bold=True)
    lines = [
        f"{style(f'error[{fault.code}]', fg='red', bold=True)}: {style(printable(fault.message), bold=True)}",
        f"{gutter}{style('-->', fg='blue', bold=True)} {place}{pointer}",
    ]
    found = excerpts.at(fault.line, fault.column or 1) if excerpts and fault.line is not None else None
    if found is not None:
        shown, marker = found
        number = style(str(fault.line), fg="blue", bold=True)
        lines += [
            f"{gutter} {bar}",
            f"{number} {bar} {shown}".rstrip(),
            f"{gutter} {bar} {style(marker, fg='red', bold=True)}",
        ]
        if fault.column is None:
            lines.pop()
    return "\n".join(lines)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 fault", "2 faults"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
