"""A stack as a target: a deployed one or the local one, told apart by nothing but the endpoint and the credentials."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING, Any, Final

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)
from botocore.parsers import ResponseParserError

from broadsheet.article import ArticleId, Denied, Person
from broadsheet.cli.errors import OtherSideFailed
from broadsheet.publishing import Newsroom, current_settings, rebuild
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.catalog import Row
from broadsheet.stores.dead_letters import DeadLetters, SQSDeadLetters
from broadsheet.stores.inbox import Inbox, Media, Source
from broadsheet.stores.receipts import Receipt
from broadsheet.wiring import CloudNames, cloud_newsroom

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_NEEDED: Final = (
    "InboxBucket",
    "SiteBucket",
    "CatalogTable",
    "BacklogQueueUrl",
    "PublishQueueArn",
    "TimerGroup",
    "TimerRoleArn",
    "PublishQueueUrl",
    "DeadLetterQueueUrl",
    "BacklogDeadLetterQueueUrl",
    "RefreshDeadLetterQueueUrl",
    "AnnounceQueueUrl",
    "AnnounceDeadLetterQueueUrl",
)
_ABSENT: Final = re.compile("does not exist|not found", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudTarget:
    """A stack's inbox, catalog and site. `site_url` is "" where the stack doesn't know what readers call it.

    An editor may have no right but to upload articles and media and to read receipts (EditorPolicy). S3 then answers
    alike for what isn't there and for what may not be seen.
    """

    name: str
    newsroom: Newsroom
    site_url: str
    dead_letters: Mapping[str, DeadLetters]

    @property
    def settings(self) -> SiteSettings:
        """The settings that hold there now."""
        return self.newsroom.settings

    def newest(self, key: str) -> Source | None:
        """The newest version of a source."""
        return self.newsroom.inbox.newest(key)

    @property
    def keeps_history(self) -> bool:
        """It does."""
        return self.newsroom.inbox.keeps_history

    def older(self, newest: Source) -> Iterator[Source]:
        """The versions before the newest one."""
        return self.newsroom.inbox.older(newest.key, than=newest.version)

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Upload; the upload sets off everything else."""
        return self.newsroom.inbox.put(key, data, by=by)

    def media(self, key: str) -> Media | None:
        """One HEAD. Where none may be looked at there may be one, of nobody knows which bytes."""
        try:
            return self.newsroom.inbox.media(key)
        except Denied:
            return Media(key=key, fingerprint="", size_bytes=0)

    def holds(self, media: Media, data: bytes) -> bool:
        """By the ETag, which is the MD5 of what was uploaded in one part, as all that this command line uploads."""
        digest = md5(data, usedforsecurity=False).hexdigest()
        return media.size_bytes == len(data) and media.fingerprint.strip('"') == digest

    @property
    def hands(self) -> int:
        """A few: each holds a whole medium in memory."""
        return 4

    def delete(self, key: str) -> str:
        """Delete, keeping the history."""
        return self.newsroom.inbox.delete(key)

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """The receipt of one version."""
        try:
            return self.newsroom.inbox.receipt(source_id, version=version)
        except Denied:
            return None

    def row(self, source_id: str) -> Row | None:
        """What the catalog knows of one article."""
        return self.newsroom.catalog.row(ArticleId(source_id))

    def rows(self) -> Sequence[Row]:
        """All that the catalog knows."""
        return self.newsroom.catalog.rows()

    def count(self) -> int:
        """One listing call per thousand versions."""
        return sum(1 for _ in self.newsroom.inbox.newest_versions())

    def rebuild(self) -> None:
        """One message."""
        rebuild(self.newsroom)

    def waiting(self) -> int:
        """What the backlog's queue counts."""
        return self.newsroom.backlog.waiting()

    def address(self, url: str) -> str:
        """A page's full address."""
        return self.site_url.rstrip("/") + url


def deployed_session(region: str | None) -> boto3.Session:
    """A session as AWS's own tools make it, from the environment and ~/.aws.

    Raises:
        OtherSideFailed: AWS_PROFILE names a profile that isn't there.
    """
    core = botocore.session.Session()
    core.set_default_client_config(Config(connect_timeout=10, retries={"mode": "standard", "total_max_attempts": 4}))
    try:
        return boto3.Session(region_name=region, botocore_session=core)
    except ProfileNotFound as error:
        raise OtherSideFailed(f"{error}; look at AWS_PROFILE", code="credentials") from error


