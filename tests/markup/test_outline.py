"""The headings of a body: below the title, and without a gap."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import BlocksBody, Body, HtmlBody, MarkdownBody
from broadsheet.markup import render_body

LEVELS = st.lists(st.integers(1, 6), max_size=20)


def _levels(body: Body) -> list[int]:
    html = render_body(body).html
    assert [tag[0] for tag in re.findall(r"</h([2-6])>", html)] == [tag[0] for tag in re.findall(r"<h([2-6])", html)]
    return [int(level) for level in re.findall(r"<h([2-6])", html)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ([3, 6, 4, 2], [2, 3, 3, 2]),
        ([1, 2, 3], [2, 2, 3]),
        ([2, 3, 4, 5, 6], [2, 3, 4, 5, 6]),
        ([6, 5, 4], [2, 2, 2]),
        ([2, 4, 3, 4, 2, 3], [2, 3, 3, 4, 2, 3]),
    ],
)
def test_a_heading_is_one_level_below_what_it_stands_under(written: list[int], shown: list[int]) -> None:
    assert _levels(MarkdownBody(markdown="\n\n".join(f"{'#' * level} A *word*" for level in written))) == shown
    assert _levels(HtmlBody(html="".join(f'<h{level} lang="fa">A</h{level}>' for level in written))) == shown
    blocks = [{"type": "heading", "level": max(level, 2), "text": "A"} for level in written]
    assert _levels(BlocksBody.model_validate({"blocks": blocks})) == shown


@given(LEVELS)
def test_no_level_is_skipped_and_what_is_even_stays(written: list[int]) -> None:
    shown = _levels(HtmlBody(html="".join(f"<h{level}>A</h{level}><p>b</p>" for level in written)))
    assert len(shown) == len(written)
    assert all(after <= before + 1 for before, after in zip([1, *shown], shown, strict=False))
    assert _levels(HtmlBody(html="".join(f"<h{level}>A</h{level}>" for level in shown))) == shown
