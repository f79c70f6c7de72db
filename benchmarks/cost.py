# ruff: noqa: E501  # the lines of the page
"""What a month costs, into docs/cost.md: calls counted at the real handlers, sizes measured, prices as AWS lists them.

`make cost`. The handlers run over moto's S3, DynamoDB and SQS; nothing is estimated that can be counted there. What
can't be is an assumption with a name below.
"""

import gzip
import json
import logging
import os
import random
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from math import ceil
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from botocore.client import BaseClient
from moto import mock_aws

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs/cost.md"

# US dollars in us-east-1, by AWS's price lists of November 2026, above what is free; one million unless said otherwise.
S3_WRITE: Final = 5.0  # PUT and LIST
S3_READ: Final = 0.4  # GET and HEAD
S3_GB_MONTH: Final = 0.023
DYNAMODB_WRITE: Final = 0.625  # units of 1 KB, on demand
DYNAMODB_READ: Final = 0.125  # units of 4 KB, consistent
DYNAMODB_STREAM_READ: Final = 0.2  # none for Lambda's own
SQS: Final = 0.4
LAMBDA_REQUEST: Final = 0.2
LAMBDA_GB_SECOND: Final = 0.0000133334  # one, on arm64
INVALIDATION_PATH: Final = 0.005  # one, above 1,000 a month
LOGS_GB: Final = 0.5
ALARM: Final = 0.1  # one
METRIC: Final = 0.3  # one
CDN_REQUEST: Final = 1.0  # above 10 millions a month
CDN_FUNCTION: Final = 0.1  # above 2 millions a month
CDN_GB: Final = ((1024, 0.0), (10_240, 0.085), (40_960, 0.08), (102_400, 0.06), (358_400, 0.04), (10**9, 0.03))
"""By tiers of GB a month, the first of which is free."""
MILLION: Final = 1_000_000

DAYS: Final = 30
CALL_SECONDS: Final = 0.02
"""How long a call to a store takes, one after the other: what a function waits for, and so what it is billed for."""
UPDATES: Final = 1
"""How often an article is changed after its first publication."""
YEARS_KEPT: Final = 1
LOG_BYTES: Final = 1_500
"""An invocation writes into the log, metrics included."""
FIRST_VIEWS: Final = 1 / 3
"""Of all page views, those of readers who haven't style and script yet."""
MISSES: Final = 0.05
"""Of all requests, those for which CloudFront asks the bucket."""
WORDS: Final = sorted(set(re.findall(r"[A-Za-z]+", " ".join(map(Path.read_text, sorted(ROOT.glob("samples/*.json")))))))
DAILY: Final = (10, 100, 1_000, 10_000)
VIEWS: Final = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)


@dataclass(slots=True)
class Count:
    """What one act of a function needs of AWS."""

    calls: Counter[str] = field(default_factory=Counter)
    write_units: int = 0
    read_units: int = 0

    @property
    def s3_writes(self) -> int:
        """PUT and LIST."""
        return sum(self.calls[f"s3.{name}"] for name in ("PutObject", "ListObjectsV2", "ListObjectVersions"))

    @property
    def s3_reads(self) -> int:
        """GET and HEAD."""
        return self.calls["s3.GetObject"] + self.calls["s3.HeadObject"]

    @property
    def sqs(self) -> int:
        """Whatever is asked of a queue."""
        return sum(number for name, number in self.calls.items() if name.startswith("sqs."))

    @property
    def number(self) -> int:
        """All calls."""
        return self.calls.total()

    def dollars(self, *, memory_gb: float) -> float:
        """What it costs once, the invocation and its log included."""
        seconds = 0.05 + self.number * CALL_SECONDS
        stores = (
            self.s3_writes * S3_WRITE
            + self.s3_reads * S3_READ
            + self.write_units * DYNAMODB_WRITE
            + self.read_units * DYNAMODB_READ
            + self.sqs * SQS
            + LAMBDA_REQUEST
        ) / MILLION
        return stores + seconds * memory_gb * LAMBDA_GB_SECOND + LOG_BYTES / 1e9 * LOGS_GB


class Newsroom:
    """The functions over moto, and a count of what they ask for."""

    def __init__(self) -> None:
        from tests.functions.conftest import Deployed  # noqa: PLC0415  # needs AWS to be there

        self.deployed = Deployed()
        self._count = Count()
        os.environ["DISTRIBUTION_ID"] = self.deployed.distribution_id
        os.environ |= {name.upper(): value for name, value in asdict(self.deployed.names).items()}

    def note(self, client: BaseClient, operation: str, options: dict[str, Any], answer: Any) -> None:
        """Count a call."""
        service = client.meta.service_model.service_name
        if service == "dynamodbstreams":
            return  # Lambda reads the stream, and nobody pays for that
        self._count.calls[f"{service}.{operation}"] += 1
        for item in options.get("TransactItems", ()):
            [given] = item.values()
            self._count.write_units += 2 * max(1, ceil(len(json.dumps(given.get("Item", {}))) / 1024))
        if operation in {"UpdateItem", "DeleteItem", "PutItem"}:
            self._count.write_units += 1
        if operation in {"Query", "Scan", "GetItem"}:
            found = answer.get("Items", [answer.get("Item", {})])
            self._count.read_units += max(1, ceil(len(json.dumps(found)) / 4096))

    def counted(self, act: Callable[[], Any]) -> Count:
        """What an act needs."""
        self._count = Count()
        act()
        return self._count


