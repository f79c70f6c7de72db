"""What is quick is what moto says, and no more than that is kept."""

import gc
import random
from typing import Any

import boto3
import pytest
from moto.s3.models import FakeKey, S3Backend

from broadsheet.local import quick_buckets

KEYS = ("articles/a.json", "articles/ab.json", "articles/b.json", "receipts/a/1.json", "site.toml")


@pytest.fixture
def s3(aws: None) -> Any:  # noqa: ARG001  # AWS must be there
    client = boto3.client("s3")
    client.create_bucket(Bucket="inbox", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    client.put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
    return client


def _listed(s3: Any, prefix: str, size: int) -> list[tuple[str, str, bool]]:
    pages = s3.get_paginator("list_object_versions").paginate(
        Bucket="inbox", Prefix=prefix, PaginationConfig={"PageSize": size}
    )
    return [
        (each["Key"], each["VersionId"], each["IsLatest"])
        for page in pages
        for each in (*page.get("Versions", []), *page.get("DeleteMarkers", []))
    ]


def test_versions_are_listed_as_moto_lists_them(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    order = random.Random(7)
    for number in range(60):
        key = order.choice(KEYS)
        if order.random() < 0.2:
            s3.delete_object(Bucket="inbox", Key=key)
        else:
            s3.put_object(Bucket="inbox", Key=key, Body=f"{number}".encode())
    cases = [
        (prefix, size) for prefix in ("", "articles/", "articles/a", "articles/a.json", "none") for size in (1000, 7)
    ]
    quick = [_listed(s3, *case) for case in cases]
    monkeypatch.setattr(S3Backend, "list_object_versions", quick_buckets._original)  # noqa: SLF001  # what is compared with
    assert quick == [_listed(s3, *case) for case in cases]
    assert any(quick)
    assert s3.get_object(Bucket="inbox", Key=quick[2][0][0])["Body"].read()


def test_what_is_replaced_is_not_kept(s3: Any) -> None:
    s3.create_bucket(Bucket="site", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for number in range(50):
        s3.put_object(Bucket="site", Key="index.html", Body=f"{number}".encode())
        s3.put_object(Bucket="inbox", Key="site.toml", Body=f"{number}".encode())
        s3.list_object_versions(Bucket="inbox", Prefix="site.toml")
    gc.collect()
    alive = [each for each in gc.get_objects() if isinstance(each, FakeKey)]
    assert sum(each.name == "index.html" for each in alive) == 1
    assert sum(each.name == "site.toml" for each in alive) == 50
