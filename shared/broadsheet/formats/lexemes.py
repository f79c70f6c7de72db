"""Strings, numbers and words of a JSON text, read even where they are not quite JSON."""

import json
import math
import re
from typing import Final, NamedTuple

from broadsheet.article import FaultCode
from broadsheet.article.text import character_name, shown
from broadsheet.formats.cursor import BAD_BYTES, MAX_FAULTS, Cursor

MAX_NUMBER_CHARACTERS: Final = 100

_RUN: Final = (
    r'(?:[^"\\\x00-\x1f\ud800-\udfff]++'
    r'|\\(?:["\\/bfnrt]|u(?:(?![dD][89a-fA-F])[0-9a-fA-F]{4}|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})))*+'
)
_STRING: Final = re.compile(f'"{_RUN}"')
_STRING_RUN: Final = re.compile(_RUN)
_STRING_REST: Final = re.compile(r'(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_CONTROLS: Final = re.compile(r"[\x00-\x1f]++")
_CONTROL_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# After a line break within a string: what follows shows that a closing quote was forgotten, not that the text goes on.
_STRING_WAS_OVER: Final = re.compile(r'\s{1,200}+(?:"[^"\\\n]{0,200}+"\s{0,9}+:|[}\]]\s{0,200}+(?:[,}\]]|\Z)|\Z)')
_COMMA_AT_END: Final = re.compile(r",?[ \t]*\Z")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][+-]?[0-9]++)?")
_LIKE_A_NUMBER: Final = re.compile(r"(?:[-+.\w]|:(?=[0-9]))++", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d][\w$.-]*+|\$[\w$.-]*+")
_PHRASE: Final = re.compile(r'[^\r\n,"\[\]{}]*+')
_CLOSING_QUOTES: Final = {
    "'": "'",
    "`": "`'",
    "\u2018": "\u2018\u2019",
    "\u2019": "\u2018\u2019",
    "\u201c": '\u201c\u201d"',
    "\u201d": '\u201c\u201d"',
    "\u201e": '\u201c\u201d"',
    "\u00ab": "\u00bb",
}
_QUOTED: Final = {
    opening: re.compile(rf"{opening}((?:[^{closing}\\\n]++|\\.)*+)[{closing}]")
    for opening, closing in _CLOSING_QUOTES.items()
}
_NOT_FINITE: Final = frozenset({"nan", "infinity", "inf", "1.#inf", "1.#qnan"})
_RIGHT_WORDS: Final = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_NOTHING_WORDS: Final = frozenset({"none", "nil", "undefined", "null"})
_LITERALS: Final = {"true": True, "false": False, "null": None}

Scalar = None | bool | int | float | str


class Lexeme(NamedTuple):
    """What was read. `spoiled`: a fault has been told of it, and `value` is a stand-in."""

    value: Scalar
    spoiled: bool


def read_string(cursor: Cursor) -> tuple[str, bool]:
    """Read the string that begins here with a straight quote: its value, and whether it is spoiled."""
    found = _STRING.match(cursor.text, cursor.pos)
    if not found:
        return _read_faulty_string(cursor), True
    cursor.pos = found.end()
    run = found.group()[1:-1]
    return (_unescaped(run) if "\\" in run else run), False


def read_key(cursor: Cursor) -> tuple[str, bool] | None:
    """Read an object's key; None (and the cursor stopped) if there is none."""
    character = cursor.peek()
    if character == '"':
        return read_string(cursor)
    if character in _QUOTED:
        return _read_quoted(cursor)
    word = _WORD.match(cursor.text, cursor.pos) or _LIKE_A_NUMBER.match(cursor.text, cursor.pos)
    if not word:
        cursor.unexpected('a key in double quotes or "}"')
        return None
    message = f"a key without quotes; right would be {shown(word.group())}"
    cursor.fault(FaultCode.SYNTAX, cursor.pos, message)
    cursor.pos = len(cursor.text) if cursor.stopped else word.end()
    return word.group(), False