def main() -> None:
    """Count, reckon, write."""
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "POWERTOOLS_SERVICE_NAME": "cost",
        "POWERTOOLS_METRICS_NAMESPACE": "cost",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "VERIFY_PAUSE_SECONDS": "0",
    }
    logging.disable()
    warnings.simplefilter("ignore")
    with mock_aws(), counting() as newsroom:
        PAGE.write_text(page(newsroom))


@contextmanager
def counting() -> Iterator[Newsroom]:
    """A newsroom each call of which is counted."""
    newsroom = Newsroom()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # every call that is made

    def noted(client: BaseClient, operation: str, options: dict[str, Any]) -> Any:
        answer = call(client, operation, options)
        newsroom.note(client, operation, options, answer)
        return answer

    with patch.object(BaseClient, "_make_api_call", noted):
        yield newsroom


def page(newsroom: Newsroom) -> str:
    """The page."""
    acts = measured(newsroom)
    sizes = sizes_of(newsroom.deployed.site())
    rows = [f"| {name} | {' | '.join(columns(count))} |" for name, count in acts.items()]
    return "\n".join(
        [
            "# What it costs",
            "",
            "Made by `make cost` ([benchmarks/cost.py](../benchmarks/cost.py)): the handlers run over stand-ins of AWS, and their calls are counted.",
            "Prices are AWS's for us-east-1 in November 2026, in US dollars, without tax.",
            "",
            "## What one act takes",
            "",
            "| act | calls | S3 PUT, LIST | S3 GET, HEAD | DynamoDB units written | read | cents |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "An article is in a section, and has three tags and an author. One that comes alone has its listings for itself; in a burst they are shared.",
            "",
            "## A month of publishing",
            "",
            f"Each article is changed {UPDATES} time after its publication; the site keeps {YEARS_KEPT} year of them. No free tier but for invalidations.",
            "",
            "| articles a day | publishing | caches that forget | what runs by itself | kept | alarms, metrics | **together** |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *(f"| {daily:,} | {' | '.join(publishing_columns(daily, acts, sizes))} |" for daily in DAILY),
            "",
            "What runs by itself are `release` every two minutes, `sweep` every 15, `verify` every hour. `sweep` reads all there is: it is what grows with the",
            "site, and its schedule in the template is what to change. Whoever can wait two minutes for changes spares what the caches cost: `ForgetChanges`.",
            "",
            "## A month of reading",
            "",
            f"A view is a page ({sizes['page']:,} bytes compressed), `recent.json` and the section's ({sizes['recent']:,} each), and for one in three readers style and",
            f"script ({sizes['assets']:,}). Pictures are yours: each 100 KB a view are {100_000 * MILLION / 1e9 * 0.085:,.2f} more a million views.",
            "",
            "| page views | requests | traffic | **together** |",
            "| --- | --- | --- | --- |",
            *(f"| {views:,} | {' | '.join(reading_columns(views, sizes))} |" for views in VIEWS),
            "",
            "## What is assumed",
            "",
            f"- A call to a store takes {CALL_SECONDS * 1000:.0f} ms, and a function waits for one after the other.",
            f"- {MISSES:.0%} of requests are asked of the bucket.",
            f"- An invocation logs {LOG_BYTES:,} bytes.",
            "",
        ]
    )


