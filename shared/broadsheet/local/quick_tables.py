"""Queries and transactions on moto's tables that cost what they touch, not what the table holds.

moto answers each Query by sorting every item of the table, and begins each transaction by copying all of them deeply.
A burst of some thousand articles would be mostly that. Here the items that can't be in an answer are left out first,
and the copy is as deep as undoing puts and deletes needs it to be (an Update inside a transaction would want it deeper;
there are none here). moto's own code does the rest.
"""

import copy
import heapq
import inspect
import operator
from collections import defaultdict
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
    """Make every table of moto's in this process work so; doing it again changes nothing."""
    Table.query = _query  # type: ignore[method-assign]  # that is the purpose
    Table.__deepcopy__ = _snapshot  # type: ignore[attr-defined]  # likewise


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


def _snapshot(self: Table, _memo: dict[int, Any]) -> Table:
    taken = copy.copy(self)
    taken.items = defaultdict(dict, {key: dict(partition) for key, partition in self.items.items()})
    if self.stream_shard is not None:
        taken.stream_shard = copy.copy(self.stream_shard)
        taken.stream_shard.table = taken
        taken.stream_shard.items = list(self.stream_shard.items)
    return taken
