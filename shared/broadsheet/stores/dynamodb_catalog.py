"""The catalog in one DynamoDB table.

| pk                         | sk                     | attributes                                          |
| -------------------------- | ---------------------- | --------------------------------------------------- |
| `article#<id>`             | `article`              | `row`; while leased, `holder` and `until` (seconds) |
| `address#<path>`           | `claim`                | `owner`                                             |
| `listing#<listing>`        | `<published_at>#<id>`  | `entry`                                             |
| `due`                      | `<due_at>#<id>`        | `id`                                                |

An article's item without a `row` is of an article that is only being looked at.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from broadsheet.article import ArticleId, Conflict, StoreError, Unavailable
from broadsheet.site.story import Entry
from broadsheet.stores.aws import error_code, translated
from broadsheet.stores.catalog import AddressTaken, Lease, Leased, Position, Row, with_addresses
from broadsheet.stores.codec import decode_entry, decode_row, encode_entry, encode_row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING_PREFIX = "listing#"
_ROW_SK = "article"
_CLAIM_SK = "claim"
_DUE = "due"
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
            answer = self._client.get_item(TableName=self._table, Key=_row_key(article_id), ConsistentRead=True)
        return _row_of(answer.get("Item"))

    def take(self, lease: Lease, *, now: datetime) -> Row | None:
        """One UpdateItem, which also tells the row. Its retry after a lost answer finds the lease its own."""
        with translated(f"take the lease of {lease.id}"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_row_key(lease.id),
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
        return _row_of(answer["Attributes"])

    def release(self, lease: Lease, row: Row | None) -> None:
        """One UpdateItem, or one DeleteItem where there is nothing besides the lease."""
        mine = {":holder": {"S": lease.holder}}
        with translated(f"release the lease of {lease.id}"):
            try:
                if row is None:
                    # A claim whose answer was lost may have written a row after all, which must stay.
                    self._client.delete_item(
                        TableName=self._table,
                        Key=_row_key(lease.id),
                        ConditionExpression="holder = :holder AND attribute_not_exists(#row)",
                        ExpressionAttributeNames={"#row": "row"},
                        ExpressionAttributeValues=mine,
                    )
                else:
                    self._client.update_item(
                        TableName=self._table,
                        Key=_row_key(lease.id),
                        UpdateExpression="REMOVE holder, #until",
                        ConditionExpression="holder = :holder",
                        ExpressionAttributeNames=_UNTIL,
                        ExpressionAttributeValues=mine,
                    )
            except ClientError as error:
                if error_code(error) != "ConditionalCheckFailedException":
                    raise

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

    def commit(self, lease: Lease, before: Row | None, after: Row) -> None:
        """One transaction: the row, the entries that changed, the entries that went."""
        old, new = before.entries() if before else {}, after.entries()
        writes = [self._put_row(lease, after)]
        for position, entry in new.items():
            if old.get(position) != entry:
                item = {**_entry_key(position), "entry": {"S": encode_entry(entry)}}
                writes.append({"Put": {"TableName": self._table, "Item": item}})
        writes += [
            {"Delete": {"TableName": self._table, "Key": _entry_key(position)}}
            for position in old
            if position not in new
        ]
        if (before and before.due_at) != after.due_at:
            if before and before.due_at:
                writes.append({"Delete": {"TableName": self._table, "Key": _due_key(before.due_at, after.id)}})
            if after.due_at:
                item = {**_due_key(after.due_at, after.id), "id": {"S": after.id}}
                writes.append({"Put": {"TableName": self._table, "Item": item}})
        self._transact(f"commit {after.id}", writes)

    def preceding(self, position: Position, limit: int) -> Sequence[Entry]:
        """One consistent Query."""
        return self._query(position.listing, "AND sk < :sk", limit, sort_key=position.sort_key, forward=False)

    def following(self, position: Position, limit: int) -> Sequence[Entry]:
        """One consistent Query."""
        return self._query(position.listing, "AND sk > :sk", limit, sort_key=position.sort_key, forward=True)

    def newest(self, listing: str, limit: int) -> Sequence[Entry]:
        """One consistent Query."""
        return self._query(listing, "", limit, sort_key=None, forward=False)

    def due(self, now: datetime, limit: int) -> Sequence[ArticleId]:
        """One consistent Query."""
        with translated("read what is due"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND sk < :sk",
                ExpressionAttributeValues={":pk": {"S": _DUE}, ":sk": {"S": f"{_moment(now)}$"}},
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
            ExpressionAttributeValues={":sk": {"S": _ROW_SK}},
            ConsistentRead=True,
        )
        with translated("read the catalog"):
            found = [decode_row(item["row"]["S"]) for page in pages for item in page["Items"]]
        return sorted(found, key=lambda row: row.id)

    def _query(
        self, listing: str, condition: str, limit: int, *, sort_key: str | None, forward: bool
    ) -> Sequence[Entry]:
        values = {":pk": {"S": LISTING_PREFIX + listing}}
        if sort_key is not None:
            values[":sk"] = {"S": sort_key}
        with translated(f"read the listing {listing}"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression=f"pk = :pk {condition}",
                ExpressionAttributeValues=values,
                ScanIndexForward=forward,
                Limit=limit,
                ConsistentRead=True,
            )
        return [decode_entry(item["entry"]["S"]) for item in answer["Items"]]

    def _put_claim(self, address: str, article_id: ArticleId) -> dict[str, Any]:
        return {
            "Put": {
                "TableName": self._table,
                "Item": {"pk": {"S": f"address#{address}"}, "sk": {"S": _CLAIM_SK}, "owner": {"S": article_id}},
                "ConditionExpression": "attribute_not_exists(pk) OR #owner = :owner",
                "ExpressionAttributeNames": {"#owner": "owner"},
                "ExpressionAttributeValues": {":owner": {"S": article_id}},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _put_row(self, lease: Lease, row: Row, *, besides: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "Put": {
                "TableName": self._table,
                "Item": {**_row_key(row.id), "row": {"S": encode_row(row)}, **(besides or {})},
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


def _row_of(item: Mapping[str, Any] | None) -> Row | None:
    return None if item is None or "row" not in item else decode_row(item["row"]["S"])


def _seconds(moment: datetime) -> dict[str, str]:
    return {"N": f"{moment.timestamp():.3f}"}


def _row_key(article_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"article#{article_id}"}, "sk": {"S": _ROW_SK}}


def _due_key(due_at: datetime, article_id: str) -> dict[str, Any]:
    return {"pk": {"S": _DUE}, "sk": {"S": f"{_moment(due_at)}#{article_id}"}}


def _moment(moment: datetime) -> str:
    """A moment as text that sorts in time: UTC, whole seconds. What comes after it in a key begins with "#"."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _entry_key(position: Position) -> dict[str, Any]:
    return {"pk": {"S": LISTING_PREFIX + position.listing}, "sk": {"S": position.sort_key}}
