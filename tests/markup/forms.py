"""Short ways to render a body in a test."""

from broadsheet.article import BlocksBody, HtmlBody, MarkdownBody, Rejected
from broadsheet.markup import RenderedBody, render_body


def from_markdown(markdown: str) -> RenderedBody:
    return render_body(MarkdownBody.model_construct(markdown=markdown))


def from_html(html: str) -> RenderedBody:
    return render_body(HtmlBody.model_construct(html=html))


def from_blocks(*blocks: dict[str, object]) -> RenderedBody:
    return render_body(BlocksBody.model_validate({"blocks": list(blocks)}))


def faults_of(body: MarkdownBody | HtmlBody | BlocksBody) -> list[tuple[str, str]]:
    """The pointer and the code of each fault; none if the body is rendered."""
    try:
        render_body(body)
    except Rejected as rejected:
        return [(fault.pointer, fault.code.value) for fault in rejected.faults]
    return []
