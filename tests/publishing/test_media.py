"""Media on their way from the inbox to the site, seen through receipts, pages and copies."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from broadsheet.article import ArticleId, FaultCode, Unavailable
from broadsheet.article.media import MAX_MEDIA_BYTES
from broadsheet.publishing import look_at_all, rebuild, supply, sweep
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.backlog import Look, LookAtAll, SupplyMedium
from broadsheet.stores.catalog import Medium
from broadsheet.stores.inbox import article_key
from broadsheet.stores.receipts import Receipt, Verdict
from tests.publishing.suppliers import copies, delete, look, put
from tests.world import START, World, minutes_ago, source

PAGE = "2026/11/harbour-reopens/index.html"
COPY = "media/harbour/storm.jpg"
STORM: dict[str, Any] = {"image": {"src": "media/storm.jpg", "alt": "Waves"}, "published_at": minutes_ago(60)}


@pytest.fixture
def world() -> World:
    return World()


def faults(receipt: Receipt | None) -> list[tuple[FaultCode, str]]:
    assert receipt is not None
    return [(fault.code, fault.pointer) for fault in receipt.errors]


def newest_receipt(world: World, source_id: str = "harbour") -> Receipt:
    newest = world.inbox.newest(article_key(source_id))
    assert newest is not None
    receipt = world.inbox.receipt(source_id, version=newest.version)
    assert receipt is not None
    return receipt


def test_an_article_has_its_own_copy_and_names_it_everywhere(world: World) -> None:
    world.newsroom = replace(world.newsroom, settings=SiteSettings(base_url="https://tidewater.example"))
    world.newsroom.inbox.put("media/storm.jpg", b"wind")
    receipt = world.publish("harbour", source(**STORM))
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED
    copy = world.site.objects[COPY]
    assert (copy.body, copy.content_type) == (b"wind", "image/jpeg")
    assert copy.tags == ("media", "article-harbour")
    page = world.page(PAGE)
    assert '<img src="/media/harbour/storm.jpg"' in page
    assert '"url":"https://tidewater.example/media/harbour/storm.jpg"' in page
    assert "/media/harbour/storm.jpg" in world.page("index.html")
    assert "/media/storm.jpg" not in page + world.page("index.html")


def test_media_of_every_place_are_carried_over(world: World) -> None:
    names = ("lead.png", "lead-small.png", "small,.webp", "block.webp", "a b.gif", "paper.pdf", "kim.jpg", "mara.avif")
    for name in names:
        world.inbox.put(f"media/in/{name}", name.encode())
    kim = {"name": "Kim", "bio": "B.", "image": "media/in/kim.jpg"}
    world.newsroom = replace(world.newsroom, settings=SiteSettings.model_validate({"authors": {"kim": kim}}))
    body = [
        {
            "type": "image",
            "src": "/media/in/block.webp",
            "alt": "",
            "srcset": [{"src": "media/in/small,.webp", "width": 400}],
        },
        {
            "type": "paragraph",
            "text": "See [the paper](media/in/paper.pdf#page=2) and https://example.org/media/x.jpg.",
        },
        {"type": "html", "html": '<p>x<img src="media/in/a%20b.gif" alt="b"></p>'},
    ]
    authors = ["kim", {"name": "Mara", "bio": "B.", "image": "/media/in/mara.avif"}]
    image = {
        "src": "/media/in/lead.png",
        "alt": "",
        "width": 900,
        "srcset": [{"src": "media/in/lead-small.png", "width": 300}],
    }
    world.publish("harbour", source(image=image, body=body, authors=authors, published_at=minutes_ago(9)))
    assert copies(world).keys() == {f"media/harbour/in/{name}" for name in names}
    page = world.page(PAGE)
    assert 'srcset="/media/harbour/in/lead-small.png 300w, /media/harbour/in/lead.png 900w" sizes="' in page
    assert 'srcset="/media/harbour/in/small%2C.webp 400w" sizes="auto, 100vw"' in page
    assert 'srcset="/media/harbour/in/lead-small.png 300w' in world.page("index.html")
    assert 'href="/media/harbour/in/paper.pdf#page=2"' in page
    assert 'src="/media/harbour/in/a%20b.gif"' in page
    assert 'src="/media/harbour/in/kim.jpg"' in page


def test_a_missing_medium_refuses_the_article_and_its_upload_publishes_it(world: World) -> None:
    receipt = world.publish("harbour", source(**STORM))
    assert faults(receipt) == [(FaultCode.MISSING_MEDIA, "/image/src")]
    assert receipt is not None
    assert '"media/storm.jpg" is not in the inbox; upload it' in receipt.errors[0].message
    assert receipt.errors[0].line == 1
    assert PAGE not in world.site.objects
    put(world, "media/storm.jpg", b"wind")
    assert newest_receipt(world).verdict is Verdict.PUBLISHED
    assert world.pages()[COPY] == b"wind"
    assert world.recent() == ["harbour"]


def test_a_missing_rendition_is_named_with_its_place(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    image = {"src": "media/storm.jpg", "alt": "", "srcset": [{"src": "media/small.jpg", "width": 400}]}
    receipt = world.publish("harbour", source(image=image, body=[{"type": "image", **image}]))
    assert faults(receipt) == [(FaultCode.MISSING_MEDIA, "/image/srcset/0/src")]


def test_a_refused_article_has_claimed_no_address(world: World) -> None:
    world.publish("harbour", source(**STORM))
    receipt = world.publish("other", source(slug="harbour-reopens", published_at=minutes_ago(60)))
    assert receipt is not None
    assert receipt.url == "/2026/11/harbour-reopens/"


@pytest.mark.parametrize("medium_goes_first", [True, False])
def test_what_is_refused_for_its_address_follows_its_media_too(world: World, *, medium_goes_first: bool) -> None:
    """Whichever of the two was looked at first, the same is told in the end."""
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM, slug="storm"))
    if not medium_goes_first:
        assert faults(world.publish("other", source(**STORM, slug="storm"))) == [(FaultCode.SLUG_TAKEN, "/slug")]
    delete(world, "media/storm.jpg")
    if medium_goes_first:
        world.publish("other", source(**STORM, slug="storm"))
    assert faults(newest_receipt(world, "other")) == [(FaultCode.MISSING_MEDIA, "/image/src")]
    put(world, "media/storm.jpg", b"wind")
    assert faults(newest_receipt(world, "other")) == [(FaultCode.SLUG_TAKEN, "/slug")]


def test_a_missing_medium_leaves_the_version_before_with_its_media(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    before = world.pages()
    receipt = world.publish("harbour", source(**STORM, body="![x](media/more.png)"))
    assert faults(receipt) == [(FaultCode.MISSING_MEDIA, "/body")]
    assert world.pages() == before
    put(world, "media/more.png", b"more")
    assert copies(world) == {COPY: b"wind", "media/harbour/more.png": b"more"}
    assert newest_receipt(world).verdict is Verdict.PUBLISHED


def test_a_replaced_medium_replaces_the_copies(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    world.publish("other", source(**STORM, title="Other"))
    put(world, "media/storm.jpg", b"hail")
    assert copies(world) == {COPY: b"hail", "media/other/storm.jpg": b"hail"}


def test_the_same_again_writes_and_reads_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    before = dict(world.site.objects)
    monkeypatch.setattr(world.inbox, "read_media", lambda _media: pytest.fail("it was read"))
    put(world, "media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    assert all(world.site.objects[key] is output for key, output in before.items())


def test_a_deleted_medium_refuses_the_version_and_readers_see_what_they_saw(world: World) -> None:
    world.publish("harbour", source(published_at=minutes_ago(60)))
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    before = world.pages()
    delete(world, "media/storm.jpg")
    assert world.pages() == before
    assert newest_receipt(world).verdict is Verdict.REJECTED
    # Its neighbours are still told right.
    world.publish("earlier", source(title="Earlier", published_at=minutes_ago(90)))
    assert "Earlier" in world.page(PAGE)
    assert world.pages()[COPY] == b"wind"
    put(world, "media/storm.jpg", b"hail")
    assert newest_receipt(world).verdict is Verdict.PUBLISHED
    assert world.pages()[COPY] == b"hail"


def test_a_version_that_readers_have_never_seen_is_refused_when_its_medium_goes(world: World) -> None:
    world.publish("harbour", source(published_at=minutes_ago(60), body="First."))
    world.inbox.put("media/storm.jpg", b"wind")
    world.upload("harbour", source(**STORM))
    world.inbox.delete("media/storm.jpg")
    receipt = world.publish("harbour")
    assert faults(receipt) == [(FaultCode.MISSING_MEDIA, "/image/src")]
    assert "First." in world.page(PAGE)


@pytest.mark.parametrize(
    "end",
    [
        {"status": "withdrawn"},
        {"status": "draft"},
        {"embargo_until": (START + timedelta(days=1)).isoformat()},
        {"published_at": (START + timedelta(days=1)).isoformat()},
    ],
)
def test_what_is_not_shown_any_more_has_no_copies(world: World, end: dict[str, str]) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    world.publish("harbour", source(**{**STORM, **end}))
    assert copies(world) == {}


def test_an_expired_or_deleted_article_has_no_copies(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("ends", source(**STORM, expires_at=(START + timedelta(hours=1)).isoformat()))
    world.publish("harbour", source(**STORM, title="Other"))
    world.clock.moment = START + timedelta(hours=2)
    world.publish("ends")
    assert copies(world).keys() == {COPY}
    world.inbox.delete(article_key("harbour"))
    world.publish("harbour")
    assert copies(world) == {}
    assert world.catalog.referring("media/storm.jpg", 9) == []


def test_a_held_article_is_told_of_its_missing_media_and_copies_none_before_its_time(world: World) -> None:
    held = source(**{**STORM, "embargo_until": (START + timedelta(hours=1)).isoformat()})
    assert faults(world.publish("harbour", held)) == [(FaultCode.MISSING_MEDIA, "/image/src")]
    put(world, "media/storm.jpg", b"wind")
    assert newest_receipt(world).verdict is Verdict.SCHEDULED
    assert copies(world) == {}
    world.clock.moment = START + timedelta(hours=2)
    world.publish("harbour")
    assert copies(world) == {COPY: b"wind"}


def test_one_articles_withdrawal_leaves_the_others_copy(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    world.publish("other", source(**STORM, title="Other"))
    world.publish("harbour", source(**STORM, status="withdrawn"))
    assert copies(world) == {"media/other/storm.jpg": b"wind"}
    assert world.catalog.referring("media/storm.jpg", 9) == ["other"]


def test_a_medium_that_is_named_no_more_goes(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    world.publish("harbour", source(published_at=minutes_ago(60)))
    assert copies(world) == {}
    row = world.catalog.row(ArticleId("harbour"))
    assert row is not None
    assert row.media == ()


def test_too_large_a_medium_is_refused_and_a_smaller_one_taken(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"x" * (MAX_MEDIA_BYTES + 1))
    assert faults(world.publish("harbour", source(**STORM))) == [(FaultCode.MEDIA_SIZE, "/image/src")]
    put(world, "media/storm.jpg", b"wind")
    assert newest_receipt(world).verdict is Verdict.PUBLISHED
    put(world, "media/storm.jpg", b"x" * (MAX_MEDIA_BYTES + 1))
    assert newest_receipt(world).verdict is Verdict.REJECTED
    assert copies(world) == {COPY: b"wind"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"image": {"src": "media/a.svg", "alt": ""}}, (FaultCode.MEDIA_TYPE, "/image/src")),
        ({"body": "[page](/media/a.html)"}, (FaultCode.MEDIA_TYPE, "/body")),
        ({"body": {"html": '<img src="/media//a.png">'}}, (FaultCode.INVALID, "/body/html")),
        (
            {"body": [{"type": "divider"}, {"type": "image", "src": "media/a", "alt": ""}]},
            (FaultCode.MEDIA_TYPE, "/body/1/src"),
        ),
        ({"authors": [{"name": "Kim", "image": "/media/k.svg"}]}, (FaultCode.MEDIA_TYPE, "/authors/0/image")),
        ({"body": " ".join(f"![](media/{n}.png)" for n in range(51))}, (FaultCode.MEDIA_COUNT, "")),
    ],
)
def test_what_no_article_may_have_is_refused_where_it_stands(
    world: World, changes: dict[str, Any], fault: tuple[FaultCode, str]
) -> None:
    assert faults(world.publish("harbour", source(status="draft", **changes))) == [fault]


def test_fifty_media_and_then_fifty_others(world: World) -> None:
    for number in range(100):
        world.inbox.put(f"media/{number}.png", str(number).encode())
    for numbers in (range(50), range(50, 100)):
        body = " ".join(f"![](media/{number}.png)" for number in numbers)
        receipt = world.publish("harbour", source(body=body, published_at=minutes_ago(9)))
        assert receipt is not None
        assert receipt.verdict is Verdict.PUBLISHED
        assert copies(world).keys() == {f"media/harbour/{number}.png" for number in numbers}


def test_a_medium_of_many_articles_goes_by_way_of_the_backlog(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module(supply.__module__), "AT_ONCE", 6)
    for number in range(8):
        world.publish(f"a{number}", source(**STORM, title=f"Article {number}"))
    world.inbox.put("media/storm.jpg", b"wind")
    look(world, "media/storm.jpg")
    rest = SupplyMedium(path="media/storm.jpg", after="a5")
    assert world.backlog.errands == [*(Look(id=f"a{number}") for number in range(6)), rest]
    supply(rest, world.newsroom)
    assert copies(world).keys() == {"media/a6/storm.jpg", "media/a7/storm.jpg"}


def test_a_sweep_finds_media_whose_event_was_lost(world: World) -> None:
    world.publish("harbour", source(**STORM))
    world.inbox.put("media/storm.jpg", b"wind")
    assert sweep(world.newsroom).done == 1
    assert copies(world) == {COPY: b"wind"}
    world.inbox.put("media/storm.jpg", b"hail")
    assert sweep(world.newsroom).done == 1
    assert copies(world) == {COPY: b"hail"}
    world.inbox.delete("media/storm.jpg")
    assert sweep(world.newsroom).done == 1
    assert newest_receipt(world).verdict is Verdict.REJECTED
    assert sweep(world.newsroom).done == 0


def test_what_was_told_before_a_failure_is_told_right_in_the_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The medium comes, the editor is told so, the catalog fails, and the medium is gone again."""
    world.publish("harbour", source(**STORM))
    world.inbox.put("media/storm.jpg", b"wind")
    with monkeypatch.context() as failing:
        failing.setattr(world.catalog, "commit", _unavailable)
        with pytest.raises(Unavailable):
            look(world, "media/storm.jpg")
    assert newest_receipt(world).verdict is Verdict.PUBLISHED
    delete(world, "media/storm.jpg")
    assert newest_receipt(world).verdict is Verdict.REJECTED
    assert copies(world) == {}
    assert "withdrawn" not in world.page(PAGE)


def _unavailable(*_arguments: object) -> None:
    raise Unavailable("it fails")


def test_a_rebuild_finds_them_too(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    world.inbox.put("media/storm.jpg", b"hail")
    rebuild(world.newsroom)
    assert world.backlog.errands == [LookAtAll()]
    look_at_all(LookAtAll(), world.newsroom)
    world.publish("harbour")
    assert copies(world) == {COPY: b"hail"}


def test_the_row_tells_what_was_seen_and_what_was_copied(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    world.publish("harbour", source(**STORM))
    row = world.catalog.row(ArticleId("harbour"))
    there = world.inbox.media("media/storm.jpg")
    assert row is not None
    assert there is not None
    digest = Output(key="", body=b"wind", content_type="", cache_control="").body_digest
    (medium,) = row.media
    assert medium == Medium(path="media/storm.jpg", seen=there.fingerprint, copied=there.fingerprint, digest=digest)