def read_scalar(cursor: Cursor) -> Lexeme:
    """Read a string, a number or a word; at anything else, stop the cursor."""
    text, start = cursor.text, cursor.pos
    character = cursor.peek()
    if character == '"':
        return Lexeme(*read_string(cursor))
    if character in _QUOTED:
        return Lexeme(*_read_quoted(cursor))
    if found := _WORD.match(text, start):
        cursor.pos = found.end()
        return _word(cursor, found.group(), start)
    if found := _LIKE_A_NUMBER.match(text, start):
        cursor.pos = found.end()
        return _number(cursor, found.group(), start)
    cursor.unexpected("a value: a string, a number, true, false, a list or an object")
    return Lexeme(None, spoiled=True)


def begins_value(character: str) -> bool:
    """Whether a value may begin with this character, even one that is not quite JSON."""
    return character.isalnum() or (character != "" and character in "\"{[-+.$_'`\u2018\u2019\u201c\u201d\u201e\u00ab")


def _unescaped(run: str) -> str:
    value: str = json.loads(f'"{run}"')
    return value


def _read_faulty_string(cursor: Cursor) -> str:
    text, start = cursor.text, cursor.pos
    parts: list[str] = []
    problems = _Problems(cursor)
    pos = start + 1
    while True:
        run = _STRING_RUN.match(text, pos)
        parts.append(_unescaped(run.group()) if run else "")
        pos = run.end() if run else pos
        character = text[pos : pos + 1]
        if character == '"':
            pos += 1
            break
        if not character:
            problems.tell()
            cursor.unclosed(start, "string")
            return "".join(parts)
        if problems.count > MAX_FAULTS:
            rest = _STRING_REST.match(text, pos)
            pos = rest.end() if rest else len(text)
            break
        if character in "\r\n" and _STRING_WAS_OVER.match(text, pos):
            message = "a string that is not closed on its line; right would be a closing quote"
            problems.add(FaultCode.SYNTAX, start, message)
            said = _COMMA_AT_END.search(text, start, pos)
            pos = said.start() if said else pos
            break
        stand_in, pos = _problem(cursor, problems, pos)
        parts.append(stand_in)
    problems.tell()
    if not cursor.stopped:
        cursor.pos = pos
    return "".join(parts)


def _problem(cursor: Cursor, problems: "_Problems", pos: int) -> tuple[str, int]:
    """Take note of what is wrong here: a stand-in for it, and where to go on."""
    text = cursor.text
    if found := _CONTROLS.match(text, pos):
        character = text[pos]
        escape = _CONTROL_ESCAPES.get(character, f"\\u{ord(character):04x}")
        message = f"{_control_name(character)} inside a string; right would be {escape}, or a closing quote before it"
        problems.add(FaultCode.CONTROL_CHARACTER, pos, message)
    elif found := BAD_BYTES.match(text, pos):
        if problems.is_new(FaultCode.ENCODING):
            problems.add(FaultCode.ENCODING, pos, cursor.bad_bytes(pos))
        else:
            problems.add(FaultCode.ENCODING, pos, "")
        return "\ufffd", found.end()
    elif found := _SURROGATE_ESCAPE.match(text, pos):
        message = f"{found.group()} is half of a surrogate pair; right would be both halves, or the character itself"
        problems.add(FaultCode.LONE_SURROGATE, pos, message)
        return "\ufffd", found.end()
    else:
        after = text[pos + 1 : pos + 2]
        what = f"\\{after}" if after.isprintable() else f"a backslash before {character_name(after)}"
        problems.add(FaultCode.SYNTAX, pos, f"{what} is no escape of JSON; right would be \\\\ for a backslash")
        return "\\", pos + 1
    return found.group(), found.end()


