"""Publishing into a folder: the life of an article, without AWS."""

import json
from pathlib import Path

import pytest

from tests.cli.desk import Ran, article, files_of, run, write


def in_site(*arguments: str | Path) -> Ran:
    return run(*arguments, "--target", "./site")


def test_publishing_into_a_folder_gives_the_site_that_build_gives(samples: Path, tmp_path: Path) -> None:
    ran = in_site("publish", samples)
    assert ran.code == 0
    run("build", samples, "--out", "built")
    published, built = files_of(tmp_path / "site"), files_of(tmp_path / "built")
    assert {key: data for key, (_, data) in published.items()} == {key: data for key, (_, data) in built.items()}


def test_each_article_gets_its_verdict_and_its_address(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    article(articles, "draft", status="draft")
    article(articles, "later", embargo_until="2999-01-01T00:00:00Z")
    ran = in_site("publish", articles)
    assert ran.code == 0
    assert "published  good   site/2026/11/good/index.html" in ran.out
    assert "draft      draft  not shown to readers" in ran.out
    assert "scheduled  later  until 2999-01-01T00:00:00Z" in ran.out
    assert (tmp_path / "site/2026/11/good/index.html").exists()


def test_what_is_refused_is_not_sent(articles: Path) -> None:
    article(articles, "good")
    article(articles, "wrong", colour="red")
    told = in_site("publish", articles, "--json")
    assert told.code == 1
    by_id = {each["id"]: each for each in told.document["articles"]}
    assert by_id["good"]["verdict"] == "published"
    assert by_id["good"]["version"]
    assert (by_id["wrong"]["verdict"], by_id["wrong"]["version"]) == ("rejected", None)
    assert by_id["wrong"]["faults"][0]["code"] == "unknown_field"
    assert in_site("status", "wrong").code == 1


def test_force_asks_for_the_targets_own_judgement(articles: Path) -> None:
    article(articles, "wrong", colour="red")
    ran = in_site("publish", articles, "--force")
    assert ran.code == 1
    assert ran.out.count("error[unknown_field]") == 1
    told = in_site("status", "wrong", "--json")
    assert told.code == 0
    assert told.document["verdict"] == "rejected"
    assert told.document["faults"][0]["pointer"] == "/colour"
    assert "articles/wrong.json:1:" in in_site("status", "wrong").out


def test_a_refused_version_leaves_what_readers_see(articles: Path) -> None:
    in_site("publish", article(articles, "good"))
    in_site("publish", article(articles, "good", colour="red"), "--force")
    told = in_site("status", "good", "--json").document
    assert told["verdict"] == "rejected"
    assert told["live"]["url"] == "/2026/11/good/"
    assert told["live"]["version"] != told["version"]


def test_an_article_without_a_time_keeps_the_one_of_its_first_upload(articles: Path) -> None:
    file = write(articles / "undated.json", json.dumps({"title": "Undated", "body": "One."}))
    first = in_site("publish", file, "--json").document["articles"][0]["url"]
    recent = Path("site/recent.json").read_text("utf-8")
    write(file, json.dumps({"title": "Undated", "body": "One, corrected."}))
    assert in_site("publish", file, "--json").document["articles"][0]["url"] == first
    assert json.loads(recent)["articles"][0]["published_at"] in Path("site/recent.json").read_text("utf-8")


def test_unpublishing_withdraws_and_says_so(articles: Path, tmp_path: Path) -> None:
    in_site("publish", article(articles, "good"), article(articles, "other"))
    ran = in_site("unpublish", "good")
    assert (ran.code, ran.out) == (0, "withdrawn  good\n")
    assert b"Good" not in (tmp_path / "site/2026/11/good/index.html").read_bytes()
    assert "withdrawn" in in_site("status", "good").out
    again = in_site("unpublish", "good", "--json")
    assert (again.code, again.document["changed"]) == (0, False)
    told = {each["id"]: each["verdict"] for each in in_site("list", "--json").document["articles"]}
    assert told == {"good": "withdrawn", "other": "published"}


def test_unpublishing_without_waiting_prints_the_version(articles: Path) -> None:
    in_site("publish", article(articles, "good"))
    ran = in_site("unpublish", "good", "--no-wait")
    assert (ran.code, ran.out.split()[0]) == (0, "good")


@pytest.mark.parametrize("command", ["unpublish", "status"])
@pytest.mark.parametrize("source_id", ["nobody", "../secret", "a/b", "x" * 3000, "site.toml", ""])
def test_an_unknown_article_is_a_refusal(articles: Path, command: str, source_id: str) -> None:
    in_site("publish", article(articles, "good"))
    ran = in_site(command, source_id, "--json")
    assert ran.code == 1
    assert ran.document["error"]["code"] == "no_such_article"


def test_the_list_has_the_newest_first(articles: Path) -> None:
    article(articles, "older", published_at="2026-10-01T08:00:00Z")
    article(articles, "newer", title="باران و 雨")
    article(articles, "draft", status="draft")
    in_site("publish", articles)
    ran = in_site("list")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["newer", "older", "draft", "3"]
    assert "باران و 雨" in ran.out
    newest = in_site("list", "--json").document["articles"][0]
    assert newest == {
        "id": "newer",
        "verdict": "published",
        "published_at": "2026-11-01T08:00:00Z",
        "url": newest["url"],
        "address": newest["address"],
        "title": "باران و 雨",
    }


def test_on_a_terminal_the_list_is_a_table_that_fits(articles: Path) -> None:
    article(articles, "one", title="A title that is much longer than the terminal is wide, as titles now and then are")
    in_site("publish", articles)
    ran = run("list", "--target", "./site", env={"FORCE_COLOR": "1", "COLUMNS": "80"})
    lines = ran.out.splitlines()
    assert len(lines) > 4
    assert "published" in lines[0]
    assert "2026-11-01" in ran.out


def test_settings_of_the_folder_are_sent_first_and_only_if_they_differ(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    write(articles / "site.toml", 'title = "The Tide"\nbase_url = "https://tide.example"\n')
    ran = in_site("publish", articles)
    assert ran.out.splitlines()[0].split() == ["published", "site.toml", "https://tide.example/"]
    assert b"The Tide" in (tmp_path / "site/2026/11/good/index.html").read_bytes()
    assert in_site("publish", articles, "--json").document["settings"] is None
    write(articles / "site.toml", 'title = "The Flood"\n')
    assert in_site("publish", articles, "--json").document["settings"]["verdict"] == "published"
    assert b"The Flood" in (tmp_path / "site/2026/11/good/index.html").read_bytes()


def test_settings_that_are_refused_are_not_sent(articles: Path) -> None:
    article(articles, "good")
    write(articles / "site.toml", "title = 3\n")
    told = in_site("publish", articles, "--json")
    assert told.code == 1
    assert told.document["settings"]["version"] is None
    assert told.document["articles"][0]["verdict"] == "published"


def test_at_sets_an_embargo_whatever_the_file_says(articles: Path, tmp_path: Path) -> None:
    file = article(articles, "later", embargo_until="2001-01-01T00:00:00Z", title="Später: Ebbe")
    ran = in_site("publish", file, "--at", "2999-01-01T00:00:00+01:00")
    assert ran.out.split() == ["scheduled", "later", "until", "2999-01-01T00:00:00+01:00"]
    assert not list((tmp_path / "site").rglob("2026*"))
    assert in_site("publish", file, "--at", "2001-01-01T00:00:00Z").out.startswith("published")
    for options in (("--at", "2999-01-01"), ("--at", "2999-01-01T00:00:00Z", "--force")):
        assert in_site("publish", file, *options).code == 2


def test_without_waiting_versions_are_printed(articles: Path) -> None:
    article(articles, "good")
    ran = in_site("publish", articles, "--no-wait")
    assert ran.code == 0
    assert ran.out.split()[0] == "good"
    told = in_site("publish", articles, "--no-wait", "--json").document["articles"][0]
    assert told["version"]
    assert told["verdict"] is None


def test_neither_of_two_files_for_one_article_is_sent(articles: Path) -> None:
    article(articles / "a", "storm")
    article(articles / "b", "storm")
    told = in_site("publish", articles, "--force", "--json")
    assert told.code == 1
    assert [each["version"] for each in told.document["articles"]] == [None, None]


def test_build_and_publish_do_not_work_on_the_same_site(articles: Path) -> None:
    article(articles, "good")
    run("build", articles, "--out", "built")
    assert run("publish", articles, "--target", "./built").code == 2
    in_site("publish", articles)
    assert run("build", articles, "--out", "site").code == 2


def test_a_folder_is_taken_for_a_target_by_a_word_before_it_too(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    assert run("publish", articles, "--target", "file:paper").code == 0
    assert run("list", "--target", "paper").code == 0
    assert run("list", env={"BROADSHEET_TARGET": str(tmp_path / "paper")}).code == 0
