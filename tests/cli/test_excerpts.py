"""The marker stands under the place, whatever the line holds."""

import pytest
from rich.cells import cell_len

from broadsheet.article import Fault, FaultCode
from broadsheet.cli.excerpts import Excerpts, printable
from broadsheet.cli.reporting import rendered


def shown(line: str | bytes, column: int, *, width_cells: int = 96) -> list[str]:
    data = line if isinstance(line, bytes) else line.encode()
    found = Excerpts(data).at(1, column, width_cells=width_cells)
    assert found is not None
    return list(found)


def test_the_marker_underlines_the_word() -> None:
    assert shown('  "title": 12345,', 12) == ['  "title": 12345,', "           ^^^^^"]


def test_wide_characters_take_two_cells() -> None:
    line, marker = shown('"題名": "x"', 7)
    assert line == '"題名": "x"'
    assert marker == " " * cell_len('"題名": ') + "^^^"


def test_tabs_are_four_cells() -> None:
    assert shown('\t"a": 1', 2) == ['    "a": 1', "    ^^^"]


def test_a_place_after_the_end_is_right_after_the_last_character() -> None:
    assert shown('{"a": 1', 99) == ['{"a": 1', "       ^"]


@pytest.mark.parametrize("column", [1, 50, 5000, 9990, 10_000])
def test_a_long_line_is_cut_around_the_place(column: int) -> None:
    text = "".join(str(number % 10) for number in range(10_000))
    line, marker = shown(text, column, width_cells=60)
    assert cell_len(line) <= 62
    assert line[marker.index("^")] == text[column - 1]
    assert line.startswith("…") == (column > 21)
    assert line.endswith("…") == (column < 9_950)


@pytest.mark.parametrize(
    ("character", "escape"),
    [
        ("\x1b", "\\u001b"),
        ("\r", "\\u000d"),
        ("\x7f", "\\u007f"),
        ("\x9b", "\\u009b"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200b", "\\u200b"),
        ("\u2028", "\\u2028"),
        ("\ufeff", "\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_escaped(character: str, escape: str) -> None:
    assert printable(f"a{character}b") == f"a{escape}b"
    line, marker = shown(f'"{character}": x', 6)
    assert line[marker.index("^")] == "x"


def test_joiners_that_persian_and_emoji_need_stay() -> None:
    assert printable("می‌رود 👩‍🚀") == "می‌رود 👩‍🚀"


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert shown(b'{"title": "\xff\xfe"}', 12)[0] == '{"title": "\\xff\\xfe"}'


def test_a_line_without_any_width_ends() -> None:
    line, _ = shown("\u200d" * 1_000_000, 500_000)
    assert len(line) < 2_000


def test_there_is_no_excerpt_of_a_line_that_is_not_there() -> None:
    assert Excerpts(b"one\ntwo").at(3, 1) is None


def test_names_and_messages_can_not_fool_a_terminal() -> None:
    fault = Fault(pointer="/a\u202eb", message="odd \x1b[2J", code=FaultCode.INVALID)
    text = rendered("a\x1b[31m.json", fault, None, style=lambda words, **_: words)
    assert text == "error[invalid]: odd \\u001b[2J\n --> a\\u001b[31m.json  /a\\u202eb"


def test_line_numbers_of_several_digits_keep_the_bars_in_line() -> None:
    fault = Fault(pointer="/x", message="odd", code=FaultCode.INVALID, line=120, column=1)
    text = rendered("a.json", fault, Excerpts(b"\n" * 119 + b"xy\n"), style=lambda words, **_: words)
    assert text.split("\n") == ["error[invalid]: odd", "   --> a.json:120:1  /x", "    |", "120 | xy", "    | ^^"]
