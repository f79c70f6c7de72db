import pytest

from broadsheet.article import language_tag


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("fa-ir", "fa-IR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ZH-cmn-HANS-cn", "zh-cmn-Hans-CN"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("de-CH-1901", "de-CH-1901"),
        ("ar-u-NU-latn-x-Site", "ar-u-nu-latn-x-site"),
        ("X-Whatever", "x-whatever"),
        ("I-KLINGON", "i-klingon"),
    ],
)
def test_a_tag_takes_its_usual_case(text: str, usual: str) -> None:
    assert language_tag(text) == usual


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
