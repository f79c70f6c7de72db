"""The same article in other languages: for readers, and for search engines (`hreflang`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.site.languages import Span, own_name, primary_subtag, span_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Story, url_of
from broadsheet.site.urls import absolute_url, safe_url

DEFAULT = "x-default"
"""Whom none of the languages is meant for, in a search engine's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The article in another language; `name` is the language's own name for itself, in that language."""

    span: Span
    name: str
    url: str


def versions_of(story: Story, settings: SiteSettings) -> tuple[Version, ...]:
    """The article in other languages, by their tags. One in the language that the page has by default is left out."""
    own = story.article.language or settings.language
    return tuple(
        Version(span=span_of(one.language), name=own_name(one.language), url=safe_url(one.url))
        for one in sorted(story.article.translations, key=lambda one: one.language)
        if one.language != own
    )


def alternates_of(story: Story, settings: SiteSettings) -> Iterator[tuple[str, str]]:
    """Language tags and whole addresses of all versions, the page's own among them; none where it has no other.

    A site without an origin names none: its own versions have no address that search engines would take.
    The version in the site's language is also that of readers of any other language: so all pages of one article in
    one site name the same.
    """
    versions = versions_of(story, settings)
    if not versions or not settings.base_url:
        return
    pages = {one.span.lang: one.url for one in versions}
    pages[story.article.language or settings.language] = url_of(story.address)
    told = {tag: absolute_url(pages[tag], base_url=settings.base_url) for tag in sorted(pages)}
    yield from told.items()
    for tag in (settings.language, *told):
        if tag in told and primary_subtag(tag) == primary_subtag(settings.language):
            yield DEFAULT, told[tag]
            return
