"""The handlers, called as Lambda calls them, over S3 and DynamoDB as moto has them."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import botocore.client
import botocore.exceptions
import pytest
import time_machine

import announce as announce_function
import forget as forget_function
import publish as publish_function
import refresh as refresh_function
import release as release_function
import runtime
import sweep as sweep_function
import verify as verify_function
from broadsheet.site.sitemaps import NEWS_KEY
from broadsheet.stores.receipts import Verdict
from tests.functions.conftest import CONTEXT, EVENTS, Deployed
from tests.stage import Killed
from tests.world import clean_run, minutes_ago, source

HANDLERS: dict[str, Callable[..., Any]] = {
    "announce": announce_function.handler,
    "forget": forget_function.handler,
    "publish": publish_function.handler,
    "refresh": refresh_function.handler,
    "release": release_function.handler,
    "sweep": sweep_function.handler,
    "verify": verify_function.handler,
}
FAILS = {"announce-mixed-batch-with-poison": 1, "publish-mixed-batch-with-poison": 2}


@pytest.mark.parametrize("path", sorted(EVENTS.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_event_is_answered_with_just_its_poison(path: Path, deployed: Deployed) -> None:
    deployed.upload("harbour-reopens", source(section="City"))
    deployed.upload("night-ferry", source(title="Night ferry"))
    deployed.upload("بندر_باز-شد.2", source(title="بندر باز شد", language="fa"))
    deployed.upload("no good", source())
    deployed.upload("old-news", source(title="Old news"))
    deployed.publish("old-news")
    deployed.delete("old-news")
    deployed.s3.put_object(Bucket="the-inbox", Key="site.toml", Body=b'title = "The Tidewater"')
    event = json.loads(path.read_text())
    answer = HANDLERS[path.stem.partition("-")[0]](event, CONTEXT)
    assert len(answer.get("batchItemFailures", [])) == FAILS.get(path.stem, 0)


def test_a_poison_message_fails_alone_and_the_others_are_published(deployed: Deployed) -> None:
    for source_id in ("harbour-reopens", "night-ferry"):
        deployed.upload(source_id, source(title=source_id))
    event = json.loads((EVENTS / "publish-mixed-batch-with-poison.json").read_text())
    answer = deployed.publish(event=event)
    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == [
        event["Records"][1]["messageId"],
        event["Records"][2]["messageId"],
    ]
    assert [row.id for row in deployed.newsroom().catalog.rows()] == ["harbour-reopens", "night-ferry"]


def test_an_encoded_key_names_its_article(deployed: Deployed) -> None:
    deployed.upload("بندر_باز-شد.2", source(title="بندر باز شد", language="fa"))
    answer = deployed.publish(event=json.loads((EVENTS / "publish-encoded-key.json").read_text()))
    assert answer == {"batchItemFailures": []}
    assert [row.id for row in deployed.newsroom().catalog.rows()] == ["بندر_باز-شد.2"]


def test_an_upload_becomes_a_page_and_listings(deployed: Deployed) -> None:
    version = deployed.upload("harbour", source(published_at=minutes_ago(5), section="City"))
    deployed.publish("harbour")
    deployed.refresh()
    site = deployed.site()
    assert b"Harbour reopens" in site["2026/11/harbour-reopens/index.html"]
    assert b"Harbour reopens" in site["section/city/index.html"]
    assert [article["id"] for article in json.loads(site["recent.json"])["articles"]] == ["harbour"]
    receipt = deployed.newsroom().inbox.receipt("harbour", version=version)
    assert receipt is not None
    assert (receipt.verdict, receipt.url) == (Verdict.PUBLISHED, "/2026/11/harbour-reopens/")
    page = deployed.s3.head_object(Bucket="the-site", Key="2026/11/harbour-reopens/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["CacheControl"].startswith("public")


def test_a_removal_withdraws_and_the_removal_of_an_old_version_does_not(deployed: Deployed) -> None:
    old = deployed.upload("harbour", source(published_at=minutes_ago(5)))
    deployed.upload("harbour", source(published_at=minutes_ago(5), kicker="Update"))
    deployed.publish("harbour")
    deployed.s3.delete_object(Bucket="the-inbox", Key="articles/harbour.json", VersionId=old)
    deployed.publish("harbour")
    deployed.refresh()
    assert b"Update" in deployed.site()["2026/11/harbour-reopens/index.html"]
    deployed.delete("harbour")
    deployed.publish("harbour")
    deployed.refresh()
    assert b"withdrawn" in deployed.site()["2026/11/harbour-reopens/index.html"]
    assert json.loads(deployed.site()["recent.json"])["articles"] == []


def test_media_that_come_and_go_reach_the_articles_that_refer_to_them(deployed: Deployed) -> None:
    where: Any = {"Bucket": "the-inbox", "Key": "media/2026/old lighthouse – dusk.jpg"}
    image = {"src": "media/2026/old%20lighthouse%20–%20dusk.jpg", "alt": "Dusk"}
    deployed.upload("harbour", source(published_at=minutes_ago(5), image=image))
    deployed.publish("harbour")
    assert "2026/11/harbour-reopens/index.html" not in deployed.site()
    deployed.s3.put_object(**where, Body=b"light")
    created, removed = (
        json.loads((EVENTS / f"publish-media-{name}.json").read_text()) for name in ("created", "removed")
    )
    assert deployed.publish(event=created) == {"batchItemFailures": []}
    site = deployed.site()
    assert site["media/harbour/2026/old lighthouse – dusk.jpg"] == b"light"
    assert b"/media/harbour/2026/old%20lighthouse%20%E2%80%93%20dusk.jpg" in site["2026/11/harbour-reopens/index.html"]
    copy = deployed.s3.head_object(Bucket="the-site", Key="media/harbour/2026/old lighthouse – dusk.jpg")
    assert (copy["ContentType"], copy["CacheControl"][:18]) == ("image/jpeg", "public, max-age=30")
    deployed.s3.delete_object(**where)
    assert deployed.publish(event=removed) == {"batchItemFailures": []}
    newest = deployed.newsroom().inbox.newest("articles/harbour.json")
    assert newest is not None
    receipt = deployed.newsroom().inbox.receipt("harbour", version=newest.version)
    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED
    assert deployed.site()["media/harbour/2026/old lighthouse – dusk.jpg"] == b"light"


def test_a_sweep_does_what_lost_events_would_have_done(deployed: Deployed) -> None:
    event = json.loads((EVENTS / "sweep-schedule.json").read_text())
    deployed.upload("harbour", source(published_at=minutes_ago(5), section="City"))
    deployed.upload("ferry", source(title="Night ferry", published_at=minutes_ago(9)))
    deployed.publish("ferry")
    deployed.refresh()
    deployed.delete("ferry")
    assert sweep_function.handler(event, CONTEXT) == {"swept": 2}
    deployed.refresh()
    assert [article["id"] for article in json.loads(deployed.site()["recent.json"])["articles"]] == ["harbour"]
    assert b"withdrawn" in deployed.site()["2026/11/night-ferry/index.html"]
    assert sweep_function.handler(event, CONTEXT) == {"swept": 0}


def test_a_sweep_that_could_not_bring_all_up_to_date_fails_and_names_one(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source_id in ("harbour", "ferry"):
        deployed.upload(source_id, source(title=source_id, published_at=minutes_ago(5)))
    real = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # the one place all calls pass

    def refusing(self: Any, operation: str, parameters: Any) -> Any:
        if operation == "UpdateItem" and parameters["Key"]["pk"] == {"S": "article#ferry"}:
            raise botocore.exceptions.ReadTimeoutError(endpoint_url="nowhere")
        return real(self, operation, parameters)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", refusing)
    with pytest.raises(RuntimeError, match=r"1 .* could not be brought up to date, such as ferry: "):
        sweep_function.handler({}, CONTEXT)
    deployed.refresh()
    assert [article["id"] for article in json.loads(deployed.site()["recent.json"])["articles"]] == ["harbour"]


def test_what_is_due_is_released_though_its_timer_is_lost(deployed: Deployed) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=5)
    deployed.upload("a", source(slug="a", embargo_until=soon.isoformat(), published_at=minutes_ago(1)))
    deployed.publish("a")
    scheduler = boto3.client("scheduler")
    [timer] = scheduler.list_schedules(GroupName="the-timers")["Schedules"]
    assert json.loads(scheduler.get_schedule(GroupName="the-timers", Name=timer["Name"])["Target"]["Input"]) == {
        "look": "a"
    }
    scheduler.delete_schedule(GroupName="the-timers", Name=timer["Name"])
    event = json.loads((EVENTS / "release-schedule.json").read_text())
    assert release_function.handler(event, CONTEXT) == {"released": 0}
    assert not any(b"Harbour reopens" in body for body in deployed.site().values())
    with time_machine.travel(soon + timedelta(seconds=1), tick=False):
        assert release_function.handler(event, CONTEXT) == {"released": 1}
    assert b"Harbour reopens" in deployed.site()["2026/11/a/index.html"]


def test_new_settings_reach_every_article_through_the_backlog(deployed: Deployed) -> None:
    for source_id in ("a", "b"):
        deployed.upload(source_id, source(slug=source_id, published_at=minutes_ago(1)))
    deployed.publish("a", "b")
    deployed.s3.put_object(Bucket="the-inbox", Key="site.toml", Body=b'title = "The Pier"')
    deployed.publish(event=json.loads((EVENTS / "publish-settings.json").read_text()))
    looked_at = deployed.work_through_the_backlog()
    assert sorted(set(looked_at)) == ["a", "all", "b"]
    site = deployed.site()
    assert all(b"The Pier" in site[f"2026/11/{source_id}/index.html"] for source_id in ("a", "b"))


def test_logs_name_the_article_and_the_request_and_metrics_count(
    deployed: Deployed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.logger.registered_handler, "stream", sys.stdout)
    version = deployed.upload("harbour", source())
    deployed.publish("harbour")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [line for line in lines if line.get("article_id") == "harbour"]
    assert told["function_request_id"] == CONTEXT.aws_request_id
    assert (told["message"], told["source_version"]) == ("published", version)
    (counted,) = [line for line in lines if "Published" in line]
    assert counted["Published"] == [1.0]
    assert 0 <= counted["UploadToLive"][0] < 60
    deployed.refresh()
    lagged = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "ListingLag" in line]
    assert lagged
    assert all(0 <= line["ListingLag"][0] < 60 for line in lagged)


def test_logs_follow_an_article_and_say_nothing_of_what_it_says(
    deployed: Deployed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.logger.registered_handler, "stream", sys.stdout)
    words = dict.fromkeys(("title", "kicker", "summary", "section", "body", "slug"), "secret")
    for fields in ({}, {"status": "withdrawn", "withdrawal_reason": "secret"}, {"colour": "secret"}):
        deployed.upload("harbour", source(**words, tags=["secret"], authors=[{"name": "secret"}], **fields))
        deployed.publish("harbour")
        deployed.refresh()
    told = capsys.readouterr().out
    lines = [json.loads(line) for line in told.splitlines()]
    first, second = [line for line in lines if line.get("message") == "refreshed" and line["changes"]]
    assert first["articles"] == second["articles"] == ["harbour"]
    assert first["listings"] == dict.fromkeys(("all", "section", "tag", "author", "month", "day"), 1)
    assert "secret" not in told.lower()


def test_a_refused_upload_has_no_time_until_it_is_live(
    deployed: Deployed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.logger.registered_handler, "stream", sys.stdout)
    deployed.upload("harbour", b"{}")
    deployed.publish("harbour")
    (counted,) = [line for line in map(json.loads, capsys.readouterr().out.splitlines()) if "Rejected" in line]
    assert "UploadToLive" not in counted


def test_the_environment_is_typed_and_says_what_is_missing(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CATALOG_TABLE")
    with pytest.raises(ValueError, match="CATALOG_TABLE"):
        deployed.publish("harbour")


VISIBILITY_TIMEOUT = timedelta(seconds=180)
STORY = [
    ("a", source(title="Alpha", published_at=minutes_ago(50), section="City")),
    ("b", source(title="Beta", published_at=minutes_ago(40))),
    (
        "a",
        source(
            title="Alpha",
            published_at=minutes_ago(50),
            section="Sea",
            updated_at=minutes_ago(0),
            body="Second thoughts.",
        ),
    ),
    ("b", b"{not json"),
    ("c", source(title="Gamma", published_at=minutes_ago(45))),
]


def _public(pages: dict[str, bytes]) -> dict[str, bytes]:
    """Without what is not of articles, and the latest news, which are not those of the clean run's clock."""
    return {key: body for key, body in pages.items() if not key.startswith(("assets/", NEWS_KEY))}


