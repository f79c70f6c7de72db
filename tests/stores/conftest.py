"""Each store by each of its adapters: the real ones, on moto, and the fakes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from broadsheet.stores.catalog import (
    Catalog,
)
from broadsheet.stores.clock import FixedClock
from broadsheet.stores.directory_site import DirectorySite
from broadsheet.stores.dynamodb_catalog import DynamoDBCatalog
from broadsheet.stores.folder_inbox import FolderInbox
from broadsheet.stores.inbox import Inbox
from broadsheet.stores.memory import MemoryInbox, MemorySite
from broadsheet.stores.s3_inbox import S3Inbox
from broadsheet.stores.s3_site import S3Site
from broadsheet.stores.site import SiteStore
from broadsheet.stores.sqlite_catalog import SQLiteCatalog
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeS3
from tests.world import START


@pytest.fixture(params=["memory", "s3", "fake s3"])
def inbox(request: pytest.FixtureRequest) -> Iterator[Inbox]:
    if request.param == "memory":
        clock = FixedClock(START)
        fake = MemoryInbox(clock)
        yield fake
    elif request.param == "fake s3":
        yield S3Inbox(_fake_bucket(versioned=True), "the-bucket")
    else:
        yield S3Inbox(_bucket(request, versioned=True), "the-bucket")


@pytest.fixture(params=["memory", "s3", "fake s3", "folder"])
def media_inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    if request.param == "memory":
        yield MemoryInbox(FixedClock(START))
    elif request.param == "folder":
        yield FolderInbox({}, root=tmp_path)
    elif request.param == "fake s3":
        yield S3Inbox(_fake_bucket(versioned=True), "the-bucket")
    else:
        yield S3Inbox(_bucket(request, versioned=True), "the-bucket")


@pytest.fixture(params=["memory", "s3", "fake s3", "directory"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteStore]:
    if request.param == "memory":
        yield MemorySite()
    elif request.param == "directory":
        (tmp_path / "state").mkdir()
        yield DirectorySite(tmp_path / "site", lock=tmp_path / "state" / "lock")
    elif request.param == "fake s3":
        yield S3Site(_fake_bucket(versioned=False), "the-bucket")
    else:
        yield S3Site(_bucket(request, versioned=False), "the-bucket")


@pytest.fixture(params=["sqlite", "dynamodb", "fake dynamodb"])
def catalog(request: pytest.FixtureRequest) -> Iterator[Catalog]:
    if request.param == "sqlite":
        yield SQLiteCatalog(":memory:")
        return
    client: Any = FakeDynamoDB(FixedClock(START))
    if request.param == "dynamodb":
        request.getfixturevalue("aws")
        client = boto3.client("dynamodb")
    client.create_table(
        TableName="the-catalog",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    yield DynamoDBCatalog(client, "the-catalog")


def _fake_bucket(*, versioned: bool) -> Any:
    client = FakeS3(FixedClock(START))
    client.create_bucket(Bucket="the-bucket")
    if versioned:
        client.put_bucket_versioning(Bucket="the-bucket", VersioningConfiguration={"Status": "Enabled"})
    return client


def _bucket(request: pytest.FixtureRequest, *, versioned: bool) -> Any:
    request.getfixturevalue("aws")
    client = boto3.client("s3")
    client.create_bucket(Bucket="the-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if versioned:
        client.put_bucket_versioning(Bucket="the-bucket", VersioningConfiguration={"Status": "Enabled"})
    return client
