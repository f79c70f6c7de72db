"""Release: every few minutes, look at what is due and no timer has told of."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.publishing import release
from runtime import in_newsroom, logger, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, int]:  # noqa: ARG001  # Lambda's signature
    """Release and expire what a lost timer has left behind; what fails is found again by the next run.

    Raises:
        RuntimeError: some articles could not be brought up to date.
    """
    released = in_newsroom(release)
    logger.info("released", extra={"articles": released.done, "failed": released.failed})
    metrics.add_metric(name="ReleasedLate", unit=MetricUnit.Count, value=released.done)
    if released.failed:
        problem = f"{len(released.failed):,} due articles could not be brought up to date, such as {released.failed[0]}"
        raise RuntimeError(problem)
    return {"released": released.done}
