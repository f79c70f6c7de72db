"""Any HTML at all becomes balanced, shallow HTML of the allowed elements, each where it may stand.

This goes before nh3, for three reasons. nh3's cost grows with the square of the nesting depth, so that depth must be
bounded first. What an HTML parser does to mis-nested elements (the adoption agency, foster parents, formatting that is
reconstructed again and again) can multiply its input; nh3 is never shown any. And a tree that holds only what may stand
where it stands is parsed again as the same tree, so that what is safe here is safe in a page.

It is not the sanitiser: attributes pass through as they were written, and nh3 judges them afterwards.
"""

import re
from html import escape
from typing import Final, NamedTuple

from broadsheet.markup.characters import decoded, without_unwanted
from broadsheet.markup.placement import (
    BARRIERS,
    BLOCKS,
    CONTAINERS,
    ENDED_BY_BLOCKS,
    IMPLIED_LISTS,
    MISSING,
    NO_TEXT,
    PARAGRAPHS,
    PARAGRAPHS_IN_DIVISIONS,
    PARENTS,
    PHRASING_ONLY,
    SIBLINGS,
)
from broadsheet.markup.tokens import TokenKind, attribute_names, tokens
from broadsheet.markup.vocabulary import (
    CELLS,
    FLOW,
    HEADINGS,
    INLINE,
    ITEMS,
    PLACED,
    TABLE_PARTS,
    TABLE_SECTIONS,
)

MAX_DEPTH: Final = 100
INLINE_MARGIN: Final = 10  # levels left for what is put around inline content
MAX_TAGS: Final = 100_000
MAX_REOPENED_CHARACTERS: Final = 1_048_576
MAX_SPACE_CHARACTERS: Final = 256
TEXT_NODE_CHARACTERS: Final = 1024

# What pasting from Google Docs brings: a whole text within <b style="font-weight:normal">.
_EMPHASIS: Final = frozenset({"b", "strong", "i", "em"})
_NORMAL: Final = re.compile(r"font-(?:weight|style)\s*:\s*(?:normal|400)", re.IGNORECASE)
_ALIGNMENT: Final = re.compile(r"""(?:text-align\s*:|\balign\s*=)\s*["']?(left|right|center)""", re.IGNORECASE)


class TooDeepError(ValueError):
    """The elements are nested more than MAX_DEPTH levels deep."""


class TooManyTagsError(ValueError):
    """There are more than MAX_TAGS tags."""


def balanced(html: str, *, inline: bool = False) -> str:
    """Return the same content as balanced HTML in which every element is allowed, and stands where it may.

    Text that stands in no block comes to stand in a paragraph; with `inline`, block elements are left out and their
    content is kept. Elements that would be empty are left out. Linear in the input.

    Raises:
        TooDeepError: too many levels, counting also divisions that will not be kept.
        TooManyTagsError: too many tags.
    """
    balancer = _Balancer(inline=inline)
    tags = 0
    text, start, end = balancer.text, balancer.start, balancer.end
    for kind, value, attributes in tokens(html):
        if kind is TokenKind.TEXT:
            text(value)
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise TooManyTagsError
        if kind is TokenKind.START:
            start(value, attributes)
        else:
            end(value)
    return balancer.finished()


class _Open(NamedTuple):
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
        return not self.opener and self.start >= 0


