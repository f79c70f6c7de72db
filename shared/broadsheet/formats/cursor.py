"""A place in a JSON text, and the faults found on the way there."""

import re
from typing import Final

from broadsheet.article import Fault, FaultCode
from broadsheet.article.text import character_name, shown
from broadsheet.formats.pointers import Lines, pointer_to

MAX_FAULTS: Final = 1_000

BAD_BYTES: Final = re.compile(r"[\ud800-\udfff]++")
_SPACE: Final = re.compile(r"[ \t\r\n]*+")
_OTHER_SPACE: Final = re.compile(r"[\x0b\x0c\x85\xa0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]++")
_COMMENT: Final = re.compile(r"//[^\n]*+|#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)")
_JSON_BEGINNINGS: Final = frozenset('"{}[]:,0123456789-tfn')
_MAX_BYTES_SHOWN: Final = 4
_LIKELY_MARKS: Final = frozenset("‘’“”–—…•€£§°«»")


class Cursor:
    """Goes through a text that was decoded with `surrogateescape`; `first_byte` is where the text begins in its file.

    `path` is where in the document the cursor is. Once `stopped`, the cursor is at the end of the text, and no more
    faults are taken.
    """

    def __init__(self, text: str, *, first_byte: int) -> None:
        self.text = text
        self.pos = 0
        self.path: list[str | int] = []
        self.faults: list[Fault] = []
        self.lines = Lines(text)
        self.stopped = False
        self._counted = (0, first_byte)

    def fault(self, code: FaultCode, offset: int, message: str) -> None:
        """Take note of a fault and go on; after a thousand, stop."""
        if self.stopped:
            return
        line, column = self.lines.place(offset)
        self.faults.append(
            Fault(pointer=pointer_to(self.path), message=message, code=code, line=line, column=column),
        )
        if len(self.faults) >= MAX_FAULTS:
            self._stop()

    def give_up(self, code: FaultCode, offset: int, message: str) -> None:
        """Take note of a fault behind which nothing can be known."""
        self.fault(code, offset, message)
        self._stop()

    def _stop(self) -> None:
        self.stopped = True
        self.pos = len(self.text)

    def unexpected(self, right: str) -> None:
        """Give up at the character that stands here, or at the end of the file."""
        if self.pos >= len(self.text):
            self.give_up(FaultCode.SYNTAX, self.pos, f"the file ends too early; right would be {right}")
        elif BAD_BYTES.match(self.text, self.pos):
            self.give_up(FaultCode.ENCODING, self.pos, self.bad_bytes(self.pos))
        else:
            self.give_up(FaultCode.SYNTAX, self.pos, f"unexpected {self.here()}; right would be {right}")

    def unclosed(self, opened: int, what: str) -> None:
        """Give up because the file ends inside what was opened at an offset."""
        line, column = self.lines.place(opened)
        message = f"the file ends inside the {what} that begins at line {line}, column {column}; is its end missing?"
        self.give_up(FaultCode.SYNTAX, len(self.text), message)

    def peek(self) -> str:
        """The character that stands here; "" at the end."""
        return self.text[self.pos : self.pos + 1]

    def here(self) -> str:
        """The character that stands here, for a message."""
        character = self.text[self.pos]
        return shown(character) if character.isprintable() else character_name(character)

    def bad_bytes(self, offset: int) -> str:
        """What to say of the bytes at an offset that are not UTF-8. Offsets may not go back from call to call."""
        run = BAD_BYTES.match(self.text, offset)
        raw = run.group().encode(errors="surrogateescape") if run else b""
        characters, count = self._counted
        count += len(self.text[characters:offset].encode(errors="surrogateescape"))
        self._counted = (offset, count)
        named = " ".join(f"0x{byte:02X}" for byte in raw[:_MAX_BYTES_SHOWN]) + "…" * (len(raw) > _MAX_BYTES_SHOWN)
        old = raw[:1].decode("cp1252", errors="replace")
        guess = f' (in Windows-1252 it would be "{old}")' if old.isalpha() or old in _LIKELY_MARKS else ""
        return f"{named} at byte {count + 1:,} is not UTF-8{guess}; right would be the file saved as UTF-8"

    def skip_space(self) -> None:
        """Go past white space, and past comments and foreign white space with a fault for each."""
        text, length = self.text, len(self.text)
        self.pos = _SPACE.match(text, self.pos).end()  # type: ignore[union-attr]  # always matches
        while self.pos < length and text[self.pos] not in _JSON_BEGINNINGS:
            if found := _COMMENT.match(text, self.pos):
                message = "a comment, which JSON does not have; right would be the file without it"
            elif found := _OTHER_SPACE.match(text, self.pos):
                message = f"{character_name(text[self.pos])} between values; right would be an ordinary space"
            else:
                return
            self.fault(FaultCode.SYNTAX, self.pos, message)
            if not self.stopped:
                self.pos = _SPACE.match(text, found.end()).end()  # type: ignore[union-attr]  # always matches
