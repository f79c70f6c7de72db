"""`build`: a folder of articles to a folder of HTML, and only what has changed."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.desk import article, files_of, run, write


def test_the_samples_become_a_site(samples: Path, tmp_path: Path) -> None:
    ran = run("build", samples, "--out", "site")
    assert ran.code == 0
    site = tmp_path / "site"
    assert {"index.html", "recent.json", "404.html"} <= set(files_of(site))
    told = json.loads((site / "recent.json").read_bytes())
    assert len(told["articles"]) == len(list(samples.glob("*.json")))
    for entry in run("build", samples, "--out", "site", "--json").document["articles"]:
        assert entry["verdict"] == "published"
        assert not entry["changed"]


def test_building_again_writes_nothing(samples: Path, tmp_path: Path) -> None:
    run("build", samples, "--out", "site")
    before = files_of(tmp_path / "site")
    told = run("build", samples, "--out", "site", "--json").document
    assert (told["files_written"], told["files_removed"]) == (0, 0)
    assert told["up_to_date"] == len(told["articles"])
    assert files_of(tmp_path / "site") == before


def test_a_change_is_all_that_is_built(articles: Path, tmp_path: Path) -> None:
    for day in range(1, 10):
        article(articles, f"day-{day}", published_at=f"2026-11-0{day}T08:00:00Z")
    run("build", articles, "--out", "site")
    changed = article(articles, "day-1", published_at="2026-11-01T08:00:00Z", title="Day One, Corrected", slug="day-1")
    os.utime(changed, ns=(1, 1))
    told = run("build", articles, "--out", "site", "--json").document
    assert [entry["id"] for entry in told["articles"] if entry["changed"]] == ["day-1"]
    rebuilt, fresh = files_of(tmp_path / "site"), tmp_path / "fresh"
    run("build", articles, "--out", fresh)
    assert {key: data for key, (_, data) in rebuilt.items()} == {
        key: data for key, (_, data) in files_of(fresh).items()
    }


def test_what_is_refused_is_told_each_time_and_the_rest_is_built(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    article(articles, "wrong", colour="red")
    for _ in range(2):
        ran = run("build", articles, "--out", "site")
        assert ran.code == 1
        assert "error[unknown_field]" in ran.out
        assert "1 refused" in ran.out
    assert (tmp_path / "site/2026/11/good/index.html").exists()


def test_a_slug_that_another_has_is_told_with_its_place(articles: Path) -> None:
    article(articles, "first", slug="storm")
    article(articles, "second", slug="storm", published_at="2026-11-02T08:00:00Z")
    for _ in range(2):
        ran = run("build", "articles", "--out", "site")
        assert ran.code == 1
        assert "error[slug_taken]" in ran.out
        assert " --> articles/second.json:1:" in ran.out


@pytest.mark.parametrize("spoil", ["refused", "twice", "dangling", "folder"])
def test_an_article_that_is_refused_stays_as_it_was(articles: Path, tmp_path: Path, spoil: str) -> None:
    good = article(articles, "good")
    run("build", articles, "--out", "site")
    before = files_of(tmp_path / "site")
    match spoil:
        case "refused":
            article(articles, "good", colour="red")
        case "twice":
            article(articles / "again", "good")
        case "dangling":
            good.unlink()
            good.symlink_to("nowhere")
        case "folder":
            good.unlink()
            os.mkfifo(good)
    for _ in range(2):
        assert run("build", articles, "--out", "site").code == 1
    assert files_of(tmp_path / "site") == before


def test_an_article_whose_file_is_gone_is_withdrawn(articles: Path, tmp_path: Path) -> None:
    article(articles, "stays")
    article(articles, "goes").with_name("goes.json")
    run("build", articles, "--out", "site")
    (articles / "goes.json").unlink()
    told = run("build", articles, "--out", "site", "--json").document
    assert [(entry["id"], entry["verdict"]) for entry in told["articles"]] == [
        ("stays", "published"),
        ("goes", "withdrawn"),
    ]
    assert b"Goes" not in (tmp_path / "site/index.html").read_bytes()
    assert "withdrawn" not in run("build", articles, "--out", "site").out


def test_settings_that_are_refused_stop_the_build(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    write(articles / "site.toml", 'title = "Tide"\n')
    run("build", articles, "--out", "site")
    before = files_of(tmp_path / "site")
    write(articles / "site.toml", "title = \n")
    ran = run("build", articles, "--out", "site")
    assert ran.code == 1
    assert "error[settings]" in ran.out
    assert run("build", articles, "--out", "site", "--json").document["settings"]["verdict"] == "rejected"
    assert files_of(tmp_path / "site") == before


def test_new_settings_make_every_page_anew(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    run("build", articles, "--out", "site")
    write(articles / "site.toml", 'title = "The Tide"\n')
    assert run("build", articles, "--out", "site").code == 0
    assert b"The Tide" in (tmp_path / "site/2026/11/good/index.html").read_bytes()


def test_the_output_folder_must_be_apart_from_the_sources(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    file = write(tmp_path / "file", "x")
    for out in (articles, articles / "site", tmp_path, file):
        ran = run("build", articles, "--out", out)
        assert (ran.code, ran.out) == (2, ""), out


def test_a_disk_that_can_not_be_written_is_the_other_sides_failure(articles: Path) -> None:
    article(articles, "good")
    ran = run("build", articles, "--out", "/proc/nowhere/site")
    assert ran.code == 3
    assert ran.err.startswith("error: ")
    assert run("build", articles, "--out", "/proc/nowhere/site", "--json").document["error"]


def test_files_may_be_given_one_by_one(articles: Path, tmp_path: Path) -> None:
    one, two = article(articles, "one"), article(articles, "two")
    assert run("build", one, two, "--out", "site").code == 0
    assert (tmp_path / "site/2026/11/two/index.html").exists()


def test_a_site_is_built_where_a_folder_was_copied_away(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    run("build", articles, "--out", "site")
    shutil.rmtree(tmp_path / "site")
    assert run("build", articles, "--out", "site").code == 0
    assert (tmp_path / "site/2026/11/good/index.html").exists()
    assert (tmp_path / "site/index.html").exists()
