"""Verify: on schedule, compare a sample of the site with what follows from its sources. Mends nothing."""

import os
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel, Field

from broadsheet.publishing import verify
from runtime import logger, looking, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

MOST_TOLD: Final = 100


class Sampling(BaseModel):
    """How much is looked at, and how long what is under way gets before it is looked at again."""

    articles: int = Field(default=50, alias="VERIFY_SAMPLE", ge=1)
    pause_seconds: float = Field(default=30, alias="VERIFY_PAUSE_SECONDS", ge=0)


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, int]:  # noqa: ARG001  # Lambda's signature
    """Count what is not as it should be, none included, and log what it is; an operator mends it."""
    sampling = Sampling.model_validate(dict(os.environ))
    report = verify(looking(), sample=sampling.articles, pause_seconds=sampling.pause_seconds)
    for difference in report.differences[:MOST_TOLD]:
        told = {"kind": difference.kind.value, "key": difference.key, "article_id": difference.id}
        logger.warning(difference.what, extra=told)
    found = len(report.differences)
    logger.info("verified", extra={"articles": report.articles, "objects": report.objects, "differences": found})
    metrics.add_metric(name="VerifyDifferences", unit=MetricUnit.Count, value=found)
    return {"articles": report.articles, "differences": found}
