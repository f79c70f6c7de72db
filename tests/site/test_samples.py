from datetime import UTC, datetime

from broadsheet.article import BlocksBody, HtmlBody, MarkdownBody
from broadsheet.site.story import section_slug
from tests.site.newsdesk import SAMPLES, sample_entries, sample_settings, sample_stories

STORIES = sample_stories()


def test_each_sample_has_the_name_of_its_id() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(STORIES)


def test_the_samples_fill_a_recent_block() -> None:
    assert len(STORIES) >= 9
    assert len({told.address for told in STORIES.values()}) == len(STORIES)


def test_the_samples_are_all_published_and_of_the_autumn() -> None:
    for told in STORIES.values():
        assert datetime(2026, 9, 1, tzinfo=UTC) <= told.published_at < datetime(2026, 11, 20, tzinfo=UTC)
        assert told.article.status == "published"


def test_the_samples_show_every_form_of_body_and_several_scripts() -> None:
    assert {type(told.article.body) for told in STORIES.values()} == {MarkdownBody, HtmlBody, BlocksBody}
    assert {told.article.language for told in STORIES.values()} >= {"en-GB", "fa", "ar", "ja", None}


def test_a_sample_has_every_type_of_block_but_pictures() -> None:
    body = STORIES["storm-night-hour-by-hour"].article.body

    assert isinstance(body, BlocksBody)
    assert {block.type for block in body.blocks} == {
        "paragraph",
        "heading",
        "quote",
        "list",
        "code",
        "embed",
        "divider",
        "table",
        "html",
    }


def test_a_sample_has_every_field_but_a_picture_and_translations() -> None:
    article = STORIES["sea-wall-report"].article

    assert [name for name in type(article).model_fields if not getattr(article, name)] == [
        "withdrawal_reason",
        "image",
        "translations",
    ]


def test_every_section_of_the_samples_is_declared() -> None:
    assert {section_slug(one.section) for one in sample_entries() if one.section} == set(
        sample_settings().sections_by_slug
    )
