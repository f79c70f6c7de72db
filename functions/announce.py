"""Announce: for each announcement, tell the hub and search engines that the settings name."""

import os
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, Field

from broadsheet.article import StoreError
from broadsheet.publishing import announce
from broadsheet.stores.announcements import decode_announcement
from broadsheet.stores.http_herald import HttpHerald, Reach
from runtime import logger, looking, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

ENOUGH_MILLIS: Final = 50_000
"""When less of the function's time is left it begins no other announcement: so long one may take."""

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


class Manner(BaseModel):
    """Whom the template lets the function talk to; without its word, only to this machine."""

    reach: Reach = Field(default=Reach.LOOPBACK, alias="ANNOUNCE_TO")


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    """Answer an SQS batch with the announcements that couldn't be made: they come back."""
    metrics.add_metric(name="Messages", unit=MetricUnit.Count, value=len(event["Records"]))
    room, herald = looking(), HttpHerald(Manner.model_validate(dict(os.environ)).reach)
    pinged: set[str] = set()

    def tell(record: SQSRecord) -> None:
        if context.get_remaining_time_in_millis() < ENOUGH_MILLIS:
            problem = "there is no time left for this one"
            raise TimeoutError(problem)
        try:
            announced = announce(decode_announcement(record.json_body), room, herald, pinged=pinged)
        except StoreError as error:
            logger.warning("not told", extra={"problem": str(error)})
            raise
        for refusal in announced.refusals:
            logger.error("refused", extra={"answer": refusal})
        logger.info("announced", extra={"feeds": announced.feeds, "pages": announced.pages})
        metrics.add_metric(name="AnnouncementsRefused", unit=MetricUnit.Count, value=len(announced.refusals))

    return process_partial_response(event=event, record_handler=tell, processor=processor, context=context)
