"""Made-up pages of every type, in either direction, to see what a theme makes of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from broadsheet.article import Article, ArticleId, Person, Slug, slugify
from broadsheet.markup import render_body
from broadsheet.site.archive import archive_page, day_page, month_page
from broadsheet.site.author import author_page
from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.home import home_page
from broadsheet.site.not_found import not_found_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.section import section_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story, address_of, entry_of
from broadsheet.site.tag import tag_page

CANARY: Final = "canary-that-was-not-escaped"
"""An element that no page may have: it stands in every text of the specimens."""

_NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
_TEXTS: Final = {"en": "The harbour reopens", "ar": "الميناء يفتح من جديد"}
_MANY: Final = 20


def specimens(theme: str) -> Iterator[tuple[str, Output]]:
    """Each page with what it is, in words; rendered when it is asked for."""
    for language, text in _TEXTS.items():
        for name, page in _pages(theme, language, text):
            yield f"{name} ({language})", page


def _pages(theme: str, language: str, text: str) -> Iterator[tuple[str, Output]]:
    settings = _settings(theme, language)
    entries = [
        entry_of(_story(settings, text, full=number % 3 == 0, hours=number), settings) for number in range(_MANY)
    ]
    yield "an article with everything", article_page(_story(settings, text, full=True), entries[:6], settings)
    yield "an article with little", article_page(_story(settings, text), [], settings)
    yield "the front page", home_page(entries, settings)
    yield "the front page of an empty site", home_page([], settings)
    yield "a section", section_page("town", entries, settings)
    yield "an empty section", section_page("empty", [], settings)
    yield "a tag", tag_page(Slug("harbour"), entries, settings)
    yield "an author", author_page(_author_of(entries[0]), entries, settings)
    yield "the archive", archive_page({"2026-10", "2026-11"}, settings)
    yield "the archive of an empty site", archive_page(set(), settings)
    yield "a month", month_page("2026-11", entries, ["2026-11-19", "2026-11-20"], settings)
    yield "a day", day_page("2026-11-20", entries, ["archive/2026/11/20/0000/index.html"], settings)
    yield "a withdrawn article's page", gone_page("/a/", settings, Withdrawal(reason=_text(text), language=language))
    yield "a redirect", redirect_page("/a/", "/b/", settings)
    yield "the page for what isn't found", not_found_page(settings)


def _author_of(entry: Entry) -> Slug:
    return entry.contributors[0].slug


def _text(text: str) -> str:
    return f'{text} "<{CANARY}>'


def _settings(theme: str, language: str) -> SiteSettings:
    told = SiteSettings.model_validate(
        {
            "title": _text("The Tidewater"),
            "description": _text("News"),
            "language": language,
            "base_url": "https://tidewater.example",
            "sections": {
                "town": {"title": _text("Town"), "description": _text("Streets")},
                "empty": {"title": "Empty"},
            },
        }
    )
    return told.model_copy(update={"theme": theme})


def _story(settings: SiteSettings, text: str, *, full: bool = False, hours: int = 0) -> Story:
    image = {
        "src": "/media/a.jpg",
        "alt": _text(text),
        "caption": _text(text),
        "credit": _text(text),
        "width": 1200,
        "height": 800,
        "srcset": [{"src": "/media/b.jpg", "width": 600}],
    }
    fields: dict[str, Any] = {
        "kicker": _text(text),
        "summary": _text(text),
        "section": "town" if hours % 2 else "Elsewhere",
        "tags": [_text(text), "harbour"],
        "image": image,
        "authors": [
            {"name": _text(text), "bio": _text(text), "url": "https://tidewater.example/mara", "image": "/media/m.jpg"},
            {"name": "Tom Ashdown"},
        ],
        "translations": [{"language": "fa", "url": "https://tidewater.example/fa/"}],
        "corrections": [{"at": "2026-11-20T13:00:00Z", "text": _text(text)}],
        "updated_at": "2026-11-20T14:00:00Z",
    }
    article = Article.model_validate(
        {
            "id": f"story-{hours}",
            "title": _text(text),
            "body": f"{text}.\n\n## {text}\n\n> {text}" if full else text,
            **(fields if full else {}),
        }
    )
    people = tuple(author for author in article.authors if isinstance(author, Person))
    published_at = _NOON - timedelta(hours=hours)
    article_id = ArticleId(f"story-{hours}")
    slug = slugify(f"story {hours}", fallback="story")
    return Story(
        article=article,
        id=article_id,
        published_at=published_at,
        updated_at=article.updated_at,
        address=address_of(article, article_id, published_at, settings, slug),
        authors=people,
        body=render_body(article.body),
    )
