"""`broadsheet unpublish`."""

import json
from itertools import islice
from typing import Any, Final

import click
from pydantic import TypeAdapter, ValidationError

from broadsheet.article import ArticleId, Rejected
from broadsheet.article.fields import Summary
from broadsheet.cli.errors import DONE, Refused
from broadsheet.cli.excerpts import printable
from broadsheet.cli.following import Upload
from broadsheet.cli.options import by_option, id_argument, json_option, target_options, wait_options
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target, resolve
from broadsheet.cli.uploading import Waiting, follow_one
from broadsheet.cli.versions import versions_of
from broadsheet.formats import read_article, read_json
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Verdict

_LOOKED_BACK: Final = 100
_REASON: Final[TypeAdapter[str]] = TypeAdapter(Summary)


@click.command
@id_argument
@target_options
@click.option("--reason", metavar="TEXT", help="Why, for readers: shown at the article's address.")
@click.option("--delete", is_flag=True, help="Delete the source instead; a stack keeps its history all the same.")
@by_option
@wait_options
@json_option
@click.pass_obj
def command(  # noqa: PLR0913  # one parameter per option
    reporter: Reporter,
    *,
    source_id: str,
    target: str | None,
    region: str | None,
    reason: str | None,
    delete: bool,
    by: str,
    wait: bool,
    timeout_seconds: float,
) -> int:
    """Withdraw an article.

    A version of it is uploaded whose status is withdrawn. Every listing loses it; its addresses stay its own and say
    that it was withdrawn, with the reason if there is one. It comes back to them when it is published again, such as by
    rollback.
    """
    if delete and reason is not None:
        raise click.UsageError("a deleted source can't say why: give --reason or --delete")
    checked_reason = _checked(reason)
    place = resolve(target, region=region)
    newest = _newest(source_id, place)
    if newest is None or (newest.deleted and reason is None) or (not delete and _says_so(newest, source_id, reason)):
        reporter.say(f"{printable(source_id)} is withdrawn already")
        version = newest.version if newest else None
        reporter.document({"id": source_id, "version": version, "verdict": Verdict.WITHDRAWN.value, "changed": False})
        return DONE
    key = article_key(source_id)
    version = place.delete(key) if delete else place.put(key, _withdrawn(source_id, checked_reason, place), by=by)
    waiting = Waiting(wait=wait, timeout_seconds=timeout_seconds)
    return follow_one(Upload(id=source_id, version=version), place, reporter, waiting)


def _checked(reason: str | None) -> str | None:
    try:
        return None if reason is None else _REASON.validate_python(reason)
    except ValidationError as error:
        raise click.UsageError(f"--reason: {error.errors()[0]['msg']}") from None


def _newest(source_id: str, place: Target) -> Source | None:
    """The newest version; None where the article is known and has none any more.

    Raises:
        Refused: there is no such article.
    """
    newest = place.newest(article_key(source_id))
    if newest is None and place.row(source_id) is None:
        raise Refused(f"there is no article {source_id!r} at {place.name}", code="no_such_article")
    return newest


def _document(source: Source, source_id: str) -> dict[str, Any] | None:
    """A version that can be read as an article, as it was written."""
    if source.data is None:
        return None
    try:
        read_article(source.data, article_id=ArticleId(source_id))
        document = read_json(source.data)
    except Rejected:
        return None
    return document if isinstance(document, dict) else None


def _says_so(newest: Source, source_id: str, reason: str | None) -> bool:
    """Whether the newest version is a withdrawal already, for the reason given."""
    document = _document(newest, source_id) or {}
    same = reason is None or document.get("withdrawal_reason", "") == reason
    return document.get("status") == "withdrawn" and same


def _withdrawn(source_id: str, reason: str | None, place: Target) -> bytes:
    """The newest version that can be read, as withdrawn.

    Raises:
        Refused: there is none.
    """
    for source in islice(versions_of(source_id, place), _LOOKED_BACK):
        document = _document(source, source_id)
        if document is not None:
            document = {**document, "status": "withdrawn"}
            document |= {"withdrawal_reason": reason} if reason is not None else {}
            return json.dumps(document, ensure_ascii=False, indent=2).encode()
    problem = f"no version of {source_id} can be read as an article, so none can be withdrawn; --delete does without"
    raise Refused(problem, code="unreadable")
