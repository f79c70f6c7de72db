"""Adopt: take over the address claims of another catalog, so that the same sources make the same site."""

from collections.abc import Iterable

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores.catalog import Row, new_lease


def adopt(rows: Iterable[Row], newsroom: Newsroom) -> None:
    """Claim for each article, in their order, the addresses that its row in another catalog has.

    Who came first to a contested address is history, which sources don't tell. Doing it again changes nothing.

    Raises:
        AddressTaken: this catalog has given one of them to another article before.
        Unavailable: the catalog can't be reached, or is at work.
    """
    for row in rows:
        if row.addresses:
            _claim(row, newsroom)


def _claim(theirs: Row, newsroom: Newsroom) -> None:
    now = newsroom.clock.now()
    lease = new_lease(theirs.id, now=now)
    row = newsroom.catalog.take(lease, now=now)
    own = row.addresses if row else ()
    try:
        if new := [address for address in theirs.addresses if address not in own]:
            row = newsroom.catalog.claim(lease, row, new)
    finally:
        newsroom.catalog.release(lease, row)
