"""One suite over boto3's clients on moto and over the fakes that the simulator uses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import boto3
import pytest
from botocore.exceptions import ClientError

from broadsheet.stores.clock import FixedClock
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeS3
from tests.simulation.fake_scheduler import FakeScheduler
from tests.simulation.fake_sqs import FakeSQS, taken

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["moto", "fake"])
def s3(request: pytest.FixtureRequest) -> Any:
    client: Any = FakeS3(FixedClock(NOW))
    if request.param == "moto":
        request.getfixturevalue("aws")
        client = boto3.client("s3")
    for bucket in ("plain", "versioned"):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    client.put_bucket_versioning(Bucket="versioned", VersioningConfiguration={"Status": "Enabled"})
    return client


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


def _refused(call: Callable[..., Any], **options: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call(**options)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def _item(pk: str, sk: str = "x", **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **attributes}


class TestS3:
    def test_conditional_writes(self, s3: Any) -> None:
        put = {"Bucket": "plain", "Key": "k"}
        one = s3.put_object(**put, Body=b"one", IfNoneMatch="*")
        assert _refused(s3.put_object, **put, Body=b"two", IfNoneMatch="*") == ("PreconditionFailed", 412)
        two = s3.put_object(**put, Body=b"two", IfMatch=one["ETag"])
        assert _refused(s3.put_object, **put, Body=b"three", IfMatch=one["ETag"]) == ("PreconditionFailed", 412)
        assert _refused(s3.put_object, Bucket="plain", Key="other", Body=b"", IfMatch=one["ETag"]) == ("NoSuchKey", 404)
        assert s3.put_object(**put, Body=b"one")["ETag"] == one["ETag"], "the same bytes have the same ETag again"
        assert _refused(s3.delete_object, **put, IfMatch=two["ETag"]) == ("PreconditionFailed", 412)
        s3.delete_object(**put, IfMatch=one["ETag"])
        assert _refused(s3.get_object, **put) == ("NoSuchKey", 404)

    def test_a_delete_marker_counts_as_absent(self, s3: Any) -> None:
        put = {"Bucket": "versioned", "Key": "k"}
        first = s3.put_object(**put, Body=b"one")
        marker = s3.delete_object(**put)
        assert marker["DeleteMarker"] is True
        assert _refused(s3.get_object, **put) == ("NoSuchKey", 404)
        assert _refused(s3.head_object, **put) == ("404", 404)
        with pytest.raises(ClientError) as refused:
            s3.head_object(**put)
        headers = refused.value.response["ResponseMetadata"]["HTTPHeaders"]
        assert (headers["x-amz-delete-marker"], headers["x-amz-version-id"]) == ("true", marker["VersionId"])
        # AWS and the fake answer 405, moto 404; the adapter takes both for "no such source".
        assert _refused(s3.get_object, **put, VersionId=marker["VersionId"])[1] in {404, 405}
        assert s3.get_object(**put, VersionId=first["VersionId"])["Body"].read() == b"one"
        s3.put_object(**put, Body=b"two", IfNoneMatch="*")

    def test_versions_are_listed_one_by_one_the_newest_first(self, s3: Any) -> None:
        put = {"Bucket": "versioned", "Key": "k"}
        names = [s3.put_object(**put, Body=b"one")["VersionId"], s3.delete_object(**put)["VersionId"]]
        names.append(s3.put_object(**put, Body=b"three")["VersionId"])
        s3.put_object(Bucket="versioned", Key="k2", Body=b"another")
        found: list[str] = []
        markers: dict[str, str] = {}
        while True:
            page = s3.list_object_versions(Bucket="versioned", Prefix="k", MaxKeys=1, **markers)
            found += [entry["VersionId"] for entry in (*page.get("Versions", []), *page.get("DeleteMarkers", []))]
            if not page["IsTruncated"]:
                break
            markers = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
        assert found[:3] == names[::-1]
        assert len(found) == 4

    def test_an_old_version_is_removed_for_good_and_the_newest_stays(self, s3: Any) -> None:
        put = {"Bucket": "versioned", "Key": "k"}
        old = s3.put_object(**put, Body=b"old")["VersionId"]
        s3.put_object(**put, Body=b"new")
        s3.delete_object(**put, VersionId=old)
        assert s3.get_object(**put)["Body"].read() == b"new"
        assert _refused(s3.get_object, **put, VersionId=old) == ("NoSuchVersion", 404)

    def test_what_is_told_of_an_object(self, s3: Any) -> None:
        s3.put_object(
            Bucket="plain",
            Key="k",
            Body=b"x",
            ContentType="text/html",
            CacheControl="no-cache",
            Metadata={"digest": "d"},
        )
        told = s3.head_object(Bucket="plain", Key="k")
        assert (told["ContentType"], told["CacheControl"], told["Metadata"]) == (
            "text/html",
            "no-cache",
            {"digest": "d"},
        )
        assert (told["ContentLength"], "VersionId" in told) == (1, False)

    def test_keys_are_listed_page_by_page_in_order(self, s3: Any) -> None:
        for key in ("b", "a/2", "a/1", "é"):
            s3.put_object(Bucket="plain", Key=key, Body=b"")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket="plain")
        assert [entry["Key"] for page in pages for entry in page["Contents"]] == ["a/1", "a/2", "b", "é"]
        listed = s3.list_objects_v2(Bucket="plain", Prefix="a/", MaxKeys=1)
        assert ([entry["Key"] for entry in listed["Contents"]], listed["IsTruncated"]) == (["a/1"], True)


class TestDynamoDB:
    def test_a_condition_is_on_what_is_there(self, table: Any) -> None:
        put = {"TableName": "the-table", "ConditionExpression": "attribute_not_exists(pk)"}
        table.put_item(**put, Item=_item("a", n={"N": "1"}))
        assert _refused(table.put_item, **put, Item=_item("a")) == ("ConditionalCheckFailedException", 400)
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
            assert _refused(table.delete_item, **options) == ("ConditionalCheckFailedException", 400)

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
            _refused(table.update_item, **update, ExpressionAttributeValues=theirs)[0]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue's client, where the queue is, and what came into it."""

    client: Any
    url: str
    bodies: Callable[[], list[str]]


