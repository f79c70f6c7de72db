"""`broadsheet validate`."""

from datetime import UTC, datetime

import click

from broadsheet.cli.checking import Desk, check_all
from broadsheet.cli.errors import DONE, REFUSED
from broadsheet.cli.options import json_option, paths_argument
from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.sources import gather


@click.command
@paths_argument
@json_option
@click.pass_obj
def command(reporter: Reporter, paths: tuple[str, ...]) -> int:
    """Check articles and settings, and tell everything that is wrong.

    PATH is an article (ID.json), a site.toml, or a directory: then all *.json in it and below, hidden ones left out.
    Articles are judged by the nearest site.toml beside or above them. Nothing is sent anywhere.
    """
    sources = gather(paths)
    with progress("Checking", reporter, total=len(sources.articles)) as step:
        checked = check_all(Desk(sources=sources, now=datetime.now(UTC)), step)
    refused = [each for each in checked if each.refused]
    faults = sum(each.number_of_faults for each in checked)
    for each in refused:
        each.tell(reporter)
    if refused:
        reporter.say(f"{len(refused):,} of {counted(len(checked), 'file')} refused, {counted(faults, 'fault')}")
    else:
        reporter.say(f"{counted(len(checked), 'file')} checked, nothing is wrong")
    reporter.document(
        {
            "checked": len(checked),
            "refused": len(refused),
            "faults": faults,
            "files": [each.as_json() for each in checked],
        }
    )
    return REFUSED if refused else DONE
