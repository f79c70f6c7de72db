"""Forget: for each batch of the catalog's stream, have the CDN let go of articles that have changed or are gone."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import DynamoDBStreamEvent
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord, DynamoDBRecordEventName
from pydantic import BaseModel, Field

from broadsheet.publishing import forget
from broadsheet.site.listings import ALL
from broadsheet.stores.dynamodb_catalog import LISTING_PREFIX
from broadsheet.stores.edge import Edge
from broadsheet.wiring import cloud_edge
from runtime import logger, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


class Place(BaseModel):
    """Which distribution the template's is."""

    distribution_id: str = Field(alias="DISTRIBUTION_ID", min_length=1)


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, list[dict[str, str]]]:  # noqa: ARG001  # Lambda's signature
    """Fold the batch into the articles that readers may have seen otherwise. A batch that fails comes again whole."""
    records = list(DynamoDBStreamEvent(event).records)
    articles = changed_in(records)
    occasion = (records[-1].event_id or "") if records else ""
    tags = forget(articles, _edge(Place.model_validate(dict(os.environ)).distribution_id), occasion=occasion)
    logger.info("forgotten", extra={"articles": sorted(articles)})
    metrics.add_metric(name="Forgotten", unit=MetricUnit.Count, value=tags)
    return {"batchItemFailures": []}


def changed_in(records: list[DynamoDBRecord]) -> set[str]:
    """The articles of which an entry in a listing has changed or gone, or has come to a listing more.

    One that comes to all of its listings is new: no cache has anything of it.
    """
    known, added, new = set(), set(), set()
    for record in records:
        keys = record.dynamodb.keys if record.dynamodb else {}
        listing, article_id = str(keys.get("pk", "")), str(keys.get("sk", "")).partition("#")[2]
        if not listing.startswith(LISTING_PREFIX):
            continue
        if record.event_name != DynamoDBRecordEventName.INSERT:
            known.add(article_id)
        elif listing == LISTING_PREFIX + ALL:
            new.add(article_id)
        else:
            added.add(article_id)
    return known | (added - new)


@cache
def _edge(distribution_id: str) -> Edge:
    return cloud_edge(distribution_id)
