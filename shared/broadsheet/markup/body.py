"""A body in any of its forms, rendered."""

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.article import BlocksBody, Body, Fault, FaultCode, HtmlBody, Rejected
from broadsheet.markup.anchors import with_own_anchors
from broadsheet.markup.balance import MAX_TAGS, TooManyTagsError
from broadsheet.markup.blocks import html_of_block
from broadsheet.markup.markdown import html_of
from broadsheet.markup.open_elements import MAX_DEPTH, TooDeepError
from broadsheet.markup.outline import with_even_outline
from broadsheet.markup.safe_html import SafeHtml
from broadsheet.markup.sanitise import is_shallow, sanitised
from broadsheet.markup.text import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBody:
    """A body as it stands in the page, and as text.

    `text` is the running text only (no headings, code, figures, tables, attributions, numbers of notes), in one line,
    for excerpts.
    """

    html: SafeHtml
    text: str


def render_body(body: Body) -> RenderedBody:
    """Render a body. What is not allowed is left out; see `vocabulary` for what is.

    Raises:
        Rejected: it is nested too deeply (TOO_DEEP), has too many tags (TOO_LARGE) or holds half of a surrogate pair
            (LONE_SURROGATE), with a fault at "/body", "/body/html", or "/body/<n>" for each such block.
    """
    faults: list[Fault] = []
    html = ""
    if isinstance(body, BlocksBody):
        parts = [
            _attempt(f"/body/{index}", lambda block=block: html_of_block(block), faults)  # type: ignore[misc]
            for index, block in enumerate(body.blocks)
        ]
        if not faults:
            html = _attempt("/body", lambda: sanitised("\n".join(filter(None, parts)), well_formed=True), faults)
    elif isinstance(body, HtmlBody):
        html = _attempt("/body/html", lambda: sanitised(body.html), faults)
    else:
        html = _attempt("/body", lambda: _from_markdown(body.markdown), faults)
    if faults:
        raise Rejected(faults)
    safe = with_own_anchors(with_even_outline(SafeHtml(html)))
    return RenderedBody(html=safe, text=plain_text(safe))


def _from_markdown(markdown: str) -> SafeHtml:
    html = html_of(markdown)
    return sanitised(html, well_formed="<" not in markdown and is_shallow(html))


def _attempt(pointer: str, render: Callable[[], str], faults: list[Fault]) -> str:
    try:
        return render()
    except TooDeepError:
        message = f"nested more than {MAX_DEPTH} levels deep; right would be fewer elements within one another"
        faults.append(Fault(pointer=pointer, message=message, code=FaultCode.TOO_DEEP))
    except TooManyTagsError:
        message = f"more than {MAX_TAGS:,} tags; right would be an article, or several, of fewer"
        faults.append(Fault(pointer=pointer, message=message, code=FaultCode.TOO_LARGE))
    except UnicodeEncodeError as error:
        message = (
            f"U+{ord(error.object[error.start]):04X} is half of a surrogate pair; right would be the whole character"
        )
        faults.append(Fault(pointer=pointer, message=message, code=FaultCode.LONE_SURROGATE))
    return ""
