import json
import re
import time
from typing import Any

import pytest
from hypothesis import given

from broadsheet.article import Article, ArticleId, Fault, FaultCode, Rejected, field_names
from broadsheet.formats import locate, read_article
from tests.formats.specimens import FULL, articles, sources

STORM = ArticleId("storm")


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def faults_of(source: Any) -> tuple[Fault, ...]:
    data = source if isinstance(source, bytes) else source.encode() if isinstance(source, str) else encoded(source)
    with pytest.raises(Rejected) as caught:
        read_article(data, article_id=STORM)
    return caught.value.faults


def fault_of(**fields: Any) -> Fault:
    (fault,) = faults_of({"title": "Storm", "body": "It rained.", **fields})
    return fault


def test_an_article_with_every_field_is_read() -> None:
    article = read_article(encoded(FULL), article_id=STORM)
    assert article == Article.model_validate(FULL)
    assert set(FULL) == set(field_names())


def test_the_file_name_is_the_default_id() -> None:
    assert read_article(b'{"title": "Storm", "body": ""}', article_id=STORM).id == STORM


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    source = """{
  "title": "One",
  "title": 5,
  "Kicker": "x",
  "published_at": "2026-11-23T10:00:00",
  "tags": ["a", "a\\u0007", null],
  "width": NaN,
  "id": "../x",
  "image": {"src": "javascript:alert(1)", "at": ""},
  "authors": [{"name": "A\\u202eB"}, 5],
  "body": [
    {"type": "heading", "text": "x", "level": 9},
    {"type": "img"},
    {"text": "x"},
    {"type": "list", "items": ["a", 1]},
  ],
  "section": null
}"""
    assert [(fault.line, fault.column, fault.pointer, fault.code.value) for fault in faults_of(source)] == [
        (3, 3, "/title", "duplicate_key"),
        (3, 12, "/title", "wrong_type"),
        (4, 3, "/Kicker", "unknown_field"),
        (5, 19, "/published_at", "date"),
        (6, 17, "/tags/1", "control_character"),
        (6, 28, "/tags/2", "wrong_type"),
        (7, 3, "/width", "unknown_field"),
        (7, 12, "/width", "not_finite"),
        (8, 9, "/id", "id"),
        (9, 12, "/image/alt", "missing"),
        (9, 20, "/image/src", "invalid"),
        (9, 43, "/image/at", "unknown_field"),
        (10, 24, "/authors/0/name", "control_character"),
        (10, 37, "/authors/1", "wrong_type"),
        (12, 47, "/body/0/level", "invalid"),
        (13, 14, "/body/1/type", "invalid"),
        (14, 5, "/body/2/type", "missing"),
        (15, 37, "/body/3/items/1", "wrong_type"),
        (15, 40, "/body", "syntax"),
        (17, 14, "/section", "wrong_type"),
    ]


SMALL = {"src": "media/b.jpg", "width": 400}


def _with(srcset: list[dict[str, Any]]) -> dict[str, Any]:
    return {"src": "media/a.jpg", "alt": "", "srcset": srcset}


