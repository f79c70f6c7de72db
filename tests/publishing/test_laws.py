"""Duplicate, reverse, delay, interleave, kill: the site ends as after one clean sequential run."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.article import ArticleId, Unavailable
from broadsheet.publishing import (
    Newsroom,
    furnish_missing,
    publish,
    refresh,
    under_current_settings,
    with_current_settings,
)
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key
from broadsheet.stores.backlog import Look
from broadsheet.stores.catalog import LEASE, new_lease
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from tests.stage import Killed, Observed, Stage, interrupted, mortal
from tests.world import World, clean_run, minutes_ago, source

NOW = minutes_ago(0)
STORY = [
    ("a", source(title="Alpha", published_at=minutes_ago(50), section="City")),
    ("b", source(title="Beta", published_at=minutes_ago(40))),
    ("c", source(title="Gamma", published_at=minutes_ago(30), section="City")),
    ("a", source(title="Alpha", published_at=minutes_ago(50), section="Sea", body="Second thoughts.", updated_at=NOW)),
    ("b", b"{not json"),
    ("c", source(title="Gamma", published_at=minutes_ago(30), status="withdrawn")),
    ("d", source(title="Delta", published_at=minutes_ago(35), body={"html": "<p>Fourth</p>"})),
]
EXPECTED = clean_run(STORY)


def _undated(pages: dict[str, bytes]) -> dict[str, bytes]:
    """Without when the feeds changed: that depends on when editors were at work, and on who was shown before."""
    when = re.compile(rb"(?m)^ <updated>.*</updated>$|<lastBuildDate>.*</lastBuildDate>")
    return {key: when.sub(b"", body) if key.endswith((".atom", ".rss")) else body for key, body in pages.items()}


def _wrapped(newsroom: Newsroom, wrap: Callable[[Any], Any]) -> Newsroom:
    return replace(
        newsroom,
        inbox=wrap(newsroom.inbox),
        site=wrap(newsroom.site),
        catalog=wrap(newsroom.catalog),
        timers=wrap(newsroom.timers),
        backlog=wrap(newsroom.backlog),
    )


@given(seed=st.integers(min_value=0, max_value=2**32), repeats=st.integers(min_value=1, max_value=3))
@settings(max_examples=60, deadline=None)
def test_events_twice_reversed_and_stale_end_in_the_same_bytes(seed: int, repeats: int) -> None:
    order = random.Random(seed)
    world = World()
    events: list[str] = []
    for source_id, data in STORY:
        world.upload(source_id, data)
        events += [source_id] * repeats
        while events and order.random() < 0.3:
            world.publish(events.pop(order.randrange(len(events))))
    order.shuffle(events)
    for source_id in events:
        world.publish(source_id)
    assert _undated(world.pages()) == _undated(world.given_the_claims(EXPECTED))


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=80, deadline=None)
def test_handlers_and_uploads_at_the_same_time_end_in_the_same_bytes(seed: int) -> None:
    world, stage = World(), Stage(seed)
    newsroom = _wrapped(world.newsroom, stage.proxy)

    def editor() -> None:
        for source_id, data in STORY:
            world.upload(source_id, data)
            stage.point()

    def handler(ids: Sequence[str]) -> Callable[[], None]:
        def handle() -> None:
            for source_id in ids:
                _until_done(partial(publish, source_id, newsroom))

        return handle

    stage.run([editor, handler("abcd"), handler("dcba"), handler("aabbcc"), lambda: _refreshes(world, newsroom)])
    for source_id in "abcd":
        publish(source_id, world.newsroom)
    world.settle()
    assert _undated(world.pages()) == _undated(world.given_the_claims(EXPECTED))


def _refreshes(world: World, newsroom: Newsroom) -> None:
    for _ in range(3):
        changes = world.catalog.changes()
        _until_done(partial(refresh, changes, newsroom))
        world.catalog.acted_on(changes)


def _until_done(work: Callable[[], Any]) -> None:
    """Deliver again what failed, as the queue does."""
    for _ in range(20):
        try:
            work()
        except Unavailable:
            continue
        return


def test_the_same_article_published_by_two_at_once_is_one_page() -> None:
    for seed in range(40):
        world, stage = World(), Stage(seed)
        newsroom = _wrapped(world.newsroom, stage.proxy)
        world.upload("a", STORY[0][1])
        stage.run([partial(_until_done, partial(publish, "a", newsroom))] * 2)
        world.settle()
        assert world.pages() == clean_run(STORY[:1])
        assert len(world.catalog.rows()) == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_handler_killed_at_any_call_is_made_good_by_the_next_delivery(*, after: bool) -> None:
    at, died = 0, True
    while died:
        at += 1
        world = World()
        for source_id, data in STORY[:3]:
            world.publish(source_id, data)
        calls: list[str] = []
        doomed = _wrapped(world.newsroom, lambda target: mortal(target, calls, at=at, after=after))  # noqa: B023  # used in this round
        world.upload(*STORY[3])
        died = _dies(lambda: publish("a", doomed))  # noqa: B023  # called in this round
        world.redeliver("a")
        assert world.pages() == clean_run(STORY[:4]), f"killed at call {at}, {calls}"
    assert at > 8


def test_an_address_that_a_dead_handler_claimed_is_on_the_receipt() -> None:
    """A handler that begins under settings which are replaced at once claims an address by them, and dies."""
    at, died = 0, True
    while died:
        at += 1
        world = World()
        world.publish(*STORY[0])
        calls: list[str] = []
        doomed = _wrapped(world.newsroom, lambda target: mortal(target, calls, at=at, after=True))  # noqa: B023  # used in this round
        doomed = replace(doomed, settings=SiteSettings(permalink="/news/{slug}/"))
        died = _dies(lambda: publish("a", doomed))  # noqa: B023  # called in this round
        world.redeliver("a")
        if not died:
            break
        row = world.catalog.row(ArticleId("a"))
        newest = world.inbox.newest(article_key("a"))
        assert row is not None
        assert newest is not None
        told = world.inbox.receipt("a", version=newest.version)
        assert told is not None
        assert told.outputs == tuple(map(page_key, row.addresses)), f"killed after call {at}, {calls}"
    assert at > 8


@pytest.mark.parametrize("after", [False, True])
def test_a_refresh_killed_at_any_call_is_made_good_by_the_next_delivery(*, after: bool) -> None:
    at, died = 0, True
    while died:
        at += 1
        world = World()
        for source_id, data in STORY[:2]:
            world.publish(source_id, data)
        world.upload(*STORY[6])
        publish("d", world.newsroom)
        calls: list[str] = []
        doomed = _wrapped(world.newsroom, lambda target: mortal(target, calls, at=at, after=after))  # noqa: B023  # used in this round
        changes = world.catalog.changes()
        died = _dies(lambda: refresh(changes, doomed))  # noqa: B023  # called in this round
        world.clock.sleep(180)
        world.settle()
        assert world.pages() == clean_run([*STORY[:2], STORY[6]]), f"killed at call {at}, {calls}"
    assert at > 8


def test_a_section_that_newer_settings_declare_is_not_removed_by_who_knows_older_ones() -> None:
    """Its last article has gone; while a handler is about to remove it, settings come that declare it."""
    at, came_in_time = 0, True
    while came_in_time:
        at += 1
        world = World()
        world.publish("a", source(section="City"))
        world.upload("a", source(section="City", status="withdrawn"))
        publish("a", world.newsroom)
        calls: list[str] = []
        missing: list[int] = []

        def declared() -> None:
            world.inbox.put(SETTINGS_KEY, b"[sections.City]\ntitle = 'City'\n")  # noqa: B023  # called in this round
            under_current_settings(world.newsroom, furnish_missing)  # noqa: B023

        def seen() -> None:
            if len(calls) >= at and "section/city/index.html" not in world.site.objects:  # noqa: B023
                missing.append(len(calls))  # noqa: B023

        slow = with_current_settings(_wrapped(world.newsroom, partial(interrupted, calls=calls, at=at, by=declared)))
        watched = replace(slow, site=Observed(slow.site, after=seen))
        changes = world.catalog.changes()
        refresh(changes, watched)
        came_in_time = len(calls) >= at
        assert not missing, f"settings came before call {at} of {calls}"
    assert at > 20


def test_an_article_that_nobody_can_have_now_keeps_no_listing_waiting() -> None:
    world = World()
    for source_id, data in STORY[:3]:
        world.publish(source_id, data)
    world.upload(*STORY[6])
    publish("d", world.newsroom)
    dead = ArticleId("c")
    world.catalog.take(new_lease(dead, now=world.clock.now()), now=world.clock.now())
    world.settle()
    assert "d" in world.recent()
    assert world.backlog.errands == [Look(id="c")]
    world.clock.sleep(180)
    publish("c", world.newsroom)
    assert world.pages() == clean_run([*STORY[:3], STORY[6]])


def _dies(work: Callable[[], Any]) -> bool:
    try:
        work()
    except Killed:
        return True
    return False


ONE = source(title="One", slug="s", published_at=minutes_ago(9))
# It says itself when it was changed: the moment of its upload is another one in each round.
TWO = source(title="Two", slug="s", published_at=minutes_ago(9), updated_at=minutes_ago(8), section="Sea")
PAGE = "2026/11/s/index.html"


@pytest.mark.parametrize("first", [None, source(title="Zero", slug="s", published_at=minutes_ago(9))])
def test_an_old_version_never_replaces_a_newer_one_that_has_its_receipt(first: bytes | None) -> None:
    """A handler that has read version one falls asleep before any of its calls, and wakes after two is confirmed."""
    at, came_in_time = 0, True
    while came_in_time:
        at += 1
        world = World()
        if first is not None:
            world.publish("a", first)
        calls: list[str] = []
        seen: list[str] = []

        def quick() -> None:
            world.clock.sleep(LEASE.total_seconds() + 1)  # noqa: B023  # called in this round
            world.publish("a", TWO)  # noqa: B023

        slow = _wrapped(world.newsroom, partial(interrupted, calls=calls, at=at, by=quick))
        watched = replace(slow, site=Observed(slow.site, after=lambda: seen.append(_title(world))))  # noqa: B023  # used at once
        world.upload("a", ONE)
        publish("a", watched)
        world.settle()
        came_in_time = len(calls) >= at
        if "Two" in seen:
            assert set(seen[seen.index("Two") :]) == {"Two"}, f"two came before call {at} of {calls}"
        if came_in_time:
            expected = [("a", data) for data in (first, ONE, TWO) if data is not None]
            assert world.pages() == clean_run(expected), f"two came before call {at} of {calls}"
    assert at > 8


def test_a_version_that_comes_while_a_handler_works_is_seen_before_it_is_done() -> None:
    """Its own event may be lost: the handler looks again before it is done."""
    at, before_the_last_look = 0, True
    while before_the_last_look:
        at += 1
        world = World()
        calls: list[str] = []
        world.upload("a", ONE)
        publish(
            "a", _wrapped(world.newsroom, partial(interrupted, calls=calls, at=at, by=partial(world.upload, "a", TWO)))
        )
        world.settle()
        last_look = len(calls) - calls[::-1].index("newest")
        before_the_last_look = at < last_look
        if before_the_last_look:
            assert world.pages() == clean_run([("a", ONE), ("a", TWO)]), f"two came before call {at} of {calls}"
    assert at > 8


def test_a_neighbour_that_comes_while_a_handler_works_is_in_its_recent_block() -> None:
    """Before each of its calls an older article is published: the page tells of it without any further event."""
    neighbour = source(title="Neighbour", published_at=minutes_ago(90))
    at, came_in_time = 0, True
    while came_in_time:
        at += 1
        world = World()
        calls: list[str] = []
        world.upload("a", ONE)
        world.upload("b", neighbour)
        by = partial(publish, "b", world.newsroom)
        publish("a", _wrapped(world.newsroom, partial(interrupted, calls=calls, at=at, by=by)))
        world.settle()
        came_in_time = len(calls) >= at
        if came_in_time:
            assert world.pages() == clean_run([("a", ONE), ("b", neighbour)]), f"b came before call {at} of {calls}"
    assert at > 8


def _title(world: World) -> str:
    if PAGE not in world.pages():
        return ""
    return next(title for title in ("Zero", "One", "Two") if f">{title}<" in world.page(PAGE))


def test_publishing_costs_the_same_however_many_articles_there_are() -> None:
    counts = []
    for size in (10, 200):
        world = World()
        for number in range(size):
            world.publish(f"a{number}", source(title=f"T {number}", published_at=minutes_ago(1000 - number)))
        calls: list[str] = []
        counting = _wrapped(world.newsroom, lambda target: mortal(target, calls, at=-1, after=False))  # noqa: B023
        world.upload("new", source(published_at=minutes_ago(1)))
        publish("new", counting)
        refresh(world.catalog.changes(), counting)
        counts.append(len(calls))
    assert counts[0] == counts[1]
