"""`broadsheet unpublish`."""

import click

from broadsheet.cli.errors import DONE, OTHER_SIDE, OtherSideFailed, Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.following import Upload, follow
from broadsheet.cli.options import id_argument, json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import resolve
from broadsheet.cli.telling import receipt_as_json, receipt_line
from broadsheet.stores.inbox import article_key
from broadsheet.stores.receipts import Receipt, Verdict


@click.command
@id_argument
@target_options
@wait_options
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter, *, source_id: str, target: str | None, region: str | None, wait: bool, timeout_seconds: float
) -> int:
    """Withdraw an article.

    Its source is deleted, though a stack keeps the source's history. The article's addresses stay its own: they say
    that it was withdrawn, and it comes back to them when it is published again.
    """
    place = resolve(target, region=region)
    key = article_key(source_id)
    newest = place.newest(key)
    if newest is None or newest.deleted:
        if newest is None and place.row(source_id) is None:
            raise Refused(f"there is no article {source_id!r} at {place.name}", code="no_such_article")
        reporter.say(f"{printable(source_id)} is withdrawn already")
        version = newest.version if newest else None
        reporter.document({"id": source_id, "version": version, "verdict": Verdict.WITHDRAWN.value, "changed": False})
        return DONE
    upload = Upload(id=source_id, version=place.delete(key))
    document = {"id": source_id, "version": upload.version, "changed": True}
    if not wait:
        reporter.say(f"{printable(source_id)}  {upload.version}")
        reporter.document(document | {"verdict": None})
        return DONE

    receipts: list[Receipt] = []
    if follow([upload], place, timeout_seconds=timeout_seconds, told=lambda _upload, receipt: receipts.append(receipt)):
        problem = f"no receipt within {timeout_seconds:g} s for {source_id}, version {upload.version}"
        raise OtherSideFailed(problem, code="timeout")
    [receipt] = receipts
    reporter.say(receipt_line(receipt, place))
    reporter.document(document | receipt_as_json(receipt, place))
    return DONE if receipt.verdict is Verdict.WITHDRAWN else OTHER_SIDE
