"""Queries on moto's tables that cost what they find, not what the table holds.

moto answers each Query by sorting every item of the table, so a burst of some thousand articles would be mostly that.
Here the items that can't be in the answer are left out first; moto's own code does the rest.
"""

import copy
import heapq
import inspect
import operator
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.dynamodb.models.table import Table

_original = Table.query
_signature = inspect.signature(_original)
_ADMITS: dict[str | None, Callable[[str, str], bool]] = {
    None: lambda _key, _bound: True,
    "<": operator.lt,
    ">": operator.gt,
}


def install() -> None:
    """Make every table of moto's in this process answer its queries so; doing it again changes nothing."""
    Table.query = _query  # type: ignore[method-assign]  # that is the purpose


@wraps(_original)
def _query(self: Table, *arguments: Any, **options: Any) -> Any:
    asked = _signature.bind(self, *arguments, **options).arguments
    comparison, limit = asked["range_comparison"], asked["limit"]
    if asked.get("index_name") or asked["exclusive_start_key"] or not limit or comparison not in _ADMITS:
        return _original(self, *arguments, **options)
    bound = asked["range_objs"][0].value if asked["range_objs"] else ""
    admits = _ADMITS[comparison]
    pick = heapq.nsmallest if asked["scan_index_forward"] else heapq.nlargest
    partition: dict[Any, Any] = self.items.get(asked["hash_key"], {})
    found = (item for item in partition.values() if admits(item.range_key.value, bound))
    # One more than the limit, so that moto still sees whether there is more.
    nearest = pick(limit + 1, found, key=lambda item: item.range_key.value)
    view = copy.copy(self)
    view.items = {asked["hash_key"]: {item.range_key: item for item in nearest}}  # type: ignore[assignment]  # likewise
    return _original(view, *arguments, **options)