def connect(stack_name: str | None, *, session: boto3.Session, endpoint_url: str | None = None) -> CloudTarget:
    """The stack of that name, or the only one there is.

    Raises:
        OtherSideFailed: there is none, it is no Broadsheet stack, or AWS can't be asked.
        broadsheet.article.StoreError: its inbox can't be read.
    """
    place = endpoint_url or f"AWS ({session.region_name})"
    try:
        client = session.client("cloudformation", endpoint_url=endpoint_url)
        answer = client.describe_stacks(**({"StackName": stack_name} if stack_name else {}))
    except (ClientError, BotoCoreError, ResponseParserError) as error:
        raise _explained(error, stack_name, place) from error
    stacks = [(stack["StackName"], _outputs(stack)) for stack in answer["Stacks"]]
    if stack_name is None:
        stacks = [(name, outputs) for name, outputs in stacks if outputs.keys() >= set(_NEEDED)]
    if len(stacks) != 1:
        problem = f"there are {len(stacks)} Broadsheet stacks at {place}; name the one you mean"
        raise OtherSideFailed(problem, code="no_such_stack")
    [(name, outputs)] = stacks
    if missing := [needed for needed in _NEEDED if needed not in outputs]:
        problem = f"the stack {name} is no Broadsheet stack: it has no output {' and no output '.join(missing)}"
        raise OtherSideFailed(problem, code="no_such_stack")
    names = CloudNames(
        inbox_bucket=outputs["InboxBucket"],
        site_bucket=outputs["SiteBucket"],
        catalog_table=outputs["CatalogTable"],
        backlog_queue_url=outputs["BacklogQueueUrl"],
        publish_queue_arn=outputs["PublishQueueArn"],
        timer_group=outputs["TimerGroup"],
        timer_role_arn=outputs["TimerRoleArn"],
        announce_queue_url=outputs["AnnounceQueueUrl"],
    )
    newsroom = cloud_newsroom(names, session=session, endpoint_url=endpoint_url, settings_of=_settings_of)
    sqs = session.client("sqs", endpoint_url=endpoint_url)
    return CloudTarget(
        name=name,
        newsroom=newsroom,
        site_url=outputs.get("SiteUrl", ""),
        dead_letters=_dead_letters(sqs, outputs, newsroom),
    )


class _Anybody(dict[str, Person]):
    """Authors that can't be asked for: every id is somebody's."""

    def get(self, key: str, default: object = None) -> Person:  # noqa: ARG002  # a dict's
        return Person(name=key)


def _settings_of(inbox: Inbox) -> SiteSettings:
    """The settings that hold; where they may not be read, such as refuse nothing that those might take."""
    try:
        return current_settings(inbox)
    except Denied:
        return SiteSettings().model_copy(update={"authors": _Anybody()})


def _dead_letters(sqs: "SQSClient", outputs: Mapping[str, str], newsroom: Newsroom) -> dict[str, DeadLetters]:
    def to(queue_url: str) -> Callable[[Sequence[str]], object]:
        return lambda bodies: [sqs.send_message(QueueUrl=queue_url, MessageBody=body) for body in bodies]

    return {
        "publish": SQSDeadLetters(sqs, outputs["DeadLetterQueueUrl"], give_back=to(outputs["PublishQueueUrl"])),
        "backlog": SQSDeadLetters(sqs, outputs["BacklogDeadLetterQueueUrl"], give_back=to(outputs["BacklogQueueUrl"])),
        "announce": SQSDeadLetters(
            sqs, outputs["AnnounceDeadLetterQueueUrl"], give_back=to(outputs["AnnounceQueueUrl"])
        ),
        # The stream keeps its records for a day only: so what they have changed is found by looking at everything.
        "refresh": SQSDeadLetters(sqs, outputs["RefreshDeadLetterQueueUrl"], give_back=lambda _: rebuild(newsroom)),
    }


def _outputs(stack: Any) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _explained(error: Exception, stack_name: str | None, place: str) -> OtherSideFailed:
    match error:
        case NoCredentialsError() | PartialCredentialsError():
            problem = (
                "there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                "or run `aws configure`"
            )
            return OtherSideFailed(problem, code="credentials")
        case NoRegionError():
            return OtherSideFailed("AWS needs a region: give --region, or set AWS_DEFAULT_REGION", code="region")
        case EndpointConnectionError():
            return OtherSideFailed(f"nothing answers at {place}: {error}", code="unreachable")
        case ResponseParserError():
            return OtherSideFailed(f"what answers at {place} doesn't speak AWS's language", code="unreachable")
        case ClientError() if _ABSENT.search(str(error)):
            return OtherSideFailed(f"there is no stack {stack_name} at {place}", code="no_such_stack")
        case _:
            return OtherSideFailed(f"can't ask {place} for the stack {stack_name or ''}: {error}", code="unreachable")
