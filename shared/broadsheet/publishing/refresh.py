"""Refresh: re-render what tells of an article elsewhere, after its entries in the listings have changed."""

from collections.abc import Callable, Collection
from typing import Final

from broadsheet.article import Unavailable
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom, converge
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
    """The home page; the sections that it links to have their pages, as they are now, before it is written.

    Those of declared sections are always there; to the others another handler will come, but maybe later.
    """
    for _ in range(MAX_ROUNDS):
        entries = newsroom.catalog.newest(ALL, LISTED)
        slugs = {section_slug(entry.section) for entry in entries if entry.section}
        undeclared = sorted(slugs - newsroom.settings.sections_by_slug.keys())
        refresh_listings([SECTION_PREFIX + slug for slug in undeclared], newsroom)
        if all(newsroom.site.look(section_key(slug)) is not None for slug in undeclared):
            return home_page(entries, newsroom.settings)
    message = f"the sections of {HOME_KEY} keep changing"
    raise Unavailable(message)


def _section_page(slug: str, newsroom: Newsroom) -> Output | None:
    """The section's page; none where there is nothing in a section that the settings don't declare.

    Before such a page goes, it says that it is empty, and the home page doesn't link to it any more. Whoever is about
    to link to it again brings it up to date first, and so keeps it from being removed.
    """
    entries = newsroom.catalog.newest(SECTION_PREFIX + slug, LISTED)
    page = section_page(slug, entries, newsroom.settings)
    if entries or slug in newsroom.settings.sections_by_slug:
        return page
    there = newsroom.site.look(page.key)
    if there is None:
        return None
    if there.fingerprint != newsroom.site.fingerprint(page):
        return page
    refresh_listings([ALL], newsroom)
    return None


def section_key(slug: str) -> str:
    """The key of a section's page."""
    return page_key(f"/section/{slug}/")


def all_listings(newsroom: Newsroom) -> set[str]:
    """The listing of all articles, those of declared sections, and those of all section pages that there are."""
    there = [key.split("/")[1] for key in newsroom.site.keys("section/")]
    return {ALL, *(SECTION_PREFIX + slug for slug in (*there, *newsroom.settings.sections_by_slug))}
