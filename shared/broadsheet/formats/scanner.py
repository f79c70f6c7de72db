"""A JSON reader that goes on after a fault and remembers where each value stands.

It is slow beside `json.loads` and serves to tell what is wrong: what it reads without a fault is what `read_json`
takes. It takes linear time and bounded depth.
"""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from broadsheet.article import Fault, FaultCode
from broadsheet.article.text import shown
from broadsheet.formats.cursor import Cursor
from broadsheet.formats.lexemes import begins_value, read_key, read_scalar
from broadsheet.formats.pointers import Lines

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

MAX_DEPTH: Final = 64
MAX_VALUES: Final = 100_000

# The two ways from value to value when all is well.
_TO_NEXT: Final = re.compile(r'[ \t\r\n]*+,[ \t\r\n]*+(?=["{\[\-0-9tfn])')
_TO_VALUE: Final = re.compile(r'[ \t\r\n]*+:[ \t\r\n]*+(?=["{\[\-0-9tfn])')
_PLAIN: Final = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*+)"|(-?(?:0|[1-9][0-9]{0,17}+))(?![\w.:+-])')
# Behind the closing quote of a string: more text, and on the same line a quote that really ends a value.
_GOES_ON: Final = re.compile(r'[ \t]*+[^\s",:/#\[\]{}][^\r\n]{0,5000}?"(?=[ \t]*+(?:[,\]}]|[\r\n]|\Z))')
_CONTAINER_PARTS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