class _Balancer:
    """The stack of open elements, and what waits to be opened.

    Paragraphs and inline elements are opened only when there is something to put into them (`paragraph`, `pending`), so
    that empty ones never arise, and an inline element that a block interrupts goes on within the block.
    """

    def __init__(self, *, inline: bool) -> None:
        self.inline = inline
        self.max_depth = MAX_DEPTH - INLINE_MARGIN if inline else MAX_DEPTH
        self.out: list[str] = []
        self.top = _Open("body", "p" if inline else "body", "", -1)
        self.stack = [self.top]
        self.paragraph: str | None = None
        self.pending: list[tuple[str, str]] = []  # (name, start tag), or ("", white space)
        self.reopened_characters = 0
        self.text_characters = 0

    def finished(self) -> str:
        self.close_phrasing()
        self.pop_to(1)
        return "".join(self.out)

    # Content

    def text(self, source: str) -> None:
        text = without_unwanted(decoded(source)) if "&" in source else source
        if text.isspace() and self.top.context != "pre":
            self.space(text[:MAX_SPACE_CHARACTERS])
        elif text:
            self.open_phrasing()
            if self.top.name == "pre" and len(self.out) == self.top.start + 1:
                text = text.lstrip("\n")  # a parser drops the first line break of a pre
            if text:
                self.out.append(self.escaped(text))

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

    def space(self, text: str) -> None:
        if self.takes_text():
            if not self.pending or self.pending[-1][0]:
                self.pending.append(("", text))
        else:
            self.write_space(text if text.isascii() else "\n")

    def write_space(self, text: str) -> None:
        if self.out and not self.out[-1].isspace():
            self.out.append(text)

    def write_waiting_space(self) -> None:
        for name, markup in self.pending:
            if not name:
                self.write_space(markup)

    def boundary(self) -> None:
        """Part what was from what comes, where no block can."""
        if self.takes_text() and self.out and (self.out[-1][0] != "<" or self.out[-1][2:-1] in INLINE):
            if self.top.context == "pre":
                self.text("\n")
            else:
                self.space(" ")

    def takes_text(self) -> bool:
        return self.paragraph is not None or not (self.top.context in NO_TEXT or self.wants_paragraph())

    def wants_paragraph(self) -> bool:
        name, context, _, _ = self.top
        if name == context:
            return name in PARAGRAPHS
        return self.top.is_division and context in PARAGRAPHS_IN_DIVISIONS

    # Start tags

    def start(self, name: str, attributes: str) -> None:
        if name in INLINE:
            self.start_inline(name, attributes)
        elif name == "br":
            self.line_break()
        elif name == "img":
            self.image(attributes)
        elif name not in BLOCKS:
            return
        elif self.inline:
            self.boundary()
        elif name == "p":
            self.start_paragraph(attributes)
        elif name in ITEMS:
            self.start_item(name, attributes)
        elif name in TABLE_PARTS:
            self.start_table_part(name, attributes)
        elif name in FLOW or name == "hr":
            self.start_block(name, attributes)
        else:
            self.start_division(name, attributes)

    def start_inline(self, name: str, attributes: str) -> None:
        if name == "a":
            self.end_inline("a")
            if "href" not in attribute_names(attributes):
                return
        if name in _EMPHASIS and "normal" in attributes and _NORMAL.search(attributes):
            return
        self.pending.append((name, f"<{name}{attributes}>"))
        self.check_depth()

    def line_break(self) -> None:
        if self.takes_text() and self.paragraph is None:
            self.open_phrasing()
            self.out.append("<br>")

    def image(self, attributes: str) -> None:
        names = attribute_names(attributes)
        if "src" in names:
            self.open_phrasing()
            self.out.append(f"<img{attributes}>" if "alt" in names else f'<img alt=""{attributes}>')

    def start_paragraph(self, attributes: str) -> None:
        self.close_phrasing()
        if self.top.context in PHRASING_ONLY:
            self.boundary()
        else:
            self.settle()
            self.paragraph = f"<p{attributes}>"

    def start_block(self, name: str, attributes: str) -> None:
        self.close_phrasing()
        if name in {"ul", "ol"} and self.top.name in {"ul", "ol"}:
            self.resume_item()
        if self.enter_block():
            if name == "hr":
                self.out.append("<hr>")
            else:
                self.push(name, f"<{name}{attributes}>")

    def resume_item(self) -> None:
        """Open the last item again: a list right within a list, as word processors write it, belongs to that item."""
        if self.out[-1].isspace() and self.out[-2] == "</li>":
            self.out.pop()
        if self.out[-1] == "</li>":
            self.out.pop()
            self.top = _Open("li", "li", "<li>", 0)
            self.stack.append(self.top)
            self.check_depth()

    def start_item(self, name: str, attributes: str) -> None:
        self.close_phrasing()
        for index in range(len(self.stack) - 1, 0, -1):
            element = self.stack[index]
            if element.name in SIBLINGS[name]:
                self.pop_to(index)
                break
            if element.name in CONTAINERS and element.opener:
                break
        if self.top.context in PARENTS[name] or self.enter_block():
            if self.top.context not in PARENTS[name]:
                self.push(IMPLIED_LISTS[name], f"<{IMPLIED_LISTS[name][-2:]}>")
            self.push(name, f"<{name}{attributes}>")

    def start_table_part(self, name: str, attributes: str) -> None:
        self.close_phrasing()
        homes = {"table"}
        if name == "tr":
            homes |= TABLE_SECTIONS
        elif name in CELLS:
            homes |= TABLE_SECTIONS | {"tr"}
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].name in homes:
                self.pop_to(index + 1)
                break
        else:
            return
        if name == "tr" or name in CELLS:
            for missing in MISSING[self.top.name]:
                if missing in {name, "td"}:
                    break
                self.push(missing, f"<{missing}>")
        if name in CELLS and "align" in attributes and (alignment := _ALIGNMENT.search(attributes)):
            attributes = f' class="align-{alignment[1].lower()}"{attributes}'
        self.push(name, f"<{name}{attributes}>")

    def start_division(self, name: str, attributes: str) -> None:
        self.close_phrasing()
        if PLACED.get(name) == self.top.context:
            self.push(name, f"<{name}{attributes}>")
            return
        if self.top.name in {"implied ul", "implied dl"}:
            self.settle()
        self.push(name, "")
        self.boundary()

    # End tags

    def end(self, name: str) -> None:
        if name in INLINE:
            self.end_inline(name)
        elif name == "br":
            self.line_break()
        elif name not in BLOCKS:
            return
        elif self.inline:
            self.boundary()
        elif name == "p" and (self.paragraph is not None or self.top.context == "p"):
            self.close_phrasing()
        elif not self.end_block(name):
            if self.top.context in PHRASING_ONLY:
                self.boundary()
            elif name in TABLE_PARTS and not any(element.name == "table" for element in self.stack):
                self.close_phrasing()

    def end_inline(self, name: str) -> None:
        for index in range(len(self.pending) - 1, -1, -1):
            if self.pending[index][0] == name:
                del self.pending[index]
                if 0 < index < len(self.pending) and not (self.pending[index - 1][0] or self.pending[index][0]):
                    del self.pending[index]
                return
        for index in range(len(self.stack) - 1, 0, -1):
            element_name = self.stack[index].name
            if element_name == name:
                self.write_waiting_space()
                inner = [entry for entry in self.pending if entry[0]]
                self.pending = self.interrupt(index)[1:] + inner
                return
            if element_name not in INLINE:
                return

    def end_block(self, name: str) -> bool:
        """End the nearest such element; False if there is none to be ended."""
        barriers = BARRIERS[name]
        for index in range(len(self.stack) - 1, 0, -1):
            element = self.stack[index]
            if element.name == name or (name in HEADINGS and element.name in HEADINGS):
                self.close_phrasing()
                self.pop_to(index)
                if element.is_division:
                    self.boundary()
                return True
            if element.name in barriers and element.opener:
                return False
        return False

    # The stack

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
        context = self.top.context if name in INLINE or not opener else name
        self.top = _Open(name, context, opener, len(self.out))
        self.stack.append(self.top)
        if opener:
            self.out.append(opener)
        self.check_depth()

    def check_depth(self) -> None:
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