def test_events_twice_reversed_and_stale_end_in_the_bytes_of_a_clean_run(deployed: Deployed) -> None:
    for source_id, data in STORY:
        deployed.upload(source_id, data)
        deployed.publish(source_id)
    deployed.publish("c", "b", "a", "a", "c", "b")
    deployed.refresh()
    assert _public(deployed.site()) == _public(clean_run(STORY))


def test_the_handler_killed_after_any_aws_call_is_made_good_by_the_next_delivery(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001  # the one place all calls pass
    calls: list[str] = []
    at = 0

    def mortal(self: Any, operation: str, parameters: Any) -> Any:
        calls.append(operation)
        dies = len(calls) == at
        try:
            return real(self, operation, parameters)
        finally:
            if dies:
                raise Killed

    died = True
    while died:
        at += 1
        first = source(title=f"Article {at}", published_at=minutes_ago(50), section="City")
        second = source(title=f"Article {at}", published_at=minutes_ago(50), section="Sea", slug=f"moved-{at}")
        deployed.upload(f"a{at}", first)
        deployed.publish(f"a{at}")
        deployed.upload(f"a{at}", second)
        calls.clear()
        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", mortal)
        try:
            deployed.publish(f"a{at}")
            died = False
        except Killed:
            died = True
        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", real)
        with time_machine.travel(datetime.now(UTC) + VISIBILITY_TIMEOUT):
            deployed.publish(f"a{at}")
        deployed.refresh()
    assert at > 10
    story = []
    for number in range(1, at + 1):
        for fields in ({"section": "City"}, {"section": "Sea", "slug": f"moved-{number}"}):
            data = source(title=f"Article {number}", published_at=minutes_ago(50), **fields)
            story.append((f"a{number}", data))
    assert _public(deployed.site()) == _public(clean_run(story))
