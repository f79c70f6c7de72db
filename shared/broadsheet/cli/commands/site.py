"""`broadsheet site`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.cli.backlog import watch_backlog
from broadsheet.cli.checking import Desk, with_faults
from broadsheet.cli.errors import DONE, OTHER_SIDE, REFUSED, OtherSideFailed
from broadsheet.cli.following import Upload
from broadsheet.cli.left_behind import left_behind
from broadsheet.cli.options import by_option, json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.sending_media import failure_of, send_media
from broadsheet.cli.sources import Sources
from broadsheet.cli.targets import resolve
from broadsheet.cli.telling import receipt_as_json
from broadsheet.cli.uploading import receipt_of
from broadsheet.stores.inbox import SETTINGS_KEY


@click.group("site")
def command() -> None:
    """Look at the site's settings, and change them."""


@command.command("push")
@click.argument("path", metavar="[PATH]", default=".", type=click.Path(path_type=Path))
@target_options
@by_option
@wait_options
@click.option("--yes", is_flag=True, help="Do without authors and sections that published articles name.")
@json_option
@click.pass_obj
def push(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter,
    *,
    path: Path,
    target: str | None,
    region: str | None,
    by: str,
    wait: bool,
    timeout_seconds: float,
    yes: bool,
) -> int:
    """Upload a site.toml and have everything follow it.

    PATH is the file, or the directory that it is in; the default is the current one. Home, sections and all that every
    page shares follow at once, the articles through the backlog, while editors go on publishing. Nothing is deployed.

    The logo and the authors' pictures, if they are files in a folder "media" beside it, are sent before it. Settings
    that lack an author or a section which published articles name are refused without --yes.
    """
    file = path / SETTINGS_KEY if path.is_dir() else path
    if file.name != SETTINGS_KEY or not file.is_file():
        raise click.UsageError(f"there is no {file if file.name == SETTINGS_KEY else f'{SETTINGS_KEY} at {path}'}")
    place = resolve(target, region=region, may_be_new=True)
    sources = Sources(articles=(), given_settings=(file,))
    checked, settings = Desk(sources=sources, now=datetime.now(UTC), inbox=place.media).check_settings(file)
    if settings is not None and not yes:
        checked = with_faults(checked, left_behind(settings, place))
    if checked.refused:
        checked.tell(reporter)
        reporter.document(checked.as_json() | {"version": None, "changed": False, "media": []})
        return REFUSED
    media = send_media(checked.media, sources.media, place, reporter, by=by, tell=True)
    if failure := failure_of(media):
        raise OtherSideFailed(failure, code="upload")
    sent = {"media": [medium.as_json() for medium in media]}
    data, there = file.read_bytes(), place.newest(SETTINGS_KEY)
    if there is not None and there.data == data:
        reporter.say("these settings hold already")
        reporter.document(checked.as_json() | {"version": there.version, "changed": False} | sent)
        return DONE
    upload = Upload(id=SETTINGS_KEY, version=place.put(SETTINGS_KEY, data, by=by))
    document = checked.as_json() | {"version": upload.version, "changed": True} | sent
    if not wait:
        reporter.say(f"{SETTINGS_KEY}  {upload.version}")
        reporter.document(document | {"verdict": None})
        return DONE
    receipt = receipt_of(upload, place, timeout_seconds)
    if receipt.errors:
        reporter.faults(str(file), receipt.errors, data)
        reporter.document(document | receipt_as_json(receipt, place))
        return REFUSED
    total = place.count()
    left = watch_backlog(place, reporter, total=total, timeout_seconds=timeout_seconds)
    rest = f"; about {left:,} are still to be looked at" if left else ""
    follow = counted(total - left, "article") + (" follows" if total - left == 1 else " follow")
    reporter.say(f"the settings hold, and {follow}{rest}")
    reporter.document(document | receipt_as_json(receipt, place) | {"articles": total, "left": left})
    return OTHER_SIDE if left else DONE


@command.command("show")
@target_options
@json_option
@click.pass_obj
def show(reporter: Reporter, *, target: str | None, region: str | None) -> None:
    """Print the settings that hold."""
    place = resolve(target, region=region)
    source = place.newest(SETTINGS_KEY)
    if source is None or source.data is None:
        reporter.say(f"{place.name} has no {SETTINGS_KEY}: every setting has its default")
    else:
        reporter.say(source.data.decode(errors="replace").rstrip("\n"))
    reporter.document(place.settings.model_dump(mode="json"))