@pytest.fixture(params=["moto", "fake"])
def queue(request: pytest.FixtureRequest) -> Queue:
    if request.param == "fake":
        came: list[str] = []
        return Queue(client=FakeSQS(came.append), url="", bodies=lambda: came)
    request.getfixturevalue("aws")
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="the-queue")["QueueUrl"]

    def received() -> list[str]:
        return [message["Body"] for message in client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]

    return Queue(client=client, url=url, bodies=received)


class TestSQS:
    def test_a_batch_is_taken_and_each_of_its_messages_is_named(self, queue: Queue) -> None:
        entries = [{"Id": str(number), "MessageBody": f"body {number}"} for number in range(10)]
        answer = queue.client.send_message_batch(QueueUrl=queue.url, Entries=entries)
        assert [taken["Id"] for taken in answer["Successful"]] == [entry["Id"] for entry in entries]
        assert not answer.get("Failed")
        assert sorted(queue.bodies()) == [entry["MessageBody"] for entry in entries]

    @pytest.mark.parametrize(
        ("ids", "code"),
        [
            ([], "EmptyBatchRequest"),
            ([str(number) for number in range(11)], "TooManyEntriesInBatchRequest"),
            (["0", "0"], "BatchEntryIdsNotDistinct"),
        ],
    )
    def test_a_batch_that_is_none_is_refused(self, queue: Queue, ids: list[str], code: str) -> None:
        entries = [{"Id": each, "MessageBody": "body"} for each in ids]
        refused, status = _refused(queue.client.send_message_batch, QueueUrl=queue.url, Entries=entries)
        assert (refused.removeprefix("AWS.SimpleQueueService."), status) == (code, 400)

    @pytest.mark.usefixtures("aws")
    def test_an_answer_has_what_aws_promises(self) -> None:
        """moto takes all of a batch or nothing, so botocore's model of the answer is asked."""
        shape: Any = boto3.client("sqs").meta.service_model.operation_model("SendMessageBatch").output_shape
        answer = taken([{"Id": "0"}], refused=[{"Id": "1"}])
        for member in ("Successful", "Failed"):
            (told,) = answer[member]
            entry = shape.members[member].member
            assert set(entry.required_members) <= told.keys() <= entry.members.keys()


