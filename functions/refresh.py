"""Refresh: for each batch of the catalog's stream, re-render the listings and pages that tell of what changed."""

from collections import Counter
from time import time
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import DynamoDBStreamEvent

from broadsheet.publishing import refresh
from broadsheet.stores.catalog import Position
from broadsheet.stores.dynamodb_catalog import LISTING_PREFIX
from runtime import in_newsroom, logger, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, list[dict[str, str]]]:  # noqa: ARG001  # Lambda's signature
    """Fold the batch into the places that changed. A batch that fails is delivered again whole: that is harmless."""
    changes, since = set(), []
    for record in DynamoDBStreamEvent(event).records:
        keys = record.dynamodb.keys if record.dynamodb else {}
        partition = str(keys.get("pk", ""))
        if partition.startswith(LISTING_PREFIX):
            changes.add(Position(partition.removeprefix(LISTING_PREFIX), str(keys.get("sk", ""))))
            since.append(float(record["dynamodb"]["ApproximateCreationDateTime"]))
    if changes:
        in_newsroom(lambda room: refresh(changes, room))
    # By kind only: the names of listings are tags and people.
    listings = Counter(listing.partition("#")[0] for listing in {change.listing for change in changes})
    articles = sorted({change.sort_key.partition("#")[2] for change in changes})
    logger.info("refreshed", extra={"listings": listings, "articles": articles, "changes": len(changes)})
    metrics.add_metric(name="Refreshed", unit=MetricUnit.Count, value=len(changes))
    if since:
        metrics.add_metric(name="ListingLag", unit=MetricUnit.Seconds, value=max(0.0, time() - min(since)))
    return {"batchItemFailures": []}
