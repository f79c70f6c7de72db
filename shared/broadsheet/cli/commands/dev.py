"""`broadsheet dev`."""

import logging
import sys
from pathlib import Path

import click

from broadsheet.cli.local_stack import local_stack, serve_for_ever, trouble
from broadsheet.cli.options import json_option, port_option
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.running import STATE_FOLDER, dev_of


@click.command
@port_option("--port", "The site's port; the default is 8000, or a free one.")
@port_option("--aws-port", "The AWS endpoint's port; the default is a free one.", default=0)
@click.option(
    "--chaos",
    type=int,
    metavar="SEED",
    help="Lose, duplicate, delay and reorder notifications, let calls to AWS fail, and kill functions at work, as SEED "
    "decides.",
)
@click.option("--logs", is_flag=True, help="Show on stderr what the functions log.")
@json_option
@click.pass_obj
def command(reporter: Reporter, *, port: int | None, aws_port: int, chaos: int | None, logs: bool) -> None:
    """Run the local stack: inbox, queues, functions, catalog, and the site.

    It starts empty and stays until Ctrl-C; nothing is kept. The site is served as the CDN would serve it. Other
    commands find it from this directory and all below, by the file .broadsheet/dev.json.

    With --chaos it shows what is survived: what no notification told of is found by a sweep every few seconds, and what
    failed is tried again after ten. Both take minutes in a deployed stack.
    """
    here = Path.cwd()
    running = dev_of(here)
    if running is not None:
        raise click.UsageError(
            f"a dev is running for this directory already (process {running.pid}), at {running.site_url}"
        )
    if logs:
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
    reporter.note("Starting the local stack …")
    with local_stack(port=port, aws_port=aws_port, state_folder=here / STATE_FOLDER, chaos_seed=chaos) as stack:
        reporter.say(f"site      {stack.site_url}/")
        reporter.say(f"endpoint  {stack.endpoint_url}")
        reporter.say(f"stack     {stack.stack_name}")
        if chaos is not None:
            reporter.say(f"chaos     {trouble(chaos)}")
        reporter.say()
        reporter.say("In another terminal, here:       broadsheet publish PATH…")
        reporter.say(f"In another terminal, anywhere:   broadsheet publish PATH… --target {stack.endpoint_url}")
        reporter.say("Ctrl-C stops it.")
        reporter.document(
            {"site_url": stack.site_url, "endpoint_url": stack.endpoint_url, "stack_name": stack.stack_name}
        )
        sys.stdout.flush()
        serve_for_ever()
