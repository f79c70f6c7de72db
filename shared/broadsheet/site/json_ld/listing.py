"""The graphs of pages that list articles: the home page, and a section's."""

from collections.abc import Sequence

from broadsheet.site.json_ld.nodes import (
    Node,
    breadcrumbs,
    filled,
    full_publisher,
    full_website,
    graph,
    named,
    publisher,
    web_address,
    website,
)
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry


def home_graph(settings: SiteSettings) -> Node:
    """The site and its publisher, with all that the settings tell of them."""
    return graph(full_website(settings), full_publisher(settings))


def listing_graph(entries: Sequence[Entry], settings: SiteSettings, *, name: str, description: str, url: str) -> Node:
    """A page at the root-relative, percent-encoded `url` that lists entries, in their order."""
    collection = filled(
        {
            "@type": "CollectionPage",
            "@id": named("page", settings, url=url),
            "name": name,
            "description": description,
            "url": web_address(url, settings),
            "inLanguage": settings.language,
            "isPartOf": {"@id": named("website", settings)},
            "publisher": {"@id": named("publisher", settings)},
            "mainEntity": _item_list(entries, settings),
        }
    )
    return graph(
        collection,
        breadcrumbs([(name, url)], settings, language=settings.language),
        publisher(settings),
        website(settings),
    )


def _item_list(entries: Sequence[Entry], settings: SiteSettings) -> Node:
    """Nothing without an origin: a step of the list is an address."""
    if not settings.base_url or not entries:
        return {}
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": web_address(entry.url, settings), "name": entry.title}
            for position, entry in enumerate(entries, 1)
        ],
    }
