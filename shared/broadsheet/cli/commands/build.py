"""`broadsheet build`."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.cli.building import build_folder
from broadsheet.cli.checking import Checked, Desk
from broadsheet.cli.errors import DONE, REFUSED
from broadsheet.cli.folders import check_output_folder
from broadsheet.cli.options import json_option, paths_argument, region_option
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sources import Sources, gather
from broadsheet.cli.targets import resolve


@click.command
@paths_argument
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The site's folder.")
@click.option(
    "--claims",
    metavar="TARGET",
    help="Take over the addresses that articles have at a target, which is named as for publish.",
)
@region_option
@json_option
@click.pass_obj
def command(reporter: Reporter, *, paths: tuple[str, ...], out: Path, claims: str | None, region: str | None) -> int:
    """Make a folder of HTML from a folder of articles.

    The next time, only what has changed is made anew.

    PATH is an article (ID.json) or a directory: then all *.json in it and below, hidden ones left out. The site's
    settings are the site.toml at the directory's top or the nearest above it. What is refused is told as by validate,
    and the rest is built. An article that is refused stays as it was; one whose file is gone is withdrawn. Beside DIR,
    a folder .DIR.broadsheet holds what the next build needs to know.

    With --claims, from the same articles and settings comes the same site as the target's, byte for byte. Sources don't
    tell which of two articles came first to an address, where an article was before, and when one without published_at
    was first stored: that is asked of the target, which is only read. An article that it knows and that isn't in PATH
    is withdrawn here, with a page that says so at each of its addresses. What DIR has taken over stays.
    """
    started = time.monotonic()
    sources = gather(paths)
    check_output_folder(out, sources)
    settings = _settings(sources)
    document = {"out": str(out), "settings": settings.as_json() if settings else None}
    if settings is not None and settings.refused:
        settings.tell(reporter)
        reporter.say("nothing was built: the settings decide on every page")
        reporter.document(document | {"refused": 1, "articles": []})
        return REFUSED
    elsewhere = () if claims is None else resolve(claims, region=region).rows()
    built = build_folder(sources, settings.path if settings else None, out, reporter, elsewhere=elsewhere)
    seconds = time.monotonic() - started
    for refused in built.refused:
        refused.tell(reporter)
    reporter.say(built.summary(seconds))
    reporter.document(
        document
        | {
            "refused": len(built.refused),
            "up_to_date": built.up_to_date,
            "files_written": built.files_written,
            "files_removed": built.files_removed,
            "seconds": round(seconds, 3),
            "articles": [each.as_json() for each in built.outcomes],
        }
    )
    return REFUSED if built.refused else DONE


def _settings(sources: Sources) -> Checked | None:
    """The site's settings, checked.

    Raises:
        click.UsageError: there are several.
    """
    paths = sources.all_settings
    if len(paths) > 1:
        raise click.UsageError(f"one site has one site.toml, and here are {' and '.join(map(str, paths))}")
    return Desk(sources=sources, now=datetime.now(UTC)).check_settings(paths[0])[0] if paths else None
