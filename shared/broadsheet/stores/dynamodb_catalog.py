"""The catalog in one DynamoDB table.

| pk                         | sk                     | attributes         |
| -------------------------- | ---------------------- | ------------------ |
| `article#<id>`             | `article`              | `revision`, `row`  |
| `address#<path>`           | `claim`                | `owner`            |
| `listing#<listing>`        | `<published_at>#<id>`  | `entry`            |
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from broadsheet.article import ArticleId, Conflict, StoreError
from broadsheet.site.story import Entry
from broadsheet.stores.aws import error_code, translated
from broadsheet.stores.catalog import AddressTaken, Position, Row, with_addresses
from broadsheet.stores.codec import decode_entry, decode_row, encode_entry, encode_row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING_PREFIX = "listing#"
_ROW_SK = "article"
_CLAIM_SK = "claim"
# The reasons of a cancelled transaction that say that somebody else was faster.
_MOVED = {"ConditionalCheckFailed", "TransactionConflict"}


class DynamoDBCatalog:
    """One table with the string keys `pk` and `sk`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def row(self, article_id: ArticleId) -> Row | None:
        """One consistent GetItem."""
        with translated(f"read the row of {article_id}"):
            answer = self._client.get_item(TableName=self._table, Key=_row_key(article_id), ConsistentRead=True)
        item = answer.get("Item")
        return None if item is None else decode_row(item["row"]["S"])

    def claim(self, before: Row | None, article_id: ArticleId, addresses: Sequence[str]) -> Row:
        """One transaction: the claims and the row."""
        after = with_addresses(before, article_id, addresses)
        claims = [self._put_claim(address, article_id) for address in addresses]
        try:
            self._transact(f"claim {', '.join(addresses)}", [*claims, self._put_row(before, after)])
        except _Cancelled as cancelled:
            olds = zip(addresses, cancelled.reasons, strict=False)
            if owners := {address: old["Item"]["owner"]["S"] for address, old in olds if "Item" in old}:
                raise AddressTaken(owners) from cancelled
            raise
        return after

    def commit(self, before: Row | None, after: Row) -> None:
        """One transaction: the row, the entries that changed, the entries that went."""
        old, new = before.entries() if before else {}, after.entries()
        writes = [self._put_row(before, after)]
        for position, entry in new.items():
            if old.get(position) != entry:
                item = {**_entry_key(position), "entry": {"S": encode_entry(entry)}}
                writes.append({"Put": {"TableName": self._table, "Item": item}})
        writes += [
            {"Delete": {"TableName": self._table, "Key": _entry_key(position)}}
            for position in old
            if position not in new
        ]
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

    def rows(self) -> Sequence[Row]:
        """A Scan of the whole table."""
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="sk = :sk",
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

    def _put_row(self, before: Row | None, after: Row) -> dict[str, Any]:
        put: dict[str, Any] = {
            "TableName": self._table,
            "Item": {**_row_key(after.id), "revision": {"N": str(after.revision)}, "row": {"S": encode_row(after)}},
        }
        if before is None:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            put["ConditionExpression"] = "revision = :revision"
            put["ExpressionAttributeValues"] = {":revision": {"N": str(before.revision)}}
        return {"Put": put}

    def _transact(self, what: str, writes: list[dict[str, Any]]) -> None:
        """Write all or nothing.

        boto3 adds a ClientRequestToken, so that its own retry of a call that did take effect is not a second one.
        """
        with translated(what):
            try:
                self._client.transact_write_items(TransactItems=writes)  # type: ignore[arg-type]  # built from parts
            except ClientError as error:
                if error_code(error) == "TransactionConflictException":
                    raise _Cancelled(what, []) from error
                if error_code(error) != "TransactionCanceledException":
                    raise
                reasons: list[dict[str, Any]] = list(error.response.get("CancellationReasons", []))  # type: ignore[arg-type]  # boto3-stubs lack it
                codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
                if codes <= _MOVED:
                    raise _Cancelled(what, reasons) from error
                message = f"{what}: {error}"
                raise StoreError(message) from error


class _Cancelled(Conflict):
    """A transaction that lost its race, with DynamoDB's reason for each of its writes."""

    def __init__(self, what: str, reasons: list[dict[str, Any]]) -> None:
        self.reasons = reasons or [{}]
        super().__init__(what)


def _row_key(article_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"article#{article_id}"}, "sk": {"S": _ROW_SK}}


def _entry_key(position: Position) -> dict[str, Any]:
    return {"pk": {"S": LISTING_PREFIX + position.listing}, "sk": {"S": position.sort_key}}
