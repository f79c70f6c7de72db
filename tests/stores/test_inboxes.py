"""One suite over each inbox."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from broadsheet.article import Conflict, Fault, FaultCode
from broadsheet.stores.folder_inbox import FolderInbox
from broadsheet.stores.inbox import Inbox, article_key
from broadsheet.stores.receipts import Receipt, Verdict
from tests.world import START

KEY = article_key("storm")


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


def test_several_may_write_into_a_folder_at_the_same_time(tmp_path: Path) -> None:
    keys = [f"media/{number}.jpg" for number in range(200)]
    inboxes = [FolderInbox({}, root=tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda place: inboxes[place % 4].put(keys[place], keys[place].encode() * 50_000), range(200)))
    assert all((tmp_path / key).read_bytes() == key.encode() * 50_000 for key in keys)
    assert not list(tmp_path.glob(".writing*"))
