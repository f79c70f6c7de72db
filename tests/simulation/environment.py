"""What the functions run in on a simulated day: their variables, and limits that a handful of articles reaches."""

import logging
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from typing import Final
from unittest.mock import patch

from broadsheet.formats import strict_json
from broadsheet.publishing import (
    archive,
    copies,
    front,
    held,
    profiles,
    rebuild,
    sections,
    stretches,
    supply,
    sweep,
    texts,
)
from broadsheet.site import archive as archive_pages
from broadsheet.site import boundaries, sitemaps
from broadsheet.stores import announcements, s3_inbox, sqs_backlog
from tests.simulation.names import ANNOUNCEMENTS, BACKLOG, CATALOG, INBOX, SITE
from tests.simulation.oracle_listings import SIMULATED
from tests.simulation.sizes import MOST_MEDIA_BYTES, MOST_SOURCE_BYTES

ENVIRONMENT: Final = {
    "INBOX_BUCKET": INBOX,
    "SITE_BUCKET": SITE,
    "CATALOG_TABLE": CATALOG,
    "BACKLOG_QUEUE_URL": BACKLOG,
    "ANNOUNCE_QUEUE_URL": ANNOUNCEMENTS,
    "PUBLISH_QUEUE_ARN": "arn:aws:sqs:eu-central-1:123456789012:publish",
    "TIMER_GROUP": "timers",
    "TIMER_ROLE_ARN": "arn:aws:iam::123456789012:role/timers",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "POWERTOOLS_SERVICE_NAME": "simulation",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "POWERTOOLS_METRICS_NAMESPACE": "Broadsheet",
    "POWERTOOLS_METRICS_DISABLED": "true",
}


@contextmanager
def environment() -> Iterator[None]:
    """The variables that the functions need; as few things as a day has reach every limit."""
    rebuilding, supplying = import_module(rebuild.__module__), import_module(supply.__module__)
    judging, furnishing = (import_module(f"broadsheet.publishing.{name}") for name in ("judge", "furnish"))
    limits: tuple[AbstractContextManager[object], ...] = (
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(logging, "lastResort", logging.NullHandler()),
        patch.object(sqs_backlog, "_MOST_IN_A_CALL", 2),
        patch.object(strict_json, "MAX_SOURCE_BYTES", MOST_SOURCE_BYTES),
        patch.object(s3_inbox, "MAX_SOURCE_BYTES", MOST_SOURCE_BYTES),
        patch.object(judging, "MAX_SOURCE_BYTES", MOST_SOURCE_BYTES),
        patch.object(copies, "MAX_MEDIA_BYTES", MOST_MEDIA_BYTES),
        patch.object(furnishing, "MAX_MEDIA_BYTES", MOST_MEDIA_BYTES),
        patch.multiple(rebuilding, AT_ONCE=2, LISTED_AT_ONCE=2, PAGES_AT_ONCE=5),
        patch.multiple(archive, LISTED_OF_A_DAY=SIMULATED.of_a_day, LISTED_OF_A_MONTH=SIMULATED.of_a_month),
        patch.object(archive_pages, "LISTED_OF_A_MONTH", SIMULATED.of_a_month),
        patch.object(stretches, "AT_ONCE", 2),
        patch.multiple(front, LISTED=SIMULATED.listed, MOST_NEWS=SIMULATED.news),
        patch.multiple(sections, LISTED=SIMULATED.listed, MOST_FEATURED=SIMULATED.on_top),
        patch.object(profiles, "LISTED", SIMULATED.listed),
        patch.object(sitemaps, "MOST_NEWS", SIMULATED.news),
        patch.object(boundaries, "ONE_IN", SIMULATED.one_in_is_a_boundary),
        patch.object(held, "_MOST_DROPPED", 1),
        patch.object(texts, "_MOST_KEPT", 2),
        patch.multiple(announcements, MOST_LISTINGS=2, MOST_ARTICLES=2),
        patch.multiple(supplying, AT_ONCE=2, FEW=1),
    )
    with ExitStack() as stack:
        for each in limits:
            stack.enter_context(each)
        yield


def sweeping(most_listings: int) -> AbstractContextManager[object]:
    """For as long as it lasts a sweep looks at so many listings."""
    return patch.object(import_module(sweep.__module__), "MOST_LISTINGS", most_listings)
