"""The open elements of HTML that is being put right, what waits to be opened, and what has been written."""

from html import escape
from typing import Final, NamedTuple

from broadsheet.markup.characters import decoded, without_unwanted
from broadsheet.markup.placement import (
    ENDED_BY_BLOCKS,
    MISSING,
    NO_TEXT,
    PARAGRAPHS,
    PARAGRAPHS_IN_DIVISIONS,
    PHRASING_ONLY,
)
from broadsheet.markup.vocabulary import CELLS, INLINE

MAX_DEPTH: Final = 100
INLINE_MARGIN: Final = 10  # levels left for what is put around inline content
MAX_REOPENED_CHARACTERS: Final = 1_048_576
MAX_SPACE_CHARACTERS: Final = 256
TEXT_NODE_CHARACTERS: Final = 1024


class TooDeepError(ValueError):
    """The elements are nested more than MAX_DEPTH levels deep."""


class Open(NamedTuple):
    """An open element.

    `context` is its name, or, of inline elements and divisions, the name of the nearest element that is neither.
    `opener` is its start tag, "" if it is not kept; `start` is where that is in the output.
    """

    name: str
    context: str
    opener: str
    start: int

    @property
    def is_division(self) -> bool:
        """Whether it is a block that is not kept."""
        return not self.opener and self.start >= 0


