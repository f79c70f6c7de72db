"""What an upload brings about, seen through receipts, pages and listings."""

import json
from datetime import timedelta

import pytest

from broadsheet.article import FaultCode
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.inbox import article_key
from broadsheet.stores.receipts import Verdict
from tests.world import START, World, minutes_ago, source


@pytest.fixture
def world() -> World:
    return World()


def test_an_upload_becomes_a_page_a_receipt_and_a_place_in_the_listings(world: World) -> None:
    receipt = world.publish("harbour", source(published_at="2026-11-20T11:00:00Z", section="City"))
    assert receipt is not None
    assert (receipt.verdict, receipt.url) == (Verdict.PUBLISHED, "/2026/11/harbour-reopens/")
    assert receipt.outputs == ("2026/11/harbour-reopens/index.html",)
    assert "Harbour reopens" in world.page("2026/11/harbour-reopens/index.html")
    assert world.recent() == ["harbour"]
    assert "Harbour reopens" in world.page("index.html")
    assert "Harbour reopens" in world.page("section/city/index.html")


def test_without_a_time_the_first_storing_is_the_time_of_publication(world: World) -> None:
    world.publish("harbour", source())
    world.clock.moment = START + timedelta(days=3)
    world.publish("harbour", source(kicker="Update"))
    (article,) = json.loads(world.page("recent.json"))["articles"]
    assert article["published_at"] == "2026-11-20T12:00:00Z"


def test_a_new_version_replaces_the_page(world: World) -> None:
    world.publish("harbour", source(slug="harbour"))
    world.publish("harbour", source(slug="harbour", body="Closed once more."))
    page = world.page("2026/11/harbour/index.html")
    assert "Closed once more." in page
    assert "open again" not in page


def test_the_same_content_again_writes_nothing_to_the_site(world: World) -> None:
    world.publish("harbour", source())
    before = dict(world.site.objects)
    world.publish("harbour", source())
    assert all(world.site.objects[key] is output for key, output in before.items())


def test_a_rejected_upload_names_every_fault_and_leaves_the_earlier_version(world: World) -> None:
    world.publish("harbour", source())
    before = world.pages()
    receipt = world.publish("harbour", b'{"title": "", "body": "x", "boddy": "y"}')
    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED
    assert {fault.pointer for fault in receipt.errors} == {"/title", "/boddy"}
    assert world.pages() == before


def test_a_good_version_hidden_behind_a_bad_one_is_published_all_the_same(world: World) -> None:
    good = world.upload("harbour", source())
    bad = world.upload("harbour", b"{")
    receipt = world.publish("harbour")
    assert receipt is not None
    assert (receipt.verdict, receipt.source_version) == (Verdict.REJECTED, bad)
    assert world.recent() == ["harbour"]
    older = world.inbox.receipt("harbour", version=good)
    assert older is not None
    assert (older.verdict, older.superseded_by) == (Verdict.PUBLISHED, bad)


def test_a_bad_version_after_a_deletion_does_not_bring_the_article_back(world: World) -> None:
    world.publish("harbour", source())
    world.inbox.delete(article_key("harbour"))
    world.upload("harbour", b"{")
    world.publish("harbour")
    assert world.recent() == []


def test_a_deleted_source_leaves_a_page_that_says_so_and_no_listing(world: World) -> None:
    world.publish("harbour", source(section="City"))
    world.inbox.delete(article_key("harbour"))
    receipt = world.publish("harbour")
    assert receipt is not None
    assert receipt.verdict is Verdict.WITHDRAWN
    page = world.page("2026/11/harbour-reopens/index.html")
    assert "withdrawn" in page
    assert "Harbour" not in page
    assert world.recent() == []
    assert "section/city/index.html" not in world.pages()


def test_a_withdrawn_article_comes_back_at_the_same_address(world: World) -> None:
    world.publish("harbour", source())
    before = world.pages()
    world.publish("harbour", source(status="withdrawn"))
    assert world.pages() != before
    world.publish("harbour", source())
    assert world.pages() == before


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"status": "draft"}, Verdict.DRAFT),
        ({"status": "withdrawn"}, Verdict.WITHDRAWN),
        ({"published_at": "2026-11-21T00:00:00Z"}, Verdict.SCHEDULED),
        ({"embargo_until": "2026-11-20T12:00:01Z"}, Verdict.SCHEDULED),
        ({"embargo_until": "2026-11-20T12:00:00.001Z"}, Verdict.SCHEDULED),
        ({"published_at": minutes_ago(60), "expires_at": minutes_ago(1)}, Verdict.WITHDRAWN),
    ],
)
def test_what_may_not_be_seen_is_nowhere_in_the_site(world: World, fields: dict[str, str], verdict: Verdict) -> None:
    before = world.pages()
    receipt = world.publish("secret", source(title="Unseen marvel", **fields))
    assert receipt is not None
    assert (receipt.verdict, receipt.url) == (verdict, None)
    assert world.pages() == before


def test_a_held_article_is_published_when_it_is_looked_at_after_its_time(world: World) -> None:
    world.publish("secret", source(embargo_until="2026-11-20T13:00:00Z"))
    world.clock.moment = START + timedelta(hours=1)
    receipt = world.publish("secret")
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED
    assert world.inbox.receipt("secret", version=receipt.source_version) == receipt
    assert world.recent() == ["secret"]


def test_an_embargo_that_cannot_be_read_holds(world: World) -> None:
    receipt = world.publish("secret", source(embargo_until="Next Monday"))
    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED
    assert receipt.errors[0].pointer == "/embargo_until"
    assert world.recent() == []


