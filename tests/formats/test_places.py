import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.formats import locate
from broadsheet.formats.pointers import pointer_to
from tests.formats.specimens import JSON_VALUES


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, child in inner:
        yield from paths(child, (*path, token))


@given(JSON_VALUES, st.booleans(), st.sampled_from([None, 3]))
def test_every_value_is_found_where_it_stands(value: Any, ascii_only: bool, indent: int | None) -> None:  # noqa: FBT001  # drawn
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    lines = text.split("\n")
    for path, child in paths(value):
        place = locate(text.encode(), pointer_to(path))
        assert place is not None
        line, column = place
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == child


def test_a_key_can_be_asked_for() -> None:
    data = b'{\n  "a": {"b": [1, 2]}\n}'
    assert locate(data, "/a/b") == (2, 14)
    assert locate(data, "/a/b", key=True) == (2, 9)
    assert locate(data, "/a/b/1", key=True) == (2, 18)
    assert locate(data, "") == (1, 1)


def test_what_is_not_there_has_no_place() -> None:
    data = b'{"a": [1]}'
    for pointer in ("/b", "/a/1", "/a/-", "/a/01", "/a/0/x", "/a/" + "9" * 5000, "/a/\u0661", "/"):
        assert locate(data, pointer) is None
    assert locate(b"", "") is None
    assert locate(b"x" * 3_000_000, "") is None


def test_a_broken_file_is_searched_as_far_as_it_can_be_read() -> None:
    assert locate(b'{"a": 1, "b": [2, ', "/b/0") == (1, 16)
