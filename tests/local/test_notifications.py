"""S3's notifications, in AWS's shape."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from broadsheet.local import LocalStack
from tests.local.sketch import bodies, heard, notified


@pytest.fixture
def inbox(stack: LocalStack) -> str:
    return stack.outputs["InboxBucket"]


@pytest.fixture
def s3(stack: LocalStack) -> Any:
    return stack.client("s3")


def records(template: Path) -> list[dict[str, Any]]:
    """What was told, in the order of the writes: two workers write it down in any order."""
    told = [record for body in bodies(template) for record in body["Records"]]
    return sorted(told, key=lambda record: int(record["s3"]["object"]["sequencer"], 16))


def test_an_upload_is_told_in_s3s_shape(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    put = s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")
    stack.settle()
    (record,) = records(template)
    described = record["s3"]["object"]
    assert record["eventVersion"].startswith("2.")
    assert (record["eventSource"], record["awsRegion"]) == ("aws:s3", "eu-central-1")
    assert record["eventName"] == "ObjectCreated:Put"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record["eventTime"])
    assert record["s3"]["s3SchemaVersion"] == "1.0"
    assert record["s3"]["bucket"]["name"] == inbox
    assert record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{inbox}"
    assert described.pop("sequencer")
    assert described == {
        "key": "articles/storm.json",
        "size": 2,
        "eTag": put["ETag"].strip('"'),
        "versionId": put["VersionId"],
    }


def test_a_deletion_is_told_with_its_marker(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")
    marker = s3.delete_object(Bucket=inbox, Key="articles/storm.json")["VersionId"]
    stack.settle()
    record = records(template)[1]
    assert record["eventName"] == "ObjectRemoved:DeleteMarkerCreated"
    assert record["s3"]["object"]["versionId"] == marker


def test_the_removal_of_an_old_version_is_told_as_such(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    old = s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")["VersionId"]
    s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"[]")
    s3.delete_object(Bucket=inbox, Key="articles/storm.json", VersionId=old)
    stack.settle()
    record = records(template)[2]
    assert (record["eventName"], record["s3"]["object"]["versionId"]) == ("ObjectRemoved:Delete", old)


def test_several_deletions_in_one_call_are_told_each(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    keys = ["articles/a & <b>.json", "articles/storm.json", "other/c.json"]
    versions = [s3.put_object(Bucket=inbox, Key=key, Body=b"{}")["VersionId"] for key in keys]
    which = [*({"Key": key} for key in keys), {"Key": keys[1], "VersionId": versions[1]}]
    s3.delete_objects(Bucket=inbox, Delete={"Objects": which})
    stack.settle()
    told = [(record["eventName"], record["s3"]["object"]) for record in records(template)[2:]]
    assert [(name, unquote_plus(described["key"])) for name, described in told] == [
        ("ObjectRemoved:DeleteMarkerCreated", keys[0]),
        ("ObjectRemoved:DeleteMarkerCreated", keys[1]),
        ("ObjectRemoved:Delete", keys[1]),
    ]
    markers = {entry["VersionId"] for entry in s3.list_object_versions(Bucket=inbox)["DeleteMarkers"]}
    assert {told[0][1]["versionId"], told[1][1]["versionId"]} <= markers
    assert told[2][1]["versionId"] == versions[1]


def test_deletions_that_are_to_be_quiet_are_told_too(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    keys = ["articles/a & <b>.json", "articles/storm.json"]
    versions = [s3.put_object(Bucket=inbox, Key=key, Body=b"{}")["VersionId"] for key in keys]
    which = [{"Key": keys[0]}, {"Key": keys[1], "VersionId": versions[1]}]
    s3.delete_objects(Bucket=inbox, Delete={"Objects": which, "Quiet": True})
    stack.settle()
    told = [(record["eventName"], unquote_plus(record["s3"]["object"]["key"])) for record in records(template)[2:]]
    assert told == [("ObjectRemoved:DeleteMarkerCreated", keys[0]), ("ObjectRemoved:Delete", keys[1])]


def test_a_copy_is_told(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    s3.put_object(Bucket=inbox, Key="drafts/storm.json", Body=b"[1]")
    s3.copy_object(Bucket=inbox, Key="articles/storm.json", CopySource={"Bucket": inbox, "Key": "drafts/storm.json"})
    stack.settle()
    (record,) = records(template)
    assert record["eventName"] == "ObjectCreated:Copy"
    assert record["s3"]["object"]["size"] == 3


def test_an_upload_in_parts_is_told_once_when_it_is_whole(
    stack: LocalStack, template: Path, inbox: str, s3: Any
) -> None:
    where = {"Bucket": inbox, "Key": "articles/long.json"}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    part = s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=b"[1, 2]")
    whole = {"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
    version = s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload=whole)["VersionId"]
    given_up = s3.create_multipart_upload(**where)["UploadId"]
    s3.abort_multipart_upload(**where, UploadId=given_up)
    stack.settle()
    (record,) = records(template)
    assert record["eventName"] == "ObjectCreated:CompleteMultipartUpload"
    assert record["s3"]["object"]["versionId"] == version
    assert record["s3"]["object"]["size"] == 6


def test_what_changes_no_object_is_not_told(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")
    s3.put_object_tagging(Bucket=inbox, Key="articles/storm.json", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.get_object(Bucket=inbox, Key="articles/storm.json")
    with pytest.raises(s3.exceptions.ClientError):
        s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}", IfNoneMatch="*")
    s3.put_object(Bucket=stack.outputs["SiteBucket"], Key="articles/storm.json", Body=b"{}")
    s3.put_object(Bucket=inbox, Key="receipts/storm/1.json", Body=b"{}")
    s3.put_object(Bucket=inbox, Key="articles/storm.txt", Body=b"{}")
    stack.settle()
    assert notified(template) == [("ObjectCreated:Put", "articles/storm.json")]


@pytest.mark.parametrize("name", ["storm & rain+1 %41", "توفان در راه", "嵐", "a//b", "été"])
def test_keys_are_url_encoded(stack: LocalStack, template: Path, inbox: str, s3: Any, name: str) -> None:
    key = f"articles/{name}.json"
    version = s3.put_object(Bucket=inbox, Key=key, Body=b"{}")["VersionId"]
    stack.settle()
    (record,) = records(template)
    assert record["s3"]["object"]["key"].isascii()
    assert " " not in record["s3"]["object"]["key"]
    assert unquote_plus(record["s3"]["object"]["key"]) == key
    assert record["s3"]["object"]["versionId"] == version


def test_the_sequencer_rises(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    for _ in range(5):
        s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")
        s3.delete_object(Bucket=inbox, Key="articles/storm.json")
    stack.settle()
    sequencers = {
        record["s3"]["object"]["versionId"]: record["s3"]["object"]["sequencer"] for record in records(template)
    }
    history = s3.list_object_versions(Bucket=inbox, Prefix="articles/storm.json")
    assert len(sequencers) == 10
    assert all(re.fullmatch(r"[0-9A-F]{16,}", sequencer) for sequencer in sequencers.values())
    newest = next(entry for entry in history["DeleteMarkers"] if entry["IsLatest"])
    assert sequencers[newest["VersionId"]] == max(sequencers.values(), key=lambda text: int(text, 16))


def test_settings_are_told_too(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    s3.put_object(Bucket=inbox, Key="site.toml", Body=b"")
    s3.delete_object(Bucket=inbox, Key="site.toml")
    stack.settle()
    assert sorted(notified(template)) == [
        ("ObjectCreated:Put", "site.toml"),
        ("ObjectRemoved:DeleteMarkerCreated", "site.toml"),
    ]


def test_a_message_is_an_sqs_record(stack: LocalStack, template: Path, inbox: str, s3: Any) -> None:
    s3.put_object(Bucket=inbox, Key="articles/storm.json", Body=b"{}")
    stack.settle()
    (message,) = heard(template, "publish")[0]["event"]["Records"]
    assert message["eventSource"] == "aws:sqs"
    assert message["eventSourceARN"].startswith("arn:aws:sqs:eu-central-1:123456789012:")
    assert message["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"messageId", "receiptHandle", "md5OfBody", "messageAttributes", "awsRegion"} <= set(message)
    assert json.loads(message["body"])["Records"]
