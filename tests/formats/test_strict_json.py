import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import Fault, FaultCode, Rejected
from broadsheet.formats import MAX_SOURCE_BYTES, read_json
from tests.formats.specimens import JSON_VALUES, sources


def faults_of(data: bytes | str) -> tuple[Fault, ...]:
    with pytest.raises(Rejected) as caught:
        read_json(data.encode(errors="surrogateescape") if isinstance(data, str) else data)
    return caught.value.faults


def places_of(data: bytes | str) -> list[tuple[int | None, int | None, str, str]]:
    return [(fault.line, fault.column, fault.pointer, fault.code.value) for fault in faults_of(data)]


@given(JSON_VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_json_is_read_as_the_standard_library_reads_it(value: Any, ascii_only: bool, indent: Any) -> None:  # noqa: FBT001  # drawn
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert read_json(text.encode()) == json.loads(text)


@given(st.binary(max_size=60) | sources())
def test_whatever_the_bytes_they_are_read_or_refused_with_places(data: bytes) -> None:
    try:
        faults: tuple[Fault, ...] = ()
        assert read_json(data) == json.loads(data)
    except Rejected as rejected:
        faults = rejected.faults
    for fault in faults:
        assert (fault.line or 0) >= 1
        assert (fault.column or 0) >= 1
        assert "right would be" in fault.message or "missing?" in fault.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [(1, 1, "", "empty")]),
        (b" \r\n\t", [(1, 1, "", "empty")]),
        (b"\xef\xbb\xbf{}", [(1, 1, "", "byte_order_mark")]),
        (b"\xef\xbb\xbf", [(1, 1, "", "empty")]),
        (b'\xef\xbb\xbf{"a":NaN}', [(1, 1, "", "byte_order_mark"), (1, 6, "/a", "not_finite")]),
        ("{}".encode("utf-16"), [(1, 1, "", "encoding")]),
        ('{"a":1}'.encode("utf-16-le"), [(1, 1, "", "encoding")]),
        ("{}".encode("utf-32"), [(1, 1, "", "encoding")]),
        (b'{"a":"caf\xe9"}', [(1, 10, "/a", "encoding")]),
        (b'{"caf\xe9":1}', [(1, 6, "", "encoding")]),
        (b'{"a":\xff}', [(1, 6, "/a", "encoding")]),
        (b'{"a":"\xed\xa0\x80"}', [(1, 7, "/a", "encoding")]),
        (b'{"a":"\xc0\xaf"}', [(1, 7, "/a", "encoding")]),
        (b"\x89PNG\r\n\x1a\n\x00", [(1, 1, "", "encoding")]),
        (b"[NaN]", [(1, 2, "/0", "not_finite")]),
        (
            b"[-Infinity, 1e400,\n-1E+400]",
            [(1, 2, "/0", "not_finite"), (1, 13, "/1", "not_finite"), (2, 1, "/2", "not_finite")],
        ),
        (b"[" + b"9" * 5000 + b"]", [(1, 2, "/0", "invalid")]),
        (b'{"a":1,"b":{"c":1,"c":2},"a":3}', [(1, 19, "/b/c", "duplicate_key"), (1, 26, "/a", "duplicate_key")]),
        (b'{"a":1,"\\u0061":3}', [(1, 8, "/a", "duplicate_key")]),
        (rb'["\ud800"]', [(1, 3, "/0", "lone_surrogate")]),
        (rb'["\udc00\ud800"]', [(1, 3, "/0", "lone_surrogate")]),
        (rb'{"\ud800x":1}', [(1, 3, "", "lone_surrogate")]),
        (b'["a\tb"]', [(1, 4, "/0", "control_character")]),
        (b'["a\x00b"]', [(1, 4, "/0", "control_character")]),
        (rb'["\x41"]', [(1, 3, "/0", "syntax")]),
        (b"{", [(1, 2, "", "syntax")]),
        (b"nope", [(1, 1, "", "syntax")]),
        (b"[1] x", [(1, 5, "", "syntax")]),
        (b"[01, +1, .5, 1., 0x1f, -]", [(1, c, f"/{i}", "syntax") for i, c in enumerate((2, 6, 10, 14, 18, 24))]),
    ],
)
def test_each_fault_is_told_with_its_place(data: bytes, expected: list[Any]) -> None:
    assert places_of(data) == expected


@pytest.mark.parametrize(
    "text", ["-0", "[1e5, 0.1, -12, 1E-400]", r'"\ud83c\udf0a"', r'"\\ud800"', '"\u2028"', "[" * 64 + "]" * 64, "null"]
)
def test_unusual_json_is_json(text: str) -> None:
    assert read_json(text.encode()) == json.loads(text)


