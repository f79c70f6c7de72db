"""Check what is no article's: the theme, the listings, the settings' receipts."""

from collections.abc import Collection
from dataclasses import dataclass

from broadsheet.publishing.configure import configure
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.refresh import all_listings, refresh_listings
from broadsheet.publishing.verifying.confirmations import check_receipts
from broadsheet.publishing.verifying.differences import Difference
from broadsheet.publishing.verifying.dry_run import Corrections, dry_room
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.stores.inbox import SETTINGS_KEY
from broadsheet.stores.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What differs, which keys are the site's own, and the receipts that the settings' versions should have instead."""

    differences: list[Difference]
    keys: set[str]
    receipts: list[Receipt]


def check_furniture(newsroom: Newsroom, listings: Collection[str], corrections: Corrections) -> Furniture:
    """Compare all that the site has besides its articles' pages; `listings` are those that the catalog tells of.

    Raises:
        Unreadable: an entry is damaged.
        Unavailable: a store can't be reached.
    """
    room = dry_room(newsroom, corrections)
    configure(room.newsroom)
    refresh_listings({*listings, *all_listings(newsroom)}, room.newsroom)
    finding = Finding(id=SETTINGS_KEY)
    if newsroom.inbox.keeps_history:
        check_receipts(newsroom.inbox.newest(SETTINGS_KEY), room.inbox.noted, newsroom, finding)
    return Furniture(
        differences=[*room.site.differences(), *finding.differences],
        keys=room.site.kept(),
        receipts=finding.receipts,
    )
