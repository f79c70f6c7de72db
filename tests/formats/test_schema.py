import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from broadsheet.article import ArticleId, Rejected, field_names
from broadsheet.formats import article_schema, read_article
from tests.formats.specimens import FULL, articles

VALIDATOR = Draft202012Validator(article_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(article_schema())
    assert article_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_field_is_described() -> None:
    schema = article_schema()
    assert set(schema["properties"]) == set(field_names())
    definitions = [schema, *schema["$defs"].values()]
    for properties in (definition.get("properties", {}) for definition in definitions):
        for name, field in properties.items():
            assert "description" in field or name == "type", name


@given(articles())
def test_every_article_that_is_read_is_valid_by_the_schema(article: dict[str, Any]) -> None:
    data = json.dumps(article).encode()
    try:
        read_article(data, article_id=ArticleId("storm"))
    except Rejected:
        return
    VALIDATOR.validate(json.loads(data))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": None},
        {"section": None},
        {"Title": "x"},
        {"tags": "x"},
        {"tags": ["x"] * 31},
        {"status": "live"},
        {"image": {"src": "media/a.jpg"}},
        {"authors": [5]},
        {"body": 5},
        {"body": {"markdown": "x"}},
        {"body": [{"text": "x"}]},
        {"body": [{"type": "nope"}]},
        {"body": [{"type": "heading", "text": "x", "level": 1}]},
    ],
)
def test_the_schema_refuses_what_an_editor_gets_wrong(fields: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(FULL)
    assert not VALIDATOR.is_valid({**FULL, **fields})