def test_faults_are_told_after_one_another() -> None:
    data = """{
  title: 'Storm', // a note
  "tags": ["a" "b",],
  "title": True,
  "x" = .5
}"""
    assert places_of(data) == [
        (2, 3, "", "syntax"),
        (2, 10, "/title", "syntax"),
        (2, 19, "", "syntax"),
        (3, 16, "/tags", "syntax"),
        (3, 19, "/tags", "syntax"),
        (4, 3, "/title", "duplicate_key"),
        (4, 12, "/title", "syntax"),
        (5, 7, "/x", "syntax"),
        (5, 9, "/x", "syntax"),
    ]


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ('{"a": "He said "no" today",\n"b": 1}', "a quotation mark inside a string", (1, 16)),
        ('{"a": "Storm,\n"b": 1}', "not closed on its line", (1, 7)),
        ('{"a": "one\n\ntwo"}', "a line break inside a string", (1, 11)),
        ('{"a": 1\n"b": 2}', "a comma is missing", (2, 1)),
        ('{"a" 1}', "a colon is missing", (1, 6)),
        ('{"a": }', "a key without a value", (1, 7)),
        ('{"a": 1,}', "a comma before the closing }", (1, 8)),
        ("[1,,2]", "a comma too many", (1, 4)),
        ("[1, 2}", "to close the list that begins at line 1", (1, 6)),
        ('{"a": Storm hits}', 'double quotes: "Storm hits"', (1, 7)),
        ("[\u201ca\u201d]", "straight double quotes", (1, 2)),
        ("[1,\u00a02]", "NO-BREAK SPACE between values", (1, 4)),
        ("[/* a */ 1]", "a comment", (1, 2)),
        ("[None]", "leave the field out", (1, 2)),
        ('{"a": [1, "b', "the string that begins at line 1, column 11", (1, 13)),
        (r'"C:\path"', r"\p is no escape", (1, 4)),
    ],
)
def test_a_slip_of_the_hand_is_named(text: str, said: str, place: tuple[int, int]) -> None:
    (fault,) = faults_of(text)
    assert said in fault.message
    assert (fault.line, fault.column) == place


def test_columns_count_characters_and_lines_end_with_lf_or_cr_lf() -> None:
    assert places_of('{"🌊é": 1,\r\n\t"🌊": NaN}') == [(2, 7, "/🌊", "not_finite")]


def test_bytes_are_counted_where_the_encoding_fails() -> None:
    (fault,) = faults_of(b'{"a":"\xc3\xa9\xe9"}')
    assert "0xE9 at byte 9 " in fault.message
    assert '"é"' in fault.message


def test_pointers_escape_their_keys() -> None:
    assert places_of('{"a/b~c": {"": [NaN]}}') == [(1, 17, "/a~1b~0c//0", "not_finite")]


def test_a_huge_key_does_not_swamp_the_pointer() -> None:
    assert places_of('{"a": {"' + "k" * 5000 + '": NaN}}') == [(1, 5012, "/a", "not_finite")]


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    assert places_of(b"[" * 50 * 1024 * 1024) == [(1, 1, "", "too_large")]
    assert read_json(b'"' + b"x" * (MAX_SOURCE_BYTES - 2) + b'"')


def test_a_file_of_too_many_values_is_refused() -> None:
    assert places_of(b"[" + b"1," * 200_000 + b"1]") == [(1, 1, "", "too_large")]
    assert faults_of(b"[" + b"1," * 200_000)[0].code is FaultCode.TOO_LARGE


def test_faults_beyond_a_thousand_are_counted_out() -> None:
    faults = faults_of(b"[" + b"NaN," * 5000 + b"1]")
    assert len(faults) == 1001
    assert "1,000 faults or more" in faults[-1].message


MEBIBYTES = MAX_SOURCE_BYTES
BOMBS = {
    "brackets": b"[" * MEBIBYTES,
    "closed brackets": b"[" * 200_000 + b"]" * 200_000,
    "objects": b'{"a":' * 200_000,
    "both": b'[{"a":' * 200_000,
    "siblings": b"[" * 60 + b"[[]," * 400_000,
    "numbers": b"[" + b"1," * (MEBIBYTES // 2 - 1),
    "empty lists": b"[" + b"[]," * (MEBIBYTES // 3 - 1),
    "one number": b"9" * MEBIBYTES,
    "minus": b"-" * MEBIBYTES,
    "repeated keys": b"{" + b'"":0,' * (MEBIBYTES // 5 - 1),
    "commas": b"[" + b"," * (MEBIBYTES - 1),
    "escapes": b'"' + b'\\"' * (MEBIBYTES // 2 - 1),
    "bad escapes": b'"' + b"\\q" * (MEBIBYTES // 2 - 1),
    "halves": b'"' + rb"\ud800" * (MEBIBYTES // 6 - 1) + b'"',
    "controls": b'"' + b"\x01a" * (MEBIBYTES // 2 - 1) + b'"',
    "bad bytes": b'"' + b"\xe9a" * (MEBIBYTES // 2 - 1) + b'"',
    "lines in a string": b'"' + b"\n" * (MEBIBYTES - 2) + b'"',
    "lines": b"\n" * (MEBIBYTES - 1) + b"x",
    "open strings": b'["a\n' * (MEBIBYTES // 4),
    "quotes": b'"' * MEBIBYTES,
    "comments": b"//\n" * (MEBIBYTES // 3),
    "open comment": b"/*" + b"*" * (MEBIBYTES - 2),
    "apostrophes": b"'a" * (MEBIBYTES // 2),
    "inner quotes": b'["a"' + b'b"' * (MEBIBYTES // 2 - 4),
    "zeros": b"\x00" * MEBIBYTES,
    "word": b"a" * MEBIBYTES,
    "marks": b"\xef\xbb\xbf" * (MEBIBYTES // 3),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    begun = time.process_time()
    assert faults_of(BOMBS[name])
    assert time.process_time() - begun < 2


def test_depth_is_told_where_it_begins_to_be_too_much() -> None:
    faults = faults_of(b"[" * 200_000)
    assert (faults[0].code, faults[0].pointer, faults[0].column) == (FaultCode.TOO_DEEP, "/0" * 64, 65)
    (fault,) = faults_of(b"[" * 65 + b"]" * 65)
    assert fault.code is FaultCode.TOO_DEEP
