"""Where a tag's page is."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from broadsheet.article import slugify
from broadsheet.site.listings import listings_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.tag_urls import tag_slug, tag_url
from tests.site.newsdesk import story


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("C＃", "c-sharp"),  # noqa: RUF001  # as Japanese keyboards write it
        ("F♯ minor", "f-sharp-minor"),
        ("Disney+", "disney-plus"),
        ("C++/CLI", "c-plus-plus-cli"),
        ("सी++", "सी-plus-plus"),
    ],
)
def test_signs_at_a_words_end_are_part_of_its_address(tag: str, slug: str) -> None:
    assert tag_slug(tag) == slug


@pytest.mark.parametrize("tag", ["#rain", "A+B", "issue#5", "+1", "salt + pepper", "R&B", "Sea birds", "++", "دریا"])
def test_all_other_tags_keep_the_address_that_they_have(tag: str) -> None:
    assert tag_slug(tag) == slugify(tag, fallback="tag")


@given(some.text(some.characters(exclude_characters="+#♯＋＃﬩﹢⁺₊﹟", exclude_categories=["Cs"]), max_size=30))  # noqa: RUF001
def test_what_has_no_sign_is_a_slug_like_any_other(tag: str) -> None:
    assert tag_slug(tag) == slugify(tag, fallback="tag")


@given(some.text(some.sampled_from("aB1 +#♯-é\u0301ن"), max_size=12))
def test_a_tag_may_be_named_by_its_slug(tag: str) -> None:
    assert tag_slug(tag_slug(tag)) == tag_slug(tag)
    assert tag_url(tag_slug(tag)) == tag_url(tag)


def test_an_article_is_listed_under_each_of_its_tags() -> None:
    listed = listings_of(story(tags=["C++", "C#", "C"]), SiteSettings())

    assert [name for name in listed if name.startswith("tag#")] == ["tag#c-plus-plus", "tag#c-sharp", "tag#c"]
