"""What a refused version's receipt may say: each of its faults must be in what the editor sent, at that place."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from broadsheet.article import Fault, FaultCode, Rejected, article_id
from broadsheet.formats import read_article
from broadsheet.stores.receipts import Receipt
from tests.simulation.acts import IDS
from tests.simulation.addresses import address_at
from tests.simulation.versions import Version, is_too_large

_MEDIA: Final = {FaultCode.MISSING_MEDIA, FaultCode.MEDIA_SIZE, FaultCode.MEDIA_TYPE}
_NOWHERE: Final = object()


def untrue(receipt: Receipt, version: Version, *, media: Collection[str]) -> Iterator[str]:
    """What a receipt says of a version and isn't so; `media` are all that the version names."""
    if version.data is None:
        return
    if is_too_large(version.data):
        if not _tells_the_size(receipt.errors, len(version.data)):
            yield f"{receipt.errors} are told, and it is too large"
        return
    try:
        read_article(version.data, article_id=article_id(receipt.id))
    except ValueError:
        return
    except Rejected as rejected:
        if receipt.errors != rejected.faults:
            yield f"{receipt.errors} are told, and right would be {rejected.faults}"
        return
    text = version.data.decode()
    for fault in receipt.errors:
        if problem := _problem(fault, receipt.id, text, media):
            yield f"{fault} is told, {problem}"


def lacking_in(receipt: Receipt, code: FaultCode) -> set[str]:
    """The media that a receipt says aren't there, or are too large."""
    return {fault.message.split('"')[1] for fault in receipt.errors if fault.code is code}


def _tells_the_size(faults: Sequence[Fault], size_bytes: int) -> bool:
    told = [(fault.code, fault.pointer, f"{size_bytes:,} bytes" in fault.message) for fault in faults]
    return told == [(FaultCode.TOO_LARGE, "", True)]


def _problem(fault: Fault, source_id: str, text: str, media: Collection[str]) -> str:
    value = _at(json.loads(text), fault.pointer)
    if value is not _NOWHERE and not _is_at(value, fault, text):
        return f"and {value!r} isn't there"
    match fault.code:
        case FaultCode.UNKNOWN_AUTHOR:
            right = isinstance(value, str) and repr(value) in fault.message
        case FaultCode.SLUG_TAKEN:
            owner = next((each for each in IDS if f"the article {each!r}" in fault.message), source_id)
            named = value is _NOWHERE or str(value) in fault.message or address_at(str(value)) in fault.message
            right = owner != source_id and named and (fault.pointer == "/slug" or "/redirect_from/" in fault.pointer)
        case code if code in _MEDIA:
            right = value is not _NOWHERE and any(path in fault.message for path in [*media, "media/script.svg"])
        case FaultCode.DATE:
            right = fault.pointer == "/updated_at" and str(value) in fault.message
        case FaultCode.INVALID:
            right = "/redirect_from/" in fault.pointer and repr(value) in fault.message
        case _:
            right = False
    return "" if right else f"and there is {value!r}"


def _at(document: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        try:
            document = document[int(part)] if isinstance(document, list) else document[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return _NOWHERE
    return document


def _is_at(value: Any, fault: Fault, text: str) -> bool:
    """Whether the value begins at that place: what the desks send is of one line."""
    if fault.line != 1 or fault.column is None:
        return False
    found, _ = json.JSONDecoder().raw_decode(text, fault.column - 1)
    return bool(found == value)
