"""The files of the sitemap: every article is in one of them, whatever came and went."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.publishing import stretches
from broadsheet.site import sitemaps
from tests.world import START, World, source

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _urls(world: World, key: str) -> list[str]:
    return [loc.text or "" for loc in fromstring(world.page(key)).iter(LOC)]


@given(acts=st.lists(st.tuples(st.integers(0, 11), st.integers(-1, 5)), min_size=1, max_size=25))
def test_every_article_is_in_one_file_whatever_came_and_went_or_was_moved(acts: list[tuple[int, int]]) -> None:
    with patch.object(sitemaps, "BEGIN_A_FILE", 3), patch.object(stretches, "AT_ONCE", 2):
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


def test_a_file_stays_as_it_is_when_something_is_published_beside_it() -> None:
    with patch.object(sitemaps, "BEGIN_A_FILE", 3):
        world = World()
        for number in range(30):
            at = START - timedelta(minutes=number)
            world.publish(f"n{number}", source(title=f"Number {number}", published_at=at.isoformat()))
        before = {key: world.page(key) for key in world.site.keys("sitemaps/")}
        world.publish("n30", source(title="Another", published_at=(START - timedelta(minutes=11)).isoformat()))
        after = {key: world.page(key) for key in world.site.keys("sitemaps/")}
    assert len(before) > 4
    assert len(before.items() - after.items()) == 1
    assert len(after.items() - before.items()) <= 2
