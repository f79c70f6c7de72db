"""What can happen to an article after its first publication."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from broadsheet.article import ArticleId, FaultCode
from broadsheet.publishing import configure, look_at_all, publish, rebuild, release
from broadsheet.publishing.configure import under_current_settings
from broadsheet.site.outputs import Output
from broadsheet.site.settings import read_settings
from broadsheet.stores.backlog import Look, LookAtAll
from broadsheet.stores.inbox import SETTINGS_KEY
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.site import Stored
from tests.world import START, World, minutes_ago, source

PAGE = "2026/11/harbour-reopens/index.html"


def in_days(days: float) -> str:
    return (START + timedelta(days=days)).isoformat()


def _modified(world: World) -> str:
    [modified] = re.findall(r'"dateModified": ?"([^"]+)"', world.page(PAGE))
    return str(modified)


def _writes(world: World) -> list[str]:
    """The keys that are written to the site from now on."""
    written: list[str] = []
    put = world.site.put

    def noting(output: Output, *, expected: Stored | None) -> Stored:
        written.append(output.key)
        return put(output, expected=expected)

    world.site.put = noting  # type: ignore[method-assign]
    return written


def test_the_date_of_change_moves_with_the_text_and_with_nothing_else() -> None:
    world = World()
    fields = {"published_at": minutes_ago(50)}
    world.publish("a", source(**fields))
    first = _modified(world)
    assert first.startswith("2026-11-20T11:10")

    world.clock.sleep(600)
    world.publish("a", source(**fields, tags=["harbour"], section="Sea"))
    assert _modified(world) == first

    world.clock.sleep(600)
    world.publish("a", source(**fields, tags=["harbour"], section="Sea", body="It is closed again."))
    assert _modified(world).startswith("2026-11-20T12:20")

    world.clock.sleep(600)
    world.publish("a", source(**fields, body="It is closed again."))
    assert _modified(world).startswith("2026-11-20T12:20")


def test_what_a_source_says_of_its_own_change_is_what_holds() -> None:
    world = World()
    world.publish("a", source(published_at=minutes_ago(50), updated_at=minutes_ago(40)))
    assert _modified(world).startswith("2026-11-20T11:20")


def test_a_correction_counts_as_a_change_when_it_is_the_later() -> None:
    for corrected, modified in ((30, "2026-11-20T11:30:00Z"), (45, "2026-11-20T11:20:00Z")):
        world = World()
        corrections = [{"at": minutes_ago(corrected), "text": "Nine, not ten."}]
        world.publish("a", source(published_at=minutes_ago(50), updated_at=minutes_ago(40), corrections=corrections))
        assert _modified(world) == modified
        assert f'<meta property="article:modified_time" content="{modified}">' in world.page(PAGE)
        assert f"<lastmod>{modified}</lastmod>" in "".join(map(world.page, world.site.keys("sitemaps/")))
        assert f"<updated>{modified}</updated>" in world.page("feed.atom")


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({"updated_at": in_days(2)}, ["/updated_at"]),
        ({"corrections": [{"at": in_days(days), "text": "Nine."} for days in (-1, 900)]}, ["/corrections/1/at"]),
        ({"updated_at": in_days(2), "status": "draft"}, ["/updated_at"]),
        ({"updated_at": "9998-12-30T23:59:59Z", "published_at": "1000-01-02T00:00:00Z"}, ["/updated_at"]),
        ({"updated_at": in_days(0.9)}, []),
        ({"updated_at": in_days(30), "published_at": in_days(30)}, []),
        ({"updated_at": in_days(30), "embargo_until": in_days(30)}, []),
        ({"updated_at": "9998-12-30T23:59:59Z", "published_at": "9998-12-30T00:00:00Z"}, []),
    ],
)
def test_a_change_that_nobody_can_have_made_is_refused(fields: dict[str, Any], pointers: list[str]) -> None:
    """Or the feeds would tell of it until its year has come, and of nothing that follows."""
    world = World()
    world.publish("a", source(published_at=minutes_ago(50)))
    receipt = world.publish("a", source(**{"published_at": minutes_ago(50), **fields}))
    assert receipt is not None
    assert [(fault.pointer, fault.code) for fault in receipt.errors] == [(each, FaultCode.DATE) for each in pointers]
    assert all("right would be when it was changed" in fault.message for fault in receipt.errors)


def test_a_file_without_a_date_of_its_own_tells_nothing_of_the_changes() -> None:
    """What is packed reproducibly is of 1970 or of 1980."""
    world = World()
    world.clock.moment = datetime(1980, 1, 1, tzinfo=UTC)
    receipt = world.publish("a", source(updated_at=minutes_ago(0)))
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED


def test_a_version_that_nobody_looked_at_counts_for_the_date_of_change_all_the_same() -> None:
    one, two = source(published_at=minutes_ago(50)), source(published_at=minutes_ago(50), body="Another.")
    overlooked, seen = World(), World()
    for world in (overlooked, seen):
        for data in (one, two, one):
            world.clock.sleep(60)
            world.upload("a", data)
            if world is seen:
                world.publish("a")
        world.publish("a")
    assert overlooked.pages() == seen.pages()
    assert _modified(seen).startswith("2026-11-20T12:03")


def test_a_refused_version_moves_no_date() -> None:
    world = World()
    world.publish("a", source(published_at=minutes_ago(50)))
    before = world.pages()
    world.clock.sleep(600)
    world.publish("a", source(published_at=minutes_ago(50), body="Another.", authors=["nobody"]))
    assert world.pages() == before


def test_the_same_content_again_writes_nothing_to_the_site() -> None:
    world = World()
    world.publish("a", source(published_at=minutes_ago(50)))
    before, written = world.pages(), _writes(world)
    world.clock.sleep(600)
    receipt = world.publish("a", source(published_at=minutes_ago(50)))
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED
    assert (world.pages(), written) == (before, [])


def test_a_withdrawal_says_why_and_publishing_again_brings_the_article_back_to_its_address() -> None:
    world = World()
    world.publish("a", source(published_at=minutes_ago(50)))
    there = world.page(PAGE)
    receipt = world.publish("a", source(status="withdrawn", withdrawal_reason="It was <wrong>."))
    assert receipt is not None
    assert receipt.verdict is Verdict.WITHDRAWN
    assert "It was &lt;wrong&gt;." in world.page(PAGE)
    assert "harbour is open" not in world.page(PAGE)
    assert world.site.objects[PAGE].status == 410
    assert world.recent() == []

    world.publish("a", source(published_at=minutes_ago(50)))
    assert world.page(PAGE) == there
    assert world.site.objects[PAGE].status == 200


def test_an_article_whose_time_comes_by_itself_gives_no_reason() -> None:
    world = World()
    expires_at = (START + timedelta(minutes=5)).isoformat()
    world.publish("a", source(published_at=minutes_ago(50), expires_at=expires_at, withdrawal_reason="Not yet."))
    world.clock.sleep(600)
    world.publish("a")
    assert "Not yet." not in world.page(PAGE)
    assert world.site.objects[PAGE].status == 410


def test_listings_fill_up_from_behind() -> None:
    world = World()
    for number in range(32):
        world.publish(f"a{number:02}", source(title=f"Title {number}", published_at=minutes_ago(number)))
    assert world.recent() == [f"a{number:02}" for number in range(30)]
    world.publish("a03", source(title="Title 3", status="withdrawn"))
    assert world.recent() == [f"a{number:02}" for number in range(31) if number != 3]


def test_every_old_address_leads_to_the_newest_one_at_once() -> None:
    world = World()
    for slug in ("one", "two", "three", "one", "four"):
        world.publish("a", source(slug=slug, published_at=minutes_ago(50), redirect_from=["/old.html"]))
    for key in ("2026/11/one/index.html", "2026/11/two/index.html", "2026/11/three/index.html", "old.html"):
        assert (world.site.objects[key].status, world.site.objects[key].location) == (301, "/2026/11/four/")
    assert world.site.objects["2026/11/four/index.html"].status == 200


# ---- Time -----------------------------------------------------------------------------------------------------------


def _at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


def _timers(world: World) -> list[float]:
    return sorted((at - START).total_seconds() / 60 for _, at, _ in world.timers.pending)


def test_a_held_article_has_a_timer_that_follows_its_time() -> None:
    world = World()
    world.publish("a", source(embargo_until=_at(10)))
    assert _timers(world) == [10]
    world.publish("a", source(embargo_until=_at(20)))
    assert _timers(world) == [20]
    world.publish("a", source(embargo_until=_at(20), body="The same time."))
    assert _timers(world) == [20]
    world.publish("a", source())
    assert _timers(world) == []


@pytest.mark.parametrize("ending", [{"status": "draft"}, {"status": "withdrawn"}, None])
def test_what_is_not_to_be_published_any_more_has_no_timer(ending: dict[str, str] | None) -> None:
    world = World()
    world.publish("a", source(published_at=_at(10)))
    assert _timers(world) == [10]
    if ending is None:
        world.inbox.delete("articles/a.json")
        world.publish("a")
    else:
        world.publish("a", source(published_at=_at(10), **ending))
    assert _timers(world) == []


def test_a_timer_for_the_end_follows_the_one_for_the_beginning() -> None:
    world = World()
    world.publish("a", source(embargo_until=_at(10), expires_at=_at(30), published_at=minutes_ago(9)))
    assert _timers(world) == [10]
    world.clock.sleep(601)
    world.publish("a")
    assert _timers(world) == [30]
    assert world.recent() == ["a"]
    world.clock.sleep(1200)
    world.publish("a")
    assert _timers(world) == []
    assert world.recent() == []


def test_the_timer_is_set_before_anybody_is_told_that_the_article_is_held() -> None:
    world = World()
    told: list[int] = []
    put_receipt = world.inbox.put_receipt

    def noting(receipt: Receipt, **options: Any) -> None:
        told.append(len(world.timers.pending))
        put_receipt(receipt, **options)

    world.inbox.put_receipt = noting  # type: ignore[method-assign]
    world.publish("a", source(embargo_until=_at(10)))
    assert told == [1]


def test_what_a_lost_timer_left_behind_is_released() -> None:
    world = World()
    world.publish("a", source(embargo_until=_at(10), title="First"))
    world.publish("b", source(embargo_until=_at(5), title="Second"))
    world.publish("c", source(embargo_until=_at(60), title="Third"))
    world.publish("d", source(published_at=minutes_ago(9), expires_at=_at(7), title="Fourth"))
    world.timers.pending.clear()
    assert release(world.newsroom).done == 0

    world.clock.sleep(600)
    assert world.catalog.due(world.clock.now(), 10) == ["b", "d", "a"]
    assert world.catalog.due(world.clock.now(), 1) == ["b"]
    assert release(world.newsroom).done == 3
    world.settle()
    assert set(world.recent()) == {"a", "b"}
    assert release(world.newsroom).done == 0


def test_no_byte_of_a_held_article_is_in_the_site() -> None:
    world = World()
    fields = {
        "title": "Xylograph",
        "slug": "xylograph",
        "section": "Xylograph",
        "summary": "Xylograph",
        "body": "Xylograph",
        "redirect_from": ["/xylograph.html"],
        "tags": ["xylograph"],
        "authors": [{"name": "Xylograph"}],
    }
    world.publish("other", source(published_at=minutes_ago(9)))
    world.publish("a", source(**fields, embargo_until=_at(10)))
    everything = json.dumps({key: body.decode(errors="replace") for key, body in world.pages().items()})
    assert "xylograph" not in everything.lower()
    world.clock.sleep(601)
    world.publish("a")
    assert "Xylograph" in world.page("2026/11/xylograph/index.html")


# ---- Settings and rebuilds ------------------------------------------------------------------------------------------


def test_new_settings_have_every_article_looked_at_and_confirmed_only_then() -> None:
    world = World()
    world.publish("a", source())
    version = world.inbox.put(SETTINGS_KEY, b'title = "The Pier"')
    configure(world.newsroom)
    assert world.backlog.errands == [LookAtAll()]
    receipt = world.inbox.receipt(SETTINGS_KEY, version=version)
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED

    configure(world.newsroom)
    assert world.backlog.errands == [LookAtAll()]


def test_settings_that_are_refused_have_nothing_looked_at() -> None:
    world = World()
    world.inbox.put(SETTINGS_KEY, b"title = ")
    configure(world.newsroom)
    assert world.backlog.errands == []


def test_settings_overlooked_below_a_refused_version_are_followed() -> None:
    world = World()
    world.inbox.put(SETTINGS_KEY, b'title = "The Pier"')
    world.inbox.put(SETTINGS_KEY, b"title = ")
    configure(world.newsroom)
    assert world.backlog.errands == [LookAtAll()]


def test_a_rebuild_looks_at_all_articles_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("broadsheet.publishing.rebuild"), "AT_ONCE", 2)
    world = World()
    for source_id in ("a", "b", "c", "d", "e"):
        world.publish(source_id, source(title=source_id))
    world.inbox.delete("articles/d.json")
    rebuild(world.newsroom)
    looked_at = []
    while world.backlog.errands:
        match world.backlog.errands.pop(0):
            case LookAtAll() as errand:
                look_at_all(errand, world.newsroom)
            case Look(id=source_id):
                looked_at.append(source_id)
    assert looked_at == ["a", "b", "c", "d", "e"]


def test_a_new_permalink_moves_every_article_and_leaves_redirects() -> None:
    world = World()
    world.publish("a", source(published_at=minutes_ago(9)))
    world.inbox.put(SETTINGS_KEY, b'permalink = "/news/{slug}/"')
    under_current_settings(world.newsroom, lambda room: publish("a", room))
    world.settle()
    assert world.site.objects["news/harbour-reopens/index.html"].status == 200
    assert world.site.objects[PAGE].location == "/news/harbour-reopens/"
    row = world.catalog.row(ArticleId("a"))
    assert row is not None
    assert row.addresses == ("/2026/11/harbour-reopens/", "/news/harbour-reopens/")


def test_an_article_that_stays_as_it_was_is_listed_by_the_days_of_the_time_zone_that_holds() -> None:
    world = World(read_settings(b'[authors.kim]\nname = "Kim"\n'))
    world.publish("a", source(authors=["kim"], published_at=minutes_ago(10)))
    assert "archive/2026/11/20/index.html" in world.pages()

    world.newsroom = replace(world.newsroom, settings=read_settings(b'time_zone = "Pacific/Auckland"\n'))
    receipt = world.publish("a")

    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED
    assert [key for key in world.pages() if key.startswith("archive/2026/11/")] == [
        "archive/2026/11/21/index.html",
        "archive/2026/11/index.html",
    ]