@pytest.mark.parametrize(
    ("fields", "pointer", "code", "said"),
    [
        ({"title": 5}, "/title", "wrong_type", "the number 5; right would be a string"),
        ({"title": True}, "/title", "wrong_type", "this is true; right would be a string"),
        ({"title": None}, "/title", "wrong_type", "this is null; right would be a string"),
        ({"title": []}, "/title", "wrong_type", "an empty list"),
        ({"title": " \u200b"}, "/title", "invalid", "nothing to be read"),
        ({"title": "a\x00b"}, "/title", "control_character", '"a\\u0000b": character 2 is U+0000'),
        ({"title": "a\u202eb"}, "/title", "control_character", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        (
            {"title": " a\u2067b\u2068c\u2069"},
            "/title",
            "control_character",
            "character 3 is U+2067 RIGHT-TO-LEFT ISOLATE",
        ),
        ({"kicker": "a\u2067b"}, "/kicker", "control_character", "right would be U+2069 where it ends"),
        (
            {"summary": "a\u2069b\u2067"},
            "/summary",
            "control_character",
            "character 2 is U+2069 POP DIRECTIONAL ISOLATE",
        ),
        ({"kicker": None}, "/kicker", "wrong_type", "or to leave the field out instead"),
        ({"section": None}, "/section", "wrong_type", "right would be to leave the field out instead"),
        ({"tags": "rain"}, "/tags", "wrong_type", "right would be a list"),
        ({"tags": ["a"] * 31}, "/tags", "invalid", "a list of 31 values; right would be a list of 30 at most"),
        ({"Title": "x"}, "/Title", "unknown_field", 'did you mean "title"?'),
        ({"publishedAt": "x"}, "/publishedAt", "unknown_field", 'did you mean "published_at"?'),
        ({"byline": "x"}, "/byline", "unknown_field", 'did you mean "authors"?'),
        ({"__proto__": {}}, "/__proto__", "unknown_field", "right would be one of id, title"),
        ({"a/b~": None}, "/a~1b~0", "unknown_field", '"a/b~" is no field'),
        ({"published_at": 1700000000}, "/published_at", "wrong_type", "right would be a string such as"),
        ({"published_at": "2026-11-23"}, "/published_at", "date", 'right would be "2026-11-23T00:00:00Z"'),
        ({"embargo_until": "Next Monday"}, "/embargo_until", "date", '"Next Monday": not a time'),
        ({"id": "../x"}, "/id", "id", "a name and not a path"),
        ({"id": "calm"}, "/id", "id_mismatch", 'the id "calm" is not the file\'s name, "storm"'),
        ({"slug": "A B"}, "/slug", "slug", 'right would be "a-b"'),
        ({"status": "Draft"}, "/status", "invalid", 'did you mean "draft"?'),
        ({"status": 1}, "/status", "wrong_type", 'right would be one of "published"'),
        ({"language": "en_GB"}, "/language", "invalid", 'right would be "en-GB"'),
        ({"image": "a.jpg"}, "/image", "wrong_type", "right would be an object"),
        ({"image": {"src": "media/a.jpg", "alt": "", "width": 10**90}}, "/image/width", "invalid", "100,000 at most"),
        ({"image": {"src": "media/a.jpg", "alt": "", "width": 1.5}}, "/image/width", "wrong_type", "a whole number"),
        ({"image": _with([{"src": "media/b.jpg"}])}, "/image/srcset/0/width", "missing", "a rendition needs it"),
        ({"image": _with([{"src": "b.jpg", "width": 9}])}, "/image/srcset/0/src", "invalid", '"b.jpg": not a whole'),
        (
            {"image": _with([{**SMALL, "url": "b"}])},
            "/image/srcset/0/url",
            "unknown_field",
            "right would be one of src, width",
        ),
        ({"image": _with([SMALL, SMALL])}, "/image/srcset", "invalid", "two renditions are 400 pixels wide"),
        ({"image": _with([SMALL] * 11)}, "/image/srcset", "invalid", "11 renditions; right would be 10 at most"),
        (
            {"body": [{"type": "image", **_with([{"src": "media/b.jpg"}])}]},
            "/body/0/srcset/0/width",
            "missing",
            "needs",
        ),
        ({"body": [{"type": "image", "src": "media/b.jpg"}]}, "/body/0/alt", "missing", "image needs it: What the"),
        ({"authors": [5]}, "/authors/0", "wrong_type", '{"name": "…"}'),
        ({"authors": [{"bio": "x"}]}, "/authors/0/name", "missing", "an author needs it"),
        ({"body": 5}, "/body", "wrong_type", "a Markdown string"),
        ({"body": ["x"]}, "/body/0", "wrong_type", 'an object with a "type"'),
        ({"body": {"html": "x", "x": 1}}, "/body/x", "unknown_field", "Markdown is a string by itself"),
        ({"body": [{"type": {}}]}, "/body/0/type", "wrong_type", "an object"),
        ({"body": [{"type": "p"}]}, "/body/0/type", "invalid", 'did you mean "paragraph"?'),
        ({"body": [{"type": "html", "html": 1}]}, "/body/0/html", "wrong_type", "a string"),
        ({"body": [{"type": "table", "rows": [["a", 1]]}]}, "/body/0/rows/0/1", "wrong_type", "a string"),
        ({"body": [{"type": "heading", "text": "", "level": 1}]}, "/body/0/level", "invalid", "2 at least"),
        (
            {"expires_at": "2020-01-01T00:00:00Z", "published_at": "2020-01-01T03:30:00+03:30"},
            "/expires_at",
            "date",
            "nobody would ever see",
        ),
    ],
)
def test_each_fault_says_what_is_wrong_and_what_would_be_right(
    fields: dict[str, Any], pointer: str, code: str, said: str
) -> None:
    fault = fault_of(**fields)
    assert (fault.pointer, fault.code.value) == (pointer, code)
    assert said in fault.message


@pytest.mark.parametrize("source", ["[]", "5", "null", '"x"', "true"])
def test_an_article_is_an_object(source: str) -> None:
    (fault,) = faults_of(source)
    assert (fault.pointer, fault.code) == ("", FaultCode.WRONG_TYPE)
    assert "right would be an object" in fault.message


def test_an_empty_object_lacks_two_fields() -> None:
    assert [(fault.pointer, fault.code.value) for fault in faults_of("{}")] == [
        ("/body", "missing"),
        ("/title", "missing"),
    ]


def test_fields_at_odds_are_told_beside_other_faults() -> None:
    faults = faults_of(
        {
            "id": "calm",
            "title": 5,
            "body": "",
            "embargo_until": "2026-01-01T00:00:00Z",
            "expires_at": "2026-01-01T00:00:00Z",
        },
    )
    assert [fault.pointer for fault in faults] == ["/id", "/title", "/expires_at"]


def test_what_follows_a_list_that_is_too_long_is_told_as_well() -> None:
    faults = faults_of({"title": "x", "body": "", "tags": [1, *["a"] * 40]})
    assert [(fault.pointer, fault.code.value) for fault in faults] == [("/tags", "invalid"), ("/tags/0", "wrong_type")]


def test_of_a_file_that_breaks_off_nothing_is_called_missing() -> None:
    faults = faults_of('{"kicker": 5, "image": {"src": "media/a.jpg", ')
    assert [(fault.pointer, fault.code.value) for fault in faults] == [("/kicker", "wrong_type"), ("/image", "syntax")]


def test_a_value_that_could_not_be_read_is_faulted_once() -> None:
    faults = faults_of(b'{"title": NaN, "body": "a\xff", "published_at": "2026\\ud800", "slug": nope}')
    assert [fault.pointer for fault in faults] == ["/title", "/body", "/published_at", "/slug"]


def test_the_word_null_in_a_text_is_a_word() -> None:
    assert read_article(b'{"title": "null", "body": "null"}', article_id=STORM).title == "null"


@given(sources())
def test_whatever_the_file_it_is_read_or_refused_with_places(data: bytes) -> None:
    try:
        faults: tuple[Fault, ...] = ()
        assert read_article(data, article_id=STORM).id == STORM
    except Rejected as rejected:
        faults = rejected.faults
    places = [(fault.line or 0, fault.column or 0) for fault in faults]
    assert places == sorted(places)
    assert all(line >= 1 and column >= 1 for line, column in places)
    assert len(set(faults)) == len(faults)
    for fault in faults:
        assert re.search(r"right would be|missing|did you mean", fault.message)
        (fault.pointer + fault.message).encode()


@given(articles())
def test_a_fault_of_a_value_is_placed_at_the_value(article: dict[str, Any]) -> None:
    data = json.dumps(article, indent=2).encode()
    try:
        read_article(data, article_id=STORM)
    except Rejected as rejected:
        for fault in rejected.faults:
            if fault.code is not FaultCode.MISSING:
                is_key = fault.code is FaultCode.UNKNOWN_FIELD
                assert (fault.line, fault.column) == locate(data, fault.pointer, key=is_key) or len(fault.pointer) < 300


FLOODS: dict[str, Any] = {
    "wrong blocks": {"title": "x", "body": [1] * 99_000},
    "empty blocks": {"title": "x", "body": [{}] * 99_000},
    "nulls": {"title": "x", "body": [None] * 99_000},
    "wrong cells": {"title": "x", "body": [{"type": "table", "rows": [[1] * 99_000]}]},
    "controls": {"title": "x", "body": [{"type": "paragraph", "text": "\x00"}] * 33_000},
    "last block": {"title": "x", "body": [*[{"type": "divider"}] * 45_000, {"type": "x"}]},
    "unknown fields": {f"a{number}": 1 for number in range(99_000)},
    "likely fields": {f"titel{number}": 1 for number in range(99_000)},
    "wrong tags": {"title": "x", "body": "", "tags": [1] * 99_000},
    "long title": {"title": "x" * 2_000_000, "body": ""},
    "long id": {"id": "\u0301\u0316" * 400_000, "title": "x", "body": ""},
    "long slug": {"slug": "\u0301\u0316" * 400_000, "title": "x", "body": ""},
    "long time": {"published_at": "2026-11-23T09:30:00." + "9" * 2_000_000, "title": "x", "body": ""},
    "long language": {"language": "a-" * 1_000_000, "title": "x", "body": ""},
    "long key": {"k" * 2_000_000: 1, "title": "x", "body": ""},
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_faults_is_told_at_once(name: str) -> None:
    """By a busy machine, too; what grows with the square of its faults takes many minutes."""
    data = encoded(FLOODS[name])
    begun = time.process_time()
    faults = faults_of(data)
    assert time.process_time() - begun < 20
    assert len(faults) <= 1001
    assert sum(len(fault.message) + len(fault.pointer) for fault in faults) < 1_000_000


def test_a_long_honest_article_is_read() -> None:
    blocks = [{"type": "paragraph", "text": "It rained."}] * 33_000
    assert read_article(encoded({"title": "Rain", "body": blocks}), article_id=STORM)
