"""The graphs of pages that list articles: the home page, an author's, and those of sections, tags and the archive."""

from collections.abc import Sequence

from broadsheet.article import Person
from broadsheet.site.json_ld.nodes import (
    Node,
    author,
    breadcrumbs,
    filled,
    full_publisher,
    full_website,
    graph,
    named,
    publisher,
    website,
)
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry
from broadsheet.site.urls import web_address


def home_graph(settings: SiteSettings) -> Node:
    """The site and its publisher, with all that the settings tell of them."""
    return graph(full_website(settings), full_publisher(settings))


def listing_graph(  # noqa: PLR0913  # each is one fact about a page, all but two by name
    entries: Sequence[Entry],
    settings: SiteSettings,
    *,
    name: str,
    url: str,
    description: str = "",
    above: Sequence[tuple[str, str]] = (),
) -> Node:
    """A page at the root-relative, percent-encoded `url` that lists entries, in their order.

    `above` are the pages between home and this one, each by its name and its address, written like `url`.
    """
    words: Node = {"name": name, "description": description}
    return _page_graph("CollectionPage", words, _item_list(entries, settings), settings, way=[*above, (name, url)])


def profile_graph(person: Person, settings: SiteSettings, *, url: str) -> Node:
    """The page about an author, at the root-relative, percent-encoded `url`."""
    return _page_graph("ProfilePage", {}, author(person, settings, url=url), settings, way=[(person.name, url)])


def _page_graph(kind: str, words: Node, about: Node, settings: SiteSettings, *, way: Sequence[tuple[str, str]]) -> Node:
    """A page and what it is about, the `way` from home to it, which ends with itself, its publisher, and the site."""
    url = way[-1][1]
    page: Node = {
        "@type": kind,
        "@id": named("page", settings, url=url),
        **words,
        "url": web_address(url, base_url=settings.base_url),
        "inLanguage": settings.language,
        "isPartOf": {"@id": named("website", settings)},
        "publisher": {"@id": named("publisher", settings)},
        "mainEntity": about,
    }
    return graph(
        filled(page), breadcrumbs(way, settings, language=settings.language), publisher(settings), website(settings)
    )


def _item_list(entries: Sequence[Entry], settings: SiteSettings) -> Node:
    """Nothing without an origin: a step of the list is an address."""
    if not settings.base_url or not entries:
        return {}
    return {
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": web_address(entry.url, base_url=settings.base_url),
                "name": entry.title,
            }
            for position, entry in enumerate(entries, 1)
        ],
    }
