"""What search engines and previews are told of pages that list articles."""

from collections.abc import Iterator

import pytest

from broadsheet.article import Slug
from broadsheet.site.archive import archive_page, day_page, month_page
from broadsheet.site.author import author_page
from broadsheet.site.catalogs import LOCALES
from broadsheet.site.contributors import Contributor
from broadsheet.site.home import home_page
from broadsheet.site.outputs import Output
from broadsheet.site.section import section_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.tag import tag_page
from broadsheet.site.words import words_for
from tests.site.newsdesk import entry, found, meta, parsed, person, text_of

SITE = SiteSettings.model_validate({"title": "The Tidewater", "sections": {"arts": {"title": "Arts"}}})
MARA = Contributor(slug=Slug("mara-voss"), person=person())
ENTRIES = [entry(n, section="arts", tags=("sea wall",), contributors=(MARA,)) for n in range(2)]
LANGUAGES = ["en", *sorted(path.name.replace("_", "-") for path in LOCALES.iterdir() if path.is_dir())]


def said(output: Output) -> str | None:
    tree = parsed(output)
    assert meta(tree, "description") == meta(tree, "og:description")
    return meta(tree, "description")


def listings(site: SiteSettings) -> Iterator[Output]:
    yield home_page(ENTRIES, site)
    yield section_page("arts", ENTRIES, site)
    yield tag_page(Slug("sea-wall"), ENTRIES, site)
    yield author_page(Slug("mara-voss"), ENTRIES, site)
    yield month_page("2026-11", ENTRIES, [], site)
    yield day_page("2026-11-20", ENTRIES, [], site)
    yield archive_page({"2026-11", "2026-10"}, site)


def test_each_listing_says_what_it_is_and_its_newest_headlines() -> None:
    assert [said(output) for output in listings(SITE)] == [
        "The Tidewater · Title 1 · Title 0",
        "Arts · Title 1 · Title 0",
        "Articles tagged “sea wall” · Title 1 · Title 0",
        "Articles by Mara Voss · Title 1 · Title 0",
        "All articles of November 2026 · Title 1 · Title 0",
        "All articles of November 20, 2026 · Title 1 · Title 0",
        "Archive · November 2026 · October 2026",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_the_language_of_the_page(language: str) -> None:
    site = SITE.model_copy(update={"language": language})
    words = words_for(language)
    assert words.span.lang == language

    told = [said(output) or "" for output in listings(site)]

    assert all(text.endswith(" · Title 1 · Title 0") for text in told[:-1])
    assert told[2].startswith(str(words.tagged("sea wall")))
    assert told[3].startswith(str(words.articles_by("Mara Voss")))
    assert told[6].startswith(words.archive)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_nothing_yet_that_is_what_is_told(language: str) -> None:
    site = SITE.model_copy(update={"language": language})

    for output in (home_page([], site), section_page("arts", [], site), archive_page([], site)):
        assert (said(output) or "").endswith(f" · {words_for(language).empty}")


def test_what_editors_have_written_comes_first() -> None:
    site = SiteSettings.model_validate(
        {"description": "News of the sea", "sections": {"arts": {"title": "Arts", "description": "Stage and page"}}}
    )
    author = Contributor(slug=Slug("mara-voss"), person=person(bio="Mara Voss writes."))

    assert said(home_page(ENTRIES, site)) == "News of the sea"
    assert said(section_page("arts", ENTRIES, site)) == "Stage and page"
    assert said(author_page(Slug("mara-voss"), [entry(contributors=(author,))], site)) == "Mara Voss writes."


def test_what_leads_the_page_comes_first() -> None:
    assert said(home_page(ENTRIES, SITE, featured=ENTRIES[:1])) == "The Tidewater · Title 0 · Title 1"


def test_it_has_whole_headlines_as_many_as_fit() -> None:
    entries = [entry(n, title=f"{n} is the number of a headline that is long") for n in range(9)]
    described = said(home_page(entries, SITE)) or ""

    assert described.split(" · ") == [
        "The Tidewater",
        *(f"{n} is the number of a headline that is long" for n in (8, 7, 6)),
    ]
    assert len(described) <= 160


def test_a_headline_that_is_too_long_is_cut_at_a_word() -> None:
    described = said(home_page([entry(title="harbours " * 30)], SITE)) or ""

    assert described.endswith("harbours…")
    assert len(described) <= 160


def test_readers_of_a_section_see_what_editors_have_written_only() -> None:
    assert text_of(found(parsed(section_page("arts", ENTRIES, SITE)), ".//main/header")) == "Arts"
