"""The examples of the documents are what the product reads."""

import json
import re
from pathlib import Path

import pytest

from broadsheet.article import Article
from broadsheet.site.settings import read_settings

DOCS = Path(__file__).parents[2] / "docs"


def examples(language: str) -> list[str]:
    texts = [(DOCS / name).read_text() for name in ("discovery.md", "feeds.md")]
    return [found for text in texts for found in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


@pytest.mark.parametrize("example", examples("toml"))
def test_settings_that_are_documented_are_read(example: str) -> None:
    assert read_settings(example.encode())


@pytest.mark.parametrize("example", examples("json"))
def test_articles_that_are_documented_are_read(example: str) -> None:
    assert Article.model_validate({"body": "…", **json.loads(example)})


def test_every_policy_of_an_organisation_is_documented() -> None:
    (documented,) = [each for each in examples("toml") if "[organization]" in each]
    told = read_settings(documented.encode()).organization

    assert told.model_fields_set == set(type(told).model_fields)
