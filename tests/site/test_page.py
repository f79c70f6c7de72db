import json

import pytest

from broadsheet.site.page import article_page
from broadsheet.site.settings import SiteSettings
from tests.site.newsdesk import (
    entry,
    found,
    image,
    meta,
    metas,
    node,
    parsed,
    person,
    preceding,
    sample_settings,
    sample_stories,
    story,
    text_of,
    with_class,
)

SITE = SiteSettings(title="The Tidewater", base_url="https://tidewater.example", language="en-GB")


def test_the_page_stands_at_its_address_and_may_be_kept_for_a_minute() -> None:
    output = article_page(story(), [], SITE)

    assert output.key == "2026/11/storm/index.html"
    assert output.content_type == "text/html; charset=utf-8"
    assert output.cache_control == "public, max-age=60, stale-while-revalidate=60"
    assert output.tags == ("page", "article-storm")


def test_the_same_inputs_give_the_same_bytes() -> None:
    one, again = (article_page(story(), [entry(n) for n in range(6)], SITE) for _ in range(2))

    assert one.digest == again.digest


def test_the_order_of_the_preceding_entries_does_not_matter() -> None:
    entries = [entry(n) for n in range(6)]

    assert article_page(story(), entries, SITE) == article_page(story(), entries[::-1], SITE)


def test_the_reference_article_shows_all_that_it_has() -> None:
    tree = parsed(article_page(sample_stories()["sea-wall-report"], preceding("sea-wall-report"), sample_settings()))
    article = found(tree, ".//article")

    assert text_of(found(article, "header/h1")) == "The wall that saved Saltholm is hollow, engineers warn"
    assert text_of(next(with_class(article, "kicker"))) == "Exclusive Harbour"
    assert text_of(next(with_class(article, "standfirst"))).startswith("A survey that the council")
    assert text_of(next(with_class(article, "byline"))) == "By Mara Voss and Idris Penhallow"
    assert [text_of(one) for one in with_class(article, "dates")] == [
        "18 November 2026, 06:00",
        "Updated 18 November 2026, 16:45",
    ]
    assert [text_of(one) for one in next(with_class(article, "body")).iter("h2")] == [
        "A drum where there should be a rock",
        "Why it stayed in the drawer",
        "What happens now",
    ]
    assert len(list(next(with_class(article, "body")).iter("blockquote"))) == 2
    assert "It was made in April." in text_of(next(with_class(article, "corrections")))
    assert [text_of(one) for one in next(with_class(article, "tags")).iter("li")][:2] == ["sea wall", "flooding"]
    assert "Mara Voss has covered" in text_of(next(with_class(article, "authors")))
    assert len(list(next(with_class(tree, "recent")).iter("li"))) == 6


def test_times_are_told_in_the_sites_zone_and_machines_get_the_offset() -> None:
    settings = SiteSettings(language="en-GB", time_zone="Asia/Tehran")

    time = next(parsed(article_page(story(), [], settings)).iter("time"))

    assert text_of(time) == "20 November 2026, 15:30"
    assert time.get("datetime") == "2026-11-20T15:30:00+03:30"


def test_an_update_at_the_time_of_publication_is_not_told() -> None:
    tree = parsed(article_page(story(updated_at="2026-11-20T12:00:00Z"), [], SITE))

    assert "Updated" not in text_of(next(with_class(tree, "dates")))


@pytest.mark.parametrize(
    ("names", "byline"),
    [(["A"], "By A"), (["A", "B"], "By A and B"), (["A", "B", "C"], "By A, B and C")],
)
def test_names_are_joined_as_the_language_joins_them(names: list[str], byline: str) -> None:
    tree = parsed(article_page(story(authors=[{"name": name} for name in names]), [], SITE))

    assert text_of(next(with_class(tree, "byline"))) == byline


def test_without_authors_there_is_neither_byline_nor_author_box() -> None:
    tree = parsed(article_page(story(), [], SITE))

    assert not list(with_class(tree, "byline"))
    assert not list(with_class(tree, "authors"))


def test_the_author_box_has_the_portrait_and_a_link_to_the_authors_page() -> None:
    author = person(bio="Writes.", url="https://voss.example/", image="media/voss.jpg")
    tree = parsed(article_page(story(authors=[author]), [], SITE))
    box = next(with_class(tree, "author"))

    assert [link.get("href") for link in box.iter("a")] == ["/author/mara-voss/", "https://voss.example/"]
    assert found(box, ".//img").get("src") == "/media/voss.jpg"
    assert found(box, ".//img").get("alt") == ""


def test_the_lead_image_has_its_size_caption_and_credit() -> None:
    picture = image(src="media/storm.jpg", caption="The quay", credit="Idris", width=1200, height=800)
    figure = next(with_class(parsed(article_page(story(image=picture), [], SITE)), "lead-image"))
    shown = found(figure, "img")

    assert [shown.get(name) for name in ("src", "alt", "width", "height")] == [
        "/media/storm.jpg",
        "Waves",
        "1200",
        "800",
    ]
    assert text_of(found(figure, "figcaption")) == "The quay Idris"


