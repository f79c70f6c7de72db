"""Stories and entries for the renderers' tests, from a few fields each, and pages as a parser sees them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from broadsheet.article import Article, ArticleId, Image, Person, slugify
from broadsheet.markup import render_body
from broadsheet.site.media import with_own_media
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.site.story import Entry, Story, address_of, entry_of

SAMPLES = Path(__file__).parents[2] / "samples"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def story(*, settings: SiteSettings | None = None, **fields: Any) -> Story:
    """The story of an article with these fields of the native form."""
    chosen = settings or SiteSettings()
    article = Article.model_validate({"id": "storm", "title": "Storm", "body": "It rained.", **fields})
    article_id = article.id or ArticleId("storm")
    slug = article.slug or slugify(article.title, fallback=article_id)
    published_at = article.published_at or NOON
    return Story(
        article=article,
        id=article_id,
        published_at=published_at,
        updated_at=article.updated_at,
        address=address_of(article, article_id, published_at, chosen, slug),
        authors=tuple(chosen.authors[one] if isinstance(one, str) else one for one in article.authors),
        body=render_body(article.body),
    )


def entry(number: int = 0, **fields: Any) -> Entry:
    """The entry of an article that came `number` hours after noon."""
    given: dict[str, Any] = {
        "id": ArticleId(f"a{number}"),
        "title": f"Title {number}",
        "url": f"/2026/11/a{number}/",
        "excerpt": f"Excerpt {number}…",
        "published_at": NOON + timedelta(hours=number),
        "updated_at": None,
        "section": None,
        "language": None,
    }
    return Entry(**(given | fields))


@cache
def sample_settings() -> SiteSettings:
    """The settings of the samples."""
    return read_settings((SAMPLES / "site.toml").read_bytes())


@cache
def sample_stories() -> dict[str, Story]:
    """The samples by id, the oldest first."""
    sources = [json.loads(path.read_bytes()) for path in SAMPLES.glob("*.json")]
    stories = [_with_own_media(story(settings=sample_settings(), **source)) for source in sources]
    stories.sort(key=lambda one: (one.published_at, one.id))
    return {one.id: one for one in stories}


def _with_own_media(one: Story) -> Story:
    article, authors, body = with_own_media(one.article, one.authors, one.body, one.id)
    return replace(one, article=article, authors=authors, body=body)


def sample_entries() -> list[Entry]:
    """The samples' entries, the oldest first."""
    return [entry_of(one, sample_settings()) for one in sample_stories().values()]


def preceding(story_id: str) -> list[Entry]:
    """The six entries right before a sample, the newest first."""
    entries = sample_entries()
    place = [one.id for one in entries].index(ArticleId(story_id))
    return entries[max(0, place - 6) : place][::-1]


def person(**fields: Any) -> Person:
    """An author."""
    return Person.model_validate({"name": "Mara Voss", **fields})


def image(**fields: Any) -> Image:
    """A picture."""
    return Image.model_validate({"src": "/media/storm.jpg", "alt": "Waves", **fields})


def parsed(output: Output) -> Element:
    """The page as a browser reads it; an error in its syntax fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(output.body.decode())
    return tree


def text_of(element: Element) -> str:
    """The element's text, white space folded."""
    return " ".join("".join(element.itertext()).split())


def found(tree: Element, path: str) -> Element:
    """The one element at a path."""
    elements = tree.findall(path)
    assert len(elements) == 1, f"{len(elements)} elements at {path}"
    return elements[0]


def with_class(tree: Element, name: str) -> Iterator[Element]:
    """The elements of a class."""
    return (element for element in tree.iter() if name in (element.get("class") or "").split())


def json_ld(tree: Element) -> list[dict[str, Any]]:
    """What the page says of itself to machines: the nodes of its graph."""
    data: dict[str, Any] = json.loads(found(tree, ".//script[@type='application/ld+json']").text or "")
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def node(tree: Element, kind: str) -> dict[str, Any]:
    """The one node of a type in the page's graph."""
    (told,) = [each for each in json_ld(tree) if each["@type"] == kind]
    return told


def meta(tree: Element, name: str) -> str | None:
    """The content of a <meta> by its name or property."""
    for element in tree.iter("meta"):
        if name in (element.get("name"), element.get("property")):
            return element.get("content")
    return None


def metas(tree: Element, name: str) -> list[str]:
    """The contents of all <meta> of one property."""
    return [element.get("content") or "" for element in tree.iter("meta") if element.get("property") == name]