def measured(newsroom: Newsroom) -> dict[str, Count]:
    """What each act needs, by its name."""
    from tests.functions.conftest import CONTEXT  # noqa: PLC0415  # as above
    from tests.world import minutes_ago, source  # noqa: PLC0415  # as above

    import release as release_function  # noqa: PLC0415  # needs AWS to be there
    import sweep as sweep_function  # noqa: PLC0415  # as above
    import verify as verify_function  # noqa: PLC0415  # as above

    deployed, order = newsroom.deployed, random.Random(0)  # noqa: S311  # no secret

    def upload(name: str, minutes: int, **fields: Any) -> None:
        body = "\n\n".join(" ".join(order.choices(WORDS, k=60)) for _ in range(10))
        given = {
            "section": "City",
            "tags": ["wind", "tide", "wall"],
            "authors": [{"name": "Mara Voss", "bio": "Writes."}],
        }
        deployed.upload(
            name,
            source(**{"title": name.title(), "body": body, "published_at": minutes_ago(minutes), **given, **fields}),
        )

    for number in range(60):
        upload(f"article-{number}", 600 - number)
        deployed.publish(f"article-{number}")
    deployed.refresh()
    acts: dict[str, Count] = {}
    for act, fields in (("new", {}), ("changed", {"kicker": "Update"}), ("withdrawn", {"status": "withdrawn"})):
        upload("the-new-one", 5, **fields)
        acts[f"`publish`, an article that is {act}"] = newsroom.counted(lambda: deployed.publish("the-new-one"))
        acts[f"`refresh`, after one that is {act}"] = newsroom.counted(deployed.refresh)
    acts["`release`"] = newsroom.counted(lambda: release_function.handler({}, CONTEXT))
    acts["`sweep`, of 61 articles"] = newsroom.counted(lambda: sweep_function.handler({}, CONTEXT))
    acts["`verify`, of 50 articles and their listings"] = newsroom.counted(lambda: verify_function.handler({}, CONTEXT))
    return acts


def columns(count: Count) -> list[str]:
    """A row of the first table."""
    numbers = (count.number, count.s3_writes, count.s3_reads, count.write_units, count.read_units)
    return [*(f"{number:,}" for number in numbers), f"{100 * count.dollars(memory_gb=1):.4f}"]


def sizes_of(site: dict[str, bytes]) -> dict[str, int]:
    """In bytes as they are sent, compressed; `stored` is all of an article's, in the bucket."""
    [page_key] = [key for key in site if key.endswith("article-59/index.html")]
    assets = [key for key in site if key.endswith((".css", ".js")) and key.encode() in site[page_key]]
    return {
        "page": len(gzip.compress(site[page_key])),
        "recent": len(gzip.compress(site["section/city/recent.json"])),
        "assets": sum(len(gzip.compress(site[key])) for key in assets),
        "stored": 3 * len(site[page_key]),  # page, source and receipt
    }


def publishing_columns(daily: int, acts: dict[str, Count], sizes: dict[str, int]) -> list[str]:
    """Of a month, in dollars."""
    articles, kept = daily * DAYS, daily * 365 * YEARS_KEPT
    cost = {name: count.dollars(memory_gb=1) for name, count in acts.items()}
    new, changed = (sum(cost[name] for name in cost if name.endswith(f" is {act}")) for act in ("new", "changed"))
    publishing = articles * (new + UPDATES * changed)
    forgetting = max(0, articles * UPDATES - 1000) * INVALIDATION_PATH
    # A call for each 1,000 versions in the inbox, and a Scan of all items: about 4 KB for each article.
    sweeping = kept * (1 + UPDATES) / 1000 * S3_WRITE / MILLION + kept * DYNAMODB_READ / MILLION
    hours = DAYS * 24
    by_itself = hours * (
        30 * cost["`release`"]
        + 4 * (cost["`sweep`, of 61 articles"] + sweeping)
        + cost["`verify`, of 50 articles and their listings"]
    )
    storing = kept * sizes["stored"] / 1e9 * S3_GB_MONTH + kept * 4096 / 1e9 * 0.25
    template = (ROOT / "infra/template.yaml").read_text()
    watching = template.count("Type: AWS::CloudWatch::Alarm") * ALARM + len(METRICS) * METRIC
    parts = (publishing, forgetting, by_itself, storing, watching)
    return [*(f"{part:,.2f}" for part in parts), f"**{sum(parts):,.2f}**"]


METRICS: Final = (
    "Messages",
    "Published",
    "Rejected",
    "Scheduled",
    "Withdrawn",
    "Draft",
    "Nothing",
    "UploadToLive",
    "ListingLag",
    "Refreshed",
    "Forgotten",
    "AnnouncementsRefused",
    "ReleasedLate",
    "Swept",
    "VerifyDifferences",
)
"""Those of the functions' own, each of which is paid for."""


def reading_columns(views: int, sizes: dict[str, int]) -> list[str]:
    """Of a month, in dollars."""
    requests = views * (3 + 2 * FIRST_VIEWS)
    gigabytes = views * (sizes["page"] + 2 * sizes["recent"] + FIRST_VIEWS * sizes["assets"]) / 1e9
    asking = max(0, requests - 10 * MILLION) * CDN_REQUEST + max(0, 2 * requests - 2 * MILLION) * CDN_FUNCTION
    asking += requests * MISSES * S3_READ
    traffic = 0.0
    for size, price in CDN_GB:
        traffic += min(gigabytes, size) * price
        gigabytes -= min(gigabytes, size)
    parts = (asking / MILLION, traffic)
    return [*(f"{part:,.2f}" for part in parts), f"**{sum(parts):,.2f}**"]


if __name__ == "__main__":
    main()
