"""The same article in other languages."""

from typing import Any
from xml.etree.ElementTree import Element

from broadsheet.site.page import article_page
from broadsheet.site.settings import SiteSettings
from tests.site.newsdesk import found, json_ld, metas, node, parsed, story, text_of, with_class
from tests.site.schema_org import faults

SITE = SiteSettings(title="The Tidewater", base_url="https://tidewater.example", language="en-GB")
PERSIAN = {"language": "fa", "url": "/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/"}
GERMAN = {"language": "de", "url": "https://gezeiten.example/sturm/"}


def page(*translations: dict[str, str], site: SiteSettings = SITE, **fields: Any) -> Element:
    return parsed(article_page(story(translations=translations, **fields), [], site))


def alternates(tree: Element) -> dict[str | None, str | None]:
    return {link.get("hreflang"): link.get("href") for link in tree.iter("link") if link.get("hreflang")}


def test_search_engines_are_told_of_every_version_and_of_that_for_everybody_else() -> None:
    own = "https://tidewater.example/2026/11/storm/"

    assert alternates(page(PERSIAN, GERMAN)) == {
        "de": "https://gezeiten.example/sturm/",
        "en-GB": own,
        "fa": "https://tidewater.example/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/",
        "x-default": own,
    }


def test_search_engines_are_told_the_present_form_of_each_tag() -> None:
    codes = {"en-uk": "en-GB", "iw": "he", "es-419": "es-419", "sgn-US": "ase"}
    given = [{"language": code, "url": f"https://tidewater.example/{code}/"} for code in codes]

    assert alternates(page(*given, language="fa")).keys() == {*codes.values(), "fa", "x-default"}


def test_all_versions_name_the_same() -> None:
    english = {"language": "en-GB", "url": "/2026/11/storm/"}

    assert alternates(page(PERSIAN)) == alternates(page(english, language="fa", slug="توفان"))


def test_an_article_in_one_language_tells_of_none() -> None:
    assert alternates(page()) == {}
    assert not list(with_class(page(), "versions"))


def test_readers_find_each_language_under_its_own_name() -> None:
    versions = next(with_class(page(PERSIAN, GERMAN), "versions"))

    assert [text_of(link) for link in versions.iter("a")] == ["Deutsch", "فارسی"]
    persian = found(versions, ".//a[@hreflang='fa']")
    assert (persian.get("lang"), persian.get("dir")) == ("fa", "rtl")
    assert text_of(versions).startswith("Read in other languages")


def test_other_machines_are_told_too() -> None:
    tree = page(PERSIAN, GERMAN)

    assert metas(tree, "og:locale:alternate") == ["de_DE", "fa_IR"]
    assert [each["inLanguage"] for each in node(tree, "NewsArticle")["workTranslation"]] == ["de", "fa"]
    assert faults(json_ld(tree)) == []


def test_a_version_in_the_language_that_the_site_has_by_now_is_left_out() -> None:
    assert alternates(page(PERSIAN, site=SITE.model_copy(update={"language": "fa"}))) == {}


def test_a_language_without_a_name_is_told_by_its_tag() -> None:
    (link,) = next(with_class(page({"language": "qtx", "url": "/x/"}), "versions")).iter("a")

    assert text_of(link) == "qtx"
