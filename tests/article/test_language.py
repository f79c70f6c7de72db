import pytest

from broadsheet.article import language_tag
from broadsheet.article.language_registry import LANGUAGES_NOW, REGIONS_NOW, TAGS_NOW


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("fa-ir", "fa-IR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("de-CH-1901", "de-CH-1901"),
        ("ar-u-NU-latn-x-Site", "ar-u-nu-latn-x-site"),
        ("qtx-XK", "qtx-XK"),
        ("prs", "prs"),
    ],
)
def test_a_tag_takes_its_usual_case(text: str, usual: str) -> None:
    assert language_tag(text) == usual


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("en-UK", "en-GB"),
        ("my-BU", "my-MM"),
        ("iw", "he"),
        ("iw-IL-u-nu-hebr", "he-IL-u-nu-hebr"),
        ("in", "id"),
        ("eng-us", "en-US"),
        ("per", "fa"),
        ("ZH-cmn-HANS-cn", "cmn-Hans-CN"),
        ("zh-yue", "yue"),
        ("sgn-US", "ase"),
        ("I-KLINGON", "tlh"),
        ("no-bok", "nb"),
        ("en-GB-oed", "en-GB-oxendict"),
    ],
)
def test_what_was_replaced_takes_its_present_form(text: str, canonical: str) -> None:
    assert language_tag(text) == canonical
    assert language_tag(canonical) == canonical


def test_every_present_form_is_one() -> None:
    for now in (*LANGUAGES_NOW.values(), *TAGS_NOW.values(), *(f"en-{region}" for region in REGIONS_NOW.values())):
        assert language_tag(now) == now


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("xx", 'no language "xx" exists'),
        ("en-UX", 'no region "UX" exists'),
        ("es-999", 'no region "999" exists'),
        ("en-eng", 'no other language can follow "en" in a tag'),
        ("english", "not a language tag"),
        ("x-klingon", "a private language tag"),
        ("x-default", "a private language tag"),
        ("i-enochian", "a language tag that is written no more"),
    ],
)
def test_what_names_no_language_or_region_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f'^{said}.*; right would be one such as "en-GB" or "fa"$'):
        language_tag(text)


@pytest.mark.parametrize(
    "text", ["", "e", "english!", "en-", "-en", "en--GB", "en\n", "فا", "en-GB-GB-x", "toolonglanguage"]
)
def test_what_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='right would be one such as "en-GB"'):
        language_tag(text)


def test_an_underscore_is_refused_with_the_hyphen() -> None:
    with pytest.raises(ValueError, match='right would be "pt-BR"'):
        language_tag("pt_br")


@pytest.mark.parametrize("text", ["de-1901-1901", "en-a-bbb-a-ccc"])
def test_a_repeated_subtag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="repeats"):
        language_tag(text)
    with pytest.raises(ValueError, match="right would be"):
        language_tag("x-" + "a" * 100_000)
