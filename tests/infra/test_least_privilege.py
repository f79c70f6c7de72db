"""Each function may do the calls that it makes, and no others.

What they call is noted while the simulator's days go on (publish, refresh, release, sweep and announce), and while
`verify` looks at a site on moto. All of the first four may end in the same use cases, by way of what they find on their
way: they share one policy, all of which is used, and have what only they need in their own.
"""

import json
import os
import random
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from unittest.mock import patch

import boto3
import pytest
from botocore import xform_name
from botocore.client import BaseClient

import forget as forget_function
import runtime
import verify as verify_function
from broadsheet.stores.inbox import SETTINGS_KEY
from tests.distribution import made
from tests.functions.conftest import CONTEXT, EVENTS
from tests.infra.policies import Grant, Need, grants_of, needs_of
from tests.infra.test_template import properties
from tests.publishing.deployed import NAMES, on_moto
from tests.simulation.acts import Act, Day, Lull, Settings
from tests.simulation.calls import Calls
from tests.simulation.desk import Desk
from tests.simulation.environment import ENVIRONMENT, environment
from tests.simulation.kinds import KINDS, day_of
from tests.simulation.names import ANNOUNCEMENTS, BACKLOG, CATALOG, INBOX, SITE
from tests.simulation.simulation import simulate
from tests.simulation.site_files import ORIGIN, SEARCH_ENGINE
from tests.world import source

