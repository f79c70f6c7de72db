import json
from datetime import UTC, datetime, timedelta

from broadsheet.site.home import home_page
from broadsheet.site.recent import recent_index
from broadsheet.site.section import section_page
from broadsheet.site.settings import SiteSettings
from tests.site.newsdesk import NOON, entry, found, image, parsed, text_of, with_class

SITE = SiteSettings.model_validate(
    {"title": "The Tidewater", "description": "News", "sections": {"arts": {"title": "Arts", "description": "Plays"}}},
)


def test_the_newest_story_leads_the_front_page_and_the_others_follow() -> None:
    tree = parsed(home_page([entry(n, summary="All of it") for n in range(3)], SITE))
    first, *others = with_class(tree, "teaser")

    assert text_of(found(first, ".//h2")) == "Title 2"
    assert "All of it" in text_of(first)
    assert [text_of(found(other, ".//h3")) for other in others] == ["Title 1", "Title 0"]
    assert "Excerpt 1…" in text_of(others[0])


def test_after_the_first_four_stories_the_front_page_has_a_block_for_each_declared_section() -> None:
    settings = SiteSettings.model_validate({"sections": {"town": {"title": "Town"}, "arts": {"title": "Arts"}}})
    sections = ["arts", "Town", "sea", None, "Arts!", "town"]
    tree = parsed(home_page([entry(n, section=sections[n % 6]) for n in range(24)], settings))
    blocks = list(with_class(tree, "block"))

    assert [text_of(found(block, "h2")) for block in blocks] == ["Town", "Arts"]
    assert [found(block, "h2/a").get("href") for block in blocks] == ["/section/town/", "/section/arts/"]
    assert [text_of(title) for title in blocks[0].iter("h3")] == [f"Title {n}" for n in (19, 17, 13, 11, 7)]
    assert [text_of(title) for title in blocks[1].iter("h3")] == [f"Title {n}" for n in (18, 16, 12, 10, 6)]
    rest = [text_of(title) for title in next(with_class(tree, "latest")).iter("h3")]
    assert rest == [f"Title {n}" for n in (15, 14, 9, 8, 5, 4, 3, 2, 1, 0)]


def test_the_front_page_has_the_sites_name_as_its_heading() -> None:
    output = home_page([entry()], SITE)
    tree = parsed(output)

    assert (output.key, output.cache_control) == ("index.html", "public, max-age=10")
    assert text_of(found(tree, ".//h1")) == "The Tidewater"
    assert text_of(found(tree, ".//title")) == "The Tidewater"


def test_listings_show_the_newest_thirty() -> None:
    entries = [entry(n, section="arts") for n in range(40)]

    assert len(list(with_class(parsed(home_page(entries, SITE)), "teaser"))) == 30
    assert len(list(with_class(parsed(section_page("arts", entries, SITE)), "teaser"))) == 30
    assert len(json.loads(recent_index(entries, SITE).body)["articles"]) == 30


def test_an_empty_site_says_so() -> None:
    for output in (home_page([], SITE), section_page("arts", [], SITE)):
        assert text_of(next(with_class(parsed(output), "empty"))) == "Nothing has been published here yet."


def test_a_declared_section_has_its_title_and_description() -> None:
    output = section_page("arts", [entry(section="Arts!")], SITE)
    tree = parsed(output)

    assert output.key == "section/arts/index.html"
    assert output.tags == ("listing", "section-arts")
    assert text_of(found(tree, ".//h1")) == "Arts"
    assert text_of(found(tree, ".//main/header/p")) == "Plays"
    assert found(tree, ".//nav//a[@aria-current='page']").get("href") == "/section/arts/"


def test_an_undeclared_section_is_called_as_its_newest_article_calls_it() -> None:
    entries = [entry(0, section="sea birds"), entry(1, section="Sea Birds")]

    assert text_of(found(parsed(section_page("sea-birds", entries, SITE)), ".//h1")) == "Sea Birds"


def test_pictures_of_listings_are_not_announced_twice() -> None:
    tree = parsed(home_page([entry(image=image())], SITE))

    assert next(with_class(tree, "picture")).get("aria-hidden") == "true"


def test_the_logo_takes_the_place_of_the_name() -> None:
    tree = parsed(home_page([], SITE.model_copy(update={"logo": "media/logo.png"})))

    assert found(tree, ".//h1//img").get("src") == "/media/_site/logo.png"
    assert found(tree, ".//h1//img").get("alt") == "The Tidewater"


def test_the_recent_index_is_the_public_contract() -> None:
    older = entry(0, section="arts", language="fa", updated_at=NOON + timedelta(days=2))
    newer = entry(
        1,
        published_at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC).astimezone(SiteSettings(time_zone="Asia/Tehran").zone),
    )
    output = recent_index([older, newer], SITE)

    assert (output.key, output.content_type, output.cache_control) == (
        "recent.json",
        "application/json",
        "public, max-age=10",
    )
    assert json.loads(output.body) == {
        "version": 1,
        "updated_at": "2026-11-22T12:00:00Z",
        "articles": [
            {
                "id": "a1",
                "title": "Title 1",
                "url": "/2026/11/a1/",
                "excerpt": "Excerpt 1…",
                "published_at": "2026-11-20T16:30:00Z",
                "section": None,
            },
            {
                "id": "a0",
                "title": "Title 0",
                "url": "/2026/11/a0/",
                "excerpt": "Excerpt 0…",
                "published_at": "2026-11-20T12:00:00Z",
                "section": "arts",
                "language": "fa",
            },
        ],
    }


def test_an_empty_recent_index_has_no_time() -> None:
    assert json.loads(recent_index([], SITE).body) == {"version": 1, "updated_at": None, "articles": []}
