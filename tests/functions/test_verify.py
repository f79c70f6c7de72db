"""The check on schedule: it counts and tells, and changes nothing."""

import json
import sys
from collections.abc import Iterator

import pytest

import runtime
import verify as verify_function
from tests.functions.conftest import CONTEXT, EVENTS
from tests.publishing.deployed import NAMES, Cloud, on_moto

EVENT = json.loads((EVENTS / "verify-schedule.json").read_text())


@pytest.fixture
def cloud(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:  # noqa: ARG001  # AWS must be there
    names = {
        "INBOX_BUCKET": NAMES.inbox_bucket,
        "SITE_BUCKET": NAMES.site_bucket,
        "CATALOG_TABLE": NAMES.catalog_table,
        "BACKLOG_QUEUE_URL": "https://sqs.example/backlog",
        "PUBLISH_QUEUE_ARN": NAMES.publish_queue_arn,
        "TIMER_GROUP": NAMES.timer_group,
        "TIMER_ROLE_ARN": NAMES.timer_role_arn,
        "POWERTOOLS_SERVICE_NAME": "verify",
        "POWERTOOLS_METRICS_NAMESPACE": "Broadsheet",
        "VERIFY_PAUSE_SECONDS": "0",
    }
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    runtime.forget()
    runtime.metrics.clear_metrics()  # where none are sent they stay
    yield on_moto()
    runtime.forget()


def test_it_counts_what_differs_none_included_and_changes_nothing(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.logger.registered_handler, "stream", sys.stdout)
    assert verify_function.handler(EVENT, CONTEXT) == {"articles": 6, "differences": 0}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(line.get("VerifyDifferences") == [0.0] for line in lines)

    cloud.change_object("2026/11/alpha/index.html", Body=b"wrong")
    cloud.delete("address#/2026/11/beta/", "claim")
    damaged = cloud.state()
    assert verify_function.handler(EVENT, CONTEXT)["differences"] == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(line.get("VerifyDifferences") == [2.0] for line in lines)
    (told,) = [line for line in lines if line.get("kind") == "stale"]
    assert (told["level"], told["key"], told["article_id"]) == ("WARNING", "2026/11/alpha/index.html", "a")
    assert cloud.state() == damaged


def test_the_size_of_its_sample_is_given_by_the_environment(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cloud.newsroom.catalog.rows()
    monkeypatch.setenv("VERIFY_SAMPLE", "1")
    assert verify_function.handler(EVENT, CONTEXT)["articles"] <= 2
    with pytest.raises(ValueError, match="VERIFY_SAMPLE"):
        verify_function.Sampling.model_validate({"VERIFY_SAMPLE": "none"})
