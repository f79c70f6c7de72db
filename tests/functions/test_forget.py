"""The forget handler behind the filter that the template has for it."""

import json
from typing import Any

import boto3
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

import forget as forget_function
from broadsheet.local.filters import matches
from tests.distribution import forgotten
from tests.functions.conftest import CONTEXT, EVENTS, Deployed
from tests.infra.test_template import properties
from tests.world import minutes_ago, source

[FILTER] = properties("ForgetFunction")["Events"]["Catalog"]["Properties"]["FilterCriteria"]["Filters"]
PATTERN = json.loads(FILTER["Pattern"])


def test_updates_and_withdrawals_are_forgotten_and_new_articles_are_not(deployed: Deployed) -> None:
    story = {"published_at": minutes_ago(5), "section": "City"}
    for fields, tags in (
        ({}, []),
        ({"body": "Another body.", "slug": "moved"}, ["article-harbour"]),
        ({"published_at": minutes_ago(9)}, ["article-harbour"]),
        ({"tags": ["Ships"], "published_at": minutes_ago(9)}, ["article-harbour"]),
        ({"status": "withdrawn"}, ["article-harbour"]),
        ({"colour": "refused"}, []),
        ({}, ["article-harbour"]),  # it may be known as gone
        ({}, []),
    ):
        deployed.upload("harbour", source(**{**story, **fields}))
        deployed.publish("harbour")
        assert told(deployed) == tags, fields


def told(deployed: Deployed) -> list[str]:
    """What the distribution is told after what has just happened."""
    client = boto3.client("cloudfront")
    before = forgotten(client, deployed.distribution_id)
    records = [record for record in deployed.refresh() if matches(PATTERN, record)]
    if records:
        forget_function.handler({"Records": records}, CONTEXT)
    after = forgotten(client, deployed.distribution_id)
    return [tag for reference, tags in after.items() if reference not in before for tag in tags]


def test_a_batch_that_comes_again_is_the_same_wish(deployed: Deployed) -> None:
    event: dict[str, Any] = json.loads((EVENTS / "forget-changed-and-gone.json").read_text())
    for _ in range(2):
        forget_function.handler(event, CONTEXT)
    wishes = forgotten(boto3.client("cloudfront"), deployed.distribution_id)
    assert list(wishes.values()) == [("article-harbour-reopens", "article-night-ferry")]


def test_the_handler_would_be_right_without_its_filter() -> None:
    event = json.loads((EVENTS / "refresh-stream-batch.json").read_text())
    passed = [record for record in event["Records"] if matches(PATTERN, record)]
    assert 0 < len(passed) < len(event["Records"])
    assert changed(event["Records"]) == changed(passed)


def changed(records: list[dict[str, Any]]) -> set[str]:
    return forget_function.changed_in([DynamoDBRecord(record) for record in records])
