"""Blocks to HTML that is not safe yet, but well formed: one function for each type of block."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import urlsplit

from broadsheet.article import (
    Block,
    CodeBlock,
    DividerBlock,
    EmbedBlock,
    HeadingBlock,
    HtmlBlock,
    ImageBlock,
    ListBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
)
from broadsheet.markup.balance import MAX_TAGS, TooManyTagsError, balanced
from broadsheet.markup.characters import without_unwanted
from broadsheet.markup.markdown import inline_html_of
from broadsheet.markup.sanitise import is_shallow
from broadsheet.markup.srcset import srcset_of

_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


def html_of_block(block: Block) -> str:  # noqa: C901, PLR0911  # a case for each type of block
    """Return the block as HTML that is balanced whatever its text holds, "" if there is nothing to show.

    Raises:
        TooDeepError: its text or its HTML is nested too deeply.
    """
    match block:
        case ParagraphBlock():
            return _paragraphs(block.text)
        case HeadingBlock():
            return _element(f"h{block.level}", _inline(block.text))
        case QuoteBlock():
            return _quote(block)
        case ListBlock():
            return _element("ol" if block.ordered else "ul", "".join(_element("li", _inline(i)) for i in block.items))
        case ImageBlock():
            return _image(block)
        case TableBlock():
            return _table(block)
        case CodeBlock():
            return _code(block)
        case EmbedBlock():
            return _embed(block)
        case DividerBlock():
            return "<hr>"
        case HtmlBlock():
            return balanced(without_unwanted(block.html))


def _inline(markdown: str) -> str:
    html = inline_html_of(markdown)
    return balanced(without_unwanted(html), inline=True) if "<" in markdown or not is_shallow(html) else html


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""


def _paragraphs(markdown: str) -> str:
    if "\n" not in markdown:
        return _element("p", _inline(markdown))
    parts = _BLANK_LINES.split(markdown.strip())
    if len(parts) * 2 > MAX_TAGS:
        raise TooManyTagsError
    return "\n".join(_element("p", _inline(part)) for part in parts)


def _quote(block: QuoteBlock) -> str:
    words = _paragraphs(block.text)
    source = escape(block.cite)
    if block.url:
        source = _link(block.url, source or escape(_shown(block.url)))
    return _element("blockquote", words + _element("footer", _element("cite", source)))


def _image(block: ImageBlock) -> str:
    size = "".join(
        f' {name}="{pixels}"' for name, pixels in (("width", block.width), ("height", block.height)) if pixels
    )
    credit = f'<small class="credit">{escape(block.credit)}</small>' if block.credit else ""
    caption = " ".join(part for part in (escape(block.caption), credit) if part)
    choice = f' srcset="{escape(srcset_of(block))}"' if block.srcset else ""
    image = f'<img src="{escape(block.src)}" alt="{escape(block.alt)}"{size}{choice}>'
    return f"<figure>{image}{_element('figcaption', caption)}</figure>"


def _code(block: CodeBlock) -> str:
    language = "-".join(block.language.lower().split())
    attribute = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{attribute}>{escape(block.text, quote=False)}</code></pre>" if block.text else ""


def _embed(block: EmbedBlock) -> str:
    """A link and no more: nothing of another site runs, or is fetched, in a page of ours."""
    link = _link(block.url, escape(block.title or _shown(block.url)))
    host = urlsplit(block.url).hostname if block.title else None
    note = f' <small class="host">{escape(host)}</small>' if host else ""
    return f'<figure class="embed">{link}{note}</figure>'


def _table(block: TableBlock) -> str:
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.head or ())
    body = _rows(block.rows)
    parts = _element("thead", _element("tr", head)) + _element("tbody", body)
    return _element("table", _element("caption", escape(block.caption)) + parts) if parts else ""


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "".join(_element("tr", "".join(f"<td>{_inline(cell)}</td>" for cell in row)) for row in rows)


def _link(url: str, content: str) -> str:
    return f'<a href="{escape(url)}">{content}</a>'


def _shown(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/") or url
