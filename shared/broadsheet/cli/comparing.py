"""What has changed between two versions of an article, in words that people can read."""

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from broadsheet.article import Article, ArticleId, BlocksBody, HtmlBody, MarkdownBody, Rejected
from broadsheet.formats import read_article
from broadsheet.stores.inbox import Source

_WORDS: Final = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""A word and the space after it are one: a text is half spaces, and to compare each with each takes too long."""
_ALIKE: Final = 0.4
"""From which similarity on a paragraph is told as a changed one, and not as another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: `sign` is " " for what stayed, "-" for what went, "+" for what came."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field, or "body", that differs: whole in `old` and `new` ("" for absent), and line by line in pieces."""

    field: str
    old: str
    new: str
    lines: tuple[tuple[Piece, ...], ...]


def changes_between(old: Source, new: Source, article_id: str) -> list[Change]:
    """What differs, field by field in the order of the fields, the body last.

    A version that can't be read as an article is compared as it is, line by line, under the field "source".
    """
    before, after = _fields(old, article_id), _fields(new, article_id)
    if before is None or after is None:
        before, after = {"source": _raw(old)}, {"source": _raw(new)}
    names = dict.fromkeys([*before, *after])
    ordered = [name for name in names if name != "body"] + [name for name in names if name == "body"]
    return [
        Change(field=name, old=one, new=other, lines=tuple(_compared(one, other)))
        for name in ordered
        if (one := before.get(name, "")) != (other := after.get(name, ""))
    ]


def _fields(source: Source, article_id: str) -> dict[str, str] | None:
    if source.data is None:
        return {} if source.deleted else None
    try:
        article = read_article(source.data, article_id=ArticleId(article_id))
    except Rejected:
        return None
    return {name: _as_text(article, name) for name in type(article).model_fields if name in article.model_fields_set}


def _as_text(article: Article, name: str) -> str:
    value = getattr(article, name)
    match value:
        case None:
            return ""
        case str():
            return value
        case MarkdownBody(markdown=text) | HtmlBody(html=text):
            return text
        case BlocksBody(blocks=blocks):
            return "\n\n".join(_block_as_text(block.model_dump(mode="json")) for block in blocks)
        case _:
            return _plain(article.model_dump(mode="json", include={name})[name])


def _block_as_text(block: dict[str, Any]) -> str:
    kind = block.pop("type")
    text = block.pop("text", None) or block.pop("html", None)
    rest = {name: value for name, value in block.items() if value not in (None, "", [])}
    told = f"{kind}: {text}" if text else f"{kind}:"
    return told + (f" {_plain(rest)}" if rest else "")


def _plain(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _raw(source: Source) -> str:
    return (source.data or b"").decode(errors="replace")


def _compared(old: str, new: str) -> Iterator[tuple[Piece, ...]]:
    """Line by line; lines that are alike word by word, and what stayed as it was is left out but for its neighbours."""
    before, after = ([line for line in text.splitlines() if line.strip()] for text in (old, new))
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        for one, other in _paired(gone, come):
            if one is None:
                yield (Piece("+", other or ""),)
            elif other is None:
                yield (Piece("-", one),)
            else:
                yield tuple(_by_words(one, other))


def _paired(gone: Sequence[str], come: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each line that went with the one that came in its place, where they are alike."""
    for number in range(max(len(gone), len(come))):
        one = gone[number] if number < len(gone) else None
        other = come[number] if number < len(come) else None
        if one is not None and other is not None:
            if difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= _ALIKE:
                yield one, other
                continue
            yield one, None
            yield None, other
        else:
            yield one, other


def _by_words(old: str, new: str) -> Iterator[Piece]:
    # The last word gets a space for the comparison, so that it is the same word when others follow it.
    before, after = _WORDS.findall(old + " "), _WORDS.findall(new + " ")
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[new_start:new_end])
        if tag == "equal":
            at_the_end = end == len(before) and new_end == len(after)
            yield Piece(" ", come[:-1] if at_the_end else come)
            continue
        gone = gone[:-1] if end == len(before) else gone
        come = come[:-1] if new_end == len(after) else come
        space = _space_after(gone) if _space_after(gone) == _space_after(come) else ""
        if gone:
            yield Piece("-", gone.removesuffix(space))
        if come:
            yield Piece("+", come.removesuffix(space))
        if space:
            yield Piece(" ", space)


def _space_after(text: str) -> str:
    return text[len(text.rstrip()) :]
