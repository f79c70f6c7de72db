"""What is wrong with a style sheet: what browsers would drop of it, and what it would fetch (CSS Syntax Level 3)."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any, Final

import tinycss2

_ASSET: Final = "asset:"
_OF_ADDRESSES: Final = frozenset({"url", "src", "image", "image-set", "-webkit-image-set"})
"""The functions in which a string is an address (CSS Values Level 4, CSS Images Level 4)."""
_END: Final = "the-end-of-the-style"
"""A word that is put at a style's end: what holds it was never closed."""
_BROKEN: Final = {
    "bad-string": "a string that ends with its line; right would be a quotation mark before that",
    "eof-in-string": "a string that is never closed; right would be a quotation mark",
    "bad-url": 'an address that can\'t be read; right would be url("asset:<name>")',
    "eof-in-url": 'url( is never closed; right would be url("asset:<name>")',
}
_BRACKETS: Final = {"{} block": "{", "() block": "(", "[] block": "[", "function": "("}
_SHOWN: Final = 60


def style_faults(text: str, assets: Collection[str]) -> Iterator[tuple[int, str]]:
    """Each fault with its line, in their order; `assets` are the names of the theme's files.

    Comments are no part of a style. If brackets have no partners, that is all that is told: what else may be wrong
    follows from it.
    """
    nodes = tinycss2.parse_component_value_list(f"{text}\n;{_END}")
    faults = sorted({*_unpaired(nodes)}) or sorted({*_fetched(nodes, assets), *_dropped(text)})
    yield from faults


def _unpaired(nodes: list[Any]) -> Iterator[tuple[int, str]]:
    """What breaks the tokens' grammar. What stands in a bracket that is left open is not judged: more may be meant."""
    opened = _left_open(nodes)
    within = {id(node) for node in _all(_inner(opened))} if opened else set()
    for node in _all(nodes):
        if node.type == "error" and id(node) not in within:
            right = f"{node.kind} has no partner before it; right would be none, or an opening one"
            yield node.source_line, _BROKEN.get(node.kind, right)
    if opened and opened.type == "comment":
        yield opened.source_line, "a comment that is never closed; right would be */"
    elif opened and (bracket := _BRACKETS.get(opened.type)):
        yield opened.source_line, f"{bracket} is never closed; right would be its partner, before the next rule"


def _left_open(nodes: list[Any]) -> Any:
    """The innermost of what holds the style's end; None where nothing does."""
    found = None
    while nodes and not (nodes[-1].type == "ident" and nodes[-1].value == _END):
        found = nodes[-1]
        nodes = _inner(found)
    return found


def _fetched(nodes: list[Any], assets: Collection[str]) -> Iterator[tuple[int, str]]:
    """What is fetched from elsewhere, and assets that don't exist. What stands after @import is one with it."""
    for siblings in (nodes, *map(_inner, _all(nodes))):
        importing = False
        for node in siblings:
            if node.type == "at-keyword" and node.lower_value == "import":
                importing = True
                yield node.source_line, _elsewhere("@import")
            elif node == ";":
                importing = False
            elif not importing:
                yield from ((node.source_line, fault) for fault in _judged(node, assets))


def _judged(node: Any, assets: Collection[str]) -> Iterator[str]:
    if node.type == "url":
        yield from _judged_address(node.value, node.serialize(), assets)
    elif node.type == "function" and node.lower_name in _OF_ADDRESSES:
        for text in (each.value for each in node.arguments if each.type == "string"):
            written = f'{node.name}("{text}")'
            if node.lower_name == "url":
                yield from _judged_address(text, written, assets)
            else:
                yield _elsewhere(written)


def _judged_address(address: str, written: str, assets: Collection[str]) -> Iterator[str]:
    name = address.removeprefix(_ASSET)
    if name == address:
        yield _elsewhere(written)
    elif name not in assets:
        near = get_close_matches(name, assets, n=1)
        right = f"right may be {near[0]!r}" if near else f"those that exist are {', '.join(map(repr, sorted(assets)))}"
        yield f"there is no asset {name!r}; {right}"


def _elsewhere(written: str) -> str:
    folded = " ".join(written.split())
    shown = folded if len(folded) <= _SHOWN else folded[:_SHOWN] + "…"
    return f'{shown}: a style fetches nothing from elsewhere; right would be url("asset:<name>")'


def _dropped(text: str) -> Iterator[tuple[int, str]]:
    """What is neither a rule nor a declaration, in the whole and in each rule."""
    left = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    while left:
        rule = left.pop()
        if rule.type == "error":
            right = "right would be selector { property: value; }"
            yield rule.source_line, f"this is no rule and no declaration, so browsers drop it; {right}"
        elif rule.type in {"qualified-rule", "at-rule"} and rule.content is not None:
            left += tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)


def _all(nodes: list[Any]) -> Iterator[Any]:
    """Every node at any depth, however deep."""
    left = nodes[::-1]
    while left:
        node = left.pop()
        yield node
        left += _inner(node)[::-1]


def _inner(node: Any) -> list[Any]:
    found: list[Any] = getattr(node, "content", None) or getattr(node, "arguments", None) or []
    return found
