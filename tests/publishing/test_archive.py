"""The archive and the sitemap: every article is in them, whatever came and went."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch
from xml.etree.ElementTree import fromstring

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.publishing import archive, stretches
from broadsheet.site import boundaries
from tests.world import START, World, source

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@contextmanager
def _small() -> Iterator[None]:
    """Few articles are many."""
    with (
        patch.object(boundaries, "ONE_IN", 3),
        patch.object(stretches, "AT_ONCE", 2),
        patch.object(archive, "LISTED_OF_A_DAY", 2),
    ):
        yield


def _urls(world: World, key: str) -> list[str]:
    return [loc.text or "" for loc in fromstring(world.page(key)).iter(LOC)]


def _reached(world: World, key: str = "archive/index.html") -> Counter[str]:
    """The articles that one comes to from a page of the archive, each as often as pages lead there."""
    main = world.page(key).partition("<main")[2].partition("</main>")[0]
    links = Counter(re.findall(r'<a href="(/[^"]+)"', main))
    below = f"/{key.removesuffix('index.html')}"
    found = Counter({link: count for link, count in links.items() if not link.startswith("/archive/")})
    for link in {link for link in links if link.startswith(below) and link != below}:
        found += _reached(world, f"{link[1:]}index.html")
    return found


@settings(max_examples=40, deadline=None)
@given(acts=st.lists(st.tuples(st.integers(0, 11), st.integers(-1, 5)), min_size=1, max_size=25))
def test_every_article_is_in_them_whatever_came_and_went_or_was_moved(acts: list[tuple[int, int]]) -> None:
    with _small():
        world = World()
        for number, moment in acts:
            at = START - timedelta(days=5 * (moment // 3), minutes=moment)
            status = "withdrawn" if moment < 0 else "published"
            article = source(title=f"Number {number}", published_at=at.isoformat(), status=status)
            world.publish(f"n{number}", article)
        shown = [row.live.entry.url for row in world.catalog.rows() if row.live]
        files = sorted(world.site.keys("sitemaps/"))
        assert Counter(url for key in files for url in _urls(world, key)) == Counter(shown)
        assert all(_urls(world, key) for key in files)
        assert sorted(_urls(world, "sitemap.xml")) == [f"/{key}" for key in files]
        assert _reached(world).keys() == set(shown)


def _crowd(world: World) -> None:
    for number in range(30):
        at = START - timedelta(minutes=number)
        world.publish(f"n{number}", source(title=f"Number {number}", published_at=at.isoformat()))


def _pieces(world: World) -> dict[str, bytes]:
    return {key: body for key, body in world.pages().items() if re.match("sitemaps/|archive/2026/11/20/.+/", key)}


def test_a_piece_stays_as_it_is_when_something_is_published_beside_it() -> None:
    with _small():
        world = World()
        _crowd(world)
        before = _pieces(world)
        another = next(name for name in ("one", "two", "three", "four") if not boundaries.is_boundary(name))
        world.publish(another, source(title="Another", published_at=(START - timedelta(minutes=11)).isoformat()))
        after = _pieces(world)
    assert len(before) > 7
    assert len(before.items() - after.items()) == 2
    assert before.keys() == after.keys()


def test_a_large_day_shows_its_newest_and_leads_to_its_pieces_by_their_time() -> None:
    with _small():
        world = World()
        _crowd(world)
        page = world.page("archive/2026/11/20/index.html")
        parts = [key for key in _pieces(world) if key.startswith("archive/")]
    assert "Number 0" in page
    assert "Number 29" not in page
    assert parts[0] == "archive/2026/11/20/0000/index.html"
    links = re.findall(r'<li><a href="/(archive/[^"]+)">([^<]+)</a>', page)
    assert [f"{link}index.html" for link, _ in reversed(links)] == parts
    assert links[-1][1] == "12:00\u202fAM"
    assert "Number 29" in world.page(parts[0])
    assert re.findall("<h1>(.*)</h1>", world.page(parts[0])) == ["November 20, 2026, 12:00\u202fAM"]
