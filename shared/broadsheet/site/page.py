"""The article page, the reference page of the design."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from babel.lists import format_list

from broadsheet.article import format_rfc3339
from broadsheet.markup import excerpt
from broadsheet.site import caching
from broadsheet.site.contributors import Contributor, contributors_of
from broadsheet.site.dates import Moment, moment
from broadsheet.site.descriptions import DESCRIPTION_CHARACTERS
from broadsheet.site.frame import Picture, frame, picture_of, portrait_of, section_link, teaser_of
from broadsheet.site.json_ld import article_graph
from broadsheet.site.languages import closest_locale, social_locale, span_of
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story, newest_first, page_key, section_title, url_of
from broadsheet.site.translations import alternates_of, versions_of
from broadsheet.site.urls import safe_url, web_address

RECENT_POSTS: Final = 6
_NAME_PLACE: Final = "\ufffc"
"""Stands for each name while a language's list pattern is cut into the text between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author as a template writes one; `page` is the address of their page here, `url` that of their own."""

    name: str
    bio: str
    page: str
    url: str
    portrait: Picture | None


def article_page(story: Story, preceding: Sequence[Entry], settings: SiteSettings) -> Output:
    """The page of a story; `preceding` are the entries right before it in time, of which the newest six are shown."""
    article = story.article
    language = article.language or settings.language
    span = span_of(language)

    def told(time: datetime) -> Moment:
        return moment(time, language=language, fallback=settings.language, zone=settings.zone)

    authors = tuple(_author(each) for each in contributors_of(article, story.authors, settings))
    updated = story.updated_at if story.updated_at != story.published_at else None
    description = description_of(story)
    framed = frame(
        settings,
        article.title,
        language=language,
        description=description,
        url=url_of(story.address),
        head=_head(story, settings),
        json_ld=article_graph(story, settings, description=description),
        alternates=alternates_of(story, settings),
    )
    recent = newest_first(preceding, RECENT_POSTS)
    body = render(
        "article.html",
        page=framed,
        article=article,
        article_id=story.id,
        body=story.body.html,
        section=section_link(article.section, span=span, settings=settings),
        published=told(story.published_at),
        updated=told(updated) if updated else None,
        byline=_between_names(authors, language, settings.language),
        authors=authors,
        versions=versions_of(story, settings),
        introduced=tuple(author for author in authors if author.bio),
        picture=picture_of(article.image),
        corrections=tuple((told(one.at), one.text) for one in sorted(article.corrections, key=lambda one: one.at)),
        recent=tuple(teaser_of(entry, page=span, settings=settings) for entry in recent),
    )
    # Those that it tells of too: when one of them goes, what caches have of this page goes with it.
    tags = ("page", *(caching.cache_tag("article", each) for each in (story.id, *(entry.id for entry in recent))))
    return caching.html(page_key(story.address), body, cache_control=caching.PAGE, tags=tags)


def description_of(story: Story) -> str:
    """What a search engine shows below the title: the summary, or the beginning of the body."""
    return " ".join(story.article.summary.split()) or excerpt(story.body.text, DESCRIPTION_CHARACTERS)


def _author(each: Contributor) -> Author:
    person = each.person
    return Author(
        name=person.name, bio=person.bio, page=each.url, url=safe_url(person.url), portrait=portrait_of(person)
    )


def _between_names(authors: Sequence[Author], language: str, fallback: str) -> tuple[str, ...]:
    """The text before each name and after the last, as the language joins a list ("", ", ", " and ", "")."""
    if not authors:
        return ("", "")
    listed = format_list([_NAME_PLACE] * len(authors), style="standard", locale=closest_locale(language, fallback))
    return tuple(listed.split(_NAME_PLACE))


def _head(story: Story, settings: SiteSettings) -> Mapping[str, str | Sequence[str]]:
    article = story.article
    image = article.image
    picture = web_address(image.src, base_url=settings.base_url) if image else ""
    return {
        "og:type": "article",
        "og:locale:alternate": [social_locale(one.span.lang) for one in versions_of(story, settings)],
        "og:image": picture,
        "og:image:alt": image.alt if image and picture else "",
        "og:image:width": str(image.width or "") if image and picture else "",
        "og:image:height": str(image.height or "") if image and picture else "",
        "twitter:image:alt": image.alt if image and picture else "",
        "article:published_time": format_rfc3339(story.published_at.astimezone(settings.zone)),
        "article:modified_time": format_rfc3339(story.updated_at.astimezone(settings.zone)) if story.updated_at else "",
        "article:author": [
            url for person in story.authors if (url := web_address(person.url, base_url=settings.base_url))
        ],
        "article:section": section_title(article.section, settings) if article.section else "",
        "article:tag": article.tags,
    }
