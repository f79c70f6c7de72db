"""What a publication costs, in calls to the stores, on a small site and on large ones."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from broadsheet.article import ArticleId
from broadsheet.publishing import Newsroom, publish, refresh
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


def _site_of(size: int) -> World:
    """A site with an article an hour, in the same section and with the same author and tag as the newest two."""
    world = World()
    world.catalog._connection.executemany("INSERT INTO entries VALUES (?, ?, ?)", _entries(size))  # noqa: SLF001  # as fast as it gets
    world.publish("before", _article("A wall stands", 8))
    return world


def _entries(size: int) -> Iterator[tuple[str, str, str]]:
    text = encode_entry(OLD)
    for number in range(size):
        at = START - timedelta(hours=1 + number)
        key = sort_key(at, f"old-{number}")
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

    room = replace(room, site=_Noting(room.site, noted))
    refresh(changes, room)
    listings = Counter(key for key in written if not key.startswith("2026/"))
    assert set(listings.values()) == {1}
    assert {"index.html", "section/city/index.html", "tag/tide/index.html", "author/mara-voss/index.html"} <= set(
        listings
    )


class _Noting:
    def __init__(self, site: Any, put: Any) -> None:
        self._site = site
        self.put = put

    def __getattr__(self, name: str) -> Any:
        return partial(getattr(self._site, name))
