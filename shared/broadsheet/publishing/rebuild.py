"""Rebuild: have everything rendered again, a part at a time, without keeping editors' uploads waiting."""

from itertools import islice
from typing import Final

from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.refresh import LISTING_PREFIXES, listings_at, refresh_listings, standing_listings
from broadsheet.site.listings import ALL
from broadsheet.stores.backlog import Errand, Look, LookAtAll, RefreshAll
from broadsheet.stores.catalog import FIRST, Position, sort_key
from broadsheet.stores.inbox import source_id_of

AT_ONCE: Final = 500
"""How many looks one errand adds: five seconds' work at 10 messages a call."""
LISTED_AT_ONCE: Final = 50
"""The listings of how many articles one errand looks at."""
PAGES_AT_ONCE: Final = 200
"""How many pages of listings one errand looks at."""


def rebuild(newsroom: Newsroom) -> None:
    """Begin to have the furniture and every article rendered anew; what is as it should be is not written.

    Raises:
        Unavailable: the backlog can't be reached.
    """
    newsroom.backlog.add([LookAtAll()])


def look_at_all(errand: LookAtAll, newsroom: Newsroom) -> int:
    """Add a look at each of the next articles to the backlog, and after them the errand to go on; returns how many.

    The errand is a message, so a rebuild goes on wherever its function was stopped. Done twice it costs twice.

    Raises:
        Unavailable: a store can't be reached.
    """
    if not errand.after:
        furnish(newsroom)
        newsroom.backlog.add([RefreshAll()])
    keys = [key for key, _ in islice(newsroom.inbox.newest_versions(after=errand.after), AT_ONCE)]
    errands: list[Errand] = [Look(id=source_id) for key in keys if (source_id := source_id_of(key)) is not None]
    newsroom.backlog.add([*errands, *([LookAtAll(after=keys[-1])] if len(keys) == AT_ONCE else [])])
    return len(errands)


def refresh_all(errand: RefreshAll, newsroom: Newsroom) -> int:
    """Bring the next listings up to date, and add the errand to go on to the backlog; returns how many there were.

    First those of all articles, in the order of their publication: so each has its day and month in common with most
    of the others. Then those of all pages that there are, of which some may be nobody's.

    Raises:
        Unavailable: a store can't be reached, or another handler keeps the front page; do it again later.
    """
    places: set[Position] | None = None
    if errand.pages:
        listings, next_one = _of_pages(errand.after, newsroom)
    else:
        places, next_one = _of_articles(errand.after, newsroom)
        listings = {place.listing for place in places}
    listings -= standing_listings(newsroom)
    refresh_listings(listings, newsroom, changes=places)
    if next_one is not None:
        newsroom.backlog.add([next_one])
    return len(listings)


def _of_articles(after: str, newsroom: Newsroom) -> tuple[set[Position], RefreshAll]:
    entries = newsroom.catalog.following(Position(ALL, after or FIRST), LISTED_AT_ONCE)
    rows = [row for entry in entries if (row := newsroom.catalog.row(entry.id)) is not None]
    places = {place for row in rows for place in row.entries()}
    if len(entries) < LISTED_AT_ONCE:
        return places, RefreshAll(pages=True)
    return places, RefreshAll(after=sort_key(entries[-1].published_at, entries[-1].id))


def _of_pages(after: str, newsroom: Newsroom) -> tuple[set[str], RefreshAll | None]:
    prefixes = [prefix for prefix in LISTING_PREFIXES if after < prefix or after.startswith(prefix)]
    keys = (key for prefix in prefixes for key in newsroom.site.keys(prefix, after=after))
    found = list(islice(keys, PAGES_AT_ONCE))
    return listings_at(found), RefreshAll(after=found[-1], pages=True) if len(found) == PAGES_AT_ONCE else None
