"""Adopt: take over what another catalog knows and no source tells, so that the same sources make the same site."""

from collections.abc import Iterable
from dataclasses import replace

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores.catalog import Row, new_lease


def adopt(rows: Iterable[Row], newsroom: Newsroom) -> None:
    """Claim for each article, in their order, the addresses that its row in another catalog has.

    Who came first to a contested address is history, which sources don't tell, and so is when a text was changed,
    and when an article was withdrawn. Doing it again changes nothing.

    Raises:
        AddressTaken: this catalog has given one of them to another article before.
        Unavailable: the catalog can't be reached, or is at work.
    """
    for row in rows:
        _adopt(row, newsroom)


def _adopt(theirs: Row, newsroom: Newsroom) -> None:
    catalog, now = newsroom.catalog, newsroom.clock.now()
    lease = new_lease(theirs.id, now=now)
    row = catalog.take(lease, now=now)
    own = row.addresses if row else ()
    try:
        if new := [address for address in theirs.addresses if address not in own]:
            row = catalog.claim(lease, row, new)
        if row is not None:
            told = replace(row, text=theirs.text or row.text, gone=theirs.gone or row.gone)
            if told != row:
                catalog.commit(lease, row, replace(told, revision=row.revision + 1))
    finally:
        catalog.release(lease, row)
