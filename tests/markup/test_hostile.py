"""Input made to exhaust: it is rendered or refused in time that grows with its length only."""

import time

import pytest

from broadsheet.article import BlocksBody, Body, HtmlBody, MarkdownBody, ParagraphBlock, Rejected, TableBlock
from broadsheet.markup import render_body
from tests.markup.forms import faults_of, from_html, from_markdown

LENGTH = 512 * 1024
# Many times what it takes on a slow machine; what is quadratic takes longer still.
SECONDS = 10.0


def repeated(unit: str) -> str:
    return unit * (LENGTH // len(unit))


def seconds_to_render(body: Body) -> float:
    start = time.perf_counter()
    try:
        render_body(body)
    except Rejected as rejected:
        assert {fault.code.value for fault in rejected.faults} <= {"too_deep", "too_large"}  # noqa: PT017
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "html",
    [
        repeated("<b>"),
        repeated("<div>"),
        repeated("<p>x")[:390_000],
        repeated("<"),
        repeated("<!--"),
        repeated("<a b='"),
        repeated('<a ="'),
        repeated("<svg>"),
        repeated("&"),
        repeated("&nbsp;"),
        repeated("\xa0a"),
        repeated("&#x202e;"),
        "<b>" * 90 + "<p>x" * 90_000,
        f'<i title="{"y" * 1000}">' * 90 + "<p>x" * 90_000,
        "<b>" * 90 + "x" + "</i> " * 90_000,
        "<ul><li>" + "<blockquote>" * 90 + "</li>" * 90_000,
        "<table>" * 30 + "<td><b>x" * 40_000,
        "<b>x<i>y</b>z</i>" * 24_000,
        "<img src=javascript:x>" * 90_000,
        f"<p><img src=/a alt='{repeated('&')}'>",
    ],
    ids=lambda html: html[:24],
)
def test_html(html: str) -> None:
    assert seconds_to_render(HtmlBody.model_construct(html=html)) < SECONDS


@pytest.mark.parametrize(
    "markdown",
    [
        ">" * 50_000,
        repeated(">"),
        repeated("["),
        repeated("*"),
        repeated("*a **b "),
        repeated("- "),
        repeated("![a](b"),
        repeated("`a ``b "),
        repeated("&"),
        repeated("#\n"),
        repeated("<b>\n\n"),
        "".join("  " * depth + "- a\n" for depth in range(1400)),
        "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|a\n" * 500_000,
        f"[a]: https://example.org/{'x' * 100_000}\n\n" + "[a] " * 400_000,
    ],
    ids=lambda markdown: markdown[:24],
)
def test_markdown_as_a_body_and_as_a_block(markdown: str) -> None:
    assert seconds_to_render(MarkdownBody.model_construct(markdown=markdown)) < SECONDS
    block = ParagraphBlock.model_construct(text=markdown)
    assert seconds_to_render(BlocksBody.model_construct(blocks=(block,))) < SECONDS


def test_a_table_of_uneven_rows_is_not_filled_up() -> None:
    rows = (("a",) * 30_000, *((("b",),) * 10_000))
    block = TableBlock.model_construct(head=None, rows=rows, caption="")
    assert seconds_to_render(BlocksBody.model_construct(blocks=(block,))) < SECONDS


@pytest.mark.parametrize(
    ("html", "levels"),
    [("<div>", 1), ("<b>", 1), ("<blockquote>", 1), ("<details>", 1), ("<ul><li>", 2), ("<table><td>", 4)],
)
def test_html_may_be_nested_a_hundred_levels_deep_and_no_deeper(html: str, levels: int) -> None:
    assert from_html(html * (99 // levels) + "x").text == ("" if "table" in html else "x")
    assert faults_of(HtmlBody.model_construct(html=html * (100 // levels + 1) + "x")) == [("/body/html", "too_deep")]


@pytest.mark.parametrize(
    "html", ["<p>x" * 5000, "<li>x" * 5000, "<b><p>x</b></p>" * 5000, "<td>x<tr>" * 5000, "<br>" * 5000]
)
def test_what_ends_by_itself_is_not_deep(html: str) -> None:
    assert from_html(html).text is not None


@pytest.mark.parametrize("markdown", [">" * 50_000 + "a", "> " * 120 + "a", "- " * 60 + "a", "<div>\n" * 101 + "\na"])
def test_markdown_that_is_too_deep_is_refused(markdown: str) -> None:
    assert faults_of(MarkdownBody.model_construct(markdown=markdown)) == [("/body", "too_deep")]


def test_a_long_article_is_not_deep() -> None:
    assert from_markdown("> *a*\n\n- b\n\n" * 3000).html.count("<li>") == 3000


def test_what_an_article_never_needs_is_refused_as_too_large() -> None:
    assert faults_of(HtmlBody.model_construct(html="<br>" * 100_001)) == [("/body/html", "too_large")]


def test_half_a_surrogate_pair_is_refused() -> None:
    for body, pointer in (
        (MarkdownBody.model_construct(markdown="a\ud800"), "/body"),
        (HtmlBody.model_construct(html="a\udfff"), "/body/html"),
        (BlocksBody.model_construct(blocks=(ParagraphBlock.model_construct(text="\ud800"),)), "/body/0"),
    ):
        assert faults_of(body) == [(pointer, "lone_surrogate")]
