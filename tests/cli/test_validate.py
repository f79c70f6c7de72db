"""`validate`: every fault of every file, and nothing else."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import article, run, write


def test_the_samples_are_in_order(samples: Path) -> None:
    ran = run("validate", samples)
    assert ran.code == 0
    assert "nothing is wrong" in ran.out


def test_faults_are_printed_as_a_compiler_prints_them(articles: Path) -> None:
    write(articles / "storm.json", '{\n  "titel": "Storm",\n  "title": "Storm",\n  "body": "Wind."\n}\n')
    ran = run("validate", "articles")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith('error[unknown_field]: "titel" is no field')
    assert lines[1:] == [
        " --> articles/storm.json:2:3  /titel",
        "  |",
        '2 |   "titel": "Storm",',
        "  |   ^^^^^^^",
        "",
        "1 of 1 file refused, 1 fault",
    ]


def test_all_faults_of_all_files_are_told(articles: Path) -> None:
    article(articles, "good")
    article(articles, "one", colour="red")
    article(articles, "two", published_at="2026-11-01T08:00:00", tags="rain")
    ran = run("validate", articles)
    assert ran.out.endswith("2 of 3 files refused, 3 faults\n")


def test_with_json_each_file_has_its_verdict_and_faults(articles: Path) -> None:
    article(articles, "good")
    article(articles, "draft", status="draft")
    article(articles, "wrong", colour="red")
    ran = run("validate", "articles", "--json")
    assert ran.code == 1
    assert ran.err == ""
    told = ran.document
    assert (told["checked"], told["refused"], told["faults"]) == (3, 1, 1)
    assert [(file["id"], file["verdict"]) for file in told["files"]] == [
        ("draft", "draft"),
        ("good", "published"),
        ("wrong", "rejected"),
    ]
    (fault,) = told["files"][2]["faults"]
    assert fault.keys() == {"pointer", "message", "code", "line", "column"}
    assert (fault["pointer"], fault["code"]) == ("/colour", "unknown_field")


def test_settings_are_checked_too(articles: Path) -> None:
    article(articles, "good")
    write(articles / "site.toml", 'title = "Tide"\npermalinks = "/{id}/"\n')
    ran = run("validate", articles)
    assert ran.code == 1
    assert "error[settings]: There is no setting 'permalinks'" in ran.out


def test_the_nearest_settings_define_the_authors(articles: Path) -> None:
    file = article(articles / "deep", "signed", authors=["mara"])
    assert "error[unknown_author]" in run("validate", file).out
    write(articles / "site.toml", '[authors.mara]\nname = "Mara"\n')
    assert run("validate", file).code == 0


def test_settings_that_are_refused_raise_no_false_alarm_about_authors(articles: Path) -> None:
    article(articles, "signed", authors=["mara"])
    write(articles / "site.toml", "[authors.mara\n")
    told = run("validate", articles, "--json").document
    assert [(file["id"], file["verdict"]) for file in told["files"]] == [
        ("site.toml", "rejected"),
        ("signed", "published"),
    ]


def test_two_files_for_one_article_are_both_refused_and_both_named(articles: Path) -> None:
    article(articles / "a", "storm")
    article(articles / "b", "storm")
    told = run("validate", "articles", "--json").document
    assert told["refused"] == 2
    for file in told["files"]:
        assert file["faults"][0]["code"] == "duplicate_id"
        assert "articles/a/storm.json and articles/b/storm.json" in file["faults"][0]["message"]


def test_the_same_file_given_twice_is_one_file(articles: Path) -> None:
    file = article(articles, "storm")
    assert run("validate", articles, file, Path("articles") / "storm.json", "--json").document["checked"] == 1


def test_hidden_folders_and_files_are_left_out(articles: Path) -> None:
    article(articles, "seen")
    article(articles / ".trash", "unseen")
    article(articles, ".unseen")
    (articles / ".#lock.json").symlink_to("somebody@somewhere")
    assert run("validate", articles, "--json").document["checked"] == 1


def test_a_name_that_is_no_id_is_a_fault_and_the_rest_is_judged_too(articles: Path) -> None:
    article(articles, "two words", colour="red")
    codes = [fault["code"] for fault in run("validate", articles, "--json").document["files"][0]["faults"]]
    assert codes == ["id", "unknown_field"]


def test_a_name_that_is_no_text_is_a_fault(articles: Path) -> None:
    path = os.fsencode(articles) + b"/w\xf6rter.json"
    Path(os.fsdecode(path)).write_text('{"title": "x", "body": "x"}', encoding="utf-8")
    ran = run("validate", articles)
    assert ran.code == 1
    assert "w\\xf6rter.json" in ran.out
    assert run("validate", articles, "--json").document["refused"] == 1


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.symlink_to("nowhere.json"), "a link to a file that is not there"),
        (os.mkfifo, "neither a file nor a link to one"),
        (Path.mkdir, None),
    ],
)
def test_what_can_not_be_read_is_told_and_the_rest_is_checked(articles: Path, make: object, reason: str | None) -> None:
    article(articles, "good")
    make(articles / "odd.json")  # type: ignore[operator]  # a parameter
    ran = run("validate", articles)
    if reason is None:
        assert ran.code == 0
        return
    assert ran.code == 1
    assert f"error[unreadable]: this is {reason}" in ran.out
    assert "1 of 2 files refused, 1 fault" in ran.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(articles: Path) -> None:
    article(articles, "secret").chmod(0)
    ran = run("validate", articles)
    assert ran.code == 1
    assert "can't be read" in ran.out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nowhere", "there is no nowhere"),
        ("empty", "there is no article in empty"),
        ("notes.txt", "notes.txt is no article"),
        (".json", "is no article"),
    ],
)
def test_paths_that_can_hold_no_article_are_wrong_usage(tmp_path: Path, given: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "notes.txt", "x")
    write(tmp_path / ".json", "{}")
    ran = run("validate", given)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert run("validate", given, "--json").document["error"]["code"] == "usage"


def _bad_files() -> dict[str, bytes]:
    """Three hundred and more files, each wrong in its own way."""
    good = json.dumps(
        {
            "title": "Storm",
            "body": [{"type": "paragraph", "text": "Wind."}, {"type": "heading", "text": "Rain", "level": 3}],
            "published_at": "2026-11-01T08:00:00Z",
            "tags": ["sea", "wind"],
            "authors": [{"name": "Mara"}],
        }
    ).encode()
    bad = {f"cut-{length}": good[:length] for length in range(len(good))}
    bad |= {
        f"byte-{value:02x}": good[:20] + bytes([value]) + good[20:] for value in [*range(9), *range(0x80, 0x100, 8)]
    }
    wrong: list[Any] = [None, True, 3, -0.5, "", "x" * 500, [], {}, [None], {"a": {}}, "\u202e", "\u0000", [[[]]]]
    for field in (
        "title",
        "body",
        "tags",
        "authors",
        "language",
        "published_at",
        "status",
        "image",
        "corrections",
        "id",
    ):
        for number, value in enumerate(wrong):
            document = {"title": "Storm", "body": "Wind.", field: value, "surely": "wrong"}
            bad[f"{field}-{number}"] = json.dumps(document).encode()
    return bad | {
        "bom": b"\xef\xbb\xbf" + good,
        "utf16": good.decode().encode("utf-16"),
        "zeros": b"\x00" * 1000,
        "deep-list": b"[" * 100_000,
        "deep-object": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "deep-body": b'{"title": "x", "body": ' + b"[" * 70 + b"]" * 70 + b"}",
        "nan": b'{"title": NaN, "body": Infinity}',
        "overflow": b'{"title": "x", "body": "x", "image": {"src": "/x", "alt": "", "width": 1e400}}',
        "twice": b'{"title": "x", "title": "y", "body": "x"}',
        "surrogate": b'{"title": "\\ud800", "body": "x"}',
        "long-number": b'{"title": ' + b"9" * 5000 + b"}",
        "large": b'{"title": "x", "body": "' + b"x" * (3 * 1024 * 1024) + b'"}',
        "one-line": b'{"title": "x", "body": "x", "tags": [' + b"1," * 5000 + b"1]}",
        "html": b"<!doctype html><title>x</title>",
    }


def test_hundreds_of_bad_files_are_refused_without_a_traceback(articles: Path) -> None:
    bad = _bad_files()
    assert len(bad) > 300
    for name, data in bad.items():
        write(articles / f"{name}.json", data)
    told = run("validate", articles, "--json").document
    assert {file["id"] for file in told["files"] if file["verdict"] != "rejected"} == set()
    assert told["refused"] == len(bad)
    for file in told["files"]:
        assert file["faults"], file["id"]
    ran = run("validate", articles)
    assert ran.code == 1
    assert f"{len(bad):,} of {len(bad):,} files refused" in ran.out
    assert not [character for character in ran.out if not character.isprintable() and character != "\n"]


def test_of_thousands_of_faults_in_one_file_the_first_hundred_are_printed(articles: Path) -> None:
    article(articles, "many", **{f"field-{number}": 1 for number in range(500)})
    ran = run("validate", articles)
    assert ran.out.count("error[") == 100
    assert "400 more faults; --json tells them all" in ran.out
    assert len(run("validate", articles, "--json").document["files"][0]["faults"]) == 500
