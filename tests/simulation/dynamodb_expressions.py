"""DynamoDB's expressions, as far as they are used: conditions, key conditions and updates."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from botocore.exceptions import ClientError

Item = dict[str, Any]
Values = Mapping[str, Any]
Condition = Callable[[Item, Values], bool]
Clause = Callable[[Item, Values], None]
Names = tuple[tuple[str, str], ...]
PARTITION = re.compile(r"\bpk\s*=\s*(:\w+)")
_TOKENS = re.compile(r"\s*(<>|<=|>=|[=<>(),+]|[#:]?\w+)")


def frozen(names: Mapping[str, str] | None) -> Names:
    """Names of attributes as what a cache can have for a key."""
    return tuple((names or {}).items())


@lru_cache(maxsize=256)
def compiled(expression: str, names: Names) -> Condition:
    """What an expression says of an item.

    Raises:
        ClientError: it is none.
    """
    parser = _Parser(expression, dict(names))
    condition = parser.either()
    parser.end()
    return condition


@lru_cache(maxsize=256)
def compiled_update(expression: str, names: Names) -> tuple[Clause, ...]:
    """What an update does to an item, one after the other.

    Raises:
        ClientError: it is none.
    """
    parser = _Parser(expression, dict(names))
    clauses = tuple(parser.clauses())
    parser.end()
    return clauses


class _Parser:
    """Reads DynamoDB's expressions, as far as they are used."""

    def __init__(self, expression: str, names: dict[str, str]) -> None:
        self._expression = expression
        self._names = names
        self._tokens = [found[1] for found in _TOKENS.finditer(expression)]
        if "".join(self._tokens) != re.sub(r"\s", "", expression):
            self._refuse()

    def end(self) -> None:
        """Refuse what is left."""
        if self._tokens:
            self._refuse()

    def either(self) -> Condition:
        """Conditions with OR."""
        left = self._both()
        while self._take("OR"):
            left = _or(left, self._both())
        return left

    def clauses(self) -> Iterator[Clause]:
        """The parts of an update expression."""
        while self._tokens:
            verb = self._next().upper()
            while True:
                name = self._name(self._next())
                match verb:
                    case "SET":
                        self._expect("=")
                        yield _set(name, self._value(self._next()))
                    case "REMOVE":
                        yield lambda item, _values, name=name: item.pop(name, None)  # type: ignore[misc]  # the default binds the loop's name
                    case "ADD":
                        yield _add(name, self._value(self._next()))
                    case _:
                        self._refuse()
                if not self._take(","):
                    break

    def _both(self) -> Condition:
        left = self._one()
        while self._take("AND"):
            left = _and(left, self._one())
        return left

    def _one(self) -> Condition:
        if self._take("NOT"):
            inner = self._one()
            return lambda item, values: not inner(item, values)
        if self._take("("):
            inner = self.either()
            self._expect(")")
            return inner
        first = self._next()
        if self._take("("):
            return self._called(first)
        left, operator, right = self._value(first), self._next(), self._value(self._next())
        return _compared(left, operator, right)

    def _called(self, function: str) -> Condition:
        name = self._name(self._next())
        if function == "begins_with":
            self._expect(",")
            start = self._value(self._next())
            self._expect(")")
            return lambda item, values: (
                name in item and str(item[name].get("S", "")).startswith(start(item, values)["S"])
            )
        self._expect(")")
        if function == "attribute_exists":
            return lambda item, _values: name in item
        if function != "attribute_not_exists":
            self._refuse()
        return lambda item, _values: name not in item

    def _value(self, token: str) -> Callable[[Item, Values], Any]:
        if token.startswith(":"):
            return lambda _item, values: values[token]
        name = self._name(token)
        return lambda item, _values: item.get(name)

    def _name(self, token: str) -> str:
        if token.startswith("#"):
            return self._names[token]
        if not re.fullmatch(r"[A-Za-z]\w*", token) or token.lower() in _RESERVED:
            self._refuse()
        return token

    def _next(self) -> str:
        if not self._tokens:
            self._refuse()
        return self._tokens.pop(0)

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[0].upper() == token:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._take(token):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise _invalid(self._expression)


_RESERVED = {"owner", "row", "until", "status", "name", "value", "values", "date", "time", "language", "section"}
"""Those of DynamoDB's reserved words that one is likely to stumble over."""


def _or(left: Condition, right: Condition) -> Condition:
    return lambda item, values: left(item, values) or right(item, values)


def _and(left: Condition, right: Condition) -> Condition:
    return lambda item, values: left(item, values) and right(item, values)


def _set(name: str, value: Callable[[Item, Values], Any]) -> Clause:
    def clause(item: Item, values: Values) -> None:
        item[name] = value(item, values)

    return clause


def _add(name: str, value: Callable[[Item, Values], Any]) -> Clause:
    def clause(item: Item, values: Values) -> None:
        [(kind, more)] = value(item, values).items()
        there = item.get(name, {kind: "0" if kind == "N" else []})[kind]
        item[name] = {kind: str(Decimal(there) + Decimal(more)) if kind == "N" else sorted({*there, *more})}

    return clause


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compared(left: Callable[[Item, Values], Any], operator: str, right: Callable[[Item, Values], Any]) -> Condition:
    """What is absent, or of another type, compares as false; only as unequal it is true."""
    if operator == "<>":
        equal = _compared(left, "=", right)
        return lambda item, values: not equal(item, values)
    compare = _COMPARED[operator]

    def condition(item: Item, values: Values) -> bool:
        one, other = left(item, values), right(item, values)
        if one is None or other is None or one.keys() != other.keys():
            return False
        [(kind, first)], [(_, second)] = one.items(), other.items()
        if kind == "N":
            return compare(Decimal(first), Decimal(second))
        if kind == "S":
            return compare(first.encode(), second.encode())
        return compare(first, second)

    return condition


def _invalid(expression: str) -> ClientError:
    response: Any = {
        "Error": {"Code": "ValidationException", "Message": f"simulated: {expression}"},
        "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}},
    }
    return ClientError(response, "Expression")
