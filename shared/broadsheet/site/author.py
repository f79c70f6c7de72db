"""The page of one author."""

from collections.abc import Sequence

from broadsheet.article import Person, Slug
from broadsheet.markup import excerpt
from broadsheet.site import caching
from broadsheet.site.contributors import author_url
from broadsheet.site.descriptions import DESCRIPTION_CHARACTERS, in_short
from broadsheet.site.frame import frame, portrait_of, teaser_of
from broadsheet.site.json_ld import profile_graph
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.section import LISTED
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first, page_key
from broadsheet.site.urls import safe_url
from broadsheet.site.words import words_for


def author_page(slug: Slug, entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """The biography and the newest 30 entries of an author, who is told of as in the newest of them."""
    newest = newest_first(entries, LISTED)
    known = (each.person for entry in newest for each in entry.contributors if each.slug == slug)
    person = next(known, Person(name=slug))
    biography = " ".join(person.bio.split())
    articles = str(words_for(settings.language).articles_by(person.name))
    page = frame(
        settings,
        person.name,
        description=excerpt(biography, DESCRIPTION_CHARACTERS)
        or in_short(articles, (entry.title for entry in newest), settings),
        url=author_url(slug),
        head={"og:type": "profile"},
        json_ld=profile_graph(person, settings, url=author_url(slug)),
    )
    body = render(
        "author.html",
        page=page,
        author=person,
        link=safe_url(person.url),
        portrait=portrait_of(person),
        teasers=tuple(teaser_of(entry, page=page.span, settings=settings) for entry in newest),
    )
    tags = ("listing", caching.cache_tag("author", slug))
    return caching.html(author_key(slug), body, cache_control=caching.LISTING, tags=tags)


def author_key(slug: str) -> str:
    """The key of an author's page."""
    return page_key(f"/author/{slug}/")