class _Problems:
    """The first problem of each kind in one string, with the number of those like it."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._first: dict[FaultCode, tuple[int, str]] = {}
        self._more: dict[FaultCode, int] = {}
        self.count = 0

    def is_new(self, code: FaultCode) -> bool:
        return code not in self._first

    def add(self, code: FaultCode, offset: int, message: str) -> None:
        self.count += 1
        if code in self._first:
            self._more[code] = self._more.get(code, 0) + 1
        else:
            self._first[code] = (offset, message)

    def tell(self) -> None:
        for code, (offset, message) in self._first.items():
            more = self._more.get(code, 0)
            count = f"at least {more:,}" if self.count > MAX_FAULTS else f"{more:,}"
            self._cursor.fault(code, offset, f"{message} ({count} more in this string)" if more else message)


def _read_quoted(cursor: Cursor) -> tuple[str, bool]:
    found = _QUOTED[cursor.peek()].match(cursor.text, cursor.pos)
    if not found:
        cursor.unexpected('a string in straight double quotes, "…"')
        return "", True
    value = BAD_BYTES.sub("\ufffd", found.group(1))
    message = f"{character_name(cursor.peek())} around a string; right would be straight double quotes: {shown(value)}"
    cursor.fault(FaultCode.SYNTAX, cursor.pos, message)
    if not cursor.stopped:
        cursor.pos = found.end()
    return value, "\\" in value or "\ufffd" in value


def _word(cursor: Cursor, word: str, start: int) -> Lexeme:
    if word in _LITERALS:
        return Lexeme(_LITERALS[word], spoiled=False)
    lowered = word.lower()
    if lowered in _NOT_FINITE:
        cursor.fault(FaultCode.NOT_FINITE, start, f"{word} is no number of JSON; right would be a finite number")
    elif lowered in _NOTHING_WORDS:
        message = f"{word} is no value of JSON; right would be to leave the field out"
        cursor.fault(FaultCode.SYNTAX, start, message)
    elif lowered in _RIGHT_WORDS:
        cursor.fault(FaultCode.SYNTAX, start, f"{word} is no value of JSON; right would be {_RIGHT_WORDS[lowered]}")
    else:
        phrase = _PHRASE.match(cursor.text, start)
        words = BAD_BYTES.sub("\ufffd", phrase.group().rstrip()) if phrase else word
        cursor.fault(FaultCode.SYNTAX, start, f"text without quotes; right would be double quotes: {shown(words)}")
        if phrase and not cursor.stopped:
            cursor.pos = phrase.end()
    return Lexeme(None, spoiled=True)


def _number(cursor: Cursor, token: str, start: int) -> Lexeme:
    parts = _NUMBER.fullmatch(token)
    if parts is None:
        if token.lstrip("+-").lower() in _NOT_FINITE:
            cursor.fault(FaultCode.NOT_FINITE, start, f"{token} is no number of JSON; right would be a finite number")
        else:
            message = f"{shown(token)} is no number of JSON; right would be plain digits, or text in double quotes"
            cursor.fault(FaultCode.SYNTAX, start, message)
        return Lexeme(None, spoiled=True)
    if len(token) > MAX_NUMBER_CHARACTERS:
        message = f"a number of {len(token):,} characters; right would be one of {MAX_NUMBER_CHARACTERS} at most"
        cursor.fault(FaultCode.INVALID, start, message)
        return Lexeme(None, spoiled=True)
    if parts.group(1) is None and parts.group(2) is None:
        return Lexeme(int(token), spoiled=False)
    number = float(token)
    if not math.isfinite(number):
        cursor.fault(FaultCode.NOT_FINITE, start, f"{token} is too large for a number; right would be a finite number")
        return Lexeme(None, spoiled=True)
    return Lexeme(number, spoiled=False)


def _control_name(character: str) -> str:
    return {"\n": "a line break", "\r": "a line break", "\t": "a tab"}.get(character) or character_name(character)