class OpenElements:
    """The stack of open elements, and what waits to be opened.

    Paragraphs and inline elements are opened only when there is something to put into them (`paragraph`, `pending`), so
    that empty ones never arise, and an inline element that a block interrupts goes on within the block.
    """

    def __init__(self, *, inline: bool) -> None:
        self.inline = inline
        self.max_depth = MAX_DEPTH - INLINE_MARGIN if inline else MAX_DEPTH
        self.out: list[str] = []
        self.top = Open("body", "p" if inline else "body", "", -1)
        self.stack = [self.top]
        self.paragraph: str | None = None
        self.pending: list[tuple[str, str]] = []  # (name, start tag), or ("", white space)
        self.reopened_characters = 0
        self.text_characters = 0

    def finished(self) -> str:
        """Close everything and return what was written."""
        self.close_phrasing()
        self.pop_to(1)
        return "".join(self.out)

    def text(self, source: str) -> None:
        """Write text, given with its references as they were written."""
        text = without_unwanted(decoded(source)) if "&" in source else source
        if text.isspace() and self.top.context != "pre":
            self.space(text[:MAX_SPACE_CHARACTERS])
        elif text:
            self.open_phrasing()
            if self.top.name == "pre" and len(self.out) == self.top.start + 1:
                text = text.lstrip("\n")  # a parser drops the first line break of a pre
            if text:
                self.out.append(self.escaped(text))

    def space(self, text: str) -> None:
        """Write white space: among text when more text comes, between blocks at once."""
        if self.takes_text():
            if not self.pending or self.pending[-1][0]:
                self.pending.append(("", text))
        else:
            self.write_space(text if text.isascii() else "\n")

    def boundary(self) -> None:
        """Part what was from what comes, where no block can."""
        if self.takes_text() and self.out and (self.out[-1][0] != "<" or self.out[-1][2:-1] in INLINE):
            if self.top.context == "pre":
                self.text("\n")
            else:
                self.space(" ")

    def takes_text(self) -> bool:
        """Whether text may stand right here, without anything being opened first."""
        return self.paragraph is not None or not (self.top.context in NO_TEXT or self.wants_paragraph())

    def wants_paragraph(self) -> bool:
        """Whether text here belongs into a paragraph of its own."""
        name, context, _, _ = self.top
        if name == context:
            return name in PARAGRAPHS
        return self.top.is_division and context in PARAGRAPHS_IN_DIVISIONS

    def enter_block(self) -> bool:
        """Make room for a block; False where none may stand."""
        if self.top.context in ENDED_BY_BLOCKS:
            index = len(self.stack) - 1
            while self.stack[index].name not in ENDED_BY_BLOCKS:
                index -= 1
            self.pop_to(index)
        if self.top.context in PHRASING_ONLY:
            self.boundary()
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Open what is missing between the open element and any content."""
        while self.top.name in {"implied ul", "implied dl"}:
            self.pop_to(len(self.stack) - 1)
        for missing in MISSING.get(self.top.context, ()):
            self.push(missing, f"<{missing}>")

    def open_phrasing(self) -> None:
        """Open the paragraph and the inline elements that wait for content."""
        if self.paragraph is None and self.top.context in NO_TEXT:
            self.settle()
        if self.paragraph is None and self.wants_paragraph():
            self.paragraph = "<p>"
        if self.paragraph is not None:
            self.push("p", self.paragraph)
            self.paragraph = None
        if self.pending:
            pending, self.pending = self.pending, []
            for name, markup in pending:
                if name:
                    self.push(name, markup)
                else:
                    self.write_space(markup)

    def close_phrasing(self) -> None:
        """Close the paragraph and the inline elements; those are to go on in the next."""
        if self.pending:
            if self.paragraph is None:
                self.write_waiting_space()
            self.pending = [entry for entry in self.pending if entry[0]]
        self.paragraph = None
        index = len(self.stack)
        while self.stack[index - 1].name in INLINE:
            index -= 1
        if index < len(self.stack):
            self.pending[:0] = self.interrupt(index)
        if self.top.name == "p":
            self.pop_to(len(self.stack) - 1)

    def interrupt(self, index: int) -> list[tuple[str, str]]:
        """Close inline elements; return those of them that may be opened again, outermost first."""
        again = []
        for name, _, opener, _ in self.stack[index:]:
            self.reopened_characters += len(opener) + len(name) + 3
            if self.reopened_characters <= MAX_REOPENED_CHARACTERS:
                again.append((name, opener))
        self.pop_to(index)
        return again

    def push(self, name: str, opener: str) -> None:
        """Open an element; with "" as its start tag, a division, which is not kept."""
        context = self.top.context if name in INLINE or not opener else name
        self.top = Open(name, context, opener, len(self.out))
        self.stack.append(self.top)
        if opener:
            self.out.append(opener)
        self.check_depth()

    def check_depth(self) -> None:
        """Raise TooDeepError if too much is open, or waits to be."""
        if len(self.stack) + len(self.pending) > self.max_depth + 1:
            raise TooDeepError

    def pop_to(self, index: int) -> None:
        """Close all open elements from `index` on; those that have no content are left out."""
        out = self.out
        while len(self.stack) > index:
            name, _, opener, start = self.stack.pop()
            if not opener:
                continue
            content = len(out) - start - 1
            if content > 1 or name in CELLS or (content == 1 and not out[-1].isspace()):
                out.append(f"</{name.removeprefix('implied ')}>")
            else:
                del out[start:]
            if name in CELLS or name == "caption":
                self.pending.clear()
        self.top = self.stack[-1]

    def escaped(self, text: str) -> str:
        """Escape text, and part it now and then by a comment, which nh3 takes out.

        nh3 needs time in the square of the length of a text that holds many ampersands or no-break spaces.
        """
        self.text_characters += len(text)
        if self.text_characters < TEXT_NODE_CHARACTERS:
            return escape(text, quote=False)
        self.text_characters = 0
        parts = (text[i : i + TEXT_NODE_CHARACTERS] for i in range(0, len(text), TEXT_NODE_CHARACTERS))
        return "".join(f"{escape(part, quote=False)}<!---->" for part in parts)

    def write_space(self, text: str) -> None:
        """Write white space, but only once in a row."""
        if self.out and not self.out[-1].isspace():
            self.out.append(text)

    def write_waiting_space(self) -> None:
        """Write the white space among what waits."""
        for name, markup in self.pending:
            if not name:
                self.write_space(markup)
