"""Rebuild: have everything rendered again, a part at a time, without keeping editors' uploads waiting."""

from itertools import islice
from typing import Final

from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.refresh import LISTING_PREFIXES, listings_at, refresh_listings
from broadsheet.stores.backlog import Errand, Look, LookAtAll, RefreshAll
from broadsheet.stores.inbox import source_id_of

LISTINGS_AT_ONCE: Final = 50
AT_ONCE: Final = 500
"""How many looks one errand adds: five seconds' work at 10 messages a call."""


def rebuild(newsroom: Newsroom) -> None:
    """Begin to have the furniture and every article rendered anew; what is as it should be is not written.

    Raises:
        Unavailable: the backlog can't be reached.
    """
    newsroom.backlog.add([LookAtAll(), RefreshAll()])


def look_at_all(errand: LookAtAll, newsroom: Newsroom) -> int:
    """Add a look at each of the next articles to the backlog, and after them the errand to go on; returns how many.

    The errand is a message, so a rebuild goes on wherever its function was stopped. Done twice it costs twice.

    Raises:
        Unavailable: a store can't be reached.
    """
    if not errand.after:
        furnish(newsroom)
    keys = [key for key, _ in islice(newsroom.inbox.newest_versions(after=errand.after), AT_ONCE)]
    errands: list[Errand] = [Look(id=source_id) for key in keys if (source_id := source_id_of(key)) is not None]
    newsroom.backlog.add([*errands, *([LookAtAll(after=keys[-1])] if len(keys) == AT_ONCE else [])])
    return len(errands)


def refresh_all(errand: RefreshAll, newsroom: Newsroom) -> int:
    """Bring the next pages of listings up to date, and add the errand to go on to the backlog; returns how many.

    Raises:
        Unavailable: a store can't be reached, or another handler keeps the front page; do it again later.
    """
    after = ((prefix, max(errand.after, prefix)) for prefix in LISTING_PREFIXES if errand.after < prefix + "\U0010ffff")
    keys = (key for prefix, start in after for key in newsroom.site.keys(prefix, after=start))
    found = list(islice((key for key in keys if key.endswith("/index.html")), LISTINGS_AT_ONCE))
    refresh_listings(listings_at(found), newsroom)
    if len(found) == LISTINGS_AT_ONCE:
        newsroom.backlog.add([RefreshAll(after=found[-1])])
    return len(found)
