"""Publish: for each notification of the inbox, look at the source that it names."""

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.s3_event import S3Event, S3EventRecord
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.publishing import Newsroom, configure, look_at_all, publish, refresh_all, supply
from broadsheet.stores.backlog import Errand, Look, LookAtAll, RefreshAll, SupplyMedium, decode_errand
from broadsheet.stores.inbox import SETTINGS_KEY, source_id_of
from broadsheet.stores.receipts import Receipt, Verdict
from runtime import in_newsroom, logger, metrics

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

SUPPORTED_MAJOR = "2"
"""Of S3's `eventVersion`, AWS asks to compare the major part only."""

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


@metrics.log_metrics
@logger.inject_lambda_context
def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    """Answer an SQS batch with the messages that failed: they come back, and in the end go to the dead-letter queue."""
    metrics.add_metric(name="Messages", unit=MetricUnit.Count, value=len(event["Records"]))

    def process(room: Newsroom) -> "PartialItemFailureResponse":
        return process_partial_response(
            event=event, record_handler=lambda record: look(record, room), processor=processor, context=context
        )

    return in_newsroom(process)


def look(message: SQSRecord, room: Newsroom) -> None:
    """Look at every source that one message names: a notification of S3's, a timer's, or an errand of the backlog.

    Raises:
        ValueError: the message is none of these.
    """
    body = message.json_body
    errand = decode_errand(body)
    if errand is not None:
        run(errand, room)
        return
    if isinstance(body, dict) and body.get("Event") == "s3:TestEvent":
        logger.info("test event", extra={"bucket": body.get("Bucket")})
        return
    if not isinstance(body, dict) or not body.get("Records"):
        problem = "this message is neither an S3 notification nor an errand: it has no Records, and no look"
        raise ValueError(problem)
    for record in S3Event(body).records:
        look_at_source(record, room)


def look_at_source(record: S3EventRecord, room: Newsroom) -> None:
    """Publish, or withdraw, whatever the key's newest version says; for a medium, whatever refers to it."""
    if record.event_version.partition(".")[0] != SUPPORTED_MAJOR:
        problem = f"S3 notification of version {record.event_version}; this function reads {SUPPORTED_MAJOR}.x"
        raise ValueError(problem)
    key = unquote_plus(record.s3.get_object["key"])
    source_id = source_id_of(key)
    if key == SETTINGS_KEY:
        tell(key, configure(room))
    elif source_id is not None:
        receipt = publish(source_id, room)
        tell(source_id, receipt)
        note_time(receipt)
    elif key.startswith(MEDIA_PREFIX):
        run(SupplyMedium(path=key), room)
    else:
        logger.warning("not a source", extra={"key": key})


def run(errand: Errand, room: Newsroom) -> None:
    """Do what an errand says."""
    match errand:
        case Look(id=source_id):
            tell(source_id, publish(source_id, room))
        case LookAtAll():
            logger.info("looking at all", extra={"after": errand.after, "articles": look_at_all(errand, room)})
        case RefreshAll():
            logger.info("refreshing all", extra={"after": errand.after, "listings": refresh_all(errand, room)})
        case SupplyMedium(path=path):
            logger.info("supplied", extra={"key": path, "articles": supply(errand, room)})


def tell(source_id: str, receipt: Receipt | None) -> None:
    """Log and count a verdict."""
    verdict = receipt.verdict.value if receipt else "nothing"
    version = receipt.source_version if receipt else None
    logger.info(verdict, extra={"article_id": source_id, "source_version": version})
    metrics.add_metric(name=verdict.capitalize(), unit=MetricUnit.Count, value=1)


def note_time(receipt: Receipt | None) -> None:
    """Note how long it took from an upload until readers could see it."""
    if receipt is not None and receipt.verdict is Verdict.PUBLISHED:
        took = receipt.finished_at - receipt.received_at
        metrics.add_metric(name="UploadToLive", unit=MetricUnit.Seconds, value=took.total_seconds())
