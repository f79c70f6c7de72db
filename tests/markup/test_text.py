import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.markup import excerpt
from tests.markup.forms import from_html, from_markdown

ISOLATES = "\u2066\u2067\u2068\u2069"


def test_text_is_the_running_text_only() -> None:
    result = from_markdown(
        "# Head\n\nOne *two*\nthree.\n\n> Four\n\n- five\n- six\n\n```\ncode\n```\n\n|a|\n|-|\n|b|\n\nA&amp;B &lt;c>"
    )
    assert result.text == "One two three. Four five six A&B <c>"


def test_text_has_a_space_where_blocks_and_lines_part() -> None:
    assert from_html("<p>a<b>b</b><p>c<br>d<ul><li>e<li>f</ul><dl><dt>g<dd>h</dl>").text == "ab c d e f g h"


def test_captions_and_attributions_are_not_text() -> None:
    source = "<figure><img src=/a><figcaption>a</figcaption></figure><blockquote>b<footer>c</footer></blockquote>"
    assert from_html(source).text == "b"


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("a" * 100) == "a" * 100


@pytest.mark.parametrize(
    ("text", "limit", "result"),
    [
        ("The council voted to close three bridges", 24, "The council voted to…"),
        ("The council voted to close three bridges", 21, "The council voted to…"),
        ("The council voted, late, to close", 19, "The council voted…"),
        ("The council said: “We close them”", 21, "The council said…"),
        ("شورای شهر سه پل را بست", 15, "شورای شهر سه…"),
        ("می\u200cشود که برود", 9, "می\u200cشود…"),
        ("市議会は火曜日の夜に三つの橋を閉鎖した", 8, "市議会は火曜日…"),
        ("市議会は、火曜日の夜に", 6, "市議会は…"),
        ("สภาเมืองปิดสะพานสามแห่ง", 5, "สภา…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("e\u0301" * 20, 10, "e\u0301" * 4 + "…"),
        ("👩\u200d🚒" * 20, 10, "👩\u200d🚒" * 3 + "…"),
        ("🇩🇪🇫🇷🇮🇷🇯🇵🇧🇷", 6, "🇩🇪🇫🇷…"),
        ("한국어 뉴스 기사", 6, "한국어…"),
    ],
)
def test_an_excerpt_is_cut_between_words_or_characters(text: str, limit: int, result: str) -> None:
    assert excerpt(text, limit) == result


@given(st.text(st.characters(exclude_characters=ISOLATES, codec="utf-8")), st.integers(2, 120))
def test_an_excerpt_is_never_longer_than_its_limit_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = excerpt(text, limit)
    assert len(short) <= limit
    assert text.strip().startswith(short.removesuffix("…"))


@given(st.text([*ISOLATES, "a", " ", "ش"]), st.integers(2, 20))
def test_an_excerpt_closes_the_isolates_that_it_opens_and_no_others(text: str, limit: int) -> None:
    short = excerpt(text, limit)
    opened = 0
    for character in short:
        opened += (character in ISOLATES[:3]) - (character == ISOLATES[3])
        assert opened >= 0
    assert opened == 0
    assert len(short.replace(ISOLATES[3], "")) <= limit
