"""Sweep: on schedule, look for what no event has told of."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.publishing import sweep
from runtime import in_newsroom, logger, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, int]:  # noqa: ARG001  # Lambda's signature
    """Bring up to date whatever is behind; what fails raises an alarm, and is found again by the next sweep.

    Raises:
        RuntimeError: some sources could not be brought up to date.
    """
    swept = in_newsroom(sweep)
    logger.info("swept", extra={"sources": swept.done, "failed": swept.failed})
    metrics.add_metric(name="Swept", unit=MetricUnit.Count, value=swept.done)
    if swept.failed:
        problem = f"{len(swept.failed):,} sources could not be brought up to date, such as {swept.failed[0]}"
        raise RuntimeError(problem)
    return {"swept": swept.done}
