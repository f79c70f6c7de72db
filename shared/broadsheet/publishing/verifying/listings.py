"""Check what is no article's: the theme, the listings, the settings' receipts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.publishing.configure import configure
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.refresh import (
    LISTING_PREFIXES,
    all_listings,
    listings_at,
    refresh_listings,
    standing_listings,
)
from broadsheet.publishing.sampling import sampled
from broadsheet.publishing.verifying.confirmations import check_receipts
from broadsheet.publishing.verifying.differences import Difference
from broadsheet.publishing.verifying.dry_run import Corrections, dry_room
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.stores.inbox import SETTINGS_KEY
from broadsheet.stores.receipts import Receipt


class Sample(NamedTuple):
    """How many listings, besides those that every site has, are looked at in a run, and the run's number."""

    size: int
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What differs, which keys are the site's own, and the receipts that the settings' versions should have instead."""

    differences: list[Difference]
    keys: set[str]
    receipts: list[Receipt]


def check_furniture(
    newsroom: Newsroom, listings: Collection[str], corrections: Corrections, *, sample: Sample | None = None
) -> Furniture:
    """Compare all that the site has besides its articles' pages; `listings` are those that the catalog tells of.

    Of a sample, `keys` are also those of all pages of listings that were not looked at.

    Raises:
        Unreadable: an entry is damaged.
        Unavailable: a store can't be reached.
    """
    room = dry_room(newsroom, corrections)
    configure(room.newsroom)
    looked_at = {*listings, *all_listings(newsroom)}
    passed_over: set[str] = set()
    if sample is not None:
        standing = standing_listings(newsroom)
        looked_at = standing | set(sampled(looked_at - standing, sample.size, run=sample.run))
        there = (key for prefix in LISTING_PREFIXES for key in newsroom.site.keys(prefix))
        passed_over = {key for key in there if (found := listings_at([key])) and looked_at.isdisjoint(found)}
    refresh_listings(looked_at, room.newsroom)
    finding = Finding(id=SETTINGS_KEY)
    if newsroom.inbox.keeps_history:
        check_receipts(newsroom.inbox.newest(SETTINGS_KEY), room.inbox.noted, newsroom, finding)
    return Furniture(
        differences=[*room.site.differences(), *finding.differences],
        keys=room.site.kept() | passed_over,
        receipts=finding.receipts,
    )
