"""What the CDN is made to forget."""

from urllib.parse import quote

import pytest

from broadsheet.publishing import forget
from broadsheet.site.caching import cache_tag
from broadsheet.stores.edge import MemoryEdge
from tests.world import World, minutes_ago, source


def test_a_burst_is_one_wish_and_the_next_change_another() -> None:
    edge = MemoryEdge()
    assert forget(["b", "a", "b"], edge, occasion="1") == 2
    assert forget(["a", "b"], edge, occasion="1") == 2
    assert list(edge.wishes.values()) == [("article-a", "article-b")]
    forget(["a", "b"], edge, occasion="2")
    assert len(edge.wishes) == 2


def test_nothing_is_no_wish() -> None:
    edge = MemoryEdge()
    assert forget([], edge, occasion="1") == 0
    assert edge.wishes == {}


def test_many_articles_are_several_wishes() -> None:
    edge = MemoryEdge()
    assert forget([f"a{number}" for number in range(1100)], edge, occasion="1") == 1100
    assert [len(tags) for tags in edge.wishes.values()] == [500, 500, 100]


def test_whatever_shows_a_withdrawn_article_has_its_tag() -> None:
    """So one wish rids every cache of its page, its pictures and what others tell of it."""
    world = World()
    world.inbox.put("media/storm.jpg", b"wind")
    image = {"src": "media/storm.jpg", "alt": ""}
    world.publish("storm", source(title="Storm", published_at=minutes_ago(90), image=image))
    for number in range(8):
        world.publish(f"a{number}", source(title=f"Article {number}", published_at=minutes_ago(80 - number)))
    naming = {
        key
        for key, output in world.site.objects.items()
        if (b"Storm" in output.body and output.tags[0] == "page") or key == "media/storm/storm.jpg"
    }
    assert len(naming) == 8
    tagged = {key for key, output in world.site.objects.items() if cache_tag("article", "storm") in output.tags}
    assert naming == tagged


@pytest.mark.parametrize("letter", ["a", "%", "é", "ب", "嵐"])
def test_an_articles_tags_are_within_what_cloudfront_and_s3_take(letter: str) -> None:
    """50 of 256 characters each; with digest and status 2 KB of metadata."""
    world = World()
    for number in range(8):
        source_id = (letter * 128).replace("%", "a.b-c_")[:127]
        while len(quote(source_id)) > 190 or len(source_id.encode()) > 199:
            source_id = source_id[:-1]
        data = source(title=f"Article {number}", published_at=minutes_ago(80 - number))
        assert world.publish(f"{source_id}{number}", data)
    tags = world.site.objects["2026/11/article-7/index.html"].tags
    assert len(tags) == 8
    assert all(len(tag) <= 256 and tag.isascii() and tag.isprintable() and "," not in tag for tag in tags)
    assert len(",".join(tags)) + len("cache-tag") + len("digest") + 64 + len("status") + 3 <= 2048
