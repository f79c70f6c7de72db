import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import article_id, slug, slugify


@pytest.mark.parametrize(
    "text", ["storm-2026", "a", "7", "گزارش-۱۴۰۵", "二〇二六年", "é", "a.b_c-d", "x" * 128, "न" * 66]
)
def test_a_name_in_any_script_is_an_id(text: str) -> None:
    assert article_id(text) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("../x", "not a path"),
        ("a/b", "not a path"),
        ("a\\b", "not a path"),
        ("a..b", "not a path"),
        (".hidden", "begins with a letter"),
        ("-rf", "begins with a letter"),
        ("\u0301a", "begins with a letter"),
        ("a b", "U+0020"),
        ("a\n", "U+000A"),
        ("a\x00", "U+0000"),
        ("a\u202eb", "U+202E"),
        ("a\u3164", "U+3164"),
        ("a\ud800", "U+D800"),
        ("e\u0301", 'right would be "é"'),
        ("x" * 129, "at most 128 characters"),
        ("न" * 67, "at most 200 UTF-8 bytes"),
        ("site.toml", "kept for the site"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        article_id(text)


@given(st.text(max_size=140))
def test_an_id_is_always_safe_as_part_of_a_key(text: str) -> None:
    try:
        checked = article_id(text)
    except ValueError:
        return
    assert checked.isprintable()
    assert "/" not in checked
    assert ".." not in checked
    assert unicodedata.is_normalized("NFC", checked)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Don’t Panic: 2026’s “Storm” — a naïve café", "dont-panic-2026s-storm-a-naïve-café"),
        ("می‌خواهم بنویسم", "می-خواهم-بنویسم"),
        ("كِتَابٌ", "كِتَابٌ"),
        ("Привет, МИР!", "привет-мир"),
        ("İstanbul’da sis", "istanbulda-sis"),
        ("二〇二六年 東京", "二〇二六年-東京"),
        ("ﬁrst Ⅷ ½", "first-viii-1-2"),
        ("a\u200fb\u202ec\u00add", "abcd"),
        ("a\u00ad\u0301", "á"),
        ("❤️ 1️⃣", "1"),
        ("\u0301 accent first", "accent-first"),
        ("  --A--  ", "a"),
        ("!!!", "fallback"),
        ("", "fallback"),
    ],
)
def test_a_title_in_any_script_makes_a_slug(title: str, expected: str) -> None:
    assert slugify(title, fallback="fallback") == expected


def test_a_slug_of_nothing_is_article() -> None:
    assert slugify("…", fallback="…") == "article"


def test_a_long_slug_is_cut_at_a_word() -> None:
    made = slugify("storms " * 30, fallback="x")
    assert made == "-".join(["storms"] * 11)


def test_a_long_slug_without_words_is_cut_at_a_character() -> None:
    assert slugify("天" * 200, fallback="x") == "天" * 66
    assert slugify("ก\u0e33" * 100, fallback="x").encode().decode()


@given(st.text(), st.text())
def test_a_slug_is_what_slugify_leaves_unchanged(title: str, fallback: str) -> None:
    made = slugify(title, fallback=fallback)
    assert slugify(made, fallback="other") == made
    assert slug(made) == made
    assert 1 <= len(made) <= 80
    assert len(made.encode()) <= 200
    assert made.strip("-") == made
    assert "--" not in made


def test_every_character_alone_makes_a_stable_slug() -> None:
    characters = map(chr, range(sys.maxunicode + 1))
    every = [character for character in characters if unicodedata.category(character).startswith(("L", "M", "N", "Cf"))]
    for start in range(0, len(every), 24):
        title = "".join(f"x{character}y" for character in every[start : start + 24])
        made = slugify(title, fallback="x")
        assert slugify(made, fallback="y") == made


def test_an_explicit_slug_is_refused_with_the_right_one() -> None:
    with pytest.raises(ValueError, match='right would be "hello-world"'):
        slug("Hello World")


def test_a_flood_of_combining_marks_takes_no_time() -> None:
    flood = "\u0301\u0316" * 500_000
    assert slugify(flood, fallback="x") == "x"
    with pytest.raises(ValueError, match="at most 128"):
        article_id(flood)
