"""The alarms on what the functions do, caused one by one as the runbook tells, and quiet while all is well.

Those on queues are caused in tests/local: a message that fails too often ends as a dead letter.
"""

import json
import math
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.client
import botocore.exceptions
import pytest

import announce as announce_function
import refresh as refresh_function
import release as release_function
import runtime
import sweep as sweep_function
import verify as verify_function
from broadsheet.stores.clock import SystemClock
from tests.functions.conftest import CONTEXT, EVENTS, Deployed
from tests.functions.test_announce import published
from tests.hub import Hub
from tests.infra.test_template import of_type, properties
from tests.world import minutes_ago, source

Cause = Callable[[Deployed, Hub, pytest.MonkeyPatch], None]
HANDLERS = {
    "announce": announce_function.handler,
    "refresh": refresh_function.handler,
    "release": release_function.handler,
    "sweep": sweep_function.handler,
    "verify": verify_function.handler,
}


def a_hub_that_says_no(deployed: Deployed, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT, "announce", published(deployed, hub.url("/403")))


def a_hub_that_listens(deployed: Deployed, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT, "announce", published(deployed, hub.url("/202")))


def a_page_changed_by_hand(deployed: Deployed, _hub: Hub, _monkeypatch: pytest.MonkeyPatch) -> None:
    a_story(deployed)
    deployed.s3.put_object(Bucket="the-site", Key="2026/11/harbour-reopens/index.html", Body=b"By hand.")


def a_story(deployed: Deployed, *_others: Any) -> None:
    deployed.upload("harbour", source(published_at=minutes_ago(5)))
    deployed.publish("harbour")
    deployed.refresh()


def a_stream_that_is_behind(_deployed: Deployed, _hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT, "refresh", changed(datetime.now(UTC) - timedelta(minutes=6)))


def a_stream_that_is_read(_deployed: Deployed, _hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT, "refresh", changed(datetime.now(UTC) - timedelta(seconds=2)))


def an_article_that_cant_be_taken(deployed: Deployed, _hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time has come, and nobody has told of it."""
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    deployed.upload("harbour", source(published_at=minutes_ago(5), embargo_until=soon))
    deployed.publish("harbour")
    monkeypatch.setattr(SystemClock, "now", lambda _clock: datetime.now(UTC) + timedelta(minutes=2))
    failing(monkeypatch, "UpdateItem", "article#harbour")


def a_site_that_cant_be_read(deployed: Deployed, _hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    a_story(deployed)
    failing(monkeypatch, "GetObject", "the-site")


def failing(monkeypatch: pytest.MonkeyPatch, operation: str, place: str) -> None:
    """No such call is answered there."""
    real = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # the one place all calls pass

    def refusing(self: Any, name: str, parameters: Any) -> Any:
        if name == operation and place in str(parameters):
            raise botocore.exceptions.ReadTimeoutError(endpoint_url="nowhere")
        return real(self, name, parameters)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", refusing)


def changed(at: datetime) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / "refresh-stream-batch.json").read_text())
    for record in event["Records"]:
        record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
    return event


EVENT: dict[str, dict[str, Any]] = {}
CAUSES: dict[str, tuple[str, Cause, Cause]] = {
    "AnnounceRefusedAlarm": ("announce", a_hub_that_says_no, a_hub_that_listens),
    "ListingsLateAlarm": ("refresh", a_stream_that_is_behind, a_stream_that_is_read),
    "ReleaseAlarm": ("release", an_article_that_cant_be_taken, a_story),
    "SweepAlarm": ("sweep", an_article_that_cant_be_taken, a_story),
    "VerifyAlarm": ("verify", a_site_that_cant_be_read, a_story),
    "VerifyDifferencesAlarm": ("verify", a_page_changed_by_hand, a_story),
}


@pytest.mark.parametrize("alarm", CAUSES)
@pytest.mark.parametrize("is_well", [False, True])
def test_an_alarm_rings_for_its_cause_and_for_nothing_else(  # noqa: PLR0913, PLR0917  # fixtures
    alarm: str,
    is_well: bool,  # noqa: FBT001  # a case
    deployed: Deployed,
    hub: Hub,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    function, cause, calm = CAUSES[alarm]
    monkeypatch.setattr(runtime.logger.registered_handler, "stream", sys.stdout)
    monkeypatch.setattr(runtime.metrics.provider, "service", function)
    monkeypatch.setattr(runtime.metrics.provider, "namespace", "the-stack")
    (calm if is_well else cause)(deployed, hub, monkeypatch)
    capsys.readouterr()
    assert rings(alarm, lambda: periods(alarm, function, capsys)) is not is_well


def periods(alarm: str, function: str, capsys: pytest.CaptureFixture[str]) -> list[float]:
    """What the alarm's metric has in one of its periods."""
    watched = properties(alarm)
    errors: list[float] = []
    try:
        HANDLERS[function](EVENT.get(function, {}), CONTEXT)
    except Exception:  # noqa: BLE001  # Lambda counts whatever is raised
        errors.append(1.0)
    if watched["Namespace"] == "AWS/Lambda":
        assert watched["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": f"{function.title()}Function"}}]
        return errors
    assert watched["Namespace"] == {"Ref": "AWS::StackName"}
    values: list[float] = []
    for line in map(json.loads, capsys.readouterr().out.splitlines()):
        for sent in line.get("_aws", {}).get("CloudWatchMetrics", []):
            dimensions = [{"Name": name, "Value": line[name]} for [name] in sent["Dimensions"]]
            if (sent["Namespace"], dimensions) == ("the-stack", watched["Dimensions"]):
                values += line.get(watched["MetricName"], [])
    return values


def rings(alarm: str, one_period: Callable[[], list[float]]) -> bool:
    """Whether each of the periods that count is beyond the threshold; one without values is none."""
    watched = properties(alarm)
    assert watched["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert watched["TreatMissingData"] == "notBreaching"
    assert watched["Statistic"] in {"Sum", "Maximum"}
    found = [one_period() for _ in range(watched["EvaluationPeriods"])]
    told = [
        (math.fsum(values) if watched["Statistic"] == "Sum" else max(values)) if values else 0.0 for values in found
    ]
    return all(value >= watched["Threshold"] for value in told)


def test_every_alarm_that_is_not_of_a_queue_is_caused_here() -> None:
    others = {alarm for alarm in of_type("AWS::CloudWatch::Alarm") if properties(alarm)["Namespace"] != "AWS/SQS"}
    assert others == set(CAUSES)
