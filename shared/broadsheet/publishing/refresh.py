"""Refresh: re-render what tells of an article elsewhere, after its entries in the listings have changed."""

from collections.abc import Callable, Collection

from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.site.home import home_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.recent import recent_index
from broadsheet.site.section import LISTED, section_page
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import ALL, SECTION_PREFIX, Position


def refresh(changes: Collection[Position], newsroom: Newsroom) -> None:
    """Bring the listings in which something changed up to date, and the pages whose recent block may tell of it.

    A change is a hint: everything is read from the catalog now. A burst of changes costs each listing one rendering.

    Raises:
        Unavailable: a store can't be reached; do it again later.
    """
    for listing in sorted({change.listing for change in changes}):
        refresh_listing(listing, newsroom)
    for source_id in sorted(successors(changes, newsroom)):
        publish(source_id, newsroom)


def refresh_listing(listing: str, newsroom: Newsroom) -> None:
    """Bring the outputs of one listing up to date."""
    for key, render in _outputs(listing, newsroom).items():
        converge(newsroom, key, render)


def successors(changes: Collection[Position], newsroom: Newsroom) -> set[str]:
    """The articles that come right after a changed one: its place is in their recent block."""
    return {
        entry.id
        for change in changes
        if change.listing == ALL
        for entry in newsroom.catalog.following(change, RECENT_POSTS)
    }


def _outputs(listing: str, newsroom: Newsroom) -> dict[str, Callable[[], Output | None]]:
    """What is rendered from a listing, by key, each to be called when the state is to be read."""
    catalog, settings = newsroom.catalog, newsroom.settings
    if listing == ALL:
        return {
            "recent.json": lambda: recent_index(catalog.newest(ALL, LISTED), settings),
            "index.html": lambda: home_page(catalog.newest(ALL, LISTED), settings),
        }
    slug = listing.removeprefix(SECTION_PREFIX)

    def render() -> Output | None:
        entries = catalog.newest(listing, LISTED)
        if not entries and slug not in settings.sections_by_slug:
            return None
        return section_page(slug, entries, settings)

    return {page_key(f"/section/{slug}/"): render}
