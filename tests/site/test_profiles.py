from broadsheet.article import Slug
from broadsheet.site.author import author_page
from broadsheet.site.contributors import Contributor, contributors_of
from broadsheet.site.listings import entry_in, listing_of, listings_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import entry_of
from broadsheet.site.tag import tag_page
from tests.site.newsdesk import entry, found, image, meta, parsed, person, story, text_of, with_class

SITE = SiteSettings.model_validate(
    {"title": "The Tidewater", "base_url": "https://tidewater.example", "authors": {"mv": {"name": "Mara Voss"}}}
)


def test_a_tag_is_called_as_its_newest_article_writes_it() -> None:
    output = tag_page(Slug("sea-birds"), [entry(0, tags=("sea birds",)), entry(1, tags=("Ice", "Sea Birds"))], SITE)
    tree = parsed(output)

    assert output.key == "tag/sea-birds/index.html"
    assert output.tags == ("listing", "tag-sea-birds")
    assert text_of(found(tree, ".//h1")) == "Sea Birds"
    assert found(tree, ".//link[@rel='canonical']").get("href") == "https://tidewater.example/tag/sea-birds/"
    assert [text_of(title) for title in tree.iter("h2")] == ["Title 1", "Title 0"]
    assert "/archive/" in [link.get("href") for link in found(tree, ".//main").iter("a")]


def test_a_tags_page_has_the_direction_and_pictures_of_its_articles() -> None:
    tree = parsed(tag_page(Slug("باد"), [entry(0, tags=("باد",), language="fa", image=image())], SITE))

    assert found(tree, ".//h1/bdi").get("lang") == "fa"
    assert next(with_class(tree, "picture")) is not None


def test_a_tags_page_names_sections_and_links_to_none_that_may_be_gone() -> None:
    main = found(parsed(tag_page(Slug("ice"), [entry(0, tags=("Ice",), section="City")], SITE)), ".//main")

    assert "City" in [text_of(kicker) for kicker in with_class(main, "kicker")]
    assert not [link for link in main.iter("a") if (link.get("href") or "").startswith("/section/")]


def test_an_authors_page_has_the_newest_biography() -> None:
    old, new = (
        Contributor(slug=Slug("mv"), person=person(bio=bio, url="https://voss.example/", image="media/v.jpg"))
        for bio in ("Wrote.", "Writes.")
    )
    output = author_page(Slug("mv"), [entry(1, contributors=(new,)), entry(0, contributors=(old,))], SITE)
    tree = parsed(output)

    assert output.key == "author/mv/index.html"
    assert text_of(found(tree, ".//h1")) == "Mara Voss"
    assert "Writes." in text_of(found(tree, ".//main/header"))
    assert "Wrote." not in text_of(found(tree, ".//main"))
    assert found(tree, ".//main/header//img").get("src") == "/media/v.jpg"
    assert found(tree, ".//main/header//a").get("href") == "https://voss.example/"


def test_a_long_biography_is_cut_at_a_word_for_search_engines() -> None:
    told = Contributor(slug=Slug("mv"), person=person(bio="harbours " * 40))
    description = meta(parsed(author_page(Slug("mv"), [entry(contributors=(told,))], SITE)), "description") or ""

    assert description.endswith("harbours…")
    assert len(description) <= 160


def test_an_author_has_one_page_by_whatever_way_the_article_names_them() -> None:
    by_id, by_name, other = story(
        settings=SITE, authors=["mv", {"name": "Mara Voss"}, {"name": "Tom Ashdown"}]
    ).article.authors
    article = story(settings=SITE, authors=[by_id, by_name, other]).article
    people = [SITE.authors["mv"], person(), person(name="Tom Ashdown")]

    assert [each.url for each in contributors_of(article, people, SITE)] == [
        "/author/mv/",
        "/author/mv/",
        "/author/tom-ashdown/",
    ]


def test_a_story_is_in_the_listings_of_all_that_it_names_each_once() -> None:
    settings = SiteSettings(time_zone="Asia/Tokyo")
    told = story(
        settings=settings,
        section="Sea / Shore",
        tags=["Wind", "wind", "باد"],
        authors=[{"name": "A B"}],
        featured=True,
        published_at="2026-11-30T20:00:00Z",
    )

    assert listings_of(told, settings) == (
        "all",
        "section#sea-shore",
        "tag#wind",
        "tag#باد",
        "author#a-b",
        "month#2026-12",
        "day#2026-12-01",
        "featured",
        "featured#sea-shore",
    )


def test_a_listing_knows_of_an_article_what_it_shows() -> None:
    whole = entry_of(story(tags=["Wind", "Ice"], authors=[{"name": "A", "bio": "B"}, {"name": "C"}]), SITE)

    assert entry_in("tag#ice", whole).tags == ("Ice",)
    assert [each.person.name for each in entry_in("author#c", whole).contributors] == ["C"]
    assert entry_in("all", whole).contributors == ()
    assert entry_in("day#2026-11-20", whole).excerpt == ""


def test_what_is_neither_a_month_nor_a_day_has_no_listing() -> None:
    assert listing_of("2026-11") == "month#2026-11"
    assert listing_of("2026-11-25") == "day#2026-11-25"
    for period in ("", "2026", "2026-13", "2026-2", "2026-02-30", "2026-11-25-x", "x"):
        assert listing_of(period) is None