def test_the_recent_block_shows_six_posts_with_title_excerpt_and_time() -> None:
    tree = parsed(article_page(story(), [entry(n) for n in range(8)], SITE))
    block = next(with_class(tree, "recent"))
    items = list(block.iter("li"))

    assert [text_of(found(item, "h3/a")) for item in items] == [f"Title {n}" for n in (7, 6, 5, 4, 3, 2)]
    assert text_of(found(items[0], "p")) == "Excerpt 7…"
    assert found(items[0], "time").get("datetime") == "2026-11-20T19:00:00Z"
    assert text_of(found(items[0], "time")) == "20 November 2026, 19:00"
    assert (block.get("data-recent"), block.get("data-except")) == ("/recent.json", "storm")


def test_the_first_article_of_a_site_hides_its_empty_recent_block() -> None:
    tree = parsed(article_page(story(), [], SITE))

    assert next(with_class(tree, "recent")).get("hidden") is not None


def test_link_previews_get_absolute_addresses() -> None:
    tree = parsed(article_page(story(title="توفان", image=image(width=3, height=2)), [], SITE))

    address = "https://tidewater.example/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/"
    assert found(tree, ".//link[@rel='canonical']").get("href") == address
    assert meta(tree, "og:url") == address
    assert meta(tree, "og:image") == "https://tidewater.example/media/storm.jpg"
    assert meta(tree, "og:image:width") == "3"
    assert meta(tree, "twitter:card") == "summary_large_image"


def test_link_previews_are_told_language_authors_and_tags() -> None:
    told = story(language="fa", tags=["sea", "wall"], authors=[person(url="https://voss.example/"), person(name="Tom")])
    tree = parsed(article_page(told, [], SITE))

    assert metas(tree, "og:locale") == ["fa_IR"]
    assert metas(tree, "article:tag") == ["sea", "wall"]
    assert metas(tree, "article:author") == ["https://voss.example/"]


def test_what_has_no_picture_is_previewed_with_the_logo() -> None:
    settings = SITE.model_copy(update={"logo": "/media/logo.png"})
    plain, shown = (parsed(article_page(story(image=one), [], settings)) for one in (None, image()))

    assert metas(plain, "og:image") == ["https://tidewater.example/media/_site/logo.png"]
    assert meta(plain, "twitter:card") == "summary"
    assert metas(shown, "og:image") == ["https://tidewater.example/media/storm.jpg"]
    assert meta(shown, "twitter:image:alt") == "Waves"


def test_a_site_without_an_origin_leaves_out_what_has_to_be_a_whole_address() -> None:
    translations = [{"language": "de", "url": "https://gezeiten.example/sturm/"}, {"language": "fa", "url": "/x/"}]
    tree = parsed(article_page(story(image=image(), translations=translations), [], SiteSettings()))

    assert not tree.findall(".//link[@rel='canonical']")
    assert not tree.findall(".//link[@hreflang]")
    assert meta(tree, "robots") is None
    assert meta(tree, "og:url") is None
    assert meta(tree, "og:image") is None
    assert meta(tree, "twitter:card") == "summary"


def test_the_description_is_the_summary_or_else_the_beginning_of_the_body() -> None:
    assert meta(parsed(article_page(story(summary="Short\n and sweet"), [], SITE)), "description") == "Short and sweet"
    assert meta(parsed(article_page(story(), [], SITE)), "description") == "It rained."


def test_the_navigation_has_the_declared_sections_in_their_order() -> None:
    settings = SiteSettings.model_validate(
        {"sections": {"town-hall": {"title": "Town & Hall"}, "arts": {"title": "Arts"}}},
    )
    tree = parsed(article_page(story(section="Town Hall"), [], settings))
    links = [(text_of(link), link.get("href")) for link in found(tree, ".//nav").iter("a")]

    assert links == [("Town & Hall", "/section/town-hall/"), ("Arts", "/section/arts/")]
    assert text_of(next(with_class(tree, "kicker"))) == "Town & Hall"


def test_nothing_in_a_page_is_run_or_styled_inline() -> None:
    for told in sample_stories().values():
        tree = parsed(article_page(told, [], sample_settings()))
        scripts = [script for script in tree.iter("script") if script.get("src") is None]

        assert [script.get("type") for script in scripts] == ["application/ld+json"]
        assert not list(tree.iter("style"))
        names = {name for element in tree.iter() for name in element.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on")]


def test_every_sample_is_valid_html_with_one_h1() -> None:
    for told in sample_stories().values():
        tree = parsed(article_page(told, preceding(told.id), sample_settings()))

        assert len(list(tree.iter("h1"))) == 1
        assert json.loads(json.dumps(node(tree, "NewsArticle")))["headline"] == told.article.title
