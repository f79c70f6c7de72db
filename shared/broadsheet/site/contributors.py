"""An article's authors, and the pages that they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.article import Article, Person, Slug, slugify
from broadsheet.site.settings import SiteSettings
from broadsheet.site.urls import encoded_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """An author, and the last part of the address of their page: /author/<slug>/."""

    slug: Slug
    person: Person

    @property
    def url(self) -> str:
        """The percent-encoded address of their page."""
        return author_url(self.slug)


def author_url(slug: str) -> str:
    """The percent-encoded address of an author's page."""
    return encoded_path(f"/author/{slug}/")


def contributors_of(article: Article, people: Sequence[Person], settings: SiteSettings) -> tuple[Contributor, ...]:
    """The authors of an article, who are `people`, with their pages.

    The page of one whom the settings define is named by the id there, be the author given by it or by the same name;
    that of anybody else by the name.
    """
    ids = {person.name: author_id for author_id, person in reversed(settings.authors.items())}
    return tuple(
        Contributor(
            slug=slugify(author if isinstance(author, str) else ids.get(person.name, person.name), fallback="author"),
            person=person,
        )
        for author, person in zip(article.authors, people, strict=True)
    )
