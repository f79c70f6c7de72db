"""New settings that lack what published articles name: told before anything is sent."""

from pathlib import Path

from tests.cli.desk import Ran, article, run, write

KIM = '[authors.kim]\nname = "Kim"\n'
HARBOUR = '[sections.harbour]\ntitle = "The harbour"\n'


def in_site(*arguments: str | Path) -> Ran:
    return run(*arguments, "--target", "./site")


def test_an_author_whom_articles_name_goes_only_by_yes(articles: Path, tmp_path: Path) -> None:
    settings = write(tmp_path / "site.toml", KIM + '[authors.ada]\nname = "Ada"\n' + HARBOUR)
    in_site("site", "push")
    article(articles, "one", authors=["kim"])
    article(articles, "other", authors=[{"name": "Kim"}])
    article(articles, "harboured", section="Harbour")
    assert in_site("publish", articles).code == 0

    write(settings, 'title = "The Tide"\n')
    ran = in_site("site", "push", "--json")
    assert (ran.code, ran.document["changed"]) == (1, False)
    told = {fault["pointer"]: fault["message"] for fault in ran.document["faults"]}
    assert told.keys() == {"/authors/kim", "/sections/harbour"}
    assert "(one)" in told["/authors/kim"]
    assert "(harboured)" in told["/sections/harbour"]
    assert "--yes" in in_site("site", "push").out
    assert in_site("status", "one", "--json").document["verdict"] == "published"
    assert in_site("publish", settings).code == 1
    assert 'name = "Kim"' in in_site("site", "show").out

    assert in_site("site", "push", "--yes").code == 0
    assert 'name = "Kim"' not in in_site("site", "show").out


def test_what_no_article_names_may_go(articles: Path, tmp_path: Path) -> None:
    settings = write(tmp_path / "site.toml", KIM + HARBOUR)
    in_site("site", "push")
    in_site("publish", article(articles, "one"))
    write(settings, 'title = "The Tide"\n')
    assert in_site("site", "push").code == 0
