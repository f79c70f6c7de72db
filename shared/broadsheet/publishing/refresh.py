"""Refresh: re-render what tells of an article elsewhere, after its entries in the listings have changed."""

from collections.abc import Callable, Collection
from typing import Final

from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.site.home import home_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.recent import recent_index
from broadsheet.site.section import LISTED, section_page
from broadsheet.site.story import page_key, section_slug
from broadsheet.stores.catalog import ALL, SECTION_PREFIX, Position

HOME_KEY: Final = "index.html"


def refresh(changes: Collection[Position], newsroom: Newsroom) -> None:
    """Bring the listings in which something changed up to date, and the pages whose recent block may tell of it.

    A change is a hint: everything is read from the catalog now. A burst of changes costs each listing one rendering.

    Raises:
        Unavailable: a store can't be reached; do it again later.
    """
    refresh_listings({change.listing for change in changes}, newsroom)
    for source_id in sorted(successors(changes, newsroom)):
        publish(source_id, newsroom)


def refresh_listings(listings: Collection[str], newsroom: Newsroom) -> None:
    """Bring the outputs of listings up to date, those of all articles last: they link to the others."""
    for listing in sorted(listings, key=lambda listing: (listing == ALL, listing)):
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
    if listing == ALL:
        return {"recent.json": lambda: _recent_index(newsroom), HOME_KEY: lambda: _home_page(newsroom)}
    slug = listing.removeprefix(SECTION_PREFIX)
    return {section_key(slug): lambda: _section_page(slug, newsroom)}


def _recent_index(newsroom: Newsroom) -> Output:
    return recent_index(newsroom.catalog.newest(ALL, LISTED), newsroom.settings)


def _home_page(newsroom: Newsroom) -> Output:
    """The home page; the sections that it links to have their pages before it is written.

    Those of declared sections are always there, and another handler will come to the others, but maybe later.
    """
    entries = newsroom.catalog.newest(ALL, LISTED)
    for slug in {section_slug(entry.section): None for entry in entries if entry.section}:
        if slug not in newsroom.settings.sections_by_slug and newsroom.site.look(section_key(slug)) is None:
            refresh_listings([SECTION_PREFIX + slug], newsroom)
    return home_page(entries, newsroom.settings)


def _section_page(slug: str, newsroom: Newsroom) -> Output | None:
    """The section's page; none where there is nothing in a section that the settings don't declare.

    Before such a page goes, the home page has stopped to link to it.
    """
    entries = newsroom.catalog.newest(SECTION_PREFIX + slug, LISTED)
    if entries or slug in newsroom.settings.sections_by_slug:
        return section_page(slug, entries, newsroom.settings)
    if newsroom.site.look(section_key(slug)) is not None:
        refresh_listings([ALL], newsroom)
    return None


def section_key(slug: str) -> str:
    """The key of a section's page."""
    return page_key(f"/section/{slug}/")
