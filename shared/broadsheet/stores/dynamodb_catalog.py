"""The catalog in one DynamoDB table; its items are described in `dynamodb_items`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from broadsheet.article import ArticleId, Conflict, StoreError, Unavailable
from broadsheet.site.story import Entry
from broadsheet.stores.aws import error_code, translated
from broadsheet.stores.catalog import AddressTaken, Lease, Leased, Position, Row, with_addresses, with_media
from broadsheet.stores.codec import decode_entry
from broadsheet.stores.dynamodb_items import (
    DUE,
    LISTING_PREFIX,
    MEDIUM_PREFIX,
    ROW_SK,
    decoded,
    encoded,
    key_of,
    row_key,
    row_of,
)
from broadsheet.stores.items import Claim, Held, Item, Kept, Referred, due_sort_key, dues_of, listed_in, references_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

__all__ = ["LISTING_PREFIX", "DynamoDBCatalog"]

_MOST_WRITES: Final = 90
_MOST_IN_A_TRANSACTION: Final = 100
"""A transaction has at most 100."""
# The reasons of a cancelled transaction that say that somebody else was faster.
_MOVED = {"ConditionalCheckFailed", "TransactionConflict"}
_BUSY = {"ProvisionedThroughputExceeded", "ThrottlingError"}
_UNTIL = {"#until": "until"}


class DynamoDBCatalog:
    """One table with the string keys `pk` and `sk`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def row(self, article_id: ArticleId) -> Row | None:
        """One consistent GetItem."""
        with translated(f"read the row of {article_id}"):
            answer = self._client.get_item(TableName=self._table, Key=row_key(article_id), ConsistentRead=True)
        return row_of(answer.get("Item"))

    def take(self, lease: Lease, *, now: datetime) -> Row | None:
        """One UpdateItem, which also tells the row. Its retry after a lost answer finds the lease its own."""
        with translated(f"take the lease of {lease.id}"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=row_key(lease.id),
                    UpdateExpression="SET holder = :holder, #until = :until",
                    ConditionExpression="attribute_not_exists(holder) OR holder = :holder OR #until < :now",
                    ExpressionAttributeNames=_UNTIL,
                    ExpressionAttributeValues={
                        ":holder": {"S": lease.holder},
                        ":until": _seconds(lease.until),
                        ":now": _seconds(now),
                    },
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if error_code(error) != "ConditionalCheckFailedException":
                    raise
                held: dict[str, Any] = error.response.get("Item", {})  # type: ignore[assignment]  # boto3-stubs lack it
                until = float(held["until"]["N"]) if "until" in held else now.timestamp()
                raise Leased(lease.id, datetime.fromtimestamp(until, UTC)) from error
        return row_of(answer["Attributes"])

    def release(self, lease: Lease, row: Row | None) -> None:
        """One UpdateItem, or one DeleteItem where there is nothing besides the lease."""
        mine = {":holder": {"S": lease.holder}}
        with translated(f"release the lease of {lease.id}"):
            # A claim whose answer was lost may have written a row after all, which must stay.
            if row is None and _holds(
                self._client.delete_item,
                TableName=self._table,
                Key=row_key(lease.id),
                ConditionExpression="holder = :holder AND attribute_not_exists(#row)",
                ExpressionAttributeNames={"#row": "row"},
                ExpressionAttributeValues=mine,
            ):
                return
            _holds(
                self._client.update_item,
                TableName=self._table,
                Key=row_key(lease.id),
                UpdateExpression="REMOVE holder, #until",
                ConditionExpression="holder = :holder",
                ExpressionAttributeNames=_UNTIL,
                ExpressionAttributeValues=mine,
            )

    def claim(self, lease: Lease, before: Row | None, addresses: Sequence[str]) -> Row:
        """One transaction: the claims and the row."""
        after = with_addresses(before, lease.id, addresses)
        claims = [self._put_claim(address, lease.id) for address in addresses]
        still_leased = {"holder": {"S": lease.holder}, "until": _seconds(lease.until)}
        try:
            self._transact(
                f"claim {', '.join(addresses)}", [*claims, self._put_row(lease, after, besides=still_leased)]
            )
        except _Cancelled as cancelled:
            olds = zip(addresses, cancelled.reasons, strict=False)
            if owners := {address: old["Item"]["owner"]["S"] for address, old in olds if "Item" in old}:
                raise AddressTaken(owners) from cancelled
            raise
        return after

    def refer(self, lease: Lease, before: Row | None, *, add: Collection[str] = (), drop: Collection[str] = ()) -> Row:
        """One transaction: the references and the row."""
        after = with_media(before, lease.id, add=add, drop=drop)
        still_leased = {"holder": {"S": lease.holder}, "until": _seconds(lease.until)}
        writes = [self._put_row(lease, after, besides=still_leased)]
        writes += [self._put(Referred(path=path, id=lease.id)) for path in add]
        writes += [self._delete(Referred(path=path, id=lease.id)) for path in drop]
        self._transact(f"refer to {', '.join((*add, *drop))}", writes)
        return after

    def referring(self, path: str, limit: int, *, after: str = "") -> Sequence[ArticleId]:
        """One consistent Query."""
        condition, values = "pk = :pk", {":pk": {"S": f"{MEDIUM_PREFIX}{path}"}}
        if after:
            condition, values = f"{condition} AND sk > :sk", {**values, ":sk": {"S": after}}
        with translated(f"read who refers to {path}"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                Limit=limit,
                ConsistentRead=True,
            )
        return [ArticleId(item["sk"]["S"]) for item in answer["Items"]]

    def commit(self, lease: Lease, before: Row | None, after: Row) -> None:
        """One transaction: the row, the entries and references that changed, those that went.

        Of an article that moves from dozens of tags to dozens of others there would be too many. It leaves the listings
        first, with a row that says so, in a transaction of its own.
        """
        writes = self._changes(before, after)
        if before is not None and before.live is not None and len(writes) >= _MOST_IN_A_TRANSACTION:
            listings = after.live.listings if after.live else ()
            kept = tuple(listing for listing in before.live.listings if listing in listings)
            fewer = replace(before, live=replace(before.live, listings=kept))
            leased = {"holder": {"S": lease.holder}, "until": _seconds(lease.until)}
            row = self._put_row(lease, fewer, besides=leased)
            self._transact(f"leave listings of {after.id}", [row, *self._changes(before, fewer)])
            writes = self._changes(fewer, after)
        self._transact(f"commit {after.id}", [self._put_row(lease, after), *writes])

    def _changes(self, before: Row | None, after: Row) -> list[dict[str, Any]]:
        """The writes to what belongs to a row, besides the row."""
        writes = []
        for items in (listed_in, dues_of, references_of):
            old, new = items(before) if before else [], items(after)
            writes += [self._put(item) for item in new if item not in old]
            there = [key_of(item) for item in new]
            writes += [self._delete(item) for item in old if key_of(item) not in there]
        return writes

    def preceding(self, position: Position, limit: int) -> Sequence[Entry]:
        """A consistent Query for each megabyte."""
        return self._query(position.listing, "AND sk < :sk", limit, sort_key=position.sort_key, forward=False)

    def following(self, position: Position, limit: int) -> Sequence[Entry]:
        """A consistent Query for each megabyte."""
        return self._query(position.listing, "AND sk > :sk", limit, sort_key=position.sort_key, forward=True)

    def newest(self, listing: str, limit: int) -> Sequence[Entry]:
        """A consistent Query for each megabyte."""
        return self._query(listing, "", limit, sort_key=None, forward=False)

    def due(self, now: datetime, limit: int) -> Sequence[ArticleId]:
        """One consistent Query."""
        with translated("read what is due"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND sk < :sk",
                ExpressionAttributeValues={":pk": {"S": DUE}, ":sk": {"S": _until(now)}},
                Limit=limit,
                ConsistentRead=True,
            )
        return [ArticleId(item["id"]["S"]) for item in answer["Items"]]

    def rows(self) -> Sequence[Row]:
        """A Scan of the whole table."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="sk = :sk AND attribute_exists(#row)",
            ExpressionAttributeNames={"#row": "row"},
            ExpressionAttributeValues={":sk": {"S": ROW_SK}},
            ConsistentRead=True,
        )
        with translated("read the catalog"):
            found = [row for page in pages for item in page["Items"] if (row := row_of(item)) is not None]
        return sorted(found, key=lambda row: row.id)

    def items(self, *, part: int = 0, parts: int = 1) -> Iterator[Item]:
        """A Scan, or one of its segments."""
        segment: dict[str, Any] = {"Segment": part, "TotalSegments": parts} if parts > 1 else {}
        pages = self._client.get_paginator("scan").paginate(TableName=self._table, ConsistentRead=True, **segment)
        with translated("read the catalog"):
            for page in pages:
                for found in page["Items"]:
                    yield from decoded(found)

    def stored(self, item: Item) -> Item | None:
        """One consistent GetItem."""
        with translated(f"read {item}"):
            answer = self._client.get_item(TableName=self._table, Key=key_of(item), ConsistentRead=True)
        found = answer.get("Item")
        return None if found is None else next((each for each in decoded(found) if isinstance(each, type(item))), None)

    def mend(self, lease: Lease, *, put: Sequence[Item] = (), remove: Sequence[Item] = ()) -> None:
        """One transaction for each 90 items."""
        still_leased = {"holder": {"S": lease.holder}, "until": _seconds(lease.until)}
        owners = {item.address: item.owner for item in remove if isinstance(item, Claim)}
        anew = [key_of(item) for item in put]
        row = self._check_lease(lease)
        writes: list[dict[str, Any]] = []
        for item in put:
            if isinstance(item, Kept) and item.row is not None:
                row = self._put_row(lease, item.row, besides=still_leased)
            elif isinstance(item, Claim):
                writes.append(self._put_claim(item.address, lease.id, of=owners.get(item.address, "")))
            else:
                writes.append(self._put(item))
        for item in remove:
            if key_of(item) in anew:
                continue
            if isinstance(item, Kept):
                row = self._put_nothing(lease, still_leased)
            else:
                writes.append(self._delete(item))
        for start in range(0, max(len(writes), 1), _MOST_WRITES):
            self._transact(f"mend {lease.id}", [row, *writes[start : start + _MOST_WRITES]])

    def free(self, held: Item) -> None:
        """One UpdateItem; an item that held nothing else goes with the lease."""
        with translated(f"free {held}"):
            found = self._client.get_item(TableName=self._table, Key=key_of(held), ConsistentRead=True).get("Item")
        if found is None or held not in decoded(found) or not isinstance(held, Held):
            return
        lease = Lease(id=held.id, holder=found["holder"]["S"], until=held.until or datetime.max.replace(tzinfo=UTC))
        self.release(lease, Row(id=held.id, revision=0) if "row" in found else None)

    def _query(
        self, listing: str, condition: str, limit: int, *, sort_key: str | None, forward: bool
    ) -> Sequence[Entry]:
        values = {":pk": {"S": LISTING_PREFIX + listing}}
        if sort_key is not None:
            values[":sk"] = {"S": sort_key}
        with translated(f"read the listing {listing}"):
            found: list[Entry] = []
            start: dict[str, Any] = {}
            while True:
                answer = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression=f"pk = :pk {condition}",
                    ExpressionAttributeValues=values,
                    ScanIndexForward=forward,
                    Limit=limit - len(found),
                    ConsistentRead=True,
                    **start,
                )
                found += (decode_entry(item["entry"]["S"]) for item in answer["Items"])
                if len(found) >= limit or "LastEvaluatedKey" not in answer:
                    return found
                start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _put_claim(self, address: str, article_id: ArticleId, *, of: str = "") -> dict[str, Any]:
        """A claim on an address that is nobody's, or the article's own already, or `of` that other article."""
        return {
            "Put": {
                "TableName": self._table,
                "Item": encoded(Claim(address=address, owner=article_id)),
                "ConditionExpression": "attribute_not_exists(pk) OR #owner = :owner OR #owner = :of",
                "ExpressionAttributeNames": {"#owner": "owner"},
                "ExpressionAttributeValues": {":owner": {"S": article_id}, ":of": {"S": of or article_id}},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _put(self, item: Item) -> dict[str, Any]:
        return {"Put": {"TableName": self._table, "Item": encoded(item)}}

    def _delete(self, item: Item) -> dict[str, Any]:
        delete: dict[str, Any] = {"TableName": self._table, "Key": key_of(item)}
        if isinstance(item, Claim):
            delete |= {
                "ConditionExpression": "attribute_not_exists(pk) OR #owner = :owner",
                "ExpressionAttributeNames": {"#owner": "owner"},
                "ExpressionAttributeValues": {":owner": {"S": item.owner}},
            }
        return {"Delete": delete}

    def _check_lease(self, lease: Lease) -> dict[str, Any]:
        return {
            "ConditionCheck": {
                "TableName": self._table,
                "Key": row_key(lease.id),
                "ConditionExpression": "holder = :holder",
                "ExpressionAttributeValues": {":holder": {"S": lease.holder}},
            }
        }

    def _put_nothing(self, lease: Lease, still_leased: Mapping[str, Any]) -> dict[str, Any]:
        """The lease alone, in the row's place."""
        return {
            "Put": {
                "TableName": self._table,
                "Item": {**row_key(lease.id), **still_leased},
                "ConditionExpression": "holder = :holder",
                "ExpressionAttributeValues": {":holder": {"S": lease.holder}},
            }
        }

    def _put_row(self, lease: Lease, row: Row, *, besides: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "Put": {
                "TableName": self._table,
                "Item": {**encoded(Kept(id=row.id, row=row)), **(besides or {})},
                "ConditionExpression": "holder = :holder",
                "ExpressionAttributeValues": {":holder": {"S": lease.holder}},
            }
        }

    def _transact(self, what: str, writes: list[dict[str, Any]]) -> None:
        """Write all or nothing.

        boto3 adds a ClientRequestToken, so that its own retry of a call that did take effect is not a second one.
        """
        with translated(what):
            try:
                self._client.transact_write_items(TransactItems=writes)  # type: ignore[arg-type]  # built from parts
            except ClientError as error:
                if error_code(error) != "TransactionCanceledException":
                    raise
                reasons: list[dict[str, Any]] = list(error.response.get("CancellationReasons", []))  # type: ignore[arg-type]  # boto3-stubs lack it
                codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
                if codes <= _MOVED:
                    raise _Cancelled(what, reasons) from error
                message = f"{what}: {error}"
                raise (Unavailable if codes <= _MOVED | _BUSY else StoreError)(message) from error


class _Cancelled(Conflict):
    """A transaction that lost its race, with DynamoDB's reason for each of its writes."""

    def __init__(self, what: str, reasons: list[dict[str, Any]]) -> None:
        self.reasons = reasons or [{}]
        super().__init__(what)


def _holds(write: Callable[..., Any], **request: Any) -> bool:
    """Write on condition; whether it held."""
    try:
        write(**request)
    except ClientError as error:
        if error_code(error) != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _seconds(moment: datetime) -> dict[str, str]:
    return {"N": f"{moment.timestamp():.3f}"}


def _until(now: datetime) -> str:
    """What comes right after all places of this moment and before those of the next: "$" follows "#"."""
    return due_sort_key(now, "").removesuffix("#") + "$"
