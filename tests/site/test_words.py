# ruff: noqa: RUF001  # letters of many scripts are what is tested
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from markupsafe import Markup

from broadsheet.site.catalogs import LOCALES, languages
from broadsheet.site.languages import span_of
from broadsheet.site.phrases import gaps_of
from broadsheet.site.words import words_for
from tests.catalogs import compiled, compiled_path, messages, read, sources, updated

MESSAGES = list(messages())


def language_of(source: Path) -> str:
    return source.parents[1].name


def forms(message: Message) -> tuple[str, ...]:
    """What a message is translated as: once, or for each of the language's plural forms."""
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(one or "" for one in strings)


def faults(catalog: Catalog) -> Iterator[str]:
    for message in MESSAGES:
        asked = message.id if isinstance(message.id, str) else message.id[-1]
        found = catalog.get(message.id, context=message.context)
        if found is None or not all(forms(found)):
            yield f"{asked!r} is not translated"
        elif found.fuzzy:
            yield f"{asked!r} is fuzzy"
        elif not all(gaps_of(form) <= gaps_of(asked) for form in forms(found)):
            yield f"{asked!r} has a gap of another name"
        elif gaps_of(forms(found)[-1]) != gaps_of(asked):
            yield f"{asked!r} lacks a gap"
        elif isinstance(message.id, tuple) and len(forms(found)) != catalog.num_plurals:
            yield f"{asked!r} has {len(forms(found))} forms, the language {catalog.num_plurals}"


@pytest.mark.parametrize("source", sources(), ids=language_of)
def test_a_catalog_translates_every_word_of_the_pages(source: Path) -> None:
    told = "\n".join(faults(read(source)))

    assert not told, f"After `make words`, mend in {source.relative_to(LOCALES)}:\n{told}"


@pytest.mark.parametrize("source", sources(), ids=language_of)
def test_a_catalog_has_no_other_words(source: Path) -> None:
    said = [(one.context, one.id) for one in read(source) if one.id]

    assert said == [(one.context, one.id) for one in MESSAGES], "run `make words`"


@pytest.mark.parametrize("source", sources(), ids=language_of)
def test_what_gettext_reads_is_what_translators_wrote(source: Path) -> None:
    assert compiled_path(source).read_bytes() == compiled(updated(source)), "run `make words`"


def test_at_least_these_languages_have_their_words() -> None:
    assert {"ar", "de", "es", "fa", "fr", "he", "ja", "pt", "ru", "tr", "zh", "zh-Hant"} <= set(languages())


@pytest.mark.parametrize("tag", ["en", *languages()])
def test_every_word_can_be_said(tag: str) -> None:
    words = words_for(tag)
    plain = [getattr(words, name) for name in vars(type(words)) if isinstance(getattr(words, name), str)]
    phrases = (
        words.byline("X", 1),
        words.published("X"),
        words.updated("X"),
        words.photo("X"),
        words.tagged("X"),
        words.articles_by("X"),
        words.more_in("X"),
        words.more_from("X"),
        words.articles_of("X"),
    )

    assert all(plain)
    assert all("X" in str(phrase) for phrase in phrases)
    assert words.span.lang == tag


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("pt-BR", "pt"),
        ("pt-PT", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("pt-x-brasil", "pt"),
        ("zh-CN", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("cmn-Hant", "zh-Hant"),
        ("prs", "fa"),
        ("fa-AF", "fa"),
        ("fa-Latn", "en"),
        ("ar-Latn-EG", "en"),
        ("iw-IL", "he"),
        ("de-1996", "de"),
        ("es-419", "es"),
        ("fr-u-nu-latn", "fr"),
        ("sr-Latn", "en"),
        ("x-private", "en"),
    ],
)
def test_a_tag_reads_the_words_that_its_readers_understand(tag: str, read: str) -> None:
    assert words_for(tag).span == span_of(read)


@pytest.mark.parametrize(
    ("tag", "count", "told"),
    [
        ("en", 1, "1 article"),
        ("en", 1200, "1,200 articles"),
        ("ru", 21, "21 статья"),
        ("ru", 2, "2 статьи"),
        ("ru", 12, "12 статей"),
        ("ar", 2, "مقالان"),
        ("ar", 7, "7 مقالات"),
        ("ar", 100, "100 مقال"),
        ("fa", 12, "۱۲ مطلب"),
        ("ja", 3, "記事3件"),
    ],
)
def test_a_count_is_told_in_the_forms_and_digits_of_the_language(tag: str, count: int, told: str) -> None:
    assert words_for(tag).articles(count) == told


def test_a_heading_that_does_not_tell_the_number_is_of_one_or_of_several() -> None:
    assert [words_for("ar").about_authors(count) for count in (1, 2, 3)] == ["عن الكاتب", "عن الكاتبين", "عن الكتّاب"]
    assert [words_for("ru").about_authors(count) for count in (1, 21)] == ["Об авторе", "Об авторах"]


def test_what_stands_in_a_phrase_is_escaped_and_isolated() -> None:
    phrase = words_for("ar").articles_by("O’Neil <3")

    assert phrase.__html__() == "مقالات <bdi>O’Neil &lt;3</bdi>"
    assert str(phrase) == "مقالات O’Neil <3"


def test_markup_in_a_phrase_stays_and_is_no_part_of_its_text() -> None:
    phrase = words_for("en").more_in(Markup("<b>Arts &amp; Culture</b>"))

    assert phrase.__html__() == "More in <b>Arts &amp; Culture</b>"
    assert str(phrase) == "More in Arts & Culture"


def test_a_phrase_in_another_language_than_the_page_marks_its_words_and_not_what_is_in_them() -> None:
    written = words_for("ckb").byline(Markup("<bdi>لانە</bdi>"), 1).within(span_of("ckb"))

    assert written == '<span lang="en" dir="ltr">By </span><bdi>لانە</bdi>'


def test_braces_in_a_name_are_no_gaps() -> None:
    assert str(words_for("en").articles_by("{name} {0}")) == "Articles by {name} {0}"
