"""One suite over boto3's client of DynamoDB on moto and over the fake that the simulator uses."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from broadsheet.stores.clock import FixedClock
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.refusals import refusal_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["moto", "fake"])
def table(request: pytest.FixtureRequest) -> Any:
    client: Any = FakeDynamoDB(FixedClock(NOW))
    if request.param == "moto":
        request.getfixturevalue("aws")
        client = boto3.client("dynamodb")
    client.create_table(
        TableName="the-table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )
    return client


def _item(pk: str, sk: str = "x", **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **attributes}


class TestDynamoDB:
    def test_a_condition_is_on_what_is_there(self, table: Any) -> None:
        put = {"TableName": "the-table", "ConditionExpression": "attribute_not_exists(pk)"}
        table.put_item(**put, Item=_item("a", n={"N": "1"}))
        assert refusal_of(table.put_item, **put, Item=_item("a")) == ("ConditionalCheckFailedException", 400)
        with pytest.raises(ClientError) as refused:
            table.put_item(**put, Item=_item("a"), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        response: Any = refused.value.response
        assert response["Item"] == _item("a", n={"N": "1"})

    @pytest.mark.parametrize(
        ("condition", "holds"),
        [
            ("#n = :two", True),
            ("#n < :ten", True),  # as numbers, not as text
            ("#n > :ten", False),
            ("#n <> :two", False),
            ("attribute_exists(#n) AND NOT attribute_exists(absent)", True),
            ("attribute_not_exists(#n) OR #n = :two", True),
            ("(#n = :ten OR #n = :two) AND #n <= :ten", True),
            ("#n = :text", False),
        ],
    )
    def test_conditions(self, table: Any, condition: str, *, holds: bool) -> None:
        table.put_item(TableName="the-table", Item=_item("a", n={"N": "2"}))
        values = {":two": {"N": "2"}, ":ten": {"N": "10"}, ":text": {"S": "2"}}
        options: dict[str, Any] = {
            "TableName": "the-table",
            "Key": _item("a"),
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {"#n": "n"},
        }
        if used := {name: value for name, value in values.items() if name in condition}:
            options["ExpressionAttributeValues"] = used
        if holds:
            table.delete_item(**options)
        else:
            assert refusal_of(table.delete_item, **options) == ("ConditionalCheckFailedException", 400)

    def test_a_key_is_not_compared_with_an_empty_text(self, table: Any) -> None:
        query = {"TableName": "the-table", "KeyConditionExpression": "pk = :pk AND sk > :sk"}
        for values in ({":pk": {"S": "a"}, ":sk": {"S": ""}}, {":pk": {"S": ""}, ":sk": {"S": "x"}}):
            refused = refusal_of(table.query, **query, ExpressionAttributeValues=values)
            assert refused == ("ValidationException", 400)

    def test_an_update_makes_what_isnt_there_and_tells_it(self, table: Any) -> None:
        update = {
            "TableName": "the-table",
            "Key": _item("a"),
            "UpdateExpression": "SET holder = :h, #until = :u",
            "ConditionExpression": "attribute_not_exists(holder) OR holder = :h OR #until < :now",
            "ExpressionAttributeNames": {"#until": "until"},
            "ReturnValues": "ALL_NEW",
        }
        mine = {":h": {"S": "me"}, ":u": {"N": "9.5"}, ":now": {"N": "5"}}
        told = table.update_item(**update, ExpressionAttributeValues=mine)["Attributes"]
        assert told == _item("a", holder={"S": "me"}, until={"N": "9.5"})
        theirs = {**mine, ":h": {"S": "you"}}
        assert (
            refusal_of(table.update_item, **update, ExpressionAttributeValues=theirs)[0]
            == "ConditionalCheckFailedException"
        )
        table.update_item(**update, ExpressionAttributeValues={**theirs, ":now": {"N": "10"}})
        table.update_item(
            TableName="the-table",
            Key=_item("a"),
            UpdateExpression="REMOVE holder, #until",
            ExpressionAttributeNames={"#until": "until"},
        )
        assert table.get_item(TableName="the-table", Key=_item("a"), ConsistentRead=True)["Item"] == _item("a")

    def test_a_transaction_is_all_or_nothing_and_says_why(self, table: Any) -> None:
        table.put_item(TableName="the-table", Item=_item("taken", owner={"S": "you"}))
        claim = {
            "ConditionExpression": "attribute_not_exists(pk) OR #owner = :me",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": {":me": {"S": "me"}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        writes = [
            {"Put": {"TableName": "the-table", "Item": _item(pk, owner={"S": "me"}), **claim}}
            for pk in ("free", "taken")
        ]
        with pytest.raises(ClientError) as refused:
            table.transact_write_items(TransactItems=writes)
        response: Any = refused.value.response
        assert response["Error"]["Code"] == "TransactionCanceledException"
        assert [reason["Code"] for reason in response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
        assert response["CancellationReasons"][1]["Item"] == _item("taken", owner={"S": "you"})
        assert "Item" not in table.get_item(TableName="the-table", Key=_item("free"))
        table.transact_write_items(
            TransactItems=[writes[0], {"Delete": {"TableName": "the-table", "Key": _item("taken")}}]
        )
        assert "Item" in table.get_item(TableName="the-table", Key=_item("free"))
        assert "Item" not in table.get_item(TableName="the-table", Key=_item("taken"))

    def test_a_partition_is_read_in_order_with_a_limit(self, table: Any) -> None:
        for sk in ("b", "é", "a", "c"):
            table.put_item(TableName="the-table", Item=_item("p", sk))
        table.put_item(TableName="the-table", Item=_item("other", "a"))

        def asked(condition: str = "", *, forward: bool = True, **values: str) -> list[str]:
            answer = table.query(
                TableName="the-table",
                KeyConditionExpression=f"pk = :pk {condition}".strip(),
                ExpressionAttributeValues={
                    ":pk": {"S": "p"},
                    **{f":{name}": {"S": text} for name, text in values.items()},
                },
                ScanIndexForward=forward,
                Limit=2,
                ConsistentRead=True,
            )
            return [item["sk"]["S"] for item in answer["Items"]]

        assert asked() == ["a", "b"]
        assert asked(forward=False) == ["é", "c"]
        assert asked("AND sk < :sk", forward=False, sk="c") == ["b", "a"]
        assert asked("AND sk > :sk", sk="b") == ["c", "é"]

    def test_a_scan_reads_all_and_filters(self, table: Any) -> None:
        for pk in ("a", "b"):
            table.put_item(TableName="the-table", Item=_item(pk, row={"S": "r"}))
        table.put_item(TableName="the-table", Item=_item("c"))
        pages = table.get_paginator("scan").paginate(
            TableName="the-table",
            FilterExpression="sk = :sk AND attribute_exists(#row)",
            ExpressionAttributeNames={"#row": "row"},
            ExpressionAttributeValues={":sk": {"S": "x"}},
        )
        assert sorted(item["pk"]["S"] for page in pages for item in page["Items"]) == ["a", "b"]

    def test_the_stream_tells_the_keys_of_what_changed_in_order(self, table: Any) -> None:
        table.put_item(TableName="the-table", Item=_item("a"))
        table.transact_write_items(
            TransactItems=[{"Put": {"TableName": "the-table", "Item": _item("a", n={"N": "1"})}}]
        )
        table.delete_item(TableName="the-table", Key=_item("a"))
        table.delete_item(TableName="the-table", Key=_item("a"))
        told = [(record["eventName"], record["dynamodb"]["Keys"]) for record in _stream(table)]
        assert told == [("INSERT", _item("a")), ("MODIFY", _item("a")), ("REMOVE", _item("a"))]


def _stream(table: Any) -> Iterator[Any]:
    if isinstance(table, FakeDynamoDB):
        yield from table.stream
        return
    streams = boto3.client("dynamodbstreams")
    arn = streams.list_streams(TableName="the-table")["Streams"][0]["StreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    yield from streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]


def test_what_the_fake_doesnt_know_is_an_error() -> None:
    with pytest.raises(TypeError):
        FakeDynamoDB(FixedClock(NOW)).put_item(TableName="the-table", Item=_item("a"), Expected={})


def test_a_scan_goes_on_after_an_item_that_is_gone() -> None:
    """As AWS has it."""
    table = FakeDynamoDB(FixedClock(NOW), page=1)
    for pk in "abc":
        table.put_item(TableName="", Item=_item(pk))
    first = table.scan(TableName="")
    table.delete_item(TableName="", Key=first["LastEvaluatedKey"])
    second = table.scan(TableName="", ExclusiveStartKey=first["LastEvaluatedKey"])
    third = table.scan(TableName="", ExclusiveStartKey=second["LastEvaluatedKey"])
    assert {page["Items"][0]["pk"]["S"] for page in (first, second, third)} == set("abc")
    assert "LastEvaluatedKey" not in third


def test_a_query_ends_with_the_item_that_is_too_much_and_goes_on_after_it() -> None:
    """As AWS has it: a megabyte at once, whatever the limit is."""
    table = FakeDynamoDB(FixedClock(NOW), page_bytes=1_000)
    for sk in "abc":
        table.put_item(TableName="", Item=_item("p", sk, text={"S": 600 * sk}))
    asked: dict[str, Any] = {
        "TableName": "",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "p"}},
        "Limit": 3,
        "ConsistentRead": True,
    }
    first = table.query(**asked)
    second = table.query(**asked, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [[item["sk"]["S"] for item in page["Items"]] for page in (first, second)] == [["a", "b"], ["c"]]
    assert "LastEvaluatedKey" not in second


def test_a_transaction_with_the_same_token_happens_once() -> None:
    """As AWS has it; moto doesn't."""
    table = FakeDynamoDB(FixedClock(NOW))
    writes = [{"Update": {"TableName": "", "Key": _item("a"), "UpdateExpression": "ADD n :one"}}]
    writes[0]["Update"]["ExpressionAttributeValues"] = {":one": {"N": "1"}}
    for _ in range(2):
        table.transact_write_items(TransactItems=writes, ClientRequestToken="once")
    assert table.items()["a", "x"]["n"] == {"N": "1"}
    other = [{"Delete": {"TableName": "", "Key": _item("a")}}]
    assert refusal_of(table.transact_write_items, TransactItems=other, ClientRequestToken="once") == (
        "IdempotentParameterMismatchException",
        400,
    )
