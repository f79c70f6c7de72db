"""Lambda's event filtering: does a record match a pattern?

The rules are EventBridge's, as the Lambda guide lists them for event source mappings.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from broadsheet.local.transform import TemplateError


def passes(record: Mapping[str, Any], patterns: Sequence[Any]) -> bool:
    """Whether a record matches any of the patterns; without patterns every record does.

    Raises:
        TemplateError: a pattern has a rule that is not known here.
    """
    return not patterns or any(matches(pattern, record) for pattern in patterns)


def matches(pattern: Any, value: Any) -> bool:
    """Whether `value` has all that `pattern` asks for; a list in a pattern is a choice of rules."""
    if isinstance(pattern, dict):
        return all(
            any(matches(choice, value) for choice in rest)
            if key == "$or"
            else matches(rest, value.get(key, _ABSENT) if isinstance(value, dict) else _ABSENT)
            for key, rest in pattern.items()
        )
    values = value if isinstance(value, list) else [value]
    return any(_fits(rule, each) for rule in pattern for each in values)


_ABSENT = object()


def _fits(rule: Any, value: Any) -> bool:
    if not isinstance(rule, dict):
        return value is not _ABSENT and type(rule) is type(value) and bool(rule == value)
    ((kind, wanted),) = rule.items()
    match kind:
        case "exists":
            return (value is not _ABSENT) is bool(wanted)
        case "prefix":
            return isinstance(value, str) and value.startswith(wanted)
        case "suffix":
            return isinstance(value, str) and value.endswith(wanted)
        case "equals-ignore-case":
            return isinstance(value, str) and value.casefold() == str(wanted).casefold()
        case "anything-but":
            unwanted = wanted if isinstance(wanted, list) else [wanted]
            return value is not _ABSENT and not any(_fits(each, value) for each in unwanted)
        case _:
            raise TemplateError(f"the local stack doesn't know the filter rule {kind!r}")
