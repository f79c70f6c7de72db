"""The graph of an article's page: a NewsArticle, its publisher, the site, and the way to it."""

from broadsheet.article import format_rfc3339
from broadsheet.site.contributors import contributors_of
from broadsheet.site.json_ld.nodes import (
    Node,
    author,
    breadcrumbs,
    filled,
    graph,
    named,
    picture,
    publisher,
    website,
)
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Story, section_title, section_url, url_of
from broadsheet.site.translations import versions_of
from broadsheet.site.urls import web_address


def article_graph(story: Story, settings: SiteSettings, *, description: str) -> Node:
    """What the page of a story says of itself; what isn't known is left out."""
    section, language = story.article.section, story.article.language or settings.language
    steps = [(section_title(section, settings), section_url(section))] if section else []
    return graph(
        _news_article(story, settings, description=description),
        breadcrumbs([*steps, (story.article.title, url_of(story.address))], settings, language=language),
        publisher(settings),
        website(settings),
    )


def _news_article(story: Story, settings: SiteSettings, *, description: str) -> Node:
    """The headline is whole: a reader of it cuts one that is too long for its own place.

    An article without authors is its publisher's. Everything here is free to read.
    """
    article = story.article
    url = url_of(story.address)
    address = web_address(url, base_url=settings.base_url)
    modified = story.updated_at or story.published_at
    shown = picture(article.image, settings)
    authors = contributors_of(article, story.authors, settings)
    return filled(
        {
            "@type": "NewsArticle",
            "@id": named("article", settings, url=url),
            "headline": article.title,
            "description": description,
            "datePublished": format_rfc3339(story.published_at.astimezone(settings.zone)),
            "dateModified": format_rfc3339(modified.astimezone(settings.zone)),
            "author": [author(one.person, settings, url=one.url) for one in authors]
            or {"@id": named("publisher", settings)},
            "image": [shown] if shown else [],
            "publisher": {"@id": named("publisher", settings)},
            "mainEntityOfPage": {"@type": "WebPage", "@id": address} if address else {},
            "url": address,
            "isPartOf": {"@id": named("website", settings)},
            "inLanguage": article.language or settings.language,
            "articleSection": section_title(article.section, settings) if article.section else "",
            "keywords": list(article.tags),
            "isAccessibleForFree": True,
            "workTranslation": [
                {"@type": "CreativeWork", "url": translated, "inLanguage": one.span.lang}
                for one in versions_of(story, settings)
                if (translated := web_address(one.url, base_url=settings.base_url))
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": one.text,
                    "datePublished": format_rfc3339(one.at.astimezone(settings.zone)),
                }
                for one in sorted(article.corrections, key=lambda one: one.at)
            ],
        }
    )
