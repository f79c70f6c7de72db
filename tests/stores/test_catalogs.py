"""One suite over each catalog: rows, leases, claims, entries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.article import ArticleId, Conflict
from broadsheet.site.listings import ALL
from broadsheet.stores.catalog import (
    AddressTaken,
    Catalog,
    Leased,
    Live,
    Medium,
    Position,
    new_lease,
    sort_key,
)
from broadsheet.stores.receipts import Verdict
from tests.stores.rows import HARBOUR, STORM, a_row, an_entry, committed, taken
from tests.world import START


class TestCatalog:
    def test_a_row_comes_back_as_it_was_committed(self, catalog: Catalog) -> None:
        assert catalog.row(STORM) is None
        row = replace(a_row(STORM, 9), addresses=("/2026/11/طوفان/",), first_stored_at=START, due_at=START)
        committed(catalog, None, row)
        assert catalog.row(STORM) == row
        assert list(catalog.rows()) == [row]

    def test_a_lease_is_one_handlers_until_it_is_given_back_or_over(self, catalog: Catalog) -> None:
        first, second = new_lease(STORM, now=START), new_lease(STORM, now=START)
        assert catalog.take(first, now=START) is None
        with pytest.raises(Leased) as leased:
            catalog.take(second, now=first.until)
        assert leased.value.until == first.until
        assert catalog.take(first, now=START) is None, "the same holder's call again, after its answer was lost"
        assert catalog.take(new_lease(HARBOUR, now=START), now=START) is None
        catalog.release(first, None)
        assert catalog.take(second, now=START) is None
        later = second.until + timedelta(milliseconds=1)
        assert catalog.take(new_lease(STORM, now=later), now=later) is None

    def test_a_lease_tells_the_row_and_leaves_it_as_it_is(self, catalog: Catalog) -> None:
        row = a_row(STORM, 9)
        committed(catalog, None, row)
        lease = new_lease(STORM, now=START)
        assert catalog.take(lease, now=START) == row
        assert catalog.row(STORM) == row
        catalog.release(lease, row)
        assert catalog.row(STORM) == row
        assert catalog.take(new_lease(STORM, now=START), now=START) == row

    def test_an_article_that_is_only_looked_at_has_no_row(self, catalog: Catalog) -> None:
        lease = taken(catalog, STORM)
        assert catalog.row(STORM) is None
        assert list(catalog.rows()) == []
        catalog.release(lease, None)
        assert catalog.row(STORM) is None

    def test_a_row_that_was_claimed_meanwhile_stays_when_the_lease_is_given_back(self, catalog: Catalog) -> None:
        lease = taken(catalog, STORM)
        row = catalog.claim(lease, None, ["/2026/11/storm/"])
        catalog.release(lease, None)
        assert catalog.row(STORM) == row
        assert catalog.take(new_lease(STORM, now=START), now=START) == row

    def test_a_row_that_has_claimed_more_has_no_verdict_until_its_next_commit(self, catalog: Catalog) -> None:
        row = a_row(STORM, 9)
        committed(catalog, None, row)
        claimed = catalog.claim(taken(catalog, STORM), row, ["/2026/11/storm/"])
        assert (claimed.verdict, claimed.judged_version, claimed.live) == (None, None, row.live)
        assert catalog.row(STORM) == claimed

    def test_nobody_writes_without_the_lease(self, catalog: Catalog) -> None:
        first = a_row(STORM, 9)
        lost = new_lease(STORM, now=START - timedelta(hours=1))
        catalog.take(lost, now=START - timedelta(hours=1))
        lease = taken(catalog, STORM)
        with pytest.raises(Conflict):
            catalog.commit(lost, None, first)
        with pytest.raises(Conflict):
            catalog.claim(lost, None, ["/2026/11/storm/"])
        catalog.release(lost, None)
        catalog.commit(lease, None, first)
        with pytest.raises(Conflict):
            catalog.commit(lease, first, replace(first, revision=2))
        assert catalog.row(STORM) == first
        assert catalog.claim(taken(catalog, HARBOUR), None, ["/2026/11/storm/"]).addresses == ("/2026/11/storm/",)

    def test_an_address_goes_to_whoever_claims_it_first_and_for_ever(self, catalog: Catalog) -> None:
        mine, theirs = taken(catalog, STORM), taken(catalog, HARBOUR)
        storm = catalog.claim(mine, None, ["/2026/11/storm/", "/old/"])
        assert (storm.revision, storm.addresses) == (1, ("/2026/11/storm/", "/old/"))
        with pytest.raises(AddressTaken) as refused:
            catalog.claim(theirs, None, ["/new/", "/2026/11/storm/"])
        assert refused.value.owners == {"/2026/11/storm/": "storm"}
        assert catalog.row(HARBOUR) is None
        again = catalog.claim(mine, storm, ["/2026/11/storm/"])
        assert again.addresses == storm.addresses
        assert catalog.claim(theirs, None, ["/new/", "/2026/11/other/"]).revision == 1

    def test_entries_follow_the_row(self, catalog: Catalog) -> None:
        row = a_row(STORM, 9)
        committed(catalog, None, row)
        assert [entry.id for entry in catalog.newest("section#city", 5)] == ["storm"]
        moved = a_row(STORM, 10, revision=2, section="Sea", title="Calm")
        committed(catalog, row, moved)
        assert list(catalog.newest("section#city", 5)) == []
        assert [entry.title for entry in catalog.newest("section#sea", 5)] == ["Calm"]
        assert [entry.title for entry in catalog.newest(ALL, 5)] == ["Calm"]
        gone = replace(moved, revision=3, live=None, verdict=Verdict.WITHDRAWN)
        committed(catalog, moved, gone)
        assert list(catalog.newest(ALL, 5)) == []

    def test_references_come_and_go_with_the_row(self, catalog: Catalog) -> None:
        lease = taken(catalog, STORM)
        row = catalog.refer(lease, None, add=["media/b.jpg", "media/a.jpg"])
        assert (row.revision, row.media) == (1, (Medium(path="media/a.jpg"), Medium(path="media/b.jpg")))
        assert catalog.row(STORM) == row
        assert catalog.referring("media/a.jpg", 9) == [STORM]
        kept = Medium(path="media/b.jpg", seen="f", copied="f", digest="d")
        after = replace(row, revision=2, media=(kept,))
        catalog.commit(lease, row, after)
        assert catalog.row(STORM) == after
        assert (catalog.referring("media/a.jpg", 9), catalog.referring("media/b.jpg", 9)) == ([], [STORM])
        lease = taken(catalog, STORM)
        more = catalog.refer(lease, after, add=["media/c.jpg"])
        assert more.media == (kept, Medium(path="media/c.jpg"))
        fewer = catalog.refer(lease, more, drop=["media/b.jpg", "media/c.jpg"])
        assert fewer.media == ()
        assert (catalog.referring("media/b.jpg", 9), catalog.referring("media/c.jpg", 9)) == ([], [])
        with pytest.raises(Leased):
            catalog.take(new_lease(STORM, now=START), now=START)

    def test_nobody_refers_without_the_lease(self, catalog: Catalog) -> None:
        lost = new_lease(STORM, now=START - timedelta(hours=1))
        catalog.take(lost, now=START - timedelta(hours=1))
        taken(catalog, STORM)
        with pytest.raises(Conflict):
            catalog.refer(lost, None, add=["media/a.jpg"])
        assert catalog.row(STORM) is None
        assert catalog.referring("media/a.jpg", 9) == []

    def test_who_refers_is_told_page_by_page(self, catalog: Catalog) -> None:
        for source_id in ("c", "a", "é", "b"):
            catalog.refer(taken(catalog, ArticleId(source_id)), None, add=["media/a.jpg"])
        assert catalog.referring("media/a.jpg", 2) == ["a", "b"]
        assert catalog.referring("media/a.jpg", 9, after="b") == ["c", "é"]
        assert catalog.referring("media/a", 9) == []

    def test_neighbours_are_found_in_the_order_of_time_and_then_id(self, catalog: Catalog) -> None:
        for source_id, hour in (("c", 9), ("a", 9), ("b", 9), ("late", 11), ("early", 7)):
            committed(catalog, None, a_row(ArticleId(source_id), hour))
        here = Position(ALL, sort_key(datetime(2026, 11, 1, 9, tzinfo=UTC), "b"))
        assert [entry.id for entry in catalog.preceding(here, 2)] == ["a", "early"]
        assert [entry.id for entry in catalog.following(here, 9)] == ["c", "late"]
        assert [entry.id for entry in catalog.newest(ALL, 3)] == ["late", "c", "b"]


def test_the_whole_entry_survives_the_catalog(catalog: Catalog) -> None:
    entry = an_entry(STORM, 9, kicker="Exclusive", authors=("Ada", "بهار"), updated_at=START)
    live = Live(source_version="v", address="/x/", entry=entry, listings=(ALL,))
    committed(catalog, None, replace(a_row(STORM, 9), live=live))
    assert list(catalog.newest(ALL, 1)) == [entry]
