"""`broadsheet rebuild`."""

import click

from broadsheet.cli.backlog import watch_backlog
from broadsheet.cli.errors import DONE, OTHER_SIDE
from broadsheet.cli.options import json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.targets import resolve


@click.command
@target_options
@wait_options
@json_option
@click.pass_obj
def command(reporter: Reporter, *, target: str | None, region: str | None, wait: bool, timeout_seconds: float) -> int:
    """Render everything anew.

    Every article is looked at through the backlog, a few at a time, while editors go on publishing; what is as it
    should be is not written. Stopped anywhere, it goes on by itself.
    """
    place = resolve(target, region=region)
    total = place.count()
    place.rebuild()
    left = watch_backlog(place, reporter, total=total, timeout_seconds=timeout_seconds) if wait else total
    if not wait:
        reporter.say(f"{counted(total, 'article')} will be looked at")
    elif left:
        reporter.say(f"about {left:,} of {counted(total, 'article')} are still to be looked at; it goes on by itself")
    else:
        reporter.say(f"{counted(total, 'article')} looked at")
    reporter.document({"target": place.name, "articles": total, "left": left})
    return OTHER_SIDE if wait and left else DONE
