"""Strict JSON (RFC 8259, as UTF-8, with unique keys): fast when all is well, and thorough when it is not."""

import json
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NoReturn

from broadsheet.article import Fault, FaultCode, Rejected
from broadsheet.formats.cursor import MAX_FAULTS
from broadsheet.formats.lexemes import MAX_NUMBER_CHARACTERS
from broadsheet.formats.pointers import tokens_of
from broadsheet.formats.scanner import MAX_DEPTH, MAX_VALUES, JsonValue, Node, Scan, scan_text

MAX_SOURCE_BYTES: Final = 2 * 1024 * 1024

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_OTHER_ENCODINGS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_UTF_16_ZEROS: Final = re.compile(rb"(?:\x00[\x20-\x7e]|[\x20-\x7e]\x00){2}")
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class OddError(ValueError):
    """Something is wrong, or may be; the scanner will tell what."""


def read_json(data: bytes) -> JsonValue:
    """Read a JSON file of at most 2 MiB, 64 levels and 100,000 values.

    Raises:
        Rejected: with every fault that can be known, by line and column. Codes: EMPTY, TOO_LARGE, ENCODING,
            BYTE_ORDER_MARK, SYNTAX, DUPLICATE_KEY, NOT_FINITE (NaN, Infinity and what overflows, such as 1e400),
            LONE_SURROGATE, CONTROL_CHARACTER (unescaped in a string), INVALID (a number of more than 100
            characters) and TOO_DEEP.
    """
    try:
        return parse(data)
    except OddError:
        refuse(scan(data).faults)


def locate(data: bytes, pointer: str, *, key: bool = False) -> tuple[int, int] | None:
    """The line and column of the value (with `key`, of its key) at a JSON Pointer; None if there is none.

    Both count from 1, columns in characters. The last file asked for is remembered.
    """
    try:
        found = _remembered_scan(data)
    except Rejected:
        return None
    node = node_at(found.root, tokens_of(pointer))
    if node is None:
        return None
    return found.lines.place(node.start if node.key is None or not key else node.key)


def refuse(faults: Iterable[Fault]) -> NoReturn:
    """Raise faults in the order of the file; of more than a thousand, the first thousand and one that says so."""
    told = sorted(faults, key=_order) or [_whole_file(FaultCode.SYNTAX, "not JSON; right would be a JSON object")]
    if len(told) >= MAX_FAULTS:
        message = f"{MAX_FAULTS:,} faults or more; right would be to mend these first and then look again"
        told[MAX_FAULTS:] = [_whole_file(FaultCode.INVALID, message)]
    raise Rejected(told)


def _order(fault: Fault) -> tuple[int, int, str, str, str]:
    return fault.line or 0, fault.column or 0, fault.pointer, fault.code, fault.message


def _whole_file(code: FaultCode, message: str) -> Fault:
    return Fault(pointer="", message=message, code=code, line=1, column=1)


def node_at(root: Node, tokens: "tuple[str | int, ...]") -> Node | None:
    """The node at the end of a path; an index may be given as text."""
    node: Node | None = root
    for token in tokens:
        if node is None:
            return None
        if node.members is not None:
            node = node.members.get(str(token))
        elif node.items is not None and (index := _index(token)) is not None and index < len(node.items):
            node = node.items[index]
        else:
            return None
    return node


def _index(token: str | int) -> int | None:
    if isinstance(token, int):
        return token
    return int(token) if re.fullmatch("0|[1-9][0-9]{0,8}", token) else None


def parse(data: bytes) -> JsonValue:
    """The fast way.

    Raises:
        OddError: something is wrong; `scan` tells what.
        Rejected: there are too many values for that.
    """
    if not data or len(data) > MAX_SOURCE_BYTES or data.startswith(_BYTE_ORDER_MARK):
        raise OddError
    if data.count(b",") > MAX_VALUES and _STRING.sub(b"", data).count(b",") > MAX_VALUES:
        _refuse_many()
    try:
        value: JsonValue = _DECODER.decode(data.decode())
    except (ValueError, RecursionError):
        raise OddError from None
    if _is_too_deep(value) or (_SURROGATE_ESCAPE.search(data) and _has_lone_surrogate(value)):
        raise OddError
    return value


def scan(data: bytes) -> Scan:
    """The thorough way: what can be read, and every fault of the JSON.

    Raises:
        Rejected: if the file is nothing that can be read at all: empty, too large, binary, or in UTF-16.
    """
    if not data:
        _refuse(FaultCode.EMPTY, "the file is empty; right would be a JSON object with a title and a body")
    if len(data) > MAX_SOURCE_BYTES:
        _refuse(FaultCode.TOO_LARGE, f"the file has {len(data):,} bytes; right would be {MAX_SOURCE_BYTES:,} at most")
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            _refuse(FaultCode.ENCODING, f"the file is in {encoding}; right would be the file saved as UTF-8")
    if _UTF_16_ZEROS.match(data):
        _refuse(FaultCode.ENCODING, "the file seems to be in UTF-16; right would be the file saved as UTF-8")
    marked = data.startswith(_BYTE_ORDER_MARK)
    first_byte = len(_BYTE_ORDER_MARK) if marked else 0
    text = data[first_byte:].decode(errors="surrogateescape")
    if not text.strip(" \t\r\n"):
        _refuse(FaultCode.EMPTY, "the file holds only white space; right would be an object with a title and a body")
    found = scan_text(text, first_byte=first_byte)
    if not marked:
        return found
    message = "the file begins with a byte order mark (EF BB BF); right would be UTF-8 without one"
    mark_fault = _whole_file(FaultCode.BYTE_ORDER_MARK, message)
    return Scan(root=found.root, faults=(mark_fault, *found.faults), complete=found.complete, lines=found.lines)


# A report asks for one place after the other in the same file.
_remembered_scan = lru_cache(maxsize=1)(scan)


def _refuse(code: FaultCode, message: str) -> NoReturn:
    raise Rejected([_whole_file(code, message)])


def _refuse_many() -> NoReturn:
    _refuse(FaultCode.TOO_LARGE, f"more than {MAX_VALUES:,} values; right would be an article in parts")


def _unique(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise OddError
    return members


def _whole(digits: str) -> int:
    if len(digits) > MAX_NUMBER_CHARACTERS:
        raise OddError
    return int(digits)


def _finite(digits: str) -> float:
    if len(digits) > MAX_NUMBER_CHARACTERS:
        raise OddError
    number = float(digits)
    if not math.isfinite(number):
        raise OddError
    return number


def _constant(_name: str) -> NoReturn:
    raise OddError


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_int=_whole,
    parse_float=_finite,
    parse_constant=_constant,
)


def _is_too_deep(value: JsonValue) -> bool:
    level = [value]
    count = 1
    for _ in range(MAX_DEPTH + 1):
        inner = [item for item in level if isinstance(item, dict | list)]
        if not inner:
            return False
        level = [child for item in inner for child in (item.values() if isinstance(item, dict) else item)]
        count += len(level)
        if count > MAX_VALUES:
            _refuse_many()
    return True


def _has_lone_surrogate(value: JsonValue) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
