"""Bodies: Markdown, HTML, or a list of blocks. Text in blocks is inline Markdown, but code, which is what it is."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from broadsheet.article.faults import FaultCode
from broadsheet.article.fields import ImageSource, Line, Link, Markup, Pixels, Record, failure

MAX_RENDITIONS: Final = 10


class Rendition(Record):
    """The same picture in another size, of which browsers choose."""

    src: Annotated[ImageSource, Field(description='An http(s) address, a path "/…" of this site, or "media/…".')]
    width: Annotated[Pixels, Field(description="In pixels.")]


def _to_choose_from(renditions: tuple[Rendition, ...]) -> tuple[Rendition, ...]:
    widths = [one.width for one in renditions]
    if len(widths) > MAX_RENDITIONS:
        raise failure(FaultCode.INVALID, f"{len(widths):,} renditions; right would be {MAX_RENDITIONS} at most")
    twice = next((width for width in widths if widths.count(width) > 1), None)
    if twice is not None:
        raise failure(FaultCode.INVALID, f"two renditions are {twice:,} pixels wide; right would be one of each width")
    return renditions


class Image(Record):
    """A picture. `alt` is what it shows, in words, and must be given; "" says that it only decorates."""

    src: Annotated[ImageSource, Field(description='An http(s) address, a path "/…" of this site, or "media/…".')]
    alt: Annotated[Line, Field(description='What the picture shows, in words; "" if it only decorates.')]
    caption: Annotated[Line, Field(description="Plain text below the picture.")] = ""
    credit: Annotated[Line, Field(description="Who made the picture.")] = ""
    width: Annotated[Pixels | None, Field(description="In pixels.")] = None
    height: Annotated[Pixels | None, Field(description="In pixels.")] = None
    srcset: Annotated[
        tuple[Rendition, ...],
        Field(
            strict=False,
            description="The same picture in other sizes, up to 10, of which browsers choose.",
            json_schema_extra={"maxItems": MAX_RENDITIONS},
        ),
        AfterValidator(_to_choose_from),
    ] = ()


class ParagraphBlock(Record):
    """A paragraph of inline Markdown."""

    type: Literal["paragraph"] = "paragraph"
    text: Annotated[Markup, Field(description="Inline Markdown.")]


class HeadingBlock(Record):
    """A sub-heading. Level 1 is the article's own title."""

    type: Literal["heading"] = "heading"
    text: Annotated[Markup, Field(description="Inline Markdown.")]
    level: Annotated[int, Field(ge=2, le=6, description="2 to 6; the title is level 1.")] = 2


class QuoteBlock(Record):
    """A quotation."""

    type: Literal["quote"] = "quote"
    text: Annotated[Markup, Field(description="Inline Markdown.")]
    cite: Annotated[Line, Field(description="Who said it.")] = ""
    url: Annotated[Link | None, Field(description="Where it was said.")] = None


class ListBlock(Record):
    """A list, numbered or not."""

    type: Literal["list"] = "list"
    items: Annotated[
        tuple[Markup, ...],
        Field(strict=False, description="The items, each inline Markdown."),
    ]
    ordered: Annotated[bool, Field(description="Whether the items are numbered.")] = False


class ImageBlock(Image):
    """A picture among the text."""

    type: Literal["image"] = "image"


class CodeBlock(Record):
    """Code, shown as it is."""

    type: Literal["code"] = "code"
    text: Annotated[Markup, Field(description="The code, shown as it is.")]
    language: Annotated[Line, Field(description="The programming language.")] = ""


class EmbedBlock(Record):
    """Something from elsewhere: a film, a post, a map."""

    type: Literal["embed"] = "embed"
    url: Annotated[Link, Field(description="The address of what is embedded.")]
    title: Annotated[Line, Field(description="What it is, in words.")] = ""


class DividerBlock(Record):
    """A break between two parts."""

    type: Literal["divider"] = "divider"


Cells = Annotated[tuple[Markup, ...], Field(strict=False)]


class TableBlock(Record):
    """A table. Rows may differ in length; the missing cells are empty."""

    type: Literal["table"] = "table"
    head: Annotated[Cells | None, Field(description="The columns' names, each inline Markdown.")] = None
    rows: Annotated[
        tuple[Cells, ...],
        Field(strict=False, description="The rows, each a list of inline Markdown."),
    ]
    caption: Annotated[Line, Field(description="Plain text that says what the table tells.")] = ""


class HtmlBlock(Record):
    """HTML, of which the sanitiser keeps what is safe."""

    type: Literal["html"] = "html"
    html: Annotated[Markup, Field(description="HTML; what is not safe is taken out.")]


Block = Annotated[
    ParagraphBlock
    | HeadingBlock
    | QuoteBlock
    | ListBlock
    | ImageBlock
    | CodeBlock
    | EmbedBlock
    | DividerBlock
    | TableBlock
    | HtmlBlock,
    Field(discriminator="type"),
]


class MarkdownBody(Record):
    """A body in Markdown; in JSON, a string."""

    markdown: Markup


class HtmlBody(Record):
    """A body in HTML; in JSON, `{"html": …}`."""

    html: Annotated[Markup, Field(description="HTML; what is not safe is taken out.")]


class BlocksBody(Record):
    """A body in blocks; in JSON, a list."""

    blocks: Annotated[tuple[Block, ...], Field(strict=False)]


def _form(value: object) -> str | None:
    if isinstance(value, str | MarkdownBody):
        return "markdown"
    if isinstance(value, list | tuple | BlocksBody):
        return "blocks"
    return "html" if isinstance(value, Mapping | HtmlBody) else None


def _as_markdown(value: object) -> object:
    return {"markdown": value} if isinstance(value, str) else value


def _as_blocks(value: object) -> object:
    return {"blocks": value} if isinstance(value, list | tuple) else value


# Every form has its own tag, so that a fault is told of the form that was meant and of no other.
Body = Annotated[
    Annotated[MarkdownBody, BeforeValidator(_as_markdown), Tag("markdown")]
    | Annotated[HtmlBody, Tag("html")]
    | Annotated[BlocksBody, BeforeValidator(_as_blocks), Tag("blocks")],
    Discriminator(_form),
]
