# ruff: noqa: RUF001  # digits and letters of many scripts are what is tested
import pytest

from broadsheet.article import language_tag
from broadsheet.site.languages import direction_of
from broadsheet.site.page import article_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.words import words_for
from tests.site.newsdesk import entry, found, parsed, story, text_of, with_class

ENGLISH = SiteSettings(title="The Tidewater", language="en-GB")


@pytest.mark.parametrize(
    "tag",
    [
        "ar",
        "fa-AF",
        "he",
        "iw",
        "ur",
        "ps",
        "sd",
        "ug",
        "yi",
        "dv",
        "ckb",
        "az-Arab",
        "pa-PK",
        "uz-AF",
        "ar-EG-u-nu-latn",
    ],
)
def test_these_languages_are_written_from_right_to_left(tag: str) -> None:
    assert direction_of(language_tag(tag)) == "rtl"


@pytest.mark.parametrize(
    "tag", ["en", "ja", "az", "fa-Latn", "ar-Latn-EG", "pa", "tlh", "en-x-private", "i-klingon", "sgn-BE-FR"]
)
def test_these_are_not(tag: str) -> None:
    assert direction_of(language_tag(tag)) == "ltr"


def test_a_page_is_in_the_language_and_direction_of_its_article() -> None:
    tree = parsed(article_page(story(language="fa", authors=[{"name": "لیلا", "bio": "نویسنده"}]), [entry()], ENGLISH))

    assert (tree.get("lang"), tree.get("dir")) == ("fa", "rtl")
    assert text_of(found(next(with_class(tree, "recent")), "h2")) == "تازه‌ترین مطالب"
    assert text_of(found(next(with_class(tree, "authors")), "h2")) == "دربارهٔ نویسنده"


def test_the_masthead_keeps_the_language_of_the_site() -> None:
    tree = parsed(article_page(story(language="fa"), [], ENGLISH))
    masthead = next(with_class(tree, "masthead"))

    assert (masthead.get("lang"), masthead.get("dir")) == ("en-GB", "ltr")


def test_an_entry_in_another_language_says_so_and_its_time_stays_in_the_pages() -> None:
    tree = parsed(article_page(story(language="fa"), [entry(title="Storm!"), entry(1, language="fa")], ENGLISH))
    persian, english = next(with_class(tree, "recent")).iter("li")
    title = found(english, "h3/a/bdi")

    assert (title.get("lang"), title.get("dir"), text_of(title)) == ("en-GB", "ltr", "Storm!")
    assert found(english, "p/bdi").get("lang") == "en-GB"
    assert text_of(found(english, "time")) == "۲۹ آبان ۱۴۰۵، ساعت ۱۲:۰۰"
    assert not list(persian.iter("bdi"))


def test_words_that_fall_back_to_english_are_marked_as_english() -> None:
    tree = parsed(article_page(story(language="ckb", tags=["x"]), [entry()], ENGLISH))
    heading = found(next(with_class(tree, "recent")), "h2")

    assert (heading.get("lang"), heading.get("dir"), text_of(heading)) == ("en", "ltr", "Recent posts")


def test_words_in_the_pages_own_language_are_not_marked() -> None:
    tree = parsed(article_page(story(language="de-AT"), [entry()], ENGLISH))
    heading = found(next(with_class(tree, "recent")), "h2")

    assert (heading.get("lang"), text_of(heading)) == (None, "Neueste Beiträge")


def test_chinese_furniture_is_in_the_script_of_the_page() -> None:
    assert [words_for(tag).tags for tag in ("zh", "zh-CN", "zh-TW", "zh-Hant")] == ["标签", "标签", "標籤", "標籤"]


def test_a_piece_in_another_script_of_the_pages_language_says_so() -> None:
    tree = parsed(
        article_page(story(language="zh-Hans"), [entry(language="zh-TW"), entry(1, language="zh-CN")], ENGLISH)
    )
    simplified, traditional = next(with_class(tree, "recent")).iter("li")

    assert found(traditional, "h3/a/bdi").get("lang") == "zh-TW"
    assert not list(simplified.iter("bdi"))


def test_a_declared_section_is_in_the_sites_language_and_any_other_in_the_articles() -> None:
    settings = SiteSettings.model_validate({"sections": {"arts": {"title": "Arts"}}})

    declared = next(with_class(parsed(article_page(story(language="fa", section="arts"), [], settings)), "kicker"))
    other = next(with_class(parsed(article_page(story(language="fa", section="هنر"), [], settings)), "kicker"))

    assert found(declared, "a/bdi").get("lang") == "en"
    assert not list(other.iter("bdi"))
