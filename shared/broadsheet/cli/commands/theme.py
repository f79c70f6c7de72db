"""`broadsheet theme`."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from broadsheet.cli.errors import DONE, REFUSED
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import json_option
from broadsheet.cli.patience import at_most
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.site.theme_check import Flaw, check_theme
from broadsheet.site.themes import theme_names

SECONDS: Final = 20.0
"""Many times what all pages of a theme take."""


@click.group("theme")
def command() -> None:
    """Check themes: folders of templates and assets."""


@command.command("check")
@click.argument("theme", metavar="[THEME]", required=False)
@json_option
@click.pass_obj
def check(reporter: Reporter, *, theme: str | None) -> int:
    """Make pages of every type with a theme, and tell everything that is wrong.

    THEME is a folder or the name of a theme that is installed; the default is all that are. Told are templates that
    don't compile or stand for no page, blocks and assets that don't exist, values that no page has, texts that are not
    escaped, what the content security policy stops, and what screen readers or keyboards would find wanting.
    """
    names = theme_names() if theme is None else (_found(theme),)
    found = {name: _checked(name) for name in names}
    for name, flaws in found.items():
        for flaw in flaws:
            reporter.say(printable(_line(name, flaw)))
    number = sum(map(len, found.values()))
    what = counted(len(found), "theme")
    reporter.say(f"{what} checked, {counted(number, 'fault') if number else 'nothing is wrong'}")
    reporter.document(
        {
            "faults": number,
            "themes": [{"theme": name, "faults": [asdict(flaw) for flaw in flaws]} for name, flaws in found.items()],
        }
    )
    return REFUSED if number else DONE


def _checked(theme: str) -> tuple[Flaw, ...]:
    try:
        with at_most(SECONDS):
            return check_theme(theme)
    except TimeoutError as error:
        return (Flaw(where="templates", line=None, message=f"{error}; right would be loops that come to their end"),)


def _found(theme: str) -> str:
    if theme in theme_names() and not Path(theme).is_dir():
        return theme
    folder = Path(theme).resolve()
    if not folder.is_dir():
        known = ", ".join(theme_names())
        raise click.UsageError(f"{theme} is neither a folder nor a theme that is installed: those are {known}")
    return str(folder)


def _line(theme: str, flaw: Flaw) -> str:
    place = f":{flaw.line}" if flaw.line is not None else ""
    return f"{theme}: {flaw.where}{place}: {flaw.message}"
