from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from broadsheet.article import (
    Article,
    ArticleId,
    BlocksBody,
    HtmlBody,
    ImageBlock,
    MarkdownBody,
    ParagraphBlock,
    Person,
    field_names,
)


def article(**fields: Any) -> Article:
    return Article.model_validate({"title": "Storm", "body": "It rained.", **fields})


def refusal(**fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        article(**fields)
    return str(caught.value)


def test_title_and_body_are_enough() -> None:
    made = Article(title="Storm", body=MarkdownBody(markdown="It rained."))
    assert made == article()
    assert made.status == "published"
    assert (made.tags, made.authors, made.corrections, made.redirect_from) == ((), (), (), ())


def test_a_body_has_three_forms() -> None:
    assert article(body="*a*").body == MarkdownBody(markdown="*a*")
    assert article(body={"html": "<p>a"}).body == HtmlBody(html="<p>a")
    assert article(body=[{"type": "paragraph", "text": "a"}]).body == BlocksBody(blocks=(ParagraphBlock(text="a"),))


def test_every_block_can_be_written() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "text": "a"},
        {"type": "heading", "text": "a", "level": 6},
        {"type": "quote", "text": "a", "cite": "b", "url": "https://example.org/"},
        {"type": "list", "items": ["a"], "ordered": True},
        {"type": "image", "src": "media/a.jpg", "alt": "", "width": 1, "height": 1},
        {"type": "code", "text": "\ta\r\n", "language": "python"},
        {"type": "embed", "url": "https://example.org/film", "title": "a"},
        {"type": "divider"},
        {"type": "table", "head": ["a"], "rows": [["b"], []], "caption": "c"},
        {"type": "html", "html": "<b>a</b>"},
    ]
    body = article(body=blocks).body
    assert isinstance(body, BlocksBody)
    assert [block.type for block in body.blocks] == [block["type"] for block in blocks]
    assert isinstance(body.blocks[4], ImageBlock)


def test_an_article_never_changes() -> None:
    with pytest.raises(ValidationError):
        article().title = "Other"  # type: ignore[misc]  # that is the point
    assert hash(article()) == hash(article())


def test_values_are_put_into_their_usual_form() -> None:
    made = article(title="  Storm\n", language="en-gb", tags=[" rain "], published_at="2026-11-23T09:30:00.5Z")
    assert (made.title, made.language, made.tags) == ("Storm", "en-GB", ("rain",))
    assert made.published_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_an_author_is_a_person_or_an_id() -> None:
    made = article(authors=["mina", {"name": "Mina Rad", "bio": "Writes.\nWalks."}])
    assert made.authors == ("mina", Person(name="Mina Rad", bio="Writes.\nWalks."))


def test_python_values_are_as_strict_as_a_file() -> None:
    assert Article(id=ArticleId("a"), title="a", body=MarkdownBody(markdown=""), section=None).id == "a"
    assert "aware time" in refusal(published_at=datetime(2026, 1, 1))  # noqa: DTZ001  # that is the point
    assert refusal(title="\ud800")
    assert refusal(tags="rain")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "nothing to be read"),
        ({"title": "\u3164\u200b \ufe0f"}, "nothing to be read"),
        ({"title": "x" * 301}, "300 at most"),
        ({"title": "a\nb"}, "U+000A"),
        ({"title": "a\x00b"}, "U+0000"),
        ({"title": "a\x85b"}, "U+0085"),
        ({"title": "a\x7fb"}, "U+007F"),
        ({"title": "a\ufffeb"}, "U+FFFE"),
        ({"title": "a\U0010ffffb"}, "U+10FFFF"),
        ({"title": "\n a\nb"}, "character 4 is U+000A"),
        ({"title": "a\u202eb"}, "RIGHT-TO-LEFT OVERRIDE"),
        ({"summary": "a\u202ab"}, "U+202A"),
        ({"summary": "x" * 1001}, "1,000 at most"),
        ({"kicker": "x" * 101}, "100 at most"),
        ({"section": " "}, "nothing to be read"),
        ({"tags": ["x" * 81]}, "80 at most"),
        ({"tags": ["x"] * 31}, "30"),
        ({"authors": ["x"] * 21}, "20"),
        ({"body": "a\x00"}, "U+0000"),
        ({"id": "../x"}, "not a path"),
        ({"slug": "A"}, "right would be"),
        ({"language": "english!"}, "BCP 47"),
        ({"image": {"src": "media/a.jpg"}}, "alt"),
        ({"image": {"src": "//evil.example/a.jpg", "alt": ""}}, "not a whole address"),
        ({"image": {"src": "media/a.jpg", "alt": "", "width": 0}}, "greater than or equal to 1"),
        ({"image": {"src": "media/a.jpg", "alt": "", "width": True}}, "integer"),
        ({"image": {"src": "media/a.jpg", "alt": "", "srcset": [{"src": "media/b.jpg"}]}}, "width"),
        ({"image": {"src": "media/a.jpg", "alt": "", "srcset": [{"src": "b.jpg", "width": 9}]}}, "not a whole address"),
        ({"expires_at": "2026-01-01T00:00:00Z", "published_at": "2026-01-01T00:00:00Z"}, "nobody would ever see"),
        ({"expires_at": "2026-01-01T00:00:00Z", "embargo_until": "2026-01-02T00:00:00Z"}, "nobody would ever see"),
        ({"status": "live"}, "published"),
    ],
)
def test_what_is_wrong_is_refused(fields: dict[str, Any], said: str) -> None:
    assert said in refusal(**fields)


@pytest.mark.parametrize("title", ["می‌خواهم", "\u2067שָׁ\u2069 and\u200e!", "👩\u200d🚀", "a\u00ada"])
def test_letters_of_every_script_are_kept_as_they_are(title: str) -> None:
    assert article(title=title).title == title


def test_letters_and_their_marks_are_put_together() -> None:
    made = article(title="Cafe\u0301", summary="a\u030a", tags=["u\u0308ber"], body="e\u0301 *\u1100\u1161*")
    assert (made.title, made.summary, made.tags) == ("Café", "å", ("über",))
    assert made.body == MarkdownBody(markdown="é *\uac00*")


def test_an_ideograph_that_a_name_is_written_with_stays() -> None:
    assert article(title="\ufa19崎 e\u0301").title == "\ufa19崎 é"


def test_lines_and_tabs_may_stand_in_bodies_and_summaries() -> None:
    made = article(body="a\r\n\tb", summary="a\n\nb")
    assert made.body == MarkdownBody(markdown="a\r\n\tb")
    assert made.summary == "a\n\nb"


def test_the_fields_are_those_of_the_contract() -> None:
    assert set(field_names()) == {
        "authors", "body", "corrections", "embargo_until", "expires_at", "featured", "id", "image", "kicker",
        "language", "published_at", "redirect_from", "section", "slug", "status", "summary", "tags", "title",
        "translations",
        "updated_at", "withdrawal_reason",
    }  # fmt: skip
