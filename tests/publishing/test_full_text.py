"""Feeds that hold whole articles."""

import json
from typing import Any

from broadsheet.publishing import furnish
from broadsheet.publishing.texts import LONGEST_BYTES
from broadsheet.site.settings import SiteSettings
from tests.world import World, minutes_ago, source

FULL = SiteSettings.model_validate({"base_url": "https://tidewater.example", "feeds": {"content": "full"}})


def items(world: World, key: str = "feed.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(world.page(key))["items"]
    return found


def test_a_feed_holds_the_whole_article_and_its_own_media() -> None:
    world = World(FULL)
    world.inbox.put("media/quay.jpg", b"picture")
    world.publish("harbour", source(section="City", body="It is *open*.\n\n![The quay](media/quay.jpg)"))

    for key in ("feed.json", "section/city/feed.json"):
        (item,) = items(world, key)
        assert "<em>open</em>" in item["content_html"]
        assert 'src="https://tidewater.example/media/harbour/quay.jpg"' in item["content_html"]


def test_a_change_of_the_text_alone_reaches_the_feeds() -> None:
    world = World(FULL)
    world.publish("harbour", source(summary="s", body="Nine boats."))
    world.publish("harbour", source(summary="s", body="Ten boats."))

    assert "Ten boats." in items(world)[0]["content_html"]


def test_a_withdrawn_text_is_in_no_feed() -> None:
    world = World(FULL)
    world.publish("harbour", source(body="Nine boats."))
    world.publish("harbour", source(body="Nine boats.", status="withdrawn"))

    assert items(world) == []


def test_what_is_rejected_leaves_the_text_that_is_shown() -> None:
    world = World(FULL)
    world.publish("harbour", source(body="Nine boats."))
    world.publish("harbour", b"{")
    world.publish("other", source(title="Other", published_at=minutes_ago(5)))

    assert any("Nine boats." in item["content_html"] for item in items(world))


def test_a_very_long_article_is_told_by_its_summary() -> None:
    world = World(FULL)
    world.publish("harbour", source(summary="Long.", body="word " * (LONGEST_BYTES // 5 + 1)))

    assert items(world)[0]["content_html"] == "<p>Long.</p>"


def test_settings_that_want_summaries_read_no_source_for_a_feed() -> None:
    world = World()
    world.publish("harbour", source(summary="Short."))
    (row,) = world.catalog.rows()

    assert row.live is not None
    assert row.live.entry.source_version == ""
    assert items(world)[0]["content_html"] == "<p>Short.</p>"


def test_a_text_is_read_once_however_many_listings_have_it() -> None:
    world = World(FULL)
    for number in range(3):
        world.publish(f"a{number}", source(section="City", published_at=minutes_ago(number)))
    read = 0
    original = world.inbox.read

    def counted(key: str, *, version: str) -> Any:
        nonlocal read
        read += 1
        return original(key, version=version)

    world.inbox.read = counted  # type: ignore[method-assign]  # it counts
    furnish(world.newsroom)
    world.publish("b", source(title="New", section="City"))

    assert read == 1
