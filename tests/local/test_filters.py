"""Lambda's event filtering."""

from typing import Any

import pytest

from broadsheet.local import TemplateError
from broadsheet.local.filters import matches, passes


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ({"a": ["x"]}, {"a": "x"}, True),
        ({"a": ["x", "y"]}, {"a": "y"}, True),
        ({"a": ["x"]}, {"a": "z"}, False),
        ({"a": ["x"]}, {}, False),
        ({"a": [1]}, {"a": True}, False),
        ({"a": [None]}, {"a": None}, True),
        ({"a": [None]}, {}, False),
        ({"a": ["x"]}, {"a": ["w", "x"]}, True),
        ({"a": {"b": ["x"]}}, {"a": {"b": "x", "c": 1}}, True),
        ({"a": {"b": ["x"]}}, {"a": "b"}, False),
        ({"a": ["x"], "b": ["y"]}, {"a": "x"}, False),
        ({"a": [{"prefix": "li"}]}, {"a": "listing"}, True),
        ({"a": [{"prefix": "li"}]}, {"a": 5}, False),
        ({"a": [{"suffix": "ng"}]}, {"a": "listing"}, True),
        ({"a": [{"exists": True}]}, {"a": None}, True),
        ({"a": [{"exists": False}]}, {"b": 1}, True),
        ({"a": [{"exists": False}]}, {"a": 1}, False),
        ({"a": [{"anything-but": ["x"]}]}, {"a": "y"}, True),
        ({"a": [{"anything-but": ["x"]}]}, {"a": "x"}, False),
        ({"a": [{"anything-but": {"prefix": "x"}}]}, {"a": "xy"}, False),
        ({"a": [{"equals-ignore-case": "X"}]}, {"a": "x"}, True),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "y"}, True),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "z"}, False),
    ],
)
def test_a_pattern_matches(pattern: Any, value: Any, expected: bool) -> None:  # noqa: FBT001  # a table's column
    assert matches(pattern, value) is expected


def test_any_of_several_patterns_is_enough_and_none_lets_all_through() -> None:
    assert passes({"a": "x"}, [{"a": ["y"]}, {"a": ["x"]}])
    assert passes({"a": "x"}, [])


def test_a_rule_that_is_not_known_is_an_error() -> None:
    with pytest.raises(TemplateError, match="cidr"):
        matches({"a": [{"cidr": "10.0.0.0/8"}]}, {"a": "10.0.0.1"})