@dataclass(slots=True, eq=False)
class Node:
    """A value and where it stands, as offsets into the text. `key` is None but for an object's members.

    `spoiled`: a fault has been told of it already, and `value` is a stand-in.
    """

    value: JsonValue
    start: int
    key: int | None = None
    members: "dict[str, Node] | None" = None
    items: "list[Node] | None" = None
    spoiled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What could be read of a text, and every fault of its JSON. Not `complete`: the reader had to give up."""

    root: Node
    faults: tuple[Fault, ...]
    complete: bool
    lines: Lines


def scan_text(text: str, *, first_byte: int = 0) -> Scan:
    """Read a text that was decoded with `surrogateescape`; `first_byte` is where it begins in its file."""
    scanner = _Scanner(Cursor(text, first_byte=first_byte))
    root = scanner.document()
    cursor = scanner.cursor
    return Scan(root=root, faults=tuple(cursor.faults), complete=not cursor.stopped, lines=cursor.lines)


class _Scanner:
    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.values = 0

    def document(self) -> Node:
        cursor = self.cursor
        cursor.skip_space()
        root = self._value(1)
        cursor.skip_space()
        if cursor.pos < len(cursor.text) and not root.spoiled:
            cursor.unexpected("nothing more, since the JSON has ended")
        return root

    def _value(self, depth: int) -> Node:
        cursor = self.cursor
        start = cursor.pos
        self.values += 1
        if self.values > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} values; right would be an article in parts"
            cursor.give_up(FaultCode.TOO_LARGE, start, message)
            return Node(None, start, spoiled=True)
        if plain := _PLAIN.match(cursor.text, start):
            cursor.pos = plain.end()
            string, digits = plain.groups()
            return Node(string if digits is None else int(digits), start)
        character = cursor.peek()
        if character not in {"{", "["}:
            value, spoiled = read_scalar(cursor)
            return Node(value, start, spoiled=spoiled)
        if depth > MAX_DEPTH:
            cursor.fault(FaultCode.TOO_DEEP, start, f"nested more than {MAX_DEPTH} deep; right would be a flatter form")
            self._skip_container()
            return Node(None, start, spoiled=True)
        cursor.pos += 1
        return self._object(start, depth) if character == "{" else self._list(start, depth)

    def _skip_container(self) -> None:
        cursor = self.cursor
        depth = 0
        for found in _CONTAINER_PARTS.finditer(cursor.text, cursor.pos):
            part = cursor.text[found.start()]
            if part in "[{":
                depth += 1
            elif part in "]}":
                depth -= 1
            if not depth:
                cursor.pos = found.end()
                return
        cursor.unclosed(cursor.pos, "list or object")

    def _object(self, start: int, depth: int) -> Node:
        cursor = self.cursor
        members: dict[str, Node] = {}
        value: dict[str, JsonValue] = {}
        node = Node(value, start, members=members)
        while self._another("}", "object", start, first=not members):
            key_start = cursor.pos
            key = read_key(cursor)
            if key is None:
                break
            name, key_spoiled = key
            if cursor.stopped:
                break
            cursor.path.append(name)
            if name in members:
                line, column = cursor.lines.place(members[name].key or 0)
                message = f"the key {shown(name)} again, after line {line}, column {column}; right would be one of them"
                cursor.fault(FaultCode.DUPLICATE_KEY, key_start, message)
            member = self._value(depth + 1) if self._colon() else Node(None, cursor.pos, spoiled=True)
            member = self._past_inner_quotes(member)
            member.key = key_start
            member.spoiled = member.spoiled or key_spoiled
            if cursor.stopped and member.value is None:
                break
            members[name] = member
            value[name] = member.value
            cursor.path.pop()
        return node

    def _list(self, start: int, depth: int) -> Node:
        path = self.cursor.path
        items: list[Node] = []
        value: list[JsonValue] = []
        while self._another("]", "list", start, first=not items):
            path.append(len(items))
            item = self._past_inner_quotes(self._value(depth + 1))
            items.append(item)
            value.append(item.value)
            path.pop()
        return Node(value, start, items=items)

    def _past_inner_quotes(self, node: Node) -> Node:
        """After a string: if it goes on behind what seemed to be its end, go to its real end."""
        cursor = self.cursor
        if not isinstance(node.value, str) or not (found := _GOES_ON.match(cursor.text, cursor.pos)):
            return node
        message = 'a quotation mark inside a string; right would be \\" for each that belongs to the text'
        cursor.fault(FaultCode.SYNTAX, cursor.pos - 1, message)
        if not cursor.stopped:
            cursor.pos = found.end()
        node.spoiled = True
        return node

    def _another(self, closing: str, what: str, start: int, *, first: bool) -> bool:
        """Go to the next member or item, past its comma; past the closing bracket if there is none."""
        cursor = self.cursor
        if not first and (found := _TO_NEXT.match(cursor.text, cursor.pos)):
            cursor.pos = found.end()
            return True
        cursor.skip_space()
        character = cursor.peek()
        comma = None
        while character == ",":
            if first or comma is not None:
                cursor.fault(FaultCode.SYNTAX, cursor.pos, "a comma too many; right would be one between two values")
            comma = cursor.pos
            cursor.pos = min(cursor.pos + 1, len(cursor.text))
            cursor.skip_space()
            character = cursor.peek()
        if character == closing:
            if comma is not None and not first:
                message = f"a comma before the closing {closing}; right would be none there"
                cursor.fault(FaultCode.SYNTAX, comma, message)
            cursor.pos = min(cursor.pos + 1, len(cursor.text))
            return False
        if character == "":
            cursor.unclosed(start, what)
        elif character in "]}":
            cursor.unexpected(f"{closing} to close the {what} that begins at line {cursor.lines.place(start)[0]}")
        elif not first and comma is None:
            if begins_value(character):
                message = "a comma is missing before this; right would be one between two values"
                cursor.fault(FaultCode.SYNTAX, cursor.pos, message)
            else:
                cursor.unexpected(f'"," or "{closing}"')
        return not cursor.stopped

    def _colon(self) -> bool:
        """Go past the colon to the value; False if there is no value."""
        cursor = self.cursor
        if found := _TO_VALUE.match(cursor.text, cursor.pos):
            cursor.pos = found.end()
            return True
        cursor.skip_space()
        character = cursor.peek()
        if character == ":":
            cursor.pos += 1
            cursor.skip_space()
            character = cursor.peek()
        elif character == "=":
            cursor.fault(FaultCode.SYNTAX, cursor.pos, 'unexpected "="; right would be ":"')
            cursor.pos = min(cursor.pos + 1, len(cursor.text))
            cursor.skip_space()
            character = cursor.peek()
        elif begins_value(character) and not character.isalpha():
            cursor.fault(FaultCode.SYNTAX, cursor.pos, 'a colon is missing before this; right would be "key": value')
        elif character == "" or character not in ",}":
            cursor.unexpected('":" and a value')
            return False
        if character and character in ",}":
            cursor.fault(FaultCode.SYNTAX, cursor.pos, 'a key without a value; right would be "key": value')
            return False
        return not cursor.stopped
