"""Repair: mend what verify has found, by the use cases that would have made it, and under their leases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

from broadsheet.article import ArticleId, Conflict, StoreError, Unavailable, Unreadable
from broadsheet.publishing.configure import configure, with_current_settings
from broadsheet.publishing.leasing import check, give_back
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.refresh import all_listings, refresh_listings
from broadsheet.publishing.verify import PAUSE_SECONDS, Told, verify
from broadsheet.publishing.verifying.article import check_article
from broadsheet.publishing.verifying.differences import Kind, Report
from broadsheet.publishing.verifying.distrusting import Distrusting
from broadsheet.publishing.verifying.dry_run import Corrections
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.publishing.verifying.holdings import Holdings
from broadsheet.publishing.verifying.listings import check_furniture
from broadsheet.publishing.verifying.rights import is_anybodys
from broadsheet.stores.catalog import Lease, Leased, new_lease
from broadsheet.stores.items import Kept

_ROUNDS: Final = 4
"""One mends what there is; others may be at work meanwhile, and what can't be read hides what lies behind it."""
_TRIES: Final = 15


def verify_and_repair(
    newsroom: Newsroom,
    *,
    sample: int | None = None,
    pause_seconds: float = PAUSE_SECONDS,
    told: Told = lambda _done, _total: None,
) -> tuple[Report, Report]:
    """Verify, mend what differs, and verify again; returns what was found first, and what is left.

    What a sample has found is mended after everything has been looked at.

    Raises:
        Unavailable: a store can't be reached.
    """

    def looked(size: int | None) -> Report:
        return verify(newsroom, sample=size, pause_seconds=pause_seconds, told=told)

    first = looked(sample)
    if first.differences and sample is not None:
        first = looked(None)
    last = first
    for _ in range(_ROUNDS):
        if not last.differences:
            break
        repair(newsroom, last)
        last = looked(None)
    return first, last


def repair(newsroom: Newsroom, report: Report) -> None:
    """Mend what was found, as far as it still is so. What fails stays as it is, and is found again.

    Claims and rows come first, since pages follow from them; then the articles are published, which makes their pages,
    receipts and rows; then come the entries that rows ask for, and at last the listings; and what is nobody's goes.
    """
    room = with_current_settings(replace(newsroom, site=Distrusting(newsroom.site)))
    for held in report.holdings.leases:
        room.catalog.free(held)
    _each(report.suspects, lambda source_id: _prepare(source_id, room, report.holdings))
    _each(report.suspects, lambda source_id: publish(source_id, room))
    _each(report.suspects, lambda source_id: _complete(source_id, room, report.holdings))
    with suppress(StoreError):
        configure(room)
        refresh_listings({*report.holdings.listings, *all_listings(room)}, room)
        furniture = check_furniture(room, report.holdings.listings, Corrections())
        for receipt in furniture.receipts:
            room.inbox.replace_receipt(receipt)
        orphans = [each.key for each in report.differences if each.kind is Kind.ORPHAN and each.id is None]
        for key in orphans:
            if key is not None and key not in furniture.keys and not is_anybodys(key, room):
                _remove(key, room)


def _each(source_ids: tuple[str, ...], work: Callable[[str], object]) -> None:
    for source_id in source_ids:
        with suppress(StoreError):
            work(source_id)


def _prepare(source_id: str, newsroom: Newsroom, holdings: Holdings) -> None:
    """Put right what publishing an article goes by, and take away what is nobody's."""
    with _mending(source_id, newsroom) as lease:
        finding = check_article(source_id, newsroom, holdings, Corrections())
        if finding.first or finding.remove:
            newsroom.catalog.mend(lease, put=finding.first, remove=finding.remove)


def _complete(source_id: str, newsroom: Newsroom, holdings: Holdings) -> None:
    """Put in place what the use case takes for granted once it has been written."""
    with _mending(source_id, newsroom) as lease:
        finding = check_article(source_id, newsroom, holdings, Corrections())
        if any(isinstance(item, Kept) for item in finding.first):
            return
        _replace_receipts(finding, newsroom, lease)
        for difference in finding.differences:
            if difference.kind is Kind.ORPHAN and difference.key is not None:
                check(lease, newsroom)
                _remove(difference.key, newsroom)
        if finding.then:
            newsroom.catalog.mend(lease, put=finding.then)


def _replace_receipts(finding: Finding, newsroom: Newsroom, lease: Lease) -> None:
    row = newsroom.catalog.row(lease.id)
    for receipt in finding.receipts:
        check(lease, newsroom)
        newsroom.inbox.replace_receipt(replace(receipt, revision=row.revision if row else 0))


@contextmanager
def _mending(source_id: str, newsroom: Newsroom) -> Iterator[Lease]:
    """The article's lease, whatever its row looks like."""
    lease = _taken(ArticleId(source_id), newsroom)
    try:
        yield lease
    finally:
        give_back(lease, None, newsroom)


def _taken(source_id: ArticleId, newsroom: Newsroom) -> Lease:
    for _ in range(_TRIES):
        now = newsroom.clock.now()
        lease = new_lease(source_id, now=now)
        try:
            newsroom.catalog.take(lease, now=now)
        except Leased:
            newsroom.clock.sleep(1)
        except Unreadable:
            # The lease is taken all the same.
            return lease
        else:
            return lease
    message = f"{source_id} is kept by another handler"
    raise Unavailable(message)


def _remove(key: str, newsroom: Newsroom) -> None:
    seen = newsroom.site.look(key)
    if seen is not None:
        with suppress(Conflict):
            newsroom.site.remove(key, expected=seen)