@pytest.fixture(params=["moto", "fake"])
def scheduler(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeScheduler(FixedClock(NOW))
    request.getfixturevalue("aws")
    client = boto3.client("scheduler")
    client.create_schedule_group(Name="timers")
    return client


class TestScheduler:
    SCHEDULE: ClassVar[dict[str, Any]] = {
        "Name": "soon",
        "GroupName": "timers",
        "ScheduleExpression": f"at({NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {
            "Arn": "arn:aws:sqs:eu-central-1:123456789012:publish",
            "RoleArn": "arn:aws:iam::123456789012:role/timers",
            "Input": "{}",
        },
    }

    def test_a_name_is_taken_once(self, scheduler: Any) -> None:
        assert scheduler.create_schedule(**self.SCHEDULE)["ScheduleArn"].endswith("/soon")
        # AWS and the fake answer 409, moto 400; the adapter looks at the name only.
        assert _refused(scheduler.create_schedule, **self.SCHEDULE)[0] == "ConflictException"

    def test_what_is_deleted_is_gone_and_may_be_made_again(self, scheduler: Any) -> None:
        named = {"Name": "soon", "GroupName": "timers"}
        scheduler.create_schedule(**self.SCHEDULE)
        scheduler.delete_schedule(**named)
        assert _refused(scheduler.delete_schedule, **named) == ("ResourceNotFoundException", 404)
        scheduler.create_schedule(**self.SCHEDULE)

    def test_a_schedule_is_due_when_its_moment_has_come(self) -> None:
        """moto's never go off."""
        clock = FixedClock(NOW)
        fake = FakeScheduler(clock)
        fake.create_schedule(**self.SCHEDULE)
        assert fake.due() == []
        clock.sleep(60)
        assert [schedule.input for schedule in fake.due()] == ["{}"]


def test_what_the_fakes_dont_know_is_an_error() -> None:
    with pytest.raises(TypeError):
        FakeS3(FixedClock(NOW)).put_object(Bucket="b", Key="k", Body=b"", StorageClass="GLACIER")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        FakeDynamoDB(FixedClock(NOW)).put_item(TableName="the-table", Item=_item("a"), Expected={})
    with pytest.raises(TypeError):
        FakeSQS(print).send_message_batch(QueueUrl="", Entries=[{"Id": "0", "MessageBody": "", "DelaySeconds": "9"}])


def test_a_transaction_with_the_same_token_happens_once() -> None:
    """As AWS has it; moto doesn't."""
    table = FakeDynamoDB(FixedClock(NOW))
    writes = [{"Update": {"TableName": "", "Key": _item("a"), "UpdateExpression": "ADD n :one"}}]
    writes[0]["Update"]["ExpressionAttributeValues"] = {":one": {"N": "1"}}
    for _ in range(2):
        table.transact_write_items(TransactItems=writes, ClientRequestToken="once")
    assert table.items()["a", "x"]["n"] == {"N": "1"}
    other = [{"Delete": {"TableName": "", "Key": _item("a")}}]
    assert _refused(table.transact_write_items, TransactItems=other, ClientRequestToken="once") == (
        "IdempotentParameterMismatchException",
        400,
    )
