"""Refresh: re-render what tells of an article elsewhere, after its entries in the listings have changed."""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Final

from broadsheet.article import StoreError
from broadsheet.publishing.announce_later import announce_later
from broadsheet.publishing.archive import ARCHIVE, refresh_archive
from broadsheet.publishing.front import refresh_front, refresh_indexes
from broadsheet.publishing.newsroom import HASTY_ROUNDS, Newsroom, Restless
from broadsheet.publishing.profiles import refresh_author, refresh_tag
from broadsheet.publishing.publish import publish
from broadsheet.publishing.sections import is_left_over, refresh_section
from broadsheet.site.archive import period_of_page
from broadsheet.site.listings import ALL, AUTHOR, DAY, FEATURED, MONTH, SECTION, TAG, listing_of, shown_by
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.sitemaps import PARTS, month_of_part
from broadsheet.stores.backlog import Look
from broadsheet.stores.catalog import Position

LISTING_PREFIXES: Final = ("archive/", "author/", "section/", PARTS, "tag/")
"""Under which all outputs of listings are, but for those of all articles."""


def refresh(changes: Collection[Position], newsroom: Newsroom) -> None:
    """Bring the listings in which something changed up to date, and the pages whose recent block may tell of it.

    A change is a hint: everything is read from the catalog now. A burst of changes costs each listing one rendering.
    An article that can't be published now, because somebody has it or has died with it, is left to the backlog: it
    keeps neither the others nor the changes that come after it from being told of. Hubs and search engines are told
    when all that they will ask for is there.

    Raises:
        Unavailable: a store can't be reached; do it again later.
    """
    refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
    for source_id in sorted(successors(changes, newsroom)):
        try:
            publish(source_id, newsroom)
        except StoreError:
            newsroom.backlog.add([Look(id=source_id)])
    announce_later(changes, newsroom)


def refresh_listings(
    listings: AbstractSet[str], newsroom: Newsroom, *, changes: Collection[Position] | None = None
) -> None:
    """Bring the outputs of listings up to date, those last that link to others: the archive and the front page.

    In a burst one that changes all the time keeps no other from being told of: it is come back to in the end.

    `changes` tell where in these listings something has changed; None: anywhere, for which all of a month is read.
    """
    listings = {shown_by(listing) for listing in listings}
    hasty = replace(newsroom, rounds=HASTY_ROUNDS)
    restless: list[Callable[[Newsroom], None]] = []

    def attempt(work: Callable[[Newsroom], None]) -> None:
        try:
            work(hasty)
        except Restless:
            restless.append(work)

    for slug in _named(TAG, listings):
        attempt(partial(refresh_tag, slug))
    for slug in _named(AUTHOR, listings):
        attempt(partial(refresh_author, slug))
    sections = sorted({*_named(SECTION, listings), *_named(f"{FEATURED}#", listings)})
    for slug in sections:
        attempt(partial(refresh_section, slug))
    empty = [slug for slug in sections if is_left_over(slug, newsroom)]
    if ALL in listings:
        attempt(refresh_indexes)
    days, months = _named(DAY, listings), _named(MONTH, listings)
    if days or months or ARCHIVE in listings:
        refresh_archive(months, days, newsroom, changes=changes)
    if empty or not listings.isdisjoint({ALL, FEATURED}):
        refresh_front(empty, newsroom)
    for work in restless:
        work(newsroom)


def successors(changes: Collection[Position], newsroom: Newsroom) -> set[str]:
    """The articles that come right after a changed one: its place is in their recent block."""
    return {
        entry.id
        for change in changes
        if change.listing == ALL
        for entry in newsroom.catalog.following(change, RECENT_POSTS)
    }


def standing_listings(newsroom: Newsroom) -> set[str]:
    """Those that a site always has, those of declared sections, and those of all section pages that there are."""
    there = [key.split("/")[1] for key in newsroom.site.keys("section/")]
    return {ALL, ARCHIVE, *(SECTION + slug for slug in (*there, *newsroom.settings.sections_by_slug))}


def listings_at(keys: Collection[str]) -> set[str]:
    """The listings whose outputs have these keys."""
    named = ((TAG, "tag/"), (AUTHOR, "author/"), (SECTION, "section/"))
    found = {listing + key.split("/")[1] for key in keys for listing, prefix in named if key.startswith(prefix)}
    periods = {period_of_page(key) for key in keys if key.startswith("archive/")}
    periods |= {month_of_part(key) for key in keys if key.startswith(PARTS)}
    return found | {listing for period in periods if (listing := listing_of(period)) is not None}


def all_listings(newsroom: Newsroom) -> set[str]:
    """The standing ones, and those of all pages that there are; in proportion to the site."""
    keys = [key for prefix in LISTING_PREFIXES for key in newsroom.site.keys(prefix)]
    return standing_listings(newsroom) | listings_at(keys)


def _named(prefix: str, listings: Collection[str]) -> list[str]:
    return sorted(listing.removeprefix(prefix) for listing in listings if listing.startswith(prefix))
