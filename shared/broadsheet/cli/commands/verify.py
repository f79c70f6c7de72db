"""`broadsheet verify`."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from broadsheet.cli.building import open_built
from broadsheet.cli.errors import DIFFERS, DONE
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import json_option, target_options
from broadsheet.cli.progress import Step, progress
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.sources import gather
from broadsheet.cli.targets import resolve
from broadsheet.publishing import Difference, Newsroom, Report, verify, verify_and_repair
from broadsheet.publishing.verify import PAUSE_SECONDS


@click.command
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="The folder that build has made of PATH.")
@click.option("--repair", is_flag=True, help="Mend what differs, and verify again.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at N articles and a part of the catalog only, at others each hour.",
)
@target_options
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter,
    *,
    paths: tuple[str, ...],
    out: Path | None,
    repair: bool,
    sample: int | None,
    target: str | None,
    region: str | None,
) -> int:
    """Compare a site with what follows from its sources.

    Every public object, row, listing entry, claim and receipt is worked out anew and compared, byte by byte. What
    differs is looked at a second time, since somebody may be at work on it. A site that build has made is given as for
    build: PATH... --out DIR.

    Exit codes: 0 if nothing differs, or all has been mended and verified again; 1 if something differs.
    """
    if bool(paths) != (out is not None):
        raise click.UsageError("PATH and --out belong together: what was built, and where")
    if out is not None and target is None:
        name, newsroom = str(out), open_built(gather(paths), out)
    elif out is not None:
        raise click.UsageError("--out and --target are two ways to say where the site is; give one of them")
    else:
        place = resolve(target, region=region)
        name, newsroom = place.name, place.newsroom
    first, last = _looked(newsroom, reporter, repair=repair, sample=sample)
    _tell(first.differences, reporter)
    reporter.say(_summary(first, last, repair=repair))
    if repair and last.differences:
        _tell(last.differences, reporter)
    document: dict[str, Any] = {
        "target": name,
        "articles": first.articles,
        "objects": first.objects,
        "differences": [_as_json(each) for each in first.differences],
    }
    if repair:
        document["left"] = [_as_json(each) for each in last.differences]
    reporter.document(document)
    return DIFFERS if last.differences else DONE


def _looked(newsroom: Newsroom, reporter: Reporter, *, repair: bool, sample: int | None) -> tuple[Report, Report]:
    # Nobody else is at work on a folder.
    pause_seconds = PAUSE_SECONDS if newsroom.inbox.keeps_history else 0
    with ExitStack() as shown:
        step: Step | None = None

        def told(done: int, total: int) -> None:
            nonlocal step
            if done == 1 or step is None:
                shown.close()
                step = shown.enter_context(progress("Verifying", reporter, total=total))
            step(done)

        if repair:
            return verify_and_repair(newsroom, sample=sample, pause_seconds=pause_seconds, told=told)
        report = verify(newsroom, sample=sample, pause_seconds=pause_seconds, told=told)
        return report, report


def _tell(differences: Iterable[Difference], reporter: Reporter) -> None:
    for each in differences:
        where = "  ".join(printable(name) for name in (each.id, each.key) if name is not None)
        reporter.say(f"{click.style(each.kind.value, fg='red', bold=True)}  {where}")
        reporter.say(f"  {printable(each.what)}")


def _summary(first: Report, last: Report, *, repair: bool) -> str:
    looked_at = f"{counted(first.articles, 'article')}, {counted(first.objects, 'object')}"
    if not first.differences:
        return f"{looked_at}: nothing differs"
    told = f"{looked_at}: {counted(len(first.differences), 'difference')}"
    if not repair:
        return f"{told}; --repair mends them"
    return f"{told}, of which {len(last.differences):,} could not be mended" if last.differences else f"{told}, mended"


def _as_json(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind.value,
        "key": difference.key,
        "id": difference.id,
        "what": difference.what,
    }
