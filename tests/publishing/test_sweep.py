"""What no event has told of is found."""

from dataclasses import replace
from datetime import timedelta

import pytest

from broadsheet.article import Unavailable
from broadsheet.publishing import sweep, under_current_settings
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.inbox import SETTINGS_KEY, Source, article_key
from broadsheet.stores.memory import MemoryInbox
from broadsheet.stores.receipts import Verdict
from tests.world import START, World, clean_run, minutes_ago, source

ALPHA = source(title="Alpha", published_at=minutes_ago(50), section="City")
MOVED = source(title="Alpha", published_at=minutes_ago(50), section="Sea")
BETA = source(title="Beta", published_at=minutes_ago(40))


@pytest.fixture
def world() -> World:
    return World()


def _swept(world: World) -> int:
    swept = sweep(world.newsroom)
    assert swept.failed == ()
    world.settle()
    return swept.done


def test_sources_that_nobody_told_of_are_published(world: World) -> None:
    world.upload("a", ALPHA)
    world.upload("b", BETA)
    assert _swept(world) == 2
    assert world.pages() == clean_run([("a", ALPHA), ("b", BETA)])


def test_a_newer_version_and_a_deletion_are_found(world: World) -> None:
    world.publish("a", ALPHA)
    world.publish("b", BETA)
    world.upload("a", MOVED)
    deletion = world.inbox.delete(article_key("b"))
    assert _swept(world) == 2
    assert world.recent() == ["a"]
    assert "Alpha" in world.page("section/sea/index.html")
    assert "section/city/index.html" not in world.pages()
    receipt = world.inbox.receipt("b", version=deletion)
    assert receipt is not None
    assert receipt.verdict is Verdict.WITHDRAWN


def test_a_source_that_cannot_be_an_article_is_told_once(world: World) -> None:
    version = world.upload("no good", ALPHA)
    assert (_swept(world), _swept(world)) == (1, 0)
    receipt = world.inbox.receipt("no good", version=version)
    assert receipt is not None
    assert receipt.verdict is Verdict.REJECTED


def test_where_nothing_is_behind_nothing_is_written(world: World) -> None:
    world.publish("a", ALPHA)
    world.publish("b", b"{not json")
    world.publish("c", source(embargo_until=(START + timedelta(days=1)).isoformat()))
    world.publish("d", BETA)
    world.inbox.delete(article_key("d"))
    world.publish("d")
    before = dict(world.site.objects)
    assert _swept(world) == 0
    assert world.site.objects.keys() == before.keys()
    assert all(world.site.objects[key] is output for key, output in before.items())


def test_an_article_that_stays_as_it_was_is_looked_at_once_when_its_media_change(world: World) -> None:
    world.inbox.put("media/storm.jpg", b"wind")
    defined = SiteSettings.model_validate({"authors": {"kim": {"name": "Kim"}}})
    world.newsroom = replace(world.newsroom, settings=defined)
    world.publish(
        "a", source(published_at=minutes_ago(50), authors=["kim"], image={"src": "media/storm.jpg", "alt": ""})
    )
    world.newsroom = replace(world.newsroom, settings=SiteSettings())
    world.publish("a")
    world.inbox.put("media/storm.jpg", b"storm")
    assert (_swept(world), _swept(world)) == (1, 0)
    assert (world.recent(), world.pages()["media/a/storm.jpg"]) == (["a"], b"wind")


def test_what_is_due_is_released(world: World) -> None:
    world.publish("a", source(title="Alpha", embargo_until=(START + timedelta(hours=1)).isoformat()))
    world.clock.sleep(1800)
    assert _swept(world) == 0
    world.clock.sleep(1801)
    assert _swept(world) == 1
    assert world.recent() == ["a"]
    assert _swept(world) == 0


def test_an_article_whose_source_is_gone_without_a_trace_is_withdrawn(world: World) -> None:
    world.publish("a", ALPHA)
    world.newsroom = replace(world.newsroom, inbox=MemoryInbox(world.clock))
    assert _swept(world) == 1
    assert world.recent() == []
    assert _swept(world) == 0


@pytest.mark.parametrize("key", ["index.html", "recent.json", "section/city/index.html"])
def test_a_listing_that_is_behind_is_brought_up_to_date(world: World, key: str) -> None:
    world.publish("a", ALPHA)
    expected = world.pages()
    del world.site.objects[key]
    assert _swept(world) == 0
    assert world.pages() == expected


def test_settings_that_nobody_told_of_are_followed(world: World) -> None:
    version = world.inbox.put(SETTINGS_KEY, b'title = "The Tidewater"\n[sections.sea]\ntitle = "Sea"\n')
    under_current_settings(world.newsroom, sweep)
    assert world.inbox.receipt(SETTINGS_KEY, version=version) is not None
    assert "The Tidewater" in world.page("index.html")
    assert "section/sea/index.html" in world.pages()


def test_what_is_swept_follows_settings_that_have_changed_since_the_sweep_began(world: World) -> None:
    world.upload("a", ALPHA)
    world.inbox.put(SETTINGS_KEY, b'title = "The Tidewater"\n')
    sweep(world.newsroom)
    [page] = [key for key in world.pages() if "alpha" in key]
    assert "The Tidewater" in world.page(page)


def test_one_that_fails_keeps_nobody_else_from_being_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for source_id, data in {"a": ALPHA, "b": BETA, "c": MOVED}.items():
        world.upload(source_id, data)
    sound = world.inbox.newest

    def newest(key: str, *, known: Source | None = None) -> Source | None:
        if key == article_key("b"):
            problem = "b can't be read"
            raise Unavailable(problem)
        return sound(key, known=known)

    monkeypatch.setattr(world.inbox, "newest", newest)
    swept = sweep(world.newsroom)
    assert (swept.done, swept.failed) == (2, ("b: b can't be read",))
    assert sorted(world.recent()) == ["a", "c"]
    monkeypatch.undo()
    assert _swept(world) == 1
    assert sorted(world.recent()) == ["a", "b", "c"]
