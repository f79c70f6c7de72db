"""Places within a body, and the links to them."""

import pytest

from broadsheet.article import BlocksBody
from broadsheet.markup import SafeHtml, render_body, with_anchors_at
from tests.markup.forms import from_html, from_markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<h2 id="a">A</h2><p><a href="#a">b</a></p>', '<h2 id="text-a">A</h2><p><a href="#text-a">b</a></p>'),
        ('<p id="main">A</p>', '<p id="text-main">A</p>'),
        ('<p id="a">A</p><p id="a">B</p>', '<p id="text-a">A</p><p>B</p>'),
        ('<p id="a">A</p><p id="text-a">B</p>', '<p id="text-a">A</p><p>B</p>'),
        ('<p><a href="#nowhere">A</a> b <a href="#">c</a></p>', "<p>A b c</p>"),
        ('<p><a id="a" href="#nowhere">A</a></p>', '<p><a id="text-a" href="#text-a">A</a></p>'),
        ('<p id="راه">A</p><p><a href="#%D8%B1%D8%A7%D9%87">b</a></p>', None),
        ('<p id="a&quot;b">A</p>', "<p>A</p>"),
        ('<p id="a b">A</p>', "<p>A</p>"),
        (f'<p id="{"a" * 101}">A</p>', "<p>A</p>"),
        ('<p id="a&amp;b">A <a href="#a&amp;b">b</a></p>', '<p id="text-a&amp;b">A <a href="#text-a&amp;b">b</a></p>'),
        ('<p>Write id="x" and href="#x".</p>', '<p>Write id="x" and href="#x".</p>'),
    ],
)
def test_html(written: str, shown: str | None) -> None:
    expected = '<p id="text-راه">A</p><p><a href="#text-%D8%B1%D8%A7%D9%87">b</a></p>' if shown is None else shown
    assert str(from_html(written).html) == expected


def test_a_block_leads_to_another() -> None:
    blocks = [{"type": "html", "html": '<h3 id="a">A</h3>'}, {"type": "paragraph", "text": "See [above](#a)."}]
    html = render_body(BlocksBody.model_validate({"blocks": blocks})).html
    assert str(html).split("\n") == ['<h2 id="text-a">A</h2>', '<p>See <a href="#text-a">above</a>.</p>']


def test_footnotes_lead_there_and_back() -> None:
    html = from_markdown("One[^a], two[^b], one[^a].\n\n[^a]: A.\n\n[^b]: B.\n\n[^c]: C.").html
    assert str(html) == (
        '<p>One<sup id="text-reference-1"><a href="#text-note-1">1</a></sup>, '
        'two<sup id="text-reference-2"><a href="#text-note-2">2</a></sup>, '
        'one<sup><a href="#text-note-1">1</a></sup>.</p>\n'
        '<p id="text-note-1"><sup><a href="#text-reference-1">1</a></sup> A.</p>\n'
        '<p id="text-note-2"><sup><a href="#text-reference-2">2</a></sup> B.</p>\n'
        '<p id="text-note-3"><sup>3</sup> C.</p>\n'
    )


def test_numbers_of_notes_are_no_words() -> None:
    notes = '<sup><a href="#a">1</a></sup>', '<sup><a href="#b">2</a></sup>'
    body = from_html(f'<p id="a">Nine{notes[0]} boats, 10<sup>3</sup> nets{notes[1]}.')
    assert body.text == "Nine boats, 103 nets2."
    assert from_markdown("Nine[^a] boats.\n\n[^a]: Or ten.").text == "Nine boats. Or ten."


def test_away_from_the_page_they_lead_to_the_page() -> None:
    html = from_html('<p id="a">Write href="#a".</p><p><a href="#a" title="b">b</a> <a href="/c#d">c</a></p>').html
    assert with_anchors_at(html, "/2026/11/x/") == SafeHtml(
        '<p>Write href="#a".</p><p><a href="/2026/11/x/#text-a" title="b">b</a> <a href="/c#d">c</a></p>'
    )
