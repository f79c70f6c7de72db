"""`build --claims`: the addresses are those of a site that stands, and so the bytes are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.local import LocalStack
from broadsheet.stores.inbox import article_key
from tests.cli.desk import article, files_of, run, write
from tests.trees import files_below, objects_of

LONG_AGO = 1_500_000_000


@pytest.fixture
def stack() -> Iterator[LocalStack]:
    with LocalStack.start() as stack:
        yield stack


def send(path: Path, target: str) -> None:
    ran = run("publish", path, "--target", target)
    assert ran.code == 0, ran.out + ran.err


def test_a_site_with_a_history_is_built_byte_for_byte(stack: LocalStack, articles: Path, tmp_path: Path) -> None:
    target = stack.endpoint_url
    write(articles / "media/logo.png", b"a wave")
    write(articles / "media/storm.jpg", b"wind")
    send(write(articles / "site.toml", 'title = "The Tide"\nlogo = "media/logo.png"\n'), target)
    send(article(articles, "pictured", image={"src": "media/storm.jpg", "alt": ""}), target)
    send(article(articles, "late", title="Storm", published_at="2026-11-09T08:00:00Z"), target)
    send(article(articles, "early", title="Storm", published_at="2026-11-02T08:00:00Z"), target)
    send(article(articles, "moved", slug="first"), target)
    send(article(articles, "moved", slug="second", body="It dried.", redirect_from=["/old/moved.html"]), target)
    send(article(articles, "gone"), target)
    send(article(articles, "held"), target)
    send(article(articles, "held", status="draft"), target)
    dateless = write(articles / "dateless.json", '{"title": "Dateless", "body": "Today."}')
    send(dateless, target)
    (articles / "gone.json").unlink()
    stack.client("s3").delete_object(Bucket=stack.outputs["InboxBucket"], Key=article_key("gone"))
    os.utime(dateless, (LONG_AGO, LONG_AGO))
    stack.settle()

    site = objects_of(stack)
    assert b"early" not in site["2026/11/storm/index.html"]
    assert {"2026/11/first/index.html", "2026/11/gone/index.html", "old/moved.html"} <= site.keys()
    assert {"media/_site/logo.png", "media/pictured/storm.jpg"} <= site.keys()
    run("build", articles, "--out", "plain")
    assert files_below(tmp_path / "plain").keys() != site.keys()

    ran = run("build", articles, "--out", "site", "--claims", target)
    assert ran.code == 0, ran.out + ran.err
    assert files_below(tmp_path / "site") == site

    before = files_of(tmp_path / "site")
    told = run("build", articles, "--out", "site", "--claims", target, "--json").document
    assert (told["files_written"], told["up_to_date"]) == (0, len(told["articles"]))
    assert files_of(tmp_path / "site") == before


@pytest.fixture
def published(articles: Path) -> str:
    """A site in a folder, where `b` has the address that a plain build gives to `a`."""
    send(article(articles, "b", slug="storm"), "./published")
    article(articles, "a", slug="storm")
    run("publish", articles / "a.json", "--target", "./published")
    return "./published"


def test_claims_come_from_a_folder_too(articles: Path, tmp_path: Path, published: str) -> None:
    assert "/2026/11/storm/ belongs to the article 'a'" in run("build", articles, "--out", "plain").out
    ran = run("build", articles, "--out", "site", "--claims", published)
    assert ran.code == 1
    assert "/2026/11/storm/ belongs to the article 'b'" in ran.out
    assert files_below(tmp_path / "site") == files_below(tmp_path / "published")


def test_a_date_that_becomes_known_makes_the_page_anew(articles: Path, tmp_path: Path) -> None:
    dateless = write(articles / "dateless.json", '{"title": "Dateless", "body": "Today."}')
    send(dateless, "./published")
    os.utime(dateless, (LONG_AGO, LONG_AGO))
    run("build", articles, "--out", "site")
    assert (tmp_path / "site/2017/07/dateless/index.html").exists()
    run("build", articles, "--out", "site", "--claims", "./published")
    redirect = (tmp_path / "site/2017/07/dateless/index.html").read_bytes()
    assert b"Today." not in redirect
    assert files_below(tmp_path / "published").items() <= files_below(tmp_path / "site").items()


def test_a_folder_that_gave_the_address_away_is_refused(articles: Path, tmp_path: Path, published: str) -> None:
    run("build", articles, "--out", "site")
    before = files_of(tmp_path / "site")
    ran = run("build", articles, "--out", "site", "--claims", published)
    assert ran.code == 2
    assert "/2026/11/storm/ belongs to 'a'; choose a new folder" in ran.err
    assert files_of(tmp_path / "site") == before


def test_claims_that_can_not_be_read_are_the_other_sides_failure(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    ran = run("build", articles, "--out", "site", "--claims", "http://127.0.0.1:1")
    assert ran.code == 3
    assert "nothing answers at" in ran.err
    assert not (tmp_path / "site").exists()
    assert run("build", articles, "--out", "site", "--claims", "./nowhere").code == 2
