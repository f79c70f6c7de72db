"""`broadsheet redrive`."""

import click

from broadsheet.cli.options import json_option, target_options
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.targets import resolve


@click.command
@target_options
@click.option("--dry-run", is_flag=True, help="Only count them.")
@json_option
@click.pass_obj
def command(reporter: Reporter, *, target: str | None, region: str | None, dry_run: bool) -> None:
    """Return dead letters to where they failed.

    What could not be processed after many tries waits in dead-letter queues. Look into the functions' logs first: what
    made it fail will make it fail again. For changes that could not be carried into the listings, everything is
    rendered anew, as by rebuild.
    """
    place = resolve(target, region=region)
    counts = {name: letters.count() if dry_run else letters.redrive() for name, letters in place.dead_letters.items()}
    for name, count in counts.items():
        reporter.say(f"{name:<8}  {counted(count, 'dead letter')}{'' if dry_run or not count else ' returned'}")
    reporter.say("nothing is dead" if not any(counts.values()) else f"{sum(counts.values()):,} in all")
    reporter.document({"target": place.name, "dry_run": dry_run, "letters": counts})
