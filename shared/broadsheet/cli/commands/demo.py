"""`broadsheet demo`."""

import sys
from pathlib import Path

import click

import broadsheet
from broadsheet.cli.cloud_target import connect
from broadsheet.cli.errors import OTHER_SIDE
from broadsheet.cli.local_stack import local_stack, serve_for_ever
from broadsheet.cli.options import json_option, port_option
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sending import Manner, send, summary
from broadsheet.cli.site_check import check_site
from broadsheet.cli.sources import gather


@click.command
@click.option("--once", is_flag=True, help="Check that every article is there for readers, and end.")
@port_option("--port", "The site's port; the default is 8000, or a free one.")
@json_option
@click.pass_obj
def command(reporter: Reporter, *, once: bool, port: int | None) -> int:
    """Publish the sample articles on a local stack and serve the site.

    Upload, event, handler, page: all as in a deployed stack. It serves until Ctrl-C; nothing is kept. With --once it
    asks the site for every article, the listings, recent.json and a page that isn't there, and ends with 0 if all is as
    it should be.
    """
    samples = gather([str(_samples())])
    reporter.note("Starting the local stack …")
    with local_stack(port=0 if once and port is None else port) as stack:
        target = connect(stack.stack_name, session=stack.session(), endpoint_url=stack.endpoint_url)
        reporter.note(f"Publishing {len(samples.articles)} articles")
        sending = send(samples, target, reporter, Manner())
        stack.settle()
        reporter.say(summary(sending))
        document = sending.as_json() | {"endpoint_url": stack.endpoint_url, "stack_name": stack.stack_name}
        if not once:
            reporter.say()
            reporter.say(f"The site is at {stack.site_url}/")
            reporter.say(f"Publish your own:  broadsheet publish PATH… --target {stack.endpoint_url}")
            reporter.say("Ctrl-C stops it.")
            reporter.document(document)
            sys.stdout.flush()
            serve_for_ever()
        reporter.say()
        checks = check_site(sending)
        for check in checks:
            reporter.say(check.line())
        wrong = sum(not check.ok for check in checks)
        reporter.say(f"{len(checks)} checks, {wrong} failed" if wrong else f"{len(checks)} checks, all is there")
        reporter.document(document | {"checks": [check.as_json() for check in checks]})
        return sending.exit_code or (OTHER_SIDE if wrong else 0)


def _samples() -> Path:
    folder = Path(broadsheet.__file__).resolve().parents[2] / "samples"
    if not folder.is_dir():
        raise click.UsageError(
            "the samples are in a checkout of Broadsheet, and this is an installed package: run it from there"
        )
    return folder
