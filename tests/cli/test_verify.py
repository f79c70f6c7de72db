"""What an operator is told of a site that is not as it should be, and that it can be mended."""

from pathlib import Path

import pytest

from tests.cli.desk import article, files_of, run


@pytest.fixture
def site(articles: Path, tmp_path: Path) -> Path:
    """A site in a folder, of two articles."""
    article(articles, "good", section="City")
    article(articles, "other")
    assert run("publish", articles, "--target", "./site").code == 0
    return tmp_path / "site"


def _bytes(site: Path) -> dict[str, bytes]:
    return {name: data for name, (_, data) in files_of(site).items()}


@pytest.mark.usefixtures("site")
def test_where_nothing_differs_it_says_so() -> None:
    ran = run("verify", "--target", "./site")
    assert ran.code == 0
    assert ran.out.endswith("objects: nothing differs\n")
    told = run("verify", "--target", "./site", "--json", "--sample", "1")
    assert (told.code, told.document["differences"]) == (0, [])
    assert told.document["articles"] >= 1


def test_what_differs_is_named_and_mended(site: Path) -> None:
    before = _bytes(site)
    (site / "2026/11/good/index.html").write_text("wrong")
    (site / "index.html").unlink()
    (site / "planted.html").write_text("planted")
    ran = run("verify", "--target", "./site")
    assert ran.code == 1
    assert "stale  good  2026/11/good/index.html\n" in ran.out
    assert "3 differences; --repair mends them" in ran.out
    told = run("verify", "--target", "./site", "--json")
    assert told.code == 1
    assert {(each["kind"], each["key"]) for each in told.document["differences"]} == {
        ("stale", "2026/11/good/index.html"),
        ("missing", "index.html"),
        ("orphan", "planted.html"),
    }
    mended = run("verify", "--target", "./site", "--repair", "--json")
    assert (mended.code, mended.document["left"]) == (0, [])
    assert len(mended.document["differences"]) == 3
    assert _bytes(site) == before
    assert run("verify", "--target", "./site", "--repair").out.endswith("nothing differs\n")


def test_a_sample_that_finds_something_has_everything_mended(site: Path) -> None:
    before = _bytes(site)
    for name in ("good", "other"):
        (site / f"2026/11/{name}/index.html").write_text("wrong")
    assert run("verify", "--target", "./site", "--repair", "--sample", "1").code == 0
    assert _bytes(site) == before


def test_a_withdrawn_article_of_a_folder_is_no_damage(site: Path) -> None:
    run("unpublish", "good", "--target", "./site")
    before = _bytes(site)
    assert run("verify", "--target", "./site").code == 0
    (site / "2026/11/good/index.html").unlink()
    assert run("verify", "--target", "./site", "--repair").code == 0
    assert _bytes(site) == before


def test_a_site_that_was_built_is_verified_with_what_it_was_built_of(articles: Path, tmp_path: Path) -> None:
    article(articles, "good")
    run("build", articles, "--out", "built")
    before = _bytes(tmp_path / "built")
    assert run("verify", articles, "--out", "built").code == 0
    (tmp_path / "built/2026/11/good/index.html").write_text("wrong")
    assert run("verify", articles, "--out", "built").code == 1
    assert run("verify", articles, "--out", "built", "--repair").code == 0
    assert _bytes(tmp_path / "built") == before


def test_a_site_that_was_built_is_no_target_and_the_way_is_told(articles: Path) -> None:
    article(articles, "good")
    run("build", articles, "--out", "built")
    ran = run("verify", "--target", "./built")
    assert ran.code == 2
    assert "`verify PATH... --out` looks at it" in ran.err


@pytest.mark.parametrize(
    "arguments", [("articles",), ("--out", "built"), ("articles", "--out", "nowhere"), ("--sample", "0")]
)
def test_wrong_usage(articles: Path, arguments: tuple[str, ...]) -> None:
    article(articles, "good")
    assert run("verify", *arguments, "--json").code == 2


def test_a_stack_that_cannot_be_asked_is_the_other_sides_failure() -> None:
    assert run("verify", "--target", "http://127.0.0.1:1").code == 3
