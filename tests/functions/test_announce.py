"""From an upload to the hub, by the handlers."""

import json
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest

import announce as announce_function
from tests.functions.conftest import CONTEXT, EVENTS, Deployed
from tests.hub import Hub
from tests.world import source


def announcements(deployed: Deployed) -> dict[str, Any]:
    """All that waits, as a batch."""
    (sample,) = json.loads((EVENTS / "announce-changes.json").read_text())["Records"]
    sqs, url, records = boto3.client("sqs"), deployed.names.announce_queue_url, []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            records.append({**sample, "messageId": message["MessageId"], "body": message["Body"]})
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return {"Records": records}


def published(deployed: Deployed, hub_url: str) -> dict[str, Any]:
    """An article is published while the settings name a hub; returns what waits to be told."""
    toml = f"""
        base_url = "https://tidewater.example"
        [websub]
        hub = "{hub_url}"
        [indexnow]
        key = "0123456789abcdef"
        endpoint = "{hub_url}"
    """
    deployed.s3.put_object(Bucket="the-inbox", Key="site.toml", Body=toml.encode())
    deployed.upload("harbour", source())
    deployed.publish("harbour")
    deployed.refresh()
    return announcements(deployed)


def test_the_hub_and_search_engines_of_the_settings_are_told(deployed: Deployed, hub: Hub) -> None:
    hub.heard.clear()
    batch = published(deployed, hub.url("/202"))

    assert announce_function.handler(batch, CONTEXT) == {"batchItemFailures": []}
    bodies = [body.decode() for _, body, _ in hub.heard]
    feeds = {parse_qs(body)["hub.url"][0] for body in bodies if body.startswith("hub.")}
    assert feeds == {f"https://tidewater.example/feed.{kind}" for kind in ("atom", "rss", "json")}
    told = [json.loads(body) for body in bodies if body.startswith("{")]
    assert [each["urlList"] for each in told] == [["https://tidewater.example/2026/11/harbour-reopens/"]]


def test_what_could_not_be_told_comes_back(deployed: Deployed, hub: Hub) -> None:
    batch = published(deployed, hub.url("/503"))

    answer = announce_function.handler(batch, CONTEXT)
    failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    assert failed == {record["messageId"] for record in batch["Records"]}


def test_a_no_is_counted_and_not_said_again(deployed: Deployed, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    batch = published(deployed, hub.url("/403"))

    assert announce_function.handler(batch, CONTEXT) == {"batchItemFailures": []}
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "AnnouncementsRefused" in line]
    assert sum(sum(line["AnnouncementsRefused"]) for line in counted) == 4


def test_when_time_is_short_the_rest_comes_back(deployed: Deployed, hub: Hub) -> None:
    batch = published(deployed, hub.url("/202"))
    hub.heard.clear()
    short = type(CONTEXT)(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 5_000})

    assert len(announce_function.handler(batch, short)["batchItemFailures"]) == len(batch["Records"])
    assert hub.heard == []
