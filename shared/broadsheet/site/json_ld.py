"""What a page says of itself to machines: schema.org's NewsArticle."""

from broadsheet.article import Person, format_rfc3339
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Story, section_title, url_of
from broadsheet.site.urls import absolute_url


def news_article(story: Story, settings: SiteSettings, *, description: str) -> dict[str, object]:
    """The story as a schema.org NewsArticle; what isn't known is left out. Addresses are absolute if the site's are."""
    article = story.article
    address = absolute_url(url_of(story.address), base_url=settings.base_url)
    modified = story.updated_at or story.published_at
    publisher = _filled(
        {
            "@type": "Organization",
            "name": settings.title,
            "url": f"{settings.base_url}/",
            "logo": absolute_url(settings.logo_address, base_url=settings.base_url),
        },
    )
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "description": description,
            "datePublished": format_rfc3339(story.published_at.astimezone(settings.zone)),
            "dateModified": format_rfc3339(modified.astimezone(settings.zone)),
            "author": [_person(person, settings) for person in story.authors] or publisher,
            "image": [absolute_url(article.image.src, base_url=settings.base_url)] if article.image else [],
            "publisher": publisher,
            "mainEntityOfPage": {"@type": "WebPage", "@id": address},
            "url": address,
            "inLanguage": article.language or settings.language,
            "articleSection": section_title(article.section, settings) if article.section else "",
            "keywords": list(article.tags),
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": one.text,
                    "datePublished": format_rfc3339(one.at.astimezone(settings.zone)),
                }
                for one in sorted(article.corrections, key=lambda one: one.at)
            ],
        },
    )


def _person(person: Person, settings: SiteSettings) -> dict[str, object]:
    return _filled(
        {
            "@type": "Person",
            "name": person.name,
            "url": absolute_url(person.url, base_url=settings.base_url),
            "image": absolute_url(person.image, base_url=settings.base_url),
            "description": person.bio,
        },
    )


def _filled(properties: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in properties.items() if value not in ("", [], [""], None)}
