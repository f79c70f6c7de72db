"""`broadsheet rollback`."""

import click

from broadsheet.cli.errors import DONE, Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.following import Upload
from broadsheet.cli.options import by_option, id_argument, json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import resolve
from broadsheet.cli.uploading import Waiting, follow_one
from broadsheet.cli.versions import version_named, versions_of
from broadsheet.stores.inbox import article_key


@click.command
@id_argument
@click.argument("version")
@target_options
@by_option
@wait_options
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter,
    *,
    source_id: str,
    version: str,
    target: str | None,
    region: str | None,
    by: str,
    wait: bool,
    timeout_seconds: float,
) -> int:
    """Publish an earlier version again.

    VERSION is one that `history` names, or the beginning of its name. It is uploaded as a new version, so that the
    history only grows: to take a rollback back, roll back to what was the newest before.
    """
    place = resolve(target, region=region)
    wanted = version_named(version, source_id, place)
    if wanted.data is None:
        what = "a deletion; `broadsheet unpublish` withdraws" if wanted.deleted else "too large to be read"
        raise Refused(f"version {wanted.version} of {source_id} is {what}", code="no_such_version")
    if next(versions_of(source_id, place)).version == wanted.version:
        reporter.say(f"{printable(source_id)} is at version {wanted.version} already")
        reporter.document({"id": source_id, "version": wanted.version, "verdict": None, "changed": False})
        return DONE
    upload = Upload(id=source_id, version=place.put(article_key(source_id), wanted.data, by=by))
    return follow_one(upload, place, reporter, Waiting(wait=wait, timeout_seconds=timeout_seconds))
