"""An article's life by commands, at a real local stack: history, differences, rollbacks, withdrawals, settings."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from broadsheet.cli.targets import resolve
from tests.cli.desk import article, run, write
from tests.cli.test_local import running_dev

PATIENCE_SECONDS = 600


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_dev(tmp_path_factory.mktemp("dev")) as folder:
        yield folder


@pytest.fixture(autouse=True)
def _beside_dev(dev: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dev)
    monkeypatch.setenv("BROADSHEET_EDITOR", "Ines Calder")


def read(url: str) -> tuple[int, str]:
    try:
        with urlopen(url) as answer:  # the local site
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_history_tells_who_when_and_what_became_of_it(articles: Path) -> None:
    run("publish", article(articles, "tide", body="One."))
    run("publish", article(articles, "tide", body="Two."), "--by", "Réka Halász")
    run("publish", write(articles / "tide.json", "{"), "--force")
    told = run("history", "tide", "--json").document
    assert told["keeps_history"] is True
    assert [(each["verdict"], each["by"], each["faults"]) for each in told["versions"]] == [
        ("rejected", "Ines Calder", 1),
        ("published", "Réka Halász", 0),
        ("published", "Ines Calder", 0),
    ]
    ran = run("history", "tide", "--limit", "1")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 version")
    assert run("history", "nobody").code == 1


def test_a_rollback_is_a_new_upload_of_the_old_bytes(articles: Path) -> None:
    first = run("publish", article(articles, "ferry", title="Night ferry", body="It sails."), "--json").document
    run("publish", article(articles, "ferry", title="Day ferry", body="It sails by day."))
    old = first["articles"][0]["version"]

    ran = run("rollback", "ferry", old[:12], "--json")
    assert (ran.code, ran.document["verdict"], ran.document["changed"]) == (0, "published", True)
    assert ran.document["version"] != old
    assert ">Night ferry<" in read(ran.document["address"])[1]
    versions = run("history", "ferry", "--json").document["versions"]
    assert len(versions) == 3
    assert versions[0]["size_bytes"] == versions[2]["size_bytes"]

    again = run("rollback", "ferry", versions[0]["version"], "--json")
    assert (again.code, again.document["changed"]) == (0, False)
    unknown = run("rollback", "ferry", "no-such-version", "--json")
    assert (unknown.code, unknown.document["error"]["code"]) == (1, "no_such_version")
    assert len(run("history", "ferry", "--json").document["versions"]) == 3


def test_a_difference_is_told_word_by_word(articles: Path) -> None:
    body = "The gangway went down at ten.\n\nNobody was there.\n\nThe end."
    run("publish", article(articles, "walk", title="A walk", body=body, tags=["sea"]))
    assert run("diff", "walk").code == 1
    changed = body.replace("ten", "noon").replace("Nobody was there.\n\n", "")
    run("publish", article(articles, "walk", title="A long walk", body=changed, tags=["sea"]))
    ran = run("diff", "walk")
    assert ran.out.splitlines() == [
        "title",
        "  A {+long +}walk",
        "body",
        "  The gangway went down at [-ten-]{+noon+}.",
        "  [-Nobody was there.-]",
    ]
    told = run("diff", "walk", "--json").document
    assert [change["field"] for change in told["changes"]] == ["title", "body"]
    oldest = run("history", "walk", "--json").document["versions"][-1]["version"]
    assert run("diff", "walk", oldest, oldest).out == "nothing differs\n"


def test_a_withdrawal_says_why_with_410_and_a_rollback_brings_the_article_back(articles: Path) -> None:
    sent = run("publish", article(articles, "storm", body="Waves of gold."), "--json").document["articles"][0]
    ran = run("unpublish", "storm", "--reason", "It was <wrong>.", "--json")
    assert (ran.code, ran.document["verdict"]) == (0, "withdrawn")
    status, page = read(sent["address"])
    assert status == 410
    assert "It was &lt;wrong&gt;." in page
    assert "Waves of gold" not in page

    assert run("unpublish", "storm", "--json").document["changed"] is False
    assert run("unpublish", "storm", "--reason", "Really.", "--json").document["changed"] is True
    back = run("rollback", "storm", sent["version"], "--json").document
    assert back["url"] == sent["url"]
    assert "Waves of gold" in read(sent["address"])[1]

    assert run("unpublish", "storm", "--delete", "--json").document["verdict"] == "withdrawn"
    assert read(sent["address"])[0] == 410
    assert run("unpublish", "storm", "--reason", "x" * 2000).code == 2


def test_settings_are_pushed_and_every_article_follows(articles: Path, tmp_path: Path) -> None:
    sent = run("publish", article(articles, "light", body="It turns."), "--json").document["articles"][0]
    settings = write(tmp_path / "site.toml", 'title = "The Pier"\npermalink = "/news/{slug}/"\n')
    ran = run("site", "push", settings, "--json")
    assert (ran.code, ran.document["verdict"], ran.document["left"]) == (0, "published", 0)
    status, page = read(sent["address"])
    assert (status, "The Pier" in page) == (200, True), "the old address leads to the new one"
    assert run("status", "light", "--json").document["url"] == "/news/light/"
    assert run("site", "push", settings, "--json").document["changed"] is False
    assert 'title = "The Pier"' in run("site", "show").out
    assert run("site", "show", "--json").document["title"] == "The Pier"

    wrong = run("site", "push", write(tmp_path / "site.toml", "title = 5\n"), "--json")
    assert (wrong.code, wrong.document["faults"][0]["pointer"]) == (1, "/title")
    assert run("site", "push", tmp_path / "none").code == 2


def test_a_rebuild_looks_at_everything_and_writes_nothing_new(articles: Path) -> None:
    run("publish", article(articles, "one"), article(articles, "two"))
    ran = run("rebuild", "--json")
    assert (ran.code, ran.document["left"]) == (0, 0)
    assert ran.document["articles"] >= 2
    assert json.loads(json.dumps(ran.document))["target"]


def test_a_folder_keeps_no_history_and_says_so(articles: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for body in ("One.", "Two."):
        run("publish", article(articles, "a", body=body), "--target", site)
    told = run("history", "a", "--target", site, "--json").document
    assert (told["keeps_history"], len(told["versions"])) == (False, 1)
    assert "a folder keeps the newest version only" in run("diff", "a", "--target", site).err
    assert run("rebuild", "--target", site, "--json").document["articles"] == 1
    assert run("unpublish", "a", "--target", site, "--reason", "Off.").code == 0
    assert "Off." in (site / "2026/11/a/index.html").read_text("utf-8")


def test_media_go_with_their_article_by_themselves_and_not_back_in_time(articles: Path) -> None:
    def deleted(key: str) -> None:
        resolve(None).newsroom.inbox.delete(key)

    def becomes(verdict: str) -> None:
        ends_at = time.monotonic() + PATIENCE_SECONDS
        while run("status", "pier", "--json").document["verdict"] != verdict:
            assert time.monotonic() < ends_at
            time.sleep(0.1)

    picture = write(articles / "media/a pier, باران.jpg", b"planks")
    named = "media/a%20pier,%20%D8%A8%D8%A7%D8%B1%D8%A7%D9%86.jpg"
    file = article(articles, "pier", image={"src": named, "alt": "A pier"})
    sent = run("publish", file, "--json")
    assert (sent.code, [each["state"] for each in sent.document["media"]]) == (0, ["sent"])
    address = sent.document["site_url"].rstrip("/") + named.replace("media/", "/media/pier/")
    assert read(address) == (200, "planks")
    again = run("publish", article(articles, "pier", body="No picture."), "--json").document
    assert again["media"] == []
    assert read(address)[0] == 404

    old = sent.document["articles"][0]["version"]
    deleted("media/a pier, باران.jpg")
    refused = run("rollback", "pier", old, "--json")
    assert (refused.code, refused.document["changed"]) == (1, False)
    assert refused.document["faults"][0]["code"] == "missing_media"
    assert len(run("history", "pier", "--json").document["versions"]) == 2

    assert run("publish", picture).code == 0
    assert run("rollback", "pier", old).code == 0
    assert run("publish", picture, "--json").document["media"][0]["state"] == "unchanged"
    deleted("media/a pier, باران.jpg")
    becomes("rejected")
    assert read(address) == (200, "planks")
    assert run("publish", write(picture, b"new planks")).code == 0
    becomes("published")
    assert read(address) == (200, "new planks")
    assert run("unpublish", "pier").code == 0
    assert read(address)[0] == 404
