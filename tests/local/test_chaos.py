"""Calls that fail as AWS's do, before or after their effect; and a stack that survives them."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from broadsheet.local import Disorder, LocalStack, local_session
from broadsheet.local.chaos import BadDay
from broadsheet.local.endpoint import Endpoint
from broadsheet.local.session import patient_config
from broadsheet.stores.receipts import receipt_key
from tests.world import source

ONE_TRY = Config(retries={"total_max_attempts": 1})
EVERY_CALL = Disorder(seed=1, fail=1.0)
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}


class Aws:
    """An endpoint on a bad day: clients that it fails, and the stack's own, which it spares."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._url = endpoint.url
        self.spared = self.client("s3", patient_config())
        place: Any = {"LocationConstraint": "eu-central-1"}
        self.spared.create_bucket(Bucket="bucket", CreateBucketConfiguration=place)
        self.client("dynamodb", patient_config()).create_table(
            TableName="table",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )

    def client(self, service: str, config: Config = ONE_TRY) -> Any:
        return local_session().client(service, endpoint_url=self._url, config=config)  # type: ignore[call-overload]  # any name


@pytest.fixture
def aws() -> Iterator[Aws]:
    endpoint = Endpoint(bad_day=BadDay(EVERY_CALL))
    endpoint.forget()
    yield Aws(endpoint)
    endpoint.forget()
    endpoint.stop()


def outcome(call: Callable[[], Any]) -> str:
    """How a call failed."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except ConnectionClosedError:
        return "closed"
    pytest.fail("the call did not fail")


def test_s3_fails_in_its_own_ways_and_some_writes_take_effect_all_the_same(aws: Aws) -> None:
    s3 = aws.client("s3")
    codes: dict[str, str] = {}
    for number in range(120):
        key = f"{number:03}"
        codes[key] = outcome(lambda: s3.put_object(Bucket="bucket", Key=key, Body=b"x", IfNoneMatch="*"))  # noqa: B023  # called at once
    assert set(codes.values()) == {"SlowDown", "InternalError", "ConditionalRequestConflict", "closed"}
    there = {entry["Key"] for entry in aws.spared.list_objects_v2(Bucket="bucket")["Contents"]}
    assert {codes[key] for key in there} == {"InternalError", "closed"}
    assert {codes[key] for key in codes.keys() - there} == {"SlowDown", "InternalError", "ConditionalRequestConflict"}


def test_a_read_of_s3_meets_no_conflict(aws: Aws) -> None:
    s3 = aws.client("s3")
    gets = {outcome(lambda: s3.get_object(Bucket="bucket", Key="x")) for _ in range(60)}
    assert gets <= {"SlowDown", "InternalError", "closed"} | {"NoSuchKey"}
    heads = {outcome(lambda: s3.head_object(Bucket="bucket", Key="x")) for _ in range(60)}
    assert heads == {"503", "500", "closed"}


def test_dynamodb_fails_in_its_own_ways(aws: Aws) -> None:
    table = aws.client("dynamodb")
    codes = Counter(outcome(lambda: table.get_item(TableName="table", Key=KEY)) for _ in range(100))
    assert set(codes) == {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "InternalServerError",
        "closed",
    }
    writes = {outcome(lambda: table.put_item(TableName="table", Item=KEY)) for _ in range(100)}
    assert writes == {*codes, "TransactionConflictException"}


def test_a_transaction_is_cancelled_with_a_reason_for_each_of_its_writes(aws: Aws) -> None:
    table = aws.client("dynamodb")
    items = [{"Put": {"TableName": "table", "Item": {**KEY, "sk": {"S": str(number)}}}} for number in range(3)]
    for _ in range(200):
        try:
            table.transact_write_items(TransactItems=items)
        except table.exceptions.TransactionCanceledException as error:
            reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
            assert reasons == ["None", "None", "TransactionConflict"]
            return
        except (ClientError, ConnectionClosedError):
            pass
    pytest.fail("no transaction was cancelled")


def test_queues_and_the_stack_itself_are_spared(aws: Aws) -> None:
    sqs = aws.client("sqs")
    for number in range(30):
        sqs.create_queue(QueueName=f"queue-{number}")
        aws.spared.put_object(Bucket="bucket", Key=str(number), Body=b"x")
    streams = aws.client("dynamodbstreams")
    assert [streams.list_streams()["Streams"] for _ in range(30)] == [[]] * 30


def call(invocation: str) -> dict[str, Any]:
    """As much of a GetItem as is looked at."""
    return {"HTTP_X_AMZ_TARGET": "DynamoDB_20120810.GetItem", "HTTP_AMZ_SDK_INVOCATION_ID": invocation}


def test_failures_are_decided_by_the_seed() -> None:
    first, again, other = (
        [day.failure_of(call(str(number))) for number in range(500)]
        for day in (BadDay(Disorder(seed=seed, fail=0.1)) for seed in (1, 1, 2))
    )
    assert first == again != other
    assert 20 < sum(failure is not None for failure in first) < 100


def test_without_disorder_no_call_fails() -> None:
    day = BadDay(Disorder())
    assert not any(day.failure_of(call(str(number))) for number in range(500))


def test_some_calls_fail_however_often_they_are_tried() -> None:
    day = BadDay(Disorder(seed=1, fail=0.3))
    tries = {number: [day.failure_of(call(str(number))) for _ in range(20)] for number in range(400)}
    hopeless = [each for each in tries.values() if all(each)]
    assert 1 < len(hopeless) < 100
    assert all(len(set(each[-5:])) == 1 for each in hopeless)


def test_a_stack_survives_a_bad_day() -> None:
    """Every upload has its receipt and every page its last version, though notifications were lost and calls failed."""
    ids = [f"a{number}" for number in range(12)]
    bad_day = Disorder(seed=3, duplicate=0.3, delay=0.5, reorder=0.3, drop=0.4, fail=0.05, return_after=10.0, pace=2.0)
    with LocalStack.start(disorder=bad_day) as stack:
        s3 = local_session().client("s3", endpoint_url=stack.endpoint_url, config=patient_config())
        inbox, site = stack.outputs["InboxBucket"], stack.outputs["SiteBucket"]
        waiting = []
        for headline in ("First", "Second"):
            for source_id in ids:
                data = source(title=f"{headline} {source_id}", slug=source_id, published_at="2026-11-20T12:00:00Z")
                put = s3.put_object(Bucket=inbox, Key=f"articles/{source_id}.json", Body=data)
                waiting.append(receipt_key(source_id, put["VersionId"]))
        ends_at = time.monotonic() + 600
        while missing := set(waiting) - {
            entry["Key"] for entry in s3.list_objects_v2(Bucket=inbox, Prefix="receipts/").get("Contents", [])
        }:
            assert time.monotonic() < ends_at, sorted(missing)
            time.sleep(0.5)
        for source_id in ids:
            page = s3.get_object(Bucket=site, Key=f"2026/11/{source_id}/index.html")["Body"].read().decode()
            assert f"Second {source_id}" in page
        sqs = stack.client("sqs")
        dead = [url for url in sqs.list_queues()["QueueUrls"] if "DeadLetter" in url]
        assert len(dead) == 4
        assert not any(sqs.receive_message(QueueUrl=url).get("Messages") for url in dead)
