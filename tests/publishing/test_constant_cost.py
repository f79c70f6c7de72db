"""What a publication costs on a small site and on large ones: calls to the stores, entries read, bytes written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

import pytest

from broadsheet.article import ArticleId
from broadsheet.publishing import Newsroom, converge, publish, refresh
from broadsheet.publishing.newsroom import HASTY_ROUNDS, MAX_ROUNDS, Restless
from broadsheet.site.outputs import Output
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import sort_key
from broadsheet.stores.codec import encode_entry
from tests.stage import Observed
from tests.world import START, World, minutes_ago, source

SIZES: Final = (100, 10_000, 100_000)
LISTINGS: Final = ("all", "section#city", "tag#wind", "author#mara-voss", "month#{at:%Y-%m}", "day#{at:%Y-%m-%d}")
OLD: Final = Entry(
    id=ArticleId("old"),
    title="Harbour reopens",
    url="/2026/11/harbour-reopens/",
    excerpt="The harbour is open again.",
    published_at=START,
    updated_at=None,
    section="City",
    language=None,
    tags=("wind",),
)


def _article(title: str, minutes: int) -> bytes:
    return source(
        title=title,
        published_at=minutes_ago(minutes),
        section="City",
        tags=["wind", "tide", "wall"],
        authors=[{"name": "Mara Voss", "bio": "Writes."}, {"name": "Tom Ashdown"}],
    )


def _site_of(size: int, *, apart: timedelta = timedelta(hours=1)) -> World:
    """A site of articles in the same section and with the same author and tag as the newest two."""
    world = World()
    entries = _entries(size, apart)
    world.catalog._connection.executemany("INSERT INTO entries VALUES (?, ?, ?)", entries)  # noqa: SLF001  # as fast as it gets
    world.publish("before", _article("A wall stands", 8))
    return world


def _entries(size: int, apart: timedelta) -> Iterator[tuple[str, str, str]]:
    for number in range(size):
        at = START - timedelta(hours=1) - number * apart
        old = replace(OLD, id=ArticleId(f"old-{number}"), published_at=at)
        text, key = encode_entry(old), sort_key(at, old.id)
        for listing in LISTINGS:
            yield listing.format(at=at), key, text


def _counting(newsroom: Newsroom, calls: Counter[str]) -> Newsroom:
    def counted(name: str) -> Any:
        def count(call: str) -> None:
            if call != "fingerprint":
                calls[f"{name}.{call}"] += 1

        return Observed(getattr(newsroom, name), before=count, after=lambda: None)

    return replace(newsroom, **{name: counted(name) for name in ("inbox", "site", "catalog", "timers", "backlog")})


def test_a_publication_costs_the_same_at_a_hundred_articles_and_at_a_hundred_thousand() -> None:
    counts = []
    for size in SIZES:
        world, calls = _site_of(size), Counter[str]()
        room = _counting(world.newsroom, calls)
        world.upload("new", _article("The wall is hollow", 5))
        publish("new", room)
        refresh(world.catalog.changes(), room)
        assert "The wall is hollow" in world.page("index.html")
        counts.append(calls)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0]["site.put"] <= 26


def test_a_publication_costs_no_more_in_a_month_and_a_day_with_many_articles() -> None:
    costs = []
    for size in (2_000, 20_000):
        world, calls, amounts = _site_of(size, apart=timedelta(seconds=16)), Counter[str](), Counter[str]()
        room = _weighing(_counting(world.newsroom, calls), amounts)
        world.upload("new", _article("The wall is hollow", 5))
        publish("new", room)
        refresh(world.catalog.changes(), room)
        assert "2026/11/the-wall-is-hollow/" in "".join(world.page(key) for key in world.site.keys("sitemaps/2026-11"))
        costs.append((calls, amounts))
    assert costs[0] == costs[1]
    assert costs[0][1]["entries"] < 10_000


def test_a_burst_renders_each_listing_once() -> None:
    world, calls = _site_of(100), Counter[str]()
    written: list[str] = []
    room = _counting(world.newsroom, calls)
    put = room.site.put
    for number in range(50):
        world.upload(f"b{number}", _article(f"Wall number {number}", 4))
        publish(f"b{number}", world.newsroom)
    changes = world.catalog.changes()
    assert len(changes) > 300

    def noted(output: Any, **options: Any) -> Any:
        written.append(output.key)
        return put(output, **options)

    room = replace(room, site=_Noting(room.site, put=noted))
    refresh(changes, room)
    listings = Counter(key for key in written if not key.startswith("2026/"))
    assert set(listings.values()) == {1}
    assert {"index.html", "section/city/index.html", "tag/tide/index.html", "author/mara-voss/index.html"} <= set(
        listings
    )


def test_a_listing_that_changes_all_the_time_is_written_a_few_times() -> None:
    """For 20 seconds, five times in each, and a rendering takes one of these fifths."""
    world, written = World(), Counter[str]()
    put = world.site.put

    def render() -> Iterator[Output]:
        world.clock.sleep(0.2)
        state = min(world.clock.now(), START + timedelta(seconds=20))
        yield Output(key="listing", body=str(state).encode(), content_type="text/html", cache_control="")

    def noted(output: Any, **options: Any) -> Any:
        written[output.key] += 1
        return put(output, **options)

    assert converge(replace(world.newsroom, site=_Noting(world.site, put=noted)), ["listing"], render)
    assert world.page("listing") == str(START + timedelta(seconds=20))
    assert 1 < written["listing"] < 15


def test_what_keeps_changing_keeps_nothing_else_from_being_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    world, told = World(), list[tuple[int, bool]]()

    def restless(_slug: str, newsroom: Newsroom) -> None:
        told.append((newsroom.rounds, "The wall is hollow" in world.page("index.html")))
        if newsroom.rounds < MAX_ROUNDS:
            raise Restless

    monkeypatch.setattr(import_module(refresh.__module__), "refresh_author", restless)
    world.publish("new", _article("The wall is hollow", 5))
    assert told == [(HASTY_ROUNDS, False)] * 2 + [(MAX_ROUNDS, True)] * 2


def _weighing(newsroom: Newsroom, amounts: Counter[str]) -> Newsroom:
    """It counts the entries that are read, and the bytes that are written."""
    catalog, site = newsroom.catalog, newsroom.site

    def read(name: str) -> Any:
        def reading(*args: Any, **options: Any) -> Any:
            found = getattr(catalog, name)(*args, **options)
            amounts["entries"] += len(found)
            return found

        return reading

    def put(output: Any, **options: Any) -> Any:
        amounts["bytes"] += len(output.body)
        return site.put(output, **options)

    reads = {name: read(name) for name in ("newest", "preceding", "following")}
    return replace(newsroom, catalog=_Noting(catalog, **reads), site=_Noting(site, put=put))


class _Noting:
    def __init__(self, store: Any, **instead: Any) -> None:
        self._store = store
        vars(self).update(instead)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
