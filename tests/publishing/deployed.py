"""A newsroom on S3 and DynamoDB, with articles of every kind, and all that it holds."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from broadsheet.publishing import Newsroom, configure, current_settings, publish, sweep
from broadsheet.stores.backlog import NoBacklog
from broadsheet.stores.clock import FixedClock
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.wiring import CloudNames, cloud_newsroom
from tests.publishing.varied import SETTINGS
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeS3
from tests.simulation.fake_scheduler import FakeScheduler
from tests.simulation.fake_session import FakeSession
from tests.simulation.fake_sqs import FakeSQS
from tests.world import minutes_ago, source

NAMES = CloudNames(
    inbox_bucket="the-inbox",
    site_bucket="the-site",
    catalog_table="the-catalog",
    backlog_queue_url="",
    publish_queue_arn="arn:aws:sqs:eu-central-1:123456789012:publish",
    timer_group="timers",
    timer_role_arn="arn:aws:iam::123456789012:role/timers",
)
LATER = "2999-01-01T00:00:00Z"


@dataclass
class Cloud:
    """The newsroom, and ways around it."""

    newsroom: Newsroom
    s3: Any
    table: Any

    def publish(self, source_id: str, data: bytes | None = None) -> None:
        """Upload, and do what the functions would do."""
        if data is not None:
            self.newsroom.inbox.put(article_key(source_id), data)
        publish(source_id, self.newsroom)

    def settle(self) -> None:
        """Let the neighbours and listings follow."""
        for row in self.newsroom.catalog.rows():
            publish(row.id, self.newsroom)
        assert sweep(self.newsroom).failed == ()

    def site(self) -> dict[str, Any]:
        """Every public object with its headers."""
        found = {}
        for key in self.newsroom.site.keys(""):
            answer = self.s3.get_object(Bucket="the-site", Key=key)
            headers = {
                name: answer.get(name) for name in ("ContentType", "CacheControl", "Metadata", "ContentEncoding")
            }
            found[key] = (answer["Body"].read(), headers)
        return found

    def items(self) -> dict[tuple[str, str], Any]:
        """Every item of the table, without what only counts, and without leases that are over."""
        found = {}
        for item in self.table.scan(TableName="the-catalog")["Items"]:
            rest = {name: value for name, value in item.items() if name not in {"holder", "until"}}
            if "row" in rest:
                row = json.loads(rest["row"]["S"]) | {"revision": 0}
                row["timer"] = row["timer"] and 0
                rest["row"] = row if row["live"] else row | {"text": None}
            if rest.keys() - {"pk", "sk"}:
                found[item["pk"]["S"], item["sk"]["S"]] = rest
        return found

    def item(self, pk: str, sk: str) -> Any:
        """One item."""
        return self.table.get_item(TableName="the-catalog", Key={"pk": {"S": pk}, "sk": {"S": sk}})["Item"]

    def put(self, item: Any) -> None:
        """Put an item around the newsroom."""
        self.table.put_item(TableName="the-catalog", Item=item)

    def delete(self, pk: str, sk: str) -> None:
        """Delete an item around the newsroom."""
        self.item(pk, sk)
        self.table.delete_item(TableName="the-catalog", Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def change_row(self, source_id: str, **changes: Any) -> None:
        """Change fields of a row around the newsroom."""
        item = self.item(f"article#{source_id}", "article")
        self.put({**item, "row": {"S": json.dumps(json.loads(item["row"]["S"]) | changes)}})

    def change_object(self, key: str, **changes: Any) -> None:
        """Change an object, keeping of it what isn't named."""
        there = self.s3.get_object(Bucket="the-site", Key=key)
        kept = {
            "Body": there["Body"].read(),
            "ContentType": there["ContentType"],
            "CacheControl": there["CacheControl"],
            "Metadata": there["Metadata"],
        }
        self.s3.put_object(Bucket="the-site", Key=key, **{**kept, **changes})

    def receipts(self) -> dict[str, Any]:
        """What each receipt says."""
        listed = self.s3.list_objects_v2(Bucket="the-inbox", Prefix="receipts/").get("Contents", [])
        found = {}
        for entry in listed:
            told = json.loads(self.s3.get_object(Bucket="the-inbox", Key=entry["Key"])["Body"].read())
            found[entry["Key"]] = {name: told[name] for name in ("id", "verdict", "url", "outputs")}
        return found

    def state(self) -> tuple[Any, ...]:
        """All of it."""
        return (self.site(), self.items(), self.receipts())


def make_stores(s3: Any, table: Any) -> None:
    """The buckets and the table."""
    place: Any = {"LocationConstraint": "eu-central-1"}
    for bucket in ("the-inbox", "the-site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    s3.put_bucket_versioning(Bucket="the-inbox", VersioningConfiguration={"Status": "Enabled"})
    table.create_table(
        TableName="the-catalog",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def on_moto() -> Cloud:
    """A life of some articles, at rest, in AWS as moto has it."""
    session: Any = boto3.Session()
    session.client("scheduler").create_schedule_group(Name="timers")
    return _a_life(FixedClock(datetime.now(UTC) + timedelta(minutes=1)), session)


def on_fakes() -> Cloud:
    """The same on the simulator's fakes, which keep to the same contract, and take a twentieth of the time."""
    clock = FixedClock(datetime.now(UTC) + timedelta(minutes=1))
    session: Any = FakeSession(
        s3=FakeS3(clock),
        dynamodb=FakeDynamoDB(clock),
        sqs=FakeSQS(lambda _queue, _body: None),
        scheduler=FakeScheduler(clock),
    )
    return _a_life(clock, session)


def _a_life(clock: FixedClock, session: Any) -> Cloud:
    s3, table = session.client("s3"), session.client("dynamodb")
    make_stores(s3, table)
    newsroom = cloud_newsroom(NAMES, clock=clock, session=session)
    newsroom.inbox.put(SETTINGS_KEY, SETTINGS)
    newsroom = replace(newsroom, settings=current_settings(newsroom.inbox), backlog=NoBacklog())
    configure(newsroom)
    cloud = Cloud(newsroom, s3, table)
    cloud.publish("a", source(title="Alpha", published_at=minutes_ago(90), section="City"))
    cloud.publish("b", source(title="Beta", published_at=minutes_ago(80), section="Sea"))
    cloud.publish("b", source(title="Beta", published_at=minutes_ago(80), section="Sea", slug="moved"))
    cloud.publish("b", b"{not json")
    cloud.publish("held", source(title="Held", published_at=minutes_ago(70), embargo_until=LATER))
    cloud.publish("gone", source(title="Gone", published_at=minutes_ago(60)))
    cloud.publish("gone", source(title="Gone", status="withdrawn", withdrawal_reason="It was wrong."))
    cloud.publish("undated", source(title="Undated"))
    cloud.publish("no good", source())
    cloud.settle()
    return cloud
