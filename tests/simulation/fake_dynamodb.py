"""DynamoDB's client in memory: conditions, transactions, a stream. A parameter that it doesn't know is a TypeError."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, NoReturn
from zlib import crc32

from botocore.exceptions import ClientError

from tests.simulation.dynamodb_expressions import PARTITION, Item, Values, compiled, compiled_update, frozen
from tests.simulation.fake_s3 import Clock

Key = tuple[str, str]
_KEPT_TOKENS_SECONDS = 600
_MOST_IN_A_TRANSACTION = 100


class FakeDynamoDB:
    """One table with the string keys `pk` and `sk`, and its stream of keys.

    A scan reads `page` items at once, and a query ends with the item with which it has read `page_bytes`.
    """

    def __init__(self, clock: Clock, *, page: int = 1_000_000, page_bytes: int = 1_000_000) -> None:
        self._page = page
        self._page_bytes = page_bytes
        self.stream: list[dict[str, Any]] = []
        self._clock = clock
        self._table = ""
        self._items: dict[Key, Item] = {}
        self._order: dict[str, list[str]] = {}
        self._tokens: dict[str, tuple[float, str]] = {}

    def items(self) -> dict[Key, Item]:
        """All items, to look at without a call."""
        return self._items

    # ---- The client -----------------------------------------------------------------------------------------------

    def create_table(
        self,
        *,
        TableName: str,
        KeySchema: list[dict[str, str]],
        AttributeDefinitions: list[dict[str, str]],
        BillingMode: str,
        StreamSpecification: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Make the table."""
        assert [each["AttributeName"] for each in KeySchema] == ["pk", "sk"]
        assert {each["AttributeType"] for each in AttributeDefinitions} == {"S"}
        assert BillingMode == "PAY_PER_REQUEST"
        assert StreamSpecification in (None, {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        self._table = TableName
        return _answer({})

    def get_item(self, *, TableName: str, Key: Item, ConsistentRead: bool = False) -> dict[str, Any]:  # noqa: ARG002  # always is
        """One item."""
        self._check_table(TableName, "GetItem")
        found = self._items.get(_key_of(Key))
        return _answer({} if found is None else {"Item": dict(found)})

    def put_item(self, *, TableName: str, Item: Item, **options: Any) -> dict[str, Any]:
        """Put an item, on condition."""
        return self._write("PutItem", {"Put": {"TableName": TableName, "Item": Item, **options}})

    def delete_item(self, *, TableName: str, Key: Item, **options: Any) -> dict[str, Any]:
        """Delete an item, on condition."""
        return self._write("DeleteItem", {"Delete": {"TableName": TableName, "Key": Key, **options}})

    def update_item(self, *, TableName: str, Key: Item, **options: Any) -> dict[str, Any]:
        """Change an item, on condition."""
        return self._write("UpdateItem", {"Update": {"TableName": TableName, "Key": Key, **options}})

    def transact_write_items(
        self, *, TransactItems: list[dict[str, Any]], ClientRequestToken: str | None = None
    ) -> dict[str, Any]:
        """Several writes, all or none; with the same token only once."""
        now, content = self._clock.now().timestamp(), repr(TransactItems)
        if ClientRequestToken is not None:
            kept = self._tokens.get(ClientRequestToken)
            if kept is not None and kept[0] > now - _KEPT_TOKENS_SECONDS:
                if kept[1] != content:
                    _fail("IdempotentParameterMismatchException", "TransactWriteItems")
                return _answer({})
        if len(TransactItems) > _MOST_IN_A_TRANSACTION:
            _fail("ValidationException", "TransactWriteItems")
        writes = [_Write(item, transacted=True) for item in TransactItems]
        for write in writes:
            self._check_table(write.table, "TransactWriteItems")
        if len({write.key for write in writes}) < len(writes):
            _fail("ValidationException", "TransactWriteItems")
        reasons = [write.refusal(self._items.get(write.key)) for write in writes]
        if any(reason["Code"] != "None" for reason in reasons):
            _fail("TransactionCanceledException", "TransactWriteItems", CancellationReasons=reasons)
        for write in writes:
            self._apply(write)
        if ClientRequestToken is not None:
            self._tokens[ClientRequestToken] = (now, content)
        return _answer({})

    def query(
        self,
        *,
        TableName: str,
        KeyConditionExpression: str,
        ExpressionAttributeValues: Values,
        ExpressionAttributeNames: Mapping[str, str] | None = None,
        ScanIndexForward: bool = True,
        Limit: int | None = None,
        ConsistentRead: bool = False,  # noqa: ARG002  # always is
        ExclusiveStartKey: Item | None = None,
    ) -> dict[str, Any]:
        """The items of a partition in order."""
        self._check_table(TableName, "Query")
        if any(value == {"S": ""} for value in ExpressionAttributeValues.values()):
            _fail("ValidationException", "Query")
        condition = compiled(KeyConditionExpression, frozen(ExpressionAttributeNames))
        partition = ExpressionAttributeValues[PARTITION.search(KeyConditionExpression)[1]]["S"]  # type: ignore[index]  # there must be one
        order = self._order.get(partition, [])
        if ExclusiveStartKey is not None:
            start = ExclusiveStartKey["sk"]["S"]
            order = order[bisect_right(order, start) :] if ScanIndexForward else order[: bisect_left(order, start)]
        found: list[Item] = []
        more: dict[str, Any] = {}
        read_bytes = 0
        for sk in order if ScanIndexForward else reversed(order):
            item = self._items[partition, sk]
            if condition(item, ExpressionAttributeValues):
                found.append(item)
                read_bytes += _size_bytes(item)
                if len(found) == Limit or read_bytes >= self._page_bytes:
                    more = {"LastEvaluatedKey": _keys(item)}
                    break
        return _answer({"Items": [dict(item) for item in found], "Count": len(found), **more})

    def scan(
        self,
        *,
        TableName: str,
        FilterExpression: str | None = None,
        ExpressionAttributeValues: Values | None = None,
        ExpressionAttributeNames: Mapping[str, str] | None = None,
        ConsistentRead: bool = False,  # noqa: ARG002  # always is
        Limit: int | None = None,
        ExclusiveStartKey: Item | None = None,
        Segment: int = 0,
        TotalSegments: int = 1,
    ) -> dict[str, Any]:
        """All items, in no order that means anything; the limit is on those that are read."""
        self._check_table(TableName, "Scan")
        keys = sorted((key for key in self._items if _place(key)[0] % TotalSegments == Segment), key=_place)
        if ExclusiveStartKey is not None:
            # It may have been deleted since.
            keys = keys[bisect_right(keys, _place(_key_of(ExclusiveStartKey)), key=_place) :]
        most = Limit or self._page
        read = [self._items[key] for key in keys[:most]]
        found = read
        if FilterExpression is not None:
            condition = compiled(FilterExpression, frozen(ExpressionAttributeNames))
            found = [item for item in read if condition(item, ExpressionAttributeValues or {})]
        more = {"LastEvaluatedKey": _keys(read[-1])} if len(keys) > len(read) else {}
        return _answer({"Items": [dict(item) for item in found], "Count": len(found), **more})

    def get_paginator(self, name: str) -> Any:
        """Page after page."""
        reading: Any = {"scan": self.scan, "query": self.query}[name]

        def paginate(**options: Any) -> Iterator[dict[str, Any]]:
            while True:
                page = reading(**options)
                yield page
                if "LastEvaluatedKey" not in page:
                    return
                options["ExclusiveStartKey"] = page["LastEvaluatedKey"]

        return SimpleNamespace(paginate=paginate)

    # ---- Inside ---------------------------------------------------------------------------------------------------

    def _check_table(self, name: str, operation: str) -> None:
        if name != self._table:
            _fail("ResourceNotFoundException", operation)

    def _write(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        write = _Write(request, transacted=False)
        self._check_table(write.table, operation)
        before = self._items.get(write.key)
        reason = write.refusal(before)
        if reason["Code"] != "None":
            besides = {"Item": reason["Item"]} if "Item" in reason else {}
            _fail("ConditionalCheckFailedException", operation, **besides)
        self._apply(write)
        after = self._items.get(write.key)
        returned = {"ALL_OLD": before, "ALL_NEW": after}.get(write.returns)
        return _answer({} if returned is None else {"Attributes": dict(returned)})

    def _apply(self, write: "_Write") -> None:
        before = self._items.get(write.key)
        after = write.result(before)
        if after is before or after == before:
            return
        pk, sk = write.key
        if after is None:
            del self._items[write.key]
            self._order[pk].remove(sk)
        else:
            if before is None:
                insort(self._order.setdefault(pk, []), sk)
            self._items[write.key] = after
        name = "INSERT" if before is None else "REMOVE" if after is None else "MODIFY"
        number = len(self.stream) + 1
        self.stream.append(
            {
                "eventID": f"{number:032x}",
                "eventName": name,
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": self._clock.now().timestamp(),
                    "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
                    "SequenceNumber": f"{number:021}",
                    "SizeBytes": len(pk) + len(sk),
                    "StreamViewType": "KEYS_ONLY",
                },
                "eventSourceARN": f"arn:aws:dynamodb:eu-central-1:123456789012:table/{self._table}/stream/x",
            }
        )


class _Write:
    """One write of a request."""

    def __init__(self, request: dict[str, Any], *, transacted: bool) -> None:
        [(self._verb, parts)] = request.items()
        rest = dict(parts)
        self.table: str = rest.pop("TableName")
        self._item: Item = rest.pop("Item") if self._verb == "Put" else {}
        self.key = _key_of(self._item if self._verb == "Put" else rest.pop("Key"))
        self._names = frozen(rest.pop("ExpressionAttributeNames", None))
        self._values: Values = rest.pop("ExpressionAttributeValues", {})
        self._condition: str | None = rest.pop("ConditionExpression", None)
        self._update: str = rest.pop("UpdateExpression") if self._verb == "Update" else ""
        self._tells_old: bool = rest.pop("ReturnValuesOnConditionCheckFailure", "NONE") == "ALL_OLD"
        self.returns: str = "NONE" if transacted else rest.pop("ReturnValues", "NONE")
        allowed = {"Update": ("NONE", "ALL_OLD", "ALL_NEW")}.get(self._verb, ("NONE", "ALL_OLD"))
        if rest or self.returns not in allowed or self._verb not in {"Put", "Delete", "Update", "ConditionCheck"}:
            message = f"{self._verb} has parameters that the fake doesn't know: {rest or self.returns}"
            raise TypeError(message)

    def refusal(self, before: Item | None) -> dict[str, Any]:
        """DynamoDB's reason not to do it; its code is "None" if there is none."""
        if self._condition is None or compiled(self._condition, self._names)(before or {}, self._values):
            return {"Code": "None"}
        old = {"Item": dict(before)} if self._tells_old and before is not None else {}
        return {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", **old}

    def result(self, before: Item | None) -> Item | None:
        """The item afterwards."""
        match self._verb:
            case "Put":
                return dict(self._item)
            case "Delete":
                return None
            case "ConditionCheck":
                return before
        item = {**(before or {}), "pk": {"S": self.key[0]}, "sk": {"S": self.key[1]}}
        for clause in compiled_update(self._update, self._names):
            clause(item, self._values)
        return item


def _key_of(item: Item) -> Key:
    return (item["pk"]["S"], item["sk"]["S"])


def _place(key: Key) -> tuple[int, Key]:
    """The order of a scan: by a digest of the partition."""
    return crc32(key[0].encode()), key


def _keys(item: Item) -> Item:
    return {"pk": item["pk"], "sk": item["sk"]}


def _size_bytes(item: Item) -> int:
    """Near enough: the characters of names and values."""
    return sum(len(name) + len(text) for name, value in item.items() for text in value.values())


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}


def _fail(code: str, operation: str, **besides: Any) -> NoReturn:
    response: Any = {
        "Error": {"Code": code, "Message": "simulated"},
        "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}},
        **besides,
    }
    raise ClientError(response, operation)
