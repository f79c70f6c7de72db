"""`broadsheet diff`."""

from itertools import islice
from typing import Any

import click

from broadsheet.cli.comparing import Change, Piece, changes_between
from broadsheet.cli.errors import Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import id_argument, json_option, target_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target, resolve
from broadsheet.cli.versions import version_named, versions_of
from broadsheet.stores.inbox import Source

_COLOURS = {"-": "red", "+": "green", " ": None}


@click.command
@id_argument
@click.argument("old", required=False)
@click.argument("new", required=False)
@target_options
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter, *, source_id: str, old: str | None, new: str | None, target: str | None, region: str | None
) -> None:
    """Show what differs between two versions of an article.

    OLD and NEW are versions as `history` names them, or the beginning of a name. Without NEW it is the newest one,
    without both the newest one and the one before it. What went is written [-so-], what came {+so+}.
    """
    place = resolve(target, region=region)
    before, after = _versions(source_id, old, new, place)
    changes = changes_between(before, after, source_id)
    for change in changes:
        reporter.say(click.style(change.field, bold=True))
        for line in change.lines:
            reporter.say(f"  {_told(line)}")
    if not changes:
        reporter.say("nothing differs")
    reporter.document(
        {
            "id": source_id,
            "old": before.version,
            "new": after.version,
            "changes": [_as_json(change) for change in changes],
        }
    )


def _versions(source_id: str, old: str | None, new: str | None, place: Target) -> tuple[Source, Source]:
    if old is not None:
        before = version_named(old, source_id, place)
        return before, version_named(new, source_id, place) if new else next(versions_of(source_id, place))
    newest, *others = islice(versions_of(source_id, place), 2)
    if not others:
        why = "" if place.keeps_history else ": a folder keeps the newest version only"
        raise Refused(f"{source_id} has one version at {place.name}{why}", code="no_such_version")
    return others[0], newest


def _told(line: tuple[Piece, ...]) -> str:
    """A line with its changes marked; each text on its own, so that its direction doesn't mix with another's."""
    marks = {" ": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
    told = []
    for piece in line:
        begin, end = marks[piece.sign]
        told.append(click.style(f"{begin}{printable(piece.text)}{end}", fg=_COLOURS[piece.sign]))
    return "".join(told)


def _as_json(change: Change) -> dict[str, Any]:
    return {"field": change.field, "old": change.old, "new": change.new}