DAYS: Final = 3
"""Of each kind: by then every call has been made."""
FUNCTIONS: Final = ("forget", "publish", "refresh", "release", "sweep", "announce", "verify")
LOGS: Final = {"logs:CreateLogStream", "logs:PutLogEvents"}
BY_EVENT: Final = {
    "SQS": {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"},
    "DynamoDB": {
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    },
    "Schedule": set(),
}
"""What Lambda itself does by a function's role: AWSLambdaSQSQueueExecutionRole, AWSLambdaDynamoDBExecutionRole and
AWSLambdaBasicExecutionRole have these, but for the creation of log groups, which the template makes."""
GIVES_UP: Final = "sqs:SendMessage"
"""Of what it gives up, to the queue of a source's DestinationConfig."""


@cache
def simulated() -> dict[str, set[Need]]:
    """By function, what it needed on many days."""
    places = {
        INBOX: "InboxBucket",
        SITE: "SiteBucket",
        CATALOG: "Catalog",
        BACKLOG: "BacklogQueue",
        ANNOUNCEMENTS: "AnnounceQueue",
        ENVIRONMENT["TIMER_GROUP"]: "TimerGroup",
        ENVIRONMENT["TIMER_ROLE_ARN"]: "TimerRole",
    }
    found: dict[str, set[Need]] = {}
    take_effect = Calls._take_effect  # noqa: SLF001  # every call that is made

    def noted(calls: Calls, task: Any, operation: str, method: Any, options: dict[str, Any]) -> Any:
        if operation != "post":
            found.setdefault(task.function, set()).update(_located(needs_of(operation, options), places))
        return take_effect(calls, task, operation, method, options)

    days = [day_of(seed) for seed in range(DAYS * len(KINDS))]
    days += [Day(seed=0, acts=tuple(acts)) for acts in rare_acts(random.Random(0))]
    with patch.object(Calls, "_take_effect", noted), environment(), without_warnings():
        for day in days:
            outcome = simulate(day)
            assert outcome.wrong == "", day.seed
    # Who has a site mended does it by rights of their own.
    del found["repair"]
    return found


def rare_acts(order: random.Random) -> Iterator[list[Act]]:
    """What is not among the first days: a key's end, and announcing while the newest settings can't be read."""
    told = f'base_url = "{ORIGIN}"\n[indexnow]\nkey = "0123456789abcdef"\nendpoint = "{SEARCH_ENGINE}"\n'
    announcing, unreadable = Settings(data=told.encode(), words=""), Settings(data=b"title = ", words="")
    yield [announcing, Lull(), Settings(data=None, words="")]
    yield [announcing, Lull(), unreadable, Lull(), Desk("a", order, plain=1.0).new()]


def _located(needs: Iterator[Need], places: dict[str, str]) -> Iterator[Need]:
    for need in needs:
        place = next(
            (place for place in places if need.resource == place or need.resource.startswith(f"{place}/")), None
        )
        assert place is not None, need
        yield Need(action=need.action, resource=places[place] + need.resource.removeprefix(place), prefix=need.prefix)


def verified() -> set[Need]:
    """What the check needed."""
    found: set[Need] = set()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # every call that is made
    places = {NAMES.inbox_bucket: "InboxBucket", NAMES.site_bucket: "SiteBucket", NAMES.catalog_table: "Catalog"}

    def noted(client: BaseClient, operation: str, options: dict[str, Any]) -> Any:
        found.update(_located(needs_of(xform_name(operation), options), places))
        return call(client, operation, options)

    runtime.forget()
    cloud = on_moto()
    cloud.newsroom.inbox.put("media/storm.jpg", b"wind")
    cloud.publish("seen", source(image={"src": "media/storm.jpg", "alt": ""}))
    cloud.newsroom.inbox.put(SETTINGS_KEY, b"title = ")
    quietly = patch.dict(os.environ, VERIFY_PAUSE_SECONDS="0")
    with environment(), quietly, without_warnings(), patch.object(BaseClient, "_make_api_call", noted):
        verify_function.handler({}, CONTEXT)
    runtime.forget()
    return found


def forgotten() -> set[Need]:
    """What having the CDN's caches forget needed."""
    found: set[Need] = set()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # every call that is made
    distribution_id = made(boto3.client("cloudfront"))

    def noted(client: BaseClient, operation: str, options: dict[str, Any]) -> Any:
        found.update(_located(needs_of(xform_name(operation), options), {distribution_id: "Distribution"}))
        return call(client, operation, options)

    event = json.loads((EVENTS / "forget-changed-and-gone.json").read_text())
    quietly = patch.dict(os.environ, DISTRIBUTION_ID=distribution_id)
    with environment(), quietly, without_warnings(), patch.object(BaseClient, "_make_api_call", noted):
        forget_function.handler(event, CONTEXT)
    return found


@contextmanager
def without_warnings() -> Iterator[None]:
    """Without those of Powertools, whose metrics are switched off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def managed() -> list[Grant]:
    return list(grants_of(properties("NewsroomPolicy")["PolicyDocument"]))


def own(function: str) -> list[Grant]:
    """What only this function may do."""
    role = properties(f"{function.title()}Role")
    return [grant for policy in role["Policies"] for grant in grants_of(policy["PolicyDocument"])]


def shares(function: str) -> bool:
    return {"Ref": "NewsroomPolicy"} in properties(f"{function.title()}Role").get("ManagedPolicyArns", [])


@pytest.fixture
def needed(aws: None) -> dict[str, set[Need]]:  # noqa: ARG001  # AWS must be there
    """By function, what it needed."""
    found = {**simulated(), "forget": forgotten(), "verify": verified()}
    assert found.keys() == set(FUNCTIONS)
    return found


def test_every_call_is_allowed(needed: dict[str, set[Need]]) -> None:
    for function, needs in needed.items():
        grants = [*own(function), *(managed() if shares(function) else [])]
        missing = {need for need in needs if not any(grant.allows(need) for grant in grants)}
        assert not missing, f"{function} may not do what it does"


def test_nothing_more_is_allowed(needed: dict[str, set[Need]]) -> None:
    """Without any one of them some call would be refused."""
    together = set().union(*(needs for function, needs in needed.items() if shares(function)))
    unused = superfluous(managed(), together)
    for function, needs in needed.items():
        unused += superfluous([grant for grant in own(function) if not by_lambda(grant, function)], needs)
    assert not unused, "\n".join(["unused:", *map(str, unused)])


def superfluous(grants: list[Grant], needs: set[Need]) -> list[Grant]:
    """Those without which the others still allow as much of what is needed."""
    used: set[Grant] = set()
    for need in needs:
        allowing = [grant for grant in grants if grant.allows(need)]
        used |= set(allowing) if len(allowing) == 1 else set()
    return [grant for grant in grants if grant not in used]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lambda_may_do_what_a_functions_events_need(function: str) -> None:
    assert {grant.action for grant in own(function) if by_lambda(grant, function)} == LOGS.union(
        *(done_by_lambda(event) for event in events(function))
    )


def test_nothing_that_a_function_writes_is_an_upload(needed: dict[str, set[Need]]) -> None:
    """So none sets itself off: every object that they put or delete goes through every filter of the template."""
    writes = {"s3:PutObject", "s3:DeleteObject"}
    written = {
        need.resource.partition("/")[::2] for needs in needed.values() for need in needs if need.action in writes
    }
    assert {bucket for bucket, _ in written} == {"InboxBucket", "SiteBucket"}
    assert [(bucket, key) for bucket, key in written if is_notified(bucket, key)] == []
    assert is_notified("InboxBucket", "articles/a.json")


def is_notified(bucket: str, key: str) -> bool:
    """Whether any notification of the bucket's is sent for the key."""
    for configured in properties(bucket).get("NotificationConfiguration", {}).values():
        for one in configured:
            rules = {rule["Name"]: rule["Value"] for rule in one["Filter"]["S3Key"]["Rules"]}
            if key.startswith(rules.get("prefix", "")) and key.endswith(rules.get("suffix", "")):
                return True
    return False


def by_lambda(grant: Grant, function: str) -> bool:
    """Whether it is for what Lambda does for the function."""
    if grant.action in LOGS:
        return grant.resource == f"{function.title()}Logs"
    return any(grant.action in done_by_lambda(event) and grant.resource in sources(event) for event in events(function))


def done_by_lambda(event: Any) -> set[str]:
    gives_up = "DestinationConfig" in event["Properties"]
    return BY_EVENT[event["Type"]] | ({GIVES_UP} if gives_up else set())


def events(function: str) -> list[Any]:
    return list(properties(f"{function.title()}Function")["Events"].values())


def sources(event: Any) -> set[str]:
    """What an event comes from, and where it goes when it is given up."""
    given = event["Properties"]
    found = [
        given.get("Queue"),
        given.get("Stream"),
        given.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"),
    ]
    return {"*", *(".".join(each["Fn::GetAtt"]).removesuffix(".Arn") for each in found if each)}
