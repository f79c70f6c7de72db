"""One suite over what each catalog holds, item by item."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.article import ArticleId, Conflict
from broadsheet.site.listings import ALL
from broadsheet.stores.catalog import (
    LEASE,
    Catalog,
    Lease,
    Leased,
    Medium,
    new_lease,
)
from broadsheet.stores.items import (
    Claim,
    Due,
    Held,
    Item,
    Kept,
    Referred,
    due_sort_key,
    dues_of,
    listed_in,
    references_of,
)
from tests.stores.rows import HARBOUR, STORM, a_row, committed, taken
from tests.world import START


def _due(hour: int, source_id: ArticleId) -> Due:
    return Due(sort_key=due_sort_key(datetime(2026, 11, 1, hour, tzinfo=UTC), source_id), id=source_id)


class TestItems:
    def test_everything_is_told_item_by_item(self, catalog: Catalog) -> None:
        catalog.claim(taken(catalog, STORM), None, ["/2026/11/storm/"])
        row = replace(a_row(HARBOUR, 9), due_at=START, media=(Medium(path="media/a.jpg", seen="f"),))
        committed(catalog, None, row)
        rows = [Kept(id=HARBOUR, row=row), Kept(id=STORM, row=catalog.row(STORM))]
        expected: list[Item] = [
            *rows,
            *listed_in(row),
            *dues_of(row),
            *references_of(row),
            Claim(address="/2026/11/storm/", owner=STORM),
        ]
        expected.append(Held(id=STORM, until=_until(START + LEASE)))
        found = list(catalog.items())
        assert len(found) == len(expected)
        assert all(item in expected for item in found)
        by_part = [item for part in range(4) for item in catalog.items(part=part, parts=4)]
        assert all(item in by_part for item in expected)
        for item in expected[:-1]:
            assert catalog.stored(item) == item

    def test_what_is_not_there_is_none(self, catalog: Catalog) -> None:
        absent: list[Item] = [Kept(id=STORM, row=None), Claim(address="/x/", owner=STORM), *listed_in(a_row(STORM, 9))]
        for item in absent:
            assert catalog.stored(item) is None
        assert catalog.stored(_due(9, STORM)) is None
        assert catalog.stored(Referred(path="media/a.jpg", id=STORM)) is None

    def test_references_are_mended(self, catalog: Catalog) -> None:
        lease, reference = taken(catalog, STORM), Referred(path="media/a.jpg", id=STORM)
        catalog.mend(lease, put=[reference])
        assert catalog.stored(reference) == reference
        catalog.mend(lease, remove=[reference])
        assert catalog.stored(reference) is None

    def test_mending_puts_and_removes_and_keeps_the_lease(self, catalog: Catalog) -> None:
        row = a_row(STORM, 9)
        committed(catalog, None, row)
        lease = taken(catalog, STORM)
        right = replace(row, revision=4, addresses=("/a/",))
        wrong, *_ = listed_in(a_row(STORM, 10))
        one, other = listed_in(row)
        catalog.mend(lease, put=[wrong], remove=[one])
        catalog.mend(lease, put=[one, Kept(id=STORM, row=right), Claim(address="/a/", owner=STORM)], remove=[wrong])
        assert catalog.row(STORM) == right
        assert [catalog.stored(item) for item in (one, other, wrong)] == [one, other, None]
        with pytest.raises(Leased):
            catalog.take(new_lease(STORM, now=START), now=START)
        catalog.mend(lease, remove=[Kept(id=STORM, row=None), Claim(address="/a/", owner=STORM), one, other])
        assert catalog.row(STORM) is None
        catalog.release(lease, None)
        assert list(catalog.items()) == []

    def test_nobody_mends_without_the_lease(self, catalog: Catalog) -> None:
        lost = new_lease(STORM, now=START - timedelta(hours=1))
        catalog.take(lost, now=START - timedelta(hours=1))
        taken(catalog, STORM)
        for put in ([], listed_in(a_row(STORM, 9)), [Kept(id=STORM, row=a_row(STORM, 9))]):
            with pytest.raises(Conflict):
                catalog.mend(lost, put=put)
        assert catalog.row(STORM) is None
        assert list(catalog.newest(ALL, 1)) == []

    def test_a_claim_is_taken_only_from_the_owner_that_is_named(self, catalog: Catalog) -> None:
        catalog.claim(taken(catalog, HARBOUR), None, ["/a/"])
        lease, mine = taken(catalog, STORM), Claim(address="/a/", owner=STORM)
        for remove in ([], [Claim(address="/a/", owner="nobody")]):
            with pytest.raises(Conflict):
                catalog.mend(lease, put=[mine], remove=remove)
        catalog.mend(lease, put=[mine], remove=[Claim(address="/a/", owner=HARBOUR)])
        assert catalog.stored(mine) == mine

    def test_many_items_are_mended_at_once(self, catalog: Catalog) -> None:
        claims = [Claim(address=f"/{number}/", owner=STORM) for number in range(250)]
        catalog.mend(taken(catalog, STORM), put=claims)
        assert all(catalog.stored(claim) == claim for claim in claims)

    def test_a_lease_that_is_nobodys_is_freed_if_it_is_still_the_one_that_was_seen(self, catalog: Catalog) -> None:
        for row in (None, a_row(STORM, 9)):
            if row is not None:
                committed(catalog, None, row)
            catalog.take(Lease(id=STORM, holder="x", until=_until(START + timedelta(days=999))), now=START)
            (held,) = [item for item in catalog.items() if isinstance(item, Held)]
            assert held == Held(id=STORM, until=_until(START + timedelta(days=999)))
            catalog.free(replace(held, until=START))
            with pytest.raises(Leased):
                catalog.take(new_lease(STORM, now=START), now=START)
            catalog.free(held)
            lease = new_lease(STORM, now=START)
            assert catalog.take(lease, now=START) == row
            catalog.release(lease, row)


def _until(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
