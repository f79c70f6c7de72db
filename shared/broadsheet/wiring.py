"""All wiring: which adapters a newsroom is made of."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.publishing import Newsroom, current_settings
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.announcements import NoAnnouncements
from broadsheet.stores.backlog import NoBacklog
from broadsheet.stores.clock import Clock, SystemClock
from broadsheet.stores.directory_site import DirectorySite
from broadsheet.stores.edge import Edge
from broadsheet.stores.folder_inbox import FolderInbox
from broadsheet.stores.inbox import Inbox
from broadsheet.stores.sqlite_catalog import SQLiteCatalog
from broadsheet.stores.timers import NoTimers

if TYPE_CHECKING:
    import boto3


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudNames:
    """What the stack calls the newsroom's parts."""

    inbox_bucket: str
    site_bucket: str
    catalog_table: str
    backlog_queue_url: str
    publish_queue_arn: str
    timer_group: str
    timer_role_arn: str
    announce_queue_url: str = ""
    """"" where nobody tells hubs and search engines."""


def cloud_newsroom(
    names: CloudNames,
    *,
    session: "boto3.Session | None" = None,
    endpoint_url: str | None = None,
    clock: Clock | None = None,
    settings_of: Callable[[Inbox], SiteSettings] = current_settings,
) -> Newsroom:
    """A newsroom on S3 and DynamoDB, with the settings that hold now."""
    import boto3  # noqa: PLC0415  # the folder path works without AWS's SDK loaded
    from botocore.config import Config  # noqa: PLC0415

    from broadsheet.stores.dynamodb_catalog import DynamoDBCatalog  # noqa: PLC0415
    from broadsheet.stores.s3_inbox import S3Inbox  # noqa: PLC0415
    from broadsheet.stores.s3_site import S3Site  # noqa: PLC0415
    from broadsheet.stores.scheduler_timers import SchedulerTimers  # noqa: PLC0415
    from broadsheet.stores.sqs_announcements import SQSAnnouncements  # noqa: PLC0415
    from broadsheet.stores.sqs_backlog import SQSBacklog  # noqa: PLC0415

    session = session or boto3.Session()
    clock = clock or SystemClock()
    # A call gives up within half a minute, retries included: before an article's lease ends (stores/catalog.py).
    patience = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=3, read_timeout=5)
    s3 = session.client("s3", endpoint_url=endpoint_url, config=patience)
    dynamodb = session.client("dynamodb", endpoint_url=endpoint_url, config=patience)
    sqs = session.client("sqs", endpoint_url=endpoint_url, config=patience)
    scheduler = session.client("scheduler", endpoint_url=endpoint_url, config=patience)
    inbox = S3Inbox(s3, names.inbox_bucket)
    return Newsroom(
        inbox=inbox,
        site=S3Site(s3, names.site_bucket),
        catalog=DynamoDBCatalog(dynamodb, names.catalog_table),
        timers=SchedulerTimers(
            scheduler,
            group=names.timer_group,
            queue_arn=names.publish_queue_arn,
            role_arn=names.timer_role_arn,
            clock=clock,
        ),
        backlog=SQSBacklog(sqs, names.backlog_queue_url),
        announcements=SQSAnnouncements(sqs, names.announce_queue_url)
        if names.announce_queue_url
        else NoAnnouncements(),
        clock=clock,
        settings=settings_of(inbox),
    )


def cloud_edge(distribution_id: str) -> Edge:
    """The caches of a CloudFront distribution."""
    import boto3  # noqa: PLC0415  # as above
    from botocore.config import Config  # noqa: PLC0415

    from broadsheet.stores.cloudfront_edge import CloudFrontEdge  # noqa: PLC0415

    patience = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=3, read_timeout=10)
    return CloudFrontEdge(boto3.client("cloudfront", config=patience), distribution_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderNewsroom:
    """A newsroom in folders, and the parts of it that only a folder has."""

    newsroom: Newsroom
    catalog: SQLiteCatalog
    inbox: FolderInbox


def state_folder(out: Path) -> Path:
    """Where a site's catalog lies: beside the site, never in it."""
    out = out.resolve()
    return out.parent / f".{out.name}.broadsheet"


def folder_newsroom(  # noqa: PLR0913  # each has its default
    files: Mapping[str, Path],
    *,
    out: Path,
    inbox_root: Path | None = None,
    unusable: Collection[str] = (),
    first_stored: Mapping[str, datetime] | None = None,
    clock: Clock | None = None,
) -> FolderNewsroom:
    """A newsroom that publishes files (by inbox key) into the folder `out`.

    Raises:
        Unavailable: the folder can't be written.
    """
    state = state_folder(out)
    state.mkdir(parents=True, exist_ok=True)
    catalog = SQLiteCatalog(state / "catalog.sqlite3")
    inbox = FolderInbox(files, root=inbox_root, unusable=unusable, first_stored=first_stored)
    newsroom = Newsroom(
        inbox=inbox,
        site=DirectorySite(out.resolve(), lock=state / "lock"),
        catalog=catalog,
        timers=NoTimers(),
        backlog=NoBacklog(),
        clock=clock or SystemClock(),
        settings=current_settings(inbox),
    )
    return FolderNewsroom(newsroom=newsroom, catalog=catalog, inbox=inbox)
