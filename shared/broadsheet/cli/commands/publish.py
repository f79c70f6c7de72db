"""`broadsheet publish`."""

from datetime import datetime

import click

from broadsheet.article import parse_rfc3339
from broadsheet.cli.excerpts import printable
from broadsheet.cli.options import by_option, json_option, paths_argument, target_options, wait_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sending import Manner, Sending, send, summary
from broadsheet.cli.sources import gather
from broadsheet.cli.targets import resolve


@click.command
@paths_argument
@target_options
@by_option
@wait_options
@click.option("--at", metavar="TIME", help="Send with embargo_until set to this RFC 3339 time, whatever the file says.")
@click.option("--force", is_flag=True, help="Send also what is refused here, and let the target judge.")
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter,
    *,
    paths: tuple[str, ...],
    target: str | None,
    region: str | None,
    by: str,
    wait: bool,
    timeout_seconds: float,
    at: str | None,
    force: bool,
) -> int:
    """Upload articles and their media, follow them to their receipts, print their addresses.

    PATH is an article (ID.json) or a directory: then all *.json in it and below, hidden ones left out, and first the
    site.toml at its top, if the target has another. Articles are checked before they are sent, by that site.toml or
    else by the settings that hold at the target; what is refused is told as by validate and not sent.

    Media that an article names ("media/storm.jpg") are sent before it, if the target hasn't those bytes: files in a
    folder "media" beside the article or above it, up to the folder of the site.toml. A medium that has no file here may
    be in the inbox already. PATH may be such a file too, or a folder of them: whatever shows them
    follows by itself.

    With --at, what is sent differs from the file in embargo_until: readers see the article from that time on, whether
    the file says an earlier or a later one. A published_at that is later still holds it.
    """
    if at is not None and force:
        raise click.UsageError("--at needs articles that can be read, and --force sends others too: give one of them")
    manner = Manner(force=force, at=_time(at), wait=wait, timeout_seconds=timeout_seconds, by=by)
    sources = gather(paths, with_media=True)
    sending = send(sources, resolve(target, region=region, may_be_new=True), reporter, manner)
    tell(sending, reporter)
    return sending.exit_code


def tell(sending: Sending, reporter: Reporter) -> None:
    """Print what is left to be said after the receipts."""
    if not sending.waited:
        for medium in sending.media:
            if medium.version is not None:
                reporter.say(f"{printable(medium.path)}  {medium.version}")
        for each in sending.everything:
            if each.version is not None:
                reporter.say(f"{printable(each.checked.id)}  {each.version}")
    for each in sending.pending if sending.waited else ():
        reporter.say(f"no receipt yet for {printable(each.checked.id)}, version {each.version}")
    if sending.failure and not reporter.as_json:
        reporter.error(sending.failure, code="upload")
    if sending.exit_code or len(sending.everything) > 1 or sending.media:
        reporter.say(summary(sending))
    reporter.document(sending.as_json())


def _time(text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_rfc3339(text)
    except ValueError as error:
        raise click.UsageError(f"--at {text}: {error}") from error
