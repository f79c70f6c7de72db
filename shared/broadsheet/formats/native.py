"""The native form: an article as Broadsheet's own JSON."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NoReturn

from pydantic import ValidationError

from broadsheet.article import Article, ArticleId, FaultCode, parse_rfc3339
from broadsheet.article.model import LIST_LIMITS, never_visible
from broadsheet.article.text import shown
from broadsheet.formats.cursor import MAX_FAULTS
from broadsheet.formats.explain import Found, Path, described, explained, placed
from broadsheet.formats.scanner import JsonValue, Node, Scan
from broadsheet.formats.strict_json import OddError, parse, refuse, scan

SLICE_BLOCKS: Final = 2_000
_NOTHING: Final = b"null"


def read_article(data: bytes, *, article_id: ArticleId) -> Article:
    """Read the source `articles/<article_id>.json`. The article's `id` is set, whether or not the source gives it.

    Raises:
        Rejected: with every fault, in the order of the file; of more than a thousand, the first thousand and one fault
            that says so. A fault's place is its value's, an unknown or repeated field's key, or, of what is missing,
            what it is missing from.
    """
    try:
        value = parse(data)
        article = Article.model_validate(value)
    except (OddError, ValidationError):
        _refuse(data, article_id)
    if article.id not in {None, article_id} or (_NOTHING in data and _holds_null(value)):
        _refuse(data, article_id)
    return article if article.id else article.model_copy(update={"id": article_id})


def _refuse(data: bytes, article_id: ArticleId) -> NoReturn:
    source = scan(data)
    faults = list(source.faults)
    if not any(fault.code is FaultCode.TOO_LARGE for fault in faults):
        model_faults = _model_faults(source, article_id, has_nulls=_NOTHING in data)
        faults += [placed(found, source.root, source.lines) for found in model_faults]
    refuse(faults)


def _model_faults(source: Scan, article_id: ArticleId, *, has_nulls: bool) -> Iterator[Found]:
    root = source.root
    if root.spoiled:
        return
    found = _validated(root)
    # Of a file that breaks off, nobody knows what is missing.
    yield from (told for told in found if source.complete or told.code is not FaultCode.MISSING)
    paths = {told.path for told in found}
    if has_nulls:
        yield from islice(_nulls(root, paths), MAX_FAULTS)
    yield from _at_odds(root, paths, article_id)


def _validated(root: Node) -> list[Found]:
    """What the model says.

    A list that is too long for it is cut first, since of such a one it says nothing else, and so is a flood of unknown
    fields.
    """
    value = root.value
    too_long: list[Found] = []
    if isinstance(value, dict):
        unknown = islice((name for name in value if name not in Article.model_fields), MAX_FAULTS)
        value = {name: value[name] for name in (*Article.model_fields, *unknown) if name in value}
        for name, limit in LIST_LIMITS.items():
            listed = value.get(name)
            if isinstance(listed, list) and len(listed) > limit:
                value[name] = listed[:limit]
                too_long.append(Found(path=(name,), code=FaultCode.INVALID, message=_too_long(listed, limit)))
    return [*too_long, *_validated_in_slices(value, root)]


def _validated_in_slices(value: JsonValue, root: Node) -> Iterator[Found]:
    """What the model says, a slice of the body's blocks at a time, so that 100,000 bad blocks are not all told."""
    body = value["body"] if isinstance(value, dict) and "body" in value else None
    blocks = body if isinstance(body, list) else []
    count = 0
    for start in range(0, len(blocks) or 1, SLICE_BLOCKS):
        part = {**value, "body": blocks[start : start + SLICE_BLOCKS]} if isinstance(value, dict) and blocks else value
        try:
            Article.model_validate(part)
        except ValidationError as error:
            for found in explained(error, root, first_block=start):
                if not start or found.path[:1] == ("body",):
                    count += 1
                    yield found
        if count >= MAX_FAULTS:
            return


def _too_long(listed: list[JsonValue], limit: int) -> str:
    return f"this is {described(listed)}; right would be a list of {limit} at most"


def _nulls(root: Node, told: set[Path]) -> Iterator[Found]:
    """Every null of which nothing was told yet: the model takes None for an absent field, but a file may not say so."""
    waiting: list[Iterator[tuple[Path, Node]]] = [iter([((), root)])]
    while waiting:
        path, node = next(waiting[-1], ((), None))
        if node is None:
            waiting.pop()
        elif node.spoiled or path in told:
            continue
        elif node.members is not None or node.items is not None:
            waiting.append(_inner(path, node))
        elif node.value is None:
            what = "the list without it" if path and isinstance(path[-1], int) else "to leave the field out instead"
            yield Found(path=path, code=FaultCode.WRONG_TYPE, message=f"this is null; right would be {what}")


def _inner(path: Path, node: Node) -> Iterator[tuple[Path, Node]]:
    for name, member in (node.members or {}).items():
        yield (*path, name), member
    for index, item in enumerate(node.items or ()):
        yield (*path, index), item


def _at_odds(root: Node, faulty: set[Path], article_id: ArticleId) -> Iterator[Found]:
    """Fields that are right by themselves and wrong together."""
    members = root.members or {}

    def sound(name: str) -> str | None:
        value = members[name].value if name in members and not members[name].spoiled else None
        return value if isinstance(value, str) and (name,) not in faulty else None

    given = sound("id")
    if given is not None and given != article_id:
        message = f"the id {shown(given)} is not the file's name, {shown(article_id)}; right would be that, or no id"
        yield Found(path=("id",), code=FaultCode.ID_MISMATCH, message=message)
    times = {
        name: parse_rfc3339(text) if (text := sound(name)) else None
        for name in ("published_at", "embargo_until", "expires_at")
    }
    if reason := never_visible(**times):
        yield Found(path=("expires_at",), code=FaultCode.DATE, message=f"{shown(sound('expires_at') or '')}: {reason}")


def _holds_null(value: JsonValue) -> bool:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if item is None:
            return True
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return False
