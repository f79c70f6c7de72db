"""Any HTML at all becomes balanced, shallow HTML of the allowed elements, each where it may stand.

This goes before nh3, for three reasons. nh3's cost grows with the square of the nesting depth, so that depth must be
bounded first. What an HTML parser does to mis-nested elements (the adoption agency, foster parents, formatting that is
reconstructed again and again) can multiply its input; nh3 is never shown any. And a tree that holds only what may stand
where it stands is parsed again as the same tree, so that what is safe here is safe in a page.

It is not the sanitiser: attributes pass through as they were written, and nh3 judges them afterwards.
"""

import re
from typing import Final

from broadsheet.markup.open_elements import Open, OpenElements
from broadsheet.markup.placement import (
    BARRIERS,
    BLOCKS,
    CONTAINERS,
    IMPLIED_LISTS,
    MISSING,
    PARENTS,
    PHRASING_ONLY,
    SIBLINGS,
)
from broadsheet.markup.tokens import TokenKind, attribute_names, tokens
from broadsheet.markup.vocabulary import CELLS, FLOW, HEADINGS, INLINE, ITEMS, PLACED, TABLE_PARTS, TABLE_SECTIONS

MAX_TAGS: Final = 100_000

# What pasting from Google Docs brings: a whole text within <b style="font-weight:normal">.
_EMPHASIS: Final = frozenset({"b", "strong", "i", "em"})
_NORMAL: Final = re.compile(r"font-(?:weight|style)\s*:\s*(?:normal|400)", re.IGNORECASE)
_ALIGNMENT: Final = re.compile(r"""(?:text-align\s*:|\balign\s*=)\s*["']?(left|right|center)""", re.IGNORECASE)


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


class _Balancer(OpenElements):
    """What each start tag and each end tag does."""

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
            self.top = Open("li", "li", "<li>", 0)
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
