"""`broadsheet rollback`."""

from datetime import UTC, datetime

import click

from broadsheet.article import ArticleId, Fault, FaultCode
from broadsheet.cli.errors import DONE, REFUSED, Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.following import Upload
from broadsheet.cli.options import by_option, id_argument, json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target, resolve
from broadsheet.cli.uploading import Waiting, follow_one
from broadsheet.cli.versions import version_named, versions_of
from broadsheet.publishing.judge import judge, located
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Verdict, encode_faults


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

    Media have no part in it: they are shown as they are in the inbox now. A version whose media are there no more is
    refused, and nothing is changed.
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
    if faults := _missing_media(wanted, source_id, place):
        reporter.faults(f"{wanted.key}@{wanted.version}", faults, wanted.data)
        told = {"verdict": Verdict.REJECTED.value, "changed": False, "faults": encode_faults(faults)}
        reporter.document({"id": source_id, "version": wanted.version} | told)
        return REFUSED
    upload = Upload(id=source_id, version=place.put(article_key(source_id), wanted.data, by=by))
    return follow_one(upload, place, reporter, Waiting(wait=wait, timeout_seconds=timeout_seconds))


def _missing_media(source: Source, source_id: str, place: Target) -> tuple[Fault, ...]:
    """The media that a version would need to be shown, and that are in the inbox no more."""
    judgement = judge(source, ArticleId(source_id), place.settings, now=datetime.now(UTC))
    if judgement.accepted is None or judgement.verdict not in {Verdict.PUBLISHED, Verdict.SCHEDULED}:
        return ()
    missing = [reference for reference in judgement.accepted.media if place.media(reference.path) is None]
    message = '"{}" is in the inbox no more; upload it (`broadsheet publish FILE`), then roll back again'
    return tuple(
        located(Fault(pointer=each.pointer, message=message.format(each.path), code=FaultCode.MISSING_MEDIA), source)
        for each in missing
    )