def test_two_articles_with_one_title_get_two_addresses_and_keep_them(world: World) -> None:
    world.publish("first", source())
    second = world.publish("second", source())
    again = world.publish("second", source(kicker="Update"))
    assert second is not None
    assert again is not None
    assert second.url == again.url == "/2026/11/harbour-reopens-16367a/"


def test_a_slug_that_another_article_has_is_refused_naming_it(world: World) -> None:
    world.publish("first", source(slug="harbour"))
    receipt = world.publish("second", source(slug="harbour"))
    assert receipt is not None
    (fault,) = receipt.errors
    assert (fault.pointer, fault.code, fault.line) == ("/slug", FaultCode.SLUG_TAKEN, 1)
    assert "'first'" in fault.message
    assert world.recent() == ["first"]


def test_a_changed_slug_leaves_redirects_that_all_lead_to_the_newest_address(world: World) -> None:
    for slug in ("one", "two", "three"):
        world.publish("harbour", source(slug=slug))
    for old in ("one", "two"):
        page = world.page(f"2026/11/{old}/index.html")
        assert "/2026/11/three/" in page
        assert "open again" not in page
    world.publish("harbour", source(slug="one"))
    assert "open again" in world.page("2026/11/one/index.html")
    assert "/2026/11/one/" in world.page("2026/11/three/index.html")


def test_old_addresses_are_brought_along_as_redirects(world: World) -> None:
    old = ["/2019/harbour.html", "/archiv/%D8%A8%D9%86%D8%AF%D8%B1", "/2026/11/harbour-reopens"]
    receipt = world.publish("harbour", source(redirect_from=old))
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED
    for key in ("2019/harbour.html", "archiv/بندر/index.html"):
        assert "/2026/11/harbour-reopens/" in world.page(key)
    assert "open again" in world.page("2026/11/harbour-reopens/index.html")


def test_an_old_address_that_is_not_the_articles_to_bring_is_refused(world: World) -> None:
    world.publish("first", source())
    receipt = world.publish("second", source(title="Other", redirect_from=["/2026/11/harbour-reopens/", "/section/x/"]))
    assert receipt is not None
    assert [fault.pointer for fault in receipt.errors] == ["/redirect_from/1"]
    receipt = world.publish("second", source(title="Other", redirect_from=["/2026/11/harbour-reopens/"]))
    assert receipt is not None
    assert [fault.pointer for fault in receipt.errors] == ["/redirect_from/0"]
    assert "open again" in world.page("2026/11/harbour-reopens/index.html")
    assert world.recent() == ["first"]


def test_an_upload_that_is_refused_for_one_address_takes_none_of_the_others(world: World) -> None:
    world.publish("first", source(slug="one", redirect_from=["/own/"]))
    refused = world.publish("second", source(slug="two", redirect_from=["/own/", "/free/"]))
    third = world.publish("third", source(slug="two", redirect_from=["/free/"]))
    assert refused is not None
    assert [fault.pointer for fault in refused.errors] == ["/redirect_from/0"]
    assert third is not None
    assert third.verdict is Verdict.PUBLISHED


def test_an_id_that_a_key_cannot_have_is_refused_with_a_receipt(world: World) -> None:
    version = world.upload("no good", source())
    receipt = world.publish("no good")
    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED
    assert receipt.errors[0].code is FaultCode.ID
    assert world.inbox.receipt("no good", version=version) == receipt


def test_a_translation_into_the_articles_own_language_or_into_one_twice_is_refused(world: World) -> None:
    named = [{"language": tag, "url": f"/{number}/"} for number, tag in enumerate(("de", "fa", "DE", "en"))]
    receipt = world.publish("storm", source(language="en", translations=named))
    assert receipt is not None
    assert [(fault.pointer, fault.code) for fault in receipt.errors] == [
        ("/translations/2/language", FaultCode.INVALID),
        ("/translations/3/language", FaultCode.INVALID),
    ]


def test_an_unknown_author_id_is_refused_and_a_known_one_is_spelled_out() -> None:
    world = World(SiteSettings.model_validate({"authors": {"ada": {"name": "Ada Quill"}}}))
    receipt = world.publish("harbour", source(authors=["ada", "bob"]))
    assert receipt is not None
    (fault,) = receipt.errors
    assert (fault.pointer, fault.code) == ("/authors/1", FaultCode.UNKNOWN_AUTHOR)
    assert "ada" in fault.message
    world.publish("harbour", source(authors=["ada"]))
    assert "Ada Quill" in world.page("2026/11/harbour-reopens/index.html")


def test_nothing_follows_from_an_event_about_a_source_that_never_was(world: World) -> None:
    before = world.pages()
    assert world.publish("ghost") is None
    assert world.pages() == before
    assert world.catalog.rows() == []


def test_the_six_that_come_after_an_article_tell_of_it_and_no_others(world: World) -> None:
    for number in range(10):
        world.publish(f"a{number}", source(title=f"Article {number}", published_at=minutes_ago(100 - 10 * number)))
    world.publish("between", source(title="Squeezed in", published_at=minutes_ago(75)))
    telling = [n for n in range(10) if "Squeezed in" in world.page(f"2026/11/article-{n}/index.html")]
    assert telling == [3, 4, 5, 6, 7, 8]
    world.publish("between", source(title="Squeezed in", published_at=minutes_ago(75), status="withdrawn"))
    assert not any(b"Squeezed in" in body for body in world.pages().values())


def test_recent_json_holds_the_newest_thirty_in_order(world: World) -> None:
    for number in range(40):
        world.publish(f"a{number:02}", source(title=f"Article {number}", published_at=minutes_ago(number // 2)))
    expected = sorted(range(40), key=lambda number: (-(number // 2), f"a{number:02}"), reverse=True)[:30]
    assert world.recent() == [f"a{number:02}" for number in expected]
