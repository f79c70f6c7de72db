"""One suite over boto3's client of S3 on moto and over the fake that the simulator uses."""

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from broadsheet.stores.clock import FixedClock
from tests.simulation.fake_s3 import FakeS3
from tests.simulation.refusals import refusal_of

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


class TestS3:
    def test_conditional_writes(self, s3: Any) -> None:
        put = {"Bucket": "plain", "Key": "k"}
        one = s3.put_object(**put, Body=b"one", IfNoneMatch="*")
        assert refusal_of(s3.put_object, **put, Body=b"two", IfNoneMatch="*") == ("PreconditionFailed", 412)
        two = s3.put_object(**put, Body=b"two", IfMatch=one["ETag"])
        assert refusal_of(s3.put_object, **put, Body=b"three", IfMatch=one["ETag"]) == ("PreconditionFailed", 412)
        other = {"Bucket": "plain", "Key": "other", "Body": b""}
        assert refusal_of(s3.put_object, **other, IfMatch=one["ETag"]) == ("NoSuchKey", 404)
        assert s3.put_object(**put, Body=b"one")["ETag"] == one["ETag"], "the same bytes have the same ETag again"
        assert refusal_of(s3.delete_object, **put, IfMatch=two["ETag"]) == ("PreconditionFailed", 412)
        s3.delete_object(**put, IfMatch=one["ETag"])
        assert refusal_of(s3.get_object, **put) == ("NoSuchKey", 404)

    def test_a_delete_marker_counts_as_absent(self, s3: Any) -> None:
        put = {"Bucket": "versioned", "Key": "k"}
        first = s3.put_object(**put, Body=b"one")
        marker = s3.delete_object(**put)
        assert marker["DeleteMarker"] is True
        assert refusal_of(s3.get_object, **put) == ("NoSuchKey", 404)
        assert refusal_of(s3.head_object, **put) == ("404", 404)
        with pytest.raises(ClientError) as refused:
            s3.head_object(**put)
        headers = refused.value.response["ResponseMetadata"]["HTTPHeaders"]
        assert (headers["x-amz-delete-marker"], headers["x-amz-version-id"]) == ("true", marker["VersionId"])
        # AWS and the fake answer 405, moto 404; the adapter takes both for "no such source".
        assert refusal_of(s3.get_object, **put, VersionId=marker["VersionId"])[1] in {404, 405}
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
        assert refusal_of(s3.get_object, **put, VersionId=old) == ("NoSuchVersion", 404)

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


def test_what_the_fake_doesnt_know_is_an_error() -> None:
    with pytest.raises(TypeError):
        FakeS3(FixedClock(NOW)).put_object(Bucket="b", Key="k", Body=b"", StorageClass="GLACIER")  # type: ignore[call-arg]
