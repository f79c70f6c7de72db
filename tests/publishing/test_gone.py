"""Feeds have changed when an article was withdrawn, too."""

import json
from datetime import datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from broadsheet.publishing import publish
from broadsheet.stores.inbox import article_key
from tests.world import START, World, minutes_ago, source

UPDATED = "{http://www.w3.org/2005/Atom}updated"


@pytest.fixture
def world() -> World:
    """Two articles of one section, and an hour later."""
    world = World()
    world.publish("old", source(title="Old", section="City", published_at=minutes_ago(60)))
    world.publish("new", source(title="New", section="City", published_at=minutes_ago(30)))
    world.clock.sleep(3600)
    return world


def updated(world: World, place: str = "") -> datetime:
    return datetime.fromisoformat(fromstring(world.page(f"{place}feed.atom")).findtext(UPDATED) or "")


@pytest.mark.parametrize("place", ["", "section/city/"])
def test_a_withdrawal_moves_the_feeds_of_the_site_and_of_the_section(world: World, place: str) -> None:
    assert updated(world, place) == START - timedelta(minutes=30)
    world.publish("new", source(title="New", section="City", status="withdrawn"))

    assert updated(world, place) == START + timedelta(hours=1)
    assert [item["title"] for item in json.loads(world.page(f"{place}feed.json"))["items"]] == ["Old"]


def test_a_deletion_moves_the_feeds_of_the_site(world: World) -> None:
    world.inbox.delete(article_key("new"))
    world.publish("new")

    assert updated(world) == START + timedelta(hours=1)


def test_an_expiry_moves_them_to_its_moment(world: World) -> None:
    ends = START + timedelta(hours=2)
    world.publish("new", source(title="New", section="City", published_at=minutes_ago(30), expires_at=ends.isoformat()))
    world.clock.sleep(7200)
    world.publish("new")

    assert updated(world) == updated(world, "section/city/") == ends


def test_an_article_that_comes_back_has_not_gone(world: World) -> None:
    shown = source(title="New", section="City", published_at=minutes_ago(30))
    world.publish("new", source(title="New", section="City", status="withdrawn"))
    world.publish("new", shown)

    (row,) = [row for row in world.catalog.rows() if row.id == "new"]
    assert row.gone is None
    assert list(world.catalog.newest("gone", 5)) == []


def test_who_looks_again_finds_the_same(world: World) -> None:
    world.publish("new", source(title="New", section="City", status="withdrawn"))
    before = world.pages()
    world.clock.sleep(3600)
    publish("new", world.newsroom)
    world.settle()

    assert world.pages() == before


def test_what_was_never_shown_moves_nothing(world: World) -> None:
    before = updated(world)
    world.publish("draft", source(title="Draft", section="City", status="draft"))
    world.publish("never", source(title="Never shown", section="City", status="withdrawn"))
    world.publish("held", source(title="Held", section="City", embargo_until="2027-01-01T00:00:00Z"))

    assert updated(world) == updated(world, "section/city/") == before


def test_nothing_of_what_was_withdrawn_is_kept_in_the_listings_but_when(world: World) -> None:
    world.publish("new", source(title="New", section="City", status="withdrawn"))
    (trace,) = world.catalog.newest("gone#section#city", 5)

    assert (trace.id, trace.title, trace.url, trace.excerpt) == ("new", "", "", "")
