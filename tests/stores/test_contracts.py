"""One suite over each adapter and its fake."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import boto3
import pytest

from broadsheet.article import ArticleId, Conflict, Fault, FaultCode
from broadsheet.site.outputs import Output
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import (
    ALL,
    LEASE,
    AddressTaken,
    Catalog,
    Lease,
    Leased,
    Live,
    Medium,
    Position,
    Row,
    new_lease,
    sort_key,
)
from broadsheet.stores.clock import FixedClock
from broadsheet.stores.directory_site import DirectorySite
from broadsheet.stores.dynamodb_catalog import DynamoDBCatalog
from broadsheet.stores.folder_inbox import FolderInbox
from broadsheet.stores.inbox import Inbox, article_key
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
from broadsheet.stores.memory import MemoryInbox, MemorySite
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.s3_inbox import S3Inbox
from broadsheet.stores.s3_site import S3Site
from broadsheet.stores.site import SiteStore
from broadsheet.stores.sqlite_catalog import SQLiteCatalog
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeS3
from tests.world import START

KEY = article_key("storm")


@pytest.fixture(params=["memory", "s3", "fake s3"])
def inbox(request: pytest.FixtureRequest) -> Iterator[Inbox]:
    if request.param == "memory":
        clock = FixedClock(START)
        fake = MemoryInbox(clock)
        yield fake
    elif request.param == "fake s3":
        yield S3Inbox(_fake_bucket(versioned=True), "the-bucket")
    else:
        yield S3Inbox(_bucket(request, versioned=True), "the-bucket")


@pytest.fixture(params=["memory", "s3", "fake s3", "folder"])
def media_inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    if request.param == "memory":
        yield MemoryInbox(FixedClock(START))
    elif request.param == "folder":
        yield FolderInbox({}, root=tmp_path)
    elif request.param == "fake s3":
        yield S3Inbox(_fake_bucket(versioned=True), "the-bucket")
    else:
        yield S3Inbox(_bucket(request, versioned=True), "the-bucket")


@pytest.fixture(params=["memory", "s3", "fake s3", "directory"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteStore]:
    if request.param == "memory":
        yield MemorySite()
    elif request.param == "directory":
        (tmp_path / "state").mkdir()
        yield DirectorySite(tmp_path / "site", lock=tmp_path / "state" / "lock")
    elif request.param == "fake s3":
        yield S3Site(_fake_bucket(versioned=False), "the-bucket")
    else:
        yield S3Site(_bucket(request, versioned=False), "the-bucket")


@pytest.fixture(params=["sqlite", "dynamodb", "fake dynamodb"])
def catalog(request: pytest.FixtureRequest) -> Iterator[Catalog]:
    if request.param == "sqlite":
        yield SQLiteCatalog(":memory:")
        return
    client: Any = FakeDynamoDB(FixedClock(START))
    if request.param == "dynamodb":
        request.getfixturevalue("aws")
        client = boto3.client("dynamodb")
    client.create_table(
        TableName="the-catalog",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    yield DynamoDBCatalog(client, "the-catalog")


def _fake_bucket(*, versioned: bool) -> Any:
    client = FakeS3(FixedClock(START))
    client.create_bucket(Bucket="the-bucket")
    if versioned:
        client.put_bucket_versioning(Bucket="the-bucket", VersioningConfiguration={"Status": "Enabled"})
    return client


def _bucket(request: pytest.FixtureRequest, *, versioned: bool) -> Any:
    request.getfixturevalue("aws")
    client = boto3.client("s3")
    client.create_bucket(Bucket="the-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if versioned:
        client.put_bucket_versioning(Bucket="the-bucket", VersioningConfiguration={"Status": "Enabled"})
    return client


class TestInbox:
    def test_a_source_that_never_was_is_none(self, inbox: Inbox) -> None:
        assert inbox.newest(KEY) is None
        assert list(inbox.older(KEY, than="nothing")) == []

    def test_the_newest_version_is_the_last_one_stored(self, inbox: Inbox) -> None:
        inbox.put(KEY, b"one")
        version = inbox.put(KEY, b"two")
        newest = inbox.newest(KEY)
        assert newest is not None
        assert (newest.data, newest.version, newest.deleted) == (b"two", version, False)
        assert newest.stored_at.tzinfo is not None

    def test_the_same_object_comes_back_while_it_is_still_the_newest(self, inbox: Inbox) -> None:
        inbox.put(KEY, b"one")
        first = inbox.newest(KEY)
        assert inbox.newest(KEY, known=first) is first
        inbox.put(KEY, b"one")
        second = inbox.newest(KEY, known=first)
        assert second is not None
        assert first is not None
        assert second.version != first.version

    def test_a_deletion_is_a_version_without_data(self, inbox: Inbox) -> None:
        inbox.put(KEY, b"one")
        version = inbox.delete(KEY)
        newest = inbox.newest(KEY)
        assert newest is not None
        assert (newest.deleted, newest.version, newest.data) == (True, version, None)
        assert inbox.newest(KEY, known=newest) is newest

    def test_the_history_is_walked_backwards_deletions_included(self, inbox: Inbox) -> None:
        inbox.put(KEY, b"one")
        inbox.put(article_key("storm.json"), b"a longer key with the same beginning")
        inbox.delete(KEY)
        inbox.put(KEY, b"two")
        last = inbox.put(KEY, b"three")
        assert [source.data for source in inbox.older(KEY, than=last)] == [b"two", None, b"one"]

    def test_one_version_is_read_by_its_name(self, inbox: Inbox) -> None:
        version = inbox.put(KEY, b"one")
        inbox.put(KEY, b"two")
        deletion = inbox.delete(KEY)
        old = inbox.read(KEY, version=version)
        assert old is not None
        assert old.data == b"one"
        assert inbox.read(KEY, version=deletion) is None

    def test_it_knows_when_the_first_version_was_stored(self, inbox: Inbox) -> None:
        inbox.put(KEY, b"one")
        first = inbox.newest(KEY)
        inbox.put(KEY, b"two")
        assert first is not None
        assert inbox.first_stored_at(KEY) == first.stored_at

    def test_keys_are_those_of_articles_that_are_there(self, inbox: Inbox) -> None:
        inbox.put(article_key("b"), b"")
        inbox.put(article_key("a"), b"")
        inbox.put("site.toml", b"")
        inbox.put(article_key("gone"), b"")
        inbox.delete(article_key("gone"))
        assert list(inbox.keys()) == ["articles/a.json", "articles/b.json"]

    def test_the_newest_versions_of_all_are_told_deletions_included(self, inbox: Inbox) -> None:
        b = inbox.put(article_key("b"), b"")
        inbox.put(article_key("a"), b"")
        a = inbox.put(article_key("a"), b"")
        inbox.put("site.toml", b"")
        inbox.put(article_key("gone"), b"")
        gone = inbox.delete(article_key("gone"))
        assert list(inbox.newest_versions()) == [
            (article_key("a"), a),
            (article_key("b"), b),
            (article_key("gone"), gone),
        ]

    def test_a_source_too_large_is_not_read(self, inbox: Inbox) -> None:
        inbox.put(KEY, b" " * (2 * 1024 * 1024 + 1))
        newest = inbox.newest(KEY)
        assert newest is not None
        assert (newest.data, newest.size_bytes) == (None, 2 * 1024 * 1024 + 1)

    def test_a_receipt_comes_back_as_it_was_written(self, inbox: Inbox) -> None:
        receipt = _receipt(verdict=Verdict.REJECTED, errors=(_fault(),), url=None)
        inbox.put_receipt(receipt)
        assert inbox.receipt("storm", version="v1") == receipt
        assert inbox.receipt("storm", version="v2") is None

    def test_a_repeated_receipt_keeps_its_first_times(self, inbox: Inbox) -> None:
        first = _receipt()
        inbox.put_receipt(first)
        inbox.put_receipt(replace(first, finished_at=START + timedelta(hours=1), revision=9))
        assert inbox.receipt("storm", version="v1") == first

    def test_a_verdict_of_a_later_revision_replaces_an_earlier_one_and_never_the_other_way(self, inbox: Inbox) -> None:
        scheduled = _receipt(verdict=Verdict.SCHEDULED, url=None, revision=1)
        published = _receipt(revision=2)
        for order in ([scheduled, published, scheduled], [published, scheduled]):
            for receipt in order:
                inbox.put_receipt(receipt)
            assert inbox.receipt("storm", version="v1") == published

    def test_a_receipt_for_which_it_is_too_late_is_not_written(self, inbox: Inbox) -> None:
        def late() -> NoReturn:
            raise Conflict("too late")

        with pytest.raises(Conflict):
            inbox.put_receipt(_receipt(), check=late)
        assert inbox.receipt("storm", version="v1") is None
        inbox.put_receipt(_receipt())
        with pytest.raises(Conflict):
            inbox.put_receipt(_receipt(verdict=Verdict.SCHEDULED, url=None), check=late)
        assert inbox.receipt("storm", version="v1") == _receipt()

    def test_a_superseded_receipt_gives_way_and_never_displaces(self, inbox: Inbox) -> None:
        superseded = _receipt(superseded_by="v2", outputs=(), revision=7)
        final = _receipt(revision=1)
        inbox.put_receipt(superseded)
        inbox.put_receipt(final)
        inbox.put_receipt(superseded)
        assert inbox.receipt("storm", version="v1") == final

    def test_all_receipts_of_a_source_are_told_and_no_other_ones(self, inbox: Inbox) -> None:
        first, second = _receipt(), _receipt(source_version="v2")
        for receipt in (first, second, _receipt(id="storm.json"), _receipt(id="sto")):
            inbox.put_receipt(receipt)
        assert sorted(inbox.receipts("storm"), key=lambda receipt: receipt.source_version) == [first, second]
        assert list(inbox.receipts("stor")) == []

    def test_a_receipt_is_replaced_whatever_its_rank(self, inbox: Inbox) -> None:
        inbox.put_receipt(_receipt(revision=9))
        replacement = _receipt(verdict=Verdict.DRAFT, revision=1)
        inbox.replace_receipt(replacement)
        assert inbox.receipt("storm", version="v1") == replacement


PICTURE = "media/2026/طوفان 1.jpg"


class TestMedia:
    def test_a_medium_that_never_was_is_none(self, media_inbox: Inbox) -> None:
        assert media_inbox.media(PICTURE) is None
        assert list(media_inbox.all_media()) == []

    def test_a_medium_is_told_by_key_and_size_and_then_read(self, media_inbox: Inbox) -> None:
        media_inbox.put(PICTURE, b"wind", by="mara")
        there = media_inbox.media(PICTURE)
        assert there is not None
        assert (there.key, there.size_bytes) == (PICTURE, 4)
        assert media_inbox.media(PICTURE) == there
        assert media_inbox.read_media(there) == b"wind"

    def test_other_bytes_have_another_fingerprint(self, media_inbox: Inbox) -> None:
        media_inbox.put(PICTURE, b"wind")
        before = media_inbox.media(PICTURE)
        media_inbox.put(PICTURE, b"hail!")
        after = media_inbox.media(PICTURE)
        assert before is not None
        assert after is not None
        assert before.fingerprint != after.fingerprint
        assert media_inbox.read_media(after) == b"hail!"

    def test_what_has_changed_since_it_was_looked_at_is_not_read(self, media_inbox: Inbox) -> None:
        media_inbox.put(PICTURE, b"wind")
        before = media_inbox.media(PICTURE)
        assert before is not None
        media_inbox.put(PICTURE, b"hail!")
        with pytest.raises(Conflict):
            media_inbox.read_media(before)
        media_inbox.delete(PICTURE)
        with pytest.raises(Conflict):
            media_inbox.read_media(before)

    def test_a_deleted_medium_is_none_and_may_come_back(self, media_inbox: Inbox) -> None:
        media_inbox.put(PICTURE, b"wind")
        media_inbox.delete(PICTURE)
        assert media_inbox.media(PICTURE) is None
        assert list(media_inbox.all_media()) == []
        media_inbox.put(PICTURE, b"wind")
        assert media_inbox.media(PICTURE) is not None

    def test_all_media_are_told_in_order_and_nothing_else(self, media_inbox: Inbox) -> None:
        for key in ("media/b.png", "media/a/z.png", KEY, "site.toml", PICTURE, "mediator.png"):
            media_inbox.put(key, b"x")
        found = list(media_inbox.all_media())
        assert [each.key for each in found] == [PICTURE, "media/a/z.png", "media/b.png"]
        assert found == [media_inbox.media(each.key) for each in found]

    def test_a_large_medium_is_whole(self, media_inbox: Inbox) -> None:
        large = b"0123456789" * 600_000
        media_inbox.put(PICTURE, large)
        there = media_inbox.media(PICTURE)
        assert there is not None
        assert media_inbox.read_media(there) == large

    def test_media_are_no_articles(self, media_inbox: Inbox) -> None:
        media_inbox.put("media/a.json", b"x")
        assert list(media_inbox.keys()) == []
        assert list(media_inbox.newest_versions()) == []


def _fault() -> Fault:
    return Fault(pointer="/slug", message="no “good”", code=FaultCode.SLUG, line=3, column=9)


def _receipt(**changes: Any) -> Receipt:
    plain = Receipt(
        id="storm",
        source_version="v1",
        verdict=Verdict.PUBLISHED,
        url="/2026/11/storm/",
        errors=(),
        outputs=("2026/11/storm/index.html",),
        received_at=START,
        finished_at=START,
        revision=1,
    )
    return replace(plain, **changes)


def _output(body: bytes, key: str = "2026/11/طوفان/index.html") -> Output:
    return Output(
        key=key, body=body, content_type="text/html; charset=utf-8", cache_control="max-age=60", tags=("a", "b")
    )


class TestSiteStore:
    def test_what_was_put_is_found_with_its_fingerprint(self, site: SiteStore) -> None:
        assert site.look(_output(b"").key) is None
        stored = site.put(_output(b"one"), expected=None)
        assert site.look(_output(b"").key) == stored
        assert stored.fingerprint == site.fingerprint(_output(b"one")) != site.fingerprint(_output(b"two"))

    def test_what_was_put_is_the_same_when_it_is_examined(self, site: SiteStore) -> None:
        assert site.examine(_output(b"").key) is None
        gone = replace(_output(b"gone", key="gone/index.html"), status=410)
        moved = replace(_output(b"moved", key="moved/index.html"), tags=(), status=301, location="/2026/11/%D8%B7/")
        for output in (_output(b"one"), gone, moved):
            site.put(output, expected=None)
            assert site.examine(output.key) == site.look(output.key)

    def test_nothing_is_written_over_what_was_not_expected(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        with pytest.raises(Conflict):
            site.put(_output(b"two"), expected=None)
        two = site.put(_output(b"two"), expected=one)
        with pytest.raises(Conflict):
            site.put(_output(b"three"), expected=one)
        assert site.look(_output(b"").key) == two

    def test_what_is_gone_is_not_what_was_seen(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        site.remove(_output(b"").key, expected=one)
        assert site.look(_output(b"").key) is None
        with pytest.raises(Conflict):
            site.put(_output(b"two"), expected=one)
        assert site.look(_output(b"").key) is None

    def test_keys_are_told_by_their_beginning(self, site: SiteStore) -> None:
        for key in ("section/b/index.html", "section/a/index.html", "sections.html", "index.html"):
            site.put(_output(b"", key=key), expected=None)
        assert list(site.keys("section/")) == ["section/a/index.html", "section/b/index.html"]
        assert list(site.keys("tag/")) == []

    def test_only_what_was_seen_is_removed(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        two = site.put(_output(b"two"), expected=one)
        with pytest.raises(Conflict):
            site.remove(_output(b"").key, expected=one)
        assert site.look(_output(b"").key) == two


STORM, HARBOUR = ArticleId("storm"), ArticleId("harbour")


def _entry(source_id: ArticleId, hour: int, **changes: Any) -> Entry:
    plain = Entry(
        id=source_id,
        title="A “storm” & <more>",
        url=f"/2026/11/{source_id}/",
        excerpt="…",
        published_at=datetime(2026, 11, 1, hour, tzinfo=UTC),
        updated_at=None,
        section="City",
        language="fa",
    )
    return replace(plain, **changes)


def _row(source_id: ArticleId, hour: int, *, revision: int = 1, **changes: Any) -> Row:
    live = Live(source_version="v1", address=f"/2026/11/{source_id}/", entry=_entry(source_id, hour, **changes))
    return Row(id=source_id, revision=revision, judged_version="v1", verdict=Verdict.PUBLISHED, live=live)


def _take(catalog: Catalog, source_id: ArticleId) -> Lease:
    lease = new_lease(source_id, now=START)
    catalog.take(lease, now=START)
    return lease


def _commit(catalog: Catalog, before: Row | None, after: Row) -> None:
    catalog.commit(_take(catalog, after.id), before, after)


class TestCatalog:
    def test_a_row_comes_back_as_it_was_committed(self, catalog: Catalog) -> None:
        assert catalog.row(STORM) is None
        row = replace(_row(STORM, 9), addresses=("/2026/11/طوفان/",), first_stored_at=START, due_at=START)
        _commit(catalog, None, row)
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
        row = _row(STORM, 9)
        _commit(catalog, None, row)
        lease = new_lease(STORM, now=START)
        assert catalog.take(lease, now=START) == row
        assert catalog.row(STORM) == row
        catalog.release(lease, row)
        assert catalog.row(STORM) == row
        assert catalog.take(new_lease(STORM, now=START), now=START) == row

    def test_an_article_that_is_only_looked_at_has_no_row(self, catalog: Catalog) -> None:
        lease = _take(catalog, STORM)
        assert catalog.row(STORM) is None
        assert list(catalog.rows()) == []
        catalog.release(lease, None)
        assert catalog.row(STORM) is None

    def test_a_row_that_was_claimed_meanwhile_stays_when_the_lease_is_given_back(self, catalog: Catalog) -> None:
        lease = _take(catalog, STORM)
        row = catalog.claim(lease, None, ["/2026/11/storm/"])
        catalog.release(lease, None)
        assert catalog.row(STORM) == row
        assert catalog.take(new_lease(STORM, now=START), now=START) == row

    def test_a_row_that_has_claimed_more_has_no_verdict_until_its_next_commit(self, catalog: Catalog) -> None:
        row = _row(STORM, 9)
        _commit(catalog, None, row)
        claimed = catalog.claim(_take(catalog, STORM), row, ["/2026/11/storm/"])
        assert (claimed.verdict, claimed.judged_version, claimed.live) == (None, None, row.live)
        assert catalog.row(STORM) == claimed

    def test_nobody_writes_without_the_lease(self, catalog: Catalog) -> None:
        first = _row(STORM, 9)
        lost = new_lease(STORM, now=START - timedelta(hours=1))
        catalog.take(lost, now=START - timedelta(hours=1))
        lease = _take(catalog, STORM)
        with pytest.raises(Conflict):
            catalog.commit(lost, None, first)
        with pytest.raises(Conflict):
            catalog.claim(lost, None, ["/2026/11/storm/"])
        catalog.release(lost, None)
        catalog.commit(lease, None, first)
        with pytest.raises(Conflict):
            catalog.commit(lease, first, replace(first, revision=2))
        assert catalog.row(STORM) == first
        assert catalog.claim(_take(catalog, HARBOUR), None, ["/2026/11/storm/"]).addresses == ("/2026/11/storm/",)

    def test_an_address_goes_to_whoever_claims_it_first_and_for_ever(self, catalog: Catalog) -> None:
        mine, theirs = _take(catalog, STORM), _take(catalog, HARBOUR)
        storm = catalog.claim(mine, None, ["/2026/11/storm/", "/old/"])
        assert (storm.revision, storm.addresses) == (1, ("/2026/11/storm/", "/old/"))
        with pytest.raises(AddressTaken) as taken:
            catalog.claim(theirs, None, ["/new/", "/2026/11/storm/"])
        assert taken.value.owners == {"/2026/11/storm/": "storm"}
        assert catalog.row(HARBOUR) is None
        again = catalog.claim(mine, storm, ["/2026/11/storm/"])
        assert again.addresses == storm.addresses
        assert catalog.claim(theirs, None, ["/new/", "/2026/11/other/"]).revision == 1

    def test_entries_follow_the_row(self, catalog: Catalog) -> None:
        row = _row(STORM, 9)
        _commit(catalog, None, row)
        assert [entry.id for entry in catalog.newest("section#city", 5)] == ["storm"]
        moved = _row(STORM, 10, revision=2, section="Sea", title="Calm")
        _commit(catalog, row, moved)
        assert list(catalog.newest("section#city", 5)) == []
        assert [entry.title for entry in catalog.newest("section#sea", 5)] == ["Calm"]
        assert [entry.title for entry in catalog.newest(ALL, 5)] == ["Calm"]
        gone = replace(moved, revision=3, live=None, verdict=Verdict.WITHDRAWN)
        _commit(catalog, moved, gone)
        assert list(catalog.newest(ALL, 5)) == []

    def test_references_come_and_go_with_the_row(self, catalog: Catalog) -> None:
        lease = _take(catalog, STORM)
        row = catalog.refer(lease, None, add=["media/b.jpg", "media/a.jpg"])
        assert (row.revision, row.media) == (1, (Medium(path="media/a.jpg"), Medium(path="media/b.jpg")))
        assert catalog.row(STORM) == row
        assert catalog.referring("media/a.jpg", 9) == [STORM]
        kept = Medium(path="media/b.jpg", seen="f", copied="f", digest="d")
        after = replace(row, revision=2, media=(kept,))
        catalog.commit(lease, row, after)
        assert catalog.row(STORM) == after
        assert (catalog.referring("media/a.jpg", 9), catalog.referring("media/b.jpg", 9)) == ([], [STORM])
        lease = _take(catalog, STORM)
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
        _take(catalog, STORM)
        with pytest.raises(Conflict):
            catalog.refer(lost, None, add=["media/a.jpg"])
        assert catalog.row(STORM) is None
        assert catalog.referring("media/a.jpg", 9) == []

    def test_who_refers_is_told_page_by_page(self, catalog: Catalog) -> None:
        for source_id in ("c", "a", "é", "b"):
            catalog.refer(_take(catalog, ArticleId(source_id)), None, add=["media/a.jpg"])
        assert catalog.referring("media/a.jpg", 2) == ["a", "b"]
        assert catalog.referring("media/a.jpg", 9, after="b") == ["c", "é"]
        assert catalog.referring("media/a", 9) == []

    def test_neighbours_are_found_in_the_order_of_time_and_then_id(self, catalog: Catalog) -> None:
        for source_id, hour in (("c", 9), ("a", 9), ("b", 9), ("late", 11), ("early", 7)):
            _commit(catalog, None, _row(ArticleId(source_id), hour))
        here = Position(ALL, sort_key(datetime(2026, 11, 1, 9, tzinfo=UTC), "b"))
        assert [entry.id for entry in catalog.preceding(here, 2)] == ["a", "early"]
        assert [entry.id for entry in catalog.following(here, 9)] == ["c", "late"]
        assert [entry.id for entry in catalog.newest(ALL, 3)] == ["late", "c", "b"]


def _due(hour: int, source_id: ArticleId) -> Due:
    return Due(sort_key=due_sort_key(datetime(2026, 11, 1, hour, tzinfo=UTC), source_id), id=source_id)


class TestItems:
    def test_everything_is_told_item_by_item(self, catalog: Catalog) -> None:
        catalog.claim(_take(catalog, STORM), None, ["/2026/11/storm/"])
        row = replace(_row(HARBOUR, 9), due_at=START, media=(Medium(path="media/a.jpg", seen="f"),))
        _commit(catalog, None, row)
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
        absent: list[Item] = [Kept(id=STORM, row=None), Claim(address="/x/", owner=STORM), *listed_in(_row(STORM, 9))]
        for item in absent:
            assert catalog.stored(item) is None
        assert catalog.stored(_due(9, STORM)) is None
        assert catalog.stored(Referred(path="media/a.jpg", id=STORM)) is None

    def test_references_are_mended(self, catalog: Catalog) -> None:
        lease, reference = _take(catalog, STORM), Referred(path="media/a.jpg", id=STORM)
        catalog.mend(lease, put=[reference])
        assert catalog.stored(reference) == reference
        catalog.mend(lease, remove=[reference])
        assert catalog.stored(reference) is None

    def test_mending_puts_and_removes_and_keeps_the_lease(self, catalog: Catalog) -> None:
        row = _row(STORM, 9)
        _commit(catalog, None, row)
        lease = _take(catalog, STORM)
        right = replace(row, revision=4, addresses=("/a/",))
        wrong, *_ = listed_in(_row(STORM, 10))
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
        _take(catalog, STORM)
        for put in ([], listed_in(_row(STORM, 9)), [Kept(id=STORM, row=_row(STORM, 9))]):
            with pytest.raises(Conflict):
                catalog.mend(lost, put=put)
        assert catalog.row(STORM) is None
        assert list(catalog.newest(ALL, 1)) == []

    def test_a_claim_is_taken_only_from_the_owner_that_is_named(self, catalog: Catalog) -> None:
        catalog.claim(_take(catalog, HARBOUR), None, ["/a/"])
        lease, mine = _take(catalog, STORM), Claim(address="/a/", owner=STORM)
        for remove in ([], [Claim(address="/a/", owner="nobody")]):
            with pytest.raises(Conflict):
                catalog.mend(lease, put=[mine], remove=remove)
        catalog.mend(lease, put=[mine], remove=[Claim(address="/a/", owner=HARBOUR)])
        assert catalog.stored(mine) == mine

    def test_many_items_are_mended_at_once(self, catalog: Catalog) -> None:
        claims = [Claim(address=f"/{number}/", owner=STORM) for number in range(250)]
        catalog.mend(_take(catalog, STORM), put=claims)
        assert all(catalog.stored(claim) == claim for claim in claims)

    def test_a_lease_that_is_nobodys_is_freed_if_it_is_still_the_one_that_was_seen(self, catalog: Catalog) -> None:
        for row in (None, _row(STORM, 9)):
            if row is not None:
                _commit(catalog, None, row)
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


def test_the_whole_entry_survives_the_catalog(catalog: Catalog) -> None:
    entry = _entry(STORM, 9, kicker="Exclusive", authors=("Ada", "بهار"), updated_at=START)
    _commit(catalog, None, replace(_row(STORM, 9), live=Live(source_version="v", address="/x/", entry=entry)))
    assert list(catalog.newest(ALL, 1)) == [entry]
