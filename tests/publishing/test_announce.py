"""Hubs and search engines are told of what is new, when it is there, and in nobody's way."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import pytest

from broadsheet.article import Unavailable
from broadsheet.publishing import announce, publish, refresh
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.announcements import (
    MOST_ARTICLES,
    MOST_LISTINGS,
    Announcement,
    MemoryAnnouncements,
    decode_announcement,
    encode_announcement,
    in_parts,
)
from broadsheet.stores.herald import MemoryHerald, Refused
from broadsheet.stores.inbox import SETTINGS_KEY
from tests.stage import Killed, mortal
from tests.world import World, minutes_ago, source

HUB = "https://hub.example/"
ENGINE = "https://api.indexnow.org/indexnow"
ORIGIN = "https://tidewater.example"
TOLD = f'base_url = "{ORIGIN}"\n[websub]\nhub = "{HUB}"\n[indexnow]\nkey = "0123456789abcdef"\n'
SETTINGS = SiteSettings.model_validate(
    {"base_url": ORIGIN, "websub": {"hub": HUB}, "indexnow": {"key": "0123456789abcdef"}}
)


class Desk:
    """A world whose site is announced."""

    def __init__(self, settings: SiteSettings = SETTINGS, toml: str = TOLD) -> None:
        self.world = World(settings)
        self.world.inbox.put(SETTINGS_KEY, toml.encode())
        self.waiting = MemoryAnnouncements()
        self.world.newsroom = replace(self.world.newsroom, announcements=self.waiting)
        self.herald = MemoryHerald()

    def announce(self) -> list[str]:
        """Tell of all that waits; returns what those who were told answered with a no."""
        pinged: set[str] = set()
        told = [announce(each, self.world.newsroom, self.herald, pinged=pinged) for each in self.waiting.taken]
        self.waiting.taken.clear()
        return [refusal for each in told for refusal in each.refusals]

    def pinged(self) -> list[str]:
        """The feeds that the hub has been told of."""
        forms = [parse_qs(body.decode()) for url, body, _ in self.herald.told if url == HUB]
        assert all(form["hub.mode"] == ["publish"] for form in forms)
        return [form["hub.url"][0] for form in forms]

    def submitted(self) -> list[dict[str, Any]]:
        """What search engines have been told."""
        return [json.loads(body) for url, body, _ in self.herald.told if url == ENGINE]


def test_the_hub_is_told_of_every_feed_that_has_changed_and_of_no_other() -> None:
    desk = Desk()
    desk.world.publish("harbour", source(section="City"))
    desk.announce()

    feeds = [f"{ORIGIN}{place}feed.{kind}" for place in ("/", "/section/city/") for kind in ("atom", "rss", "json")]
    assert sorted(desk.pinged()) == sorted(feeds)


def test_search_engines_are_told_of_the_page_and_where_the_key_is() -> None:
    desk = Desk()
    desk.world.publish("harbour", source(title="بندر"))
    desk.announce()

    assert desk.submitted() == [
        {
            "host": "tidewater.example",
            "key": "0123456789abcdef",
            "keyLocation": f"{ORIGIN}/indexnow.txt",
            "urlList": [f"{ORIGIN}/2026/11/%D8%A8%D9%86%D8%AF%D8%B1/"],
        }
    ]
    assert desk.world.page("indexnow.txt") == "0123456789abcdef"


def test_a_withdrawal_is_told_at_every_address_that_the_article_had() -> None:
    desk = Desk()
    desk.world.publish("harbour", source(slug="old"))
    desk.world.publish("harbour", source(slug="new"))
    desk.announce()
    desk.herald.told.clear()
    desk.world.publish("harbour", source(slug="new", status="withdrawn"))
    desk.announce()

    (told,) = desk.submitted()
    assert sorted(told["urlList"]) == [f"{ORIGIN}/2026/11/new/", f"{ORIGIN}/2026/11/old/"]


def test_nobody_is_told_of_what_is_held() -> None:
    desk = Desk()
    desk.world.publish("harbour", source(embargo_until="2027-01-01T00:00:00Z"))
    desk.announce()

    assert desk.herald.told == []


@pytest.mark.parametrize(
    "settings",
    [
        SiteSettings(base_url=ORIGIN),
        SiteSettings.model_validate({"websub": {"hub": HUB}, "indexnow": {"key": "0123456789abcdef"}}),
    ],
    ids=["nobody is named", "the site has no address"],
)
def test_without_anybody_to_tell_or_an_address_nothing_waits(settings: SiteSettings) -> None:
    desk = Desk(settings)
    desk.world.publish("harbour", source())

    assert desk.waiting.taken == []


def test_settings_that_have_changed_since_decide_who_is_told() -> None:
    desk = Desk(toml="")
    desk.world.publish("harbour", source())
    assert desk.waiting.taken
    desk.announce()

    assert desk.herald.told == []


def test_all_that_is_told_of_is_there_by_then() -> None:
    desk = Desk()
    there: list[set[str]] = []

    class Watching(MemoryAnnouncements):
        def add(self, announcements: Sequence[Announcement]) -> None:
            there.append(set(desk.world.site.objects))
            super().add(announcements)

    desk.world.newsroom = replace(desk.world.newsroom, announcements=Watching())
    desk.world.publish("harbour", source(section="City"))

    assert {"feed.atom", "section/city/feed.atom", "2026/11/harbour-reopens/index.html"} <= there[0]


def test_a_burst_is_told_once() -> None:
    desk = Desk()
    for number in range(3):
        desk.world.publish(f"a{number}", source(title=f"A{number}", published_at=minutes_ago(number)))
    desk.announce()

    assert len(desk.pinged()) == 3


def test_wherever_refresh_dies_it_is_told_in_the_end() -> None:
    for at in range(1, 200):
        desk = Desk()
        desk.world.upload("harbour", source())
        calls: list[str] = []
        wrapped = partial(mortal, calls=calls, at=at, after=True)
        changed = desk.world.newsroom
        doomed = replace(
            changed, site=wrapped(changed.site), catalog=wrapped(changed.catalog), announcements=wrapped(desk.waiting)
        )
        publish("harbour", changed)
        changes = desk.world.catalog.changes()
        try:
            refresh(changes, doomed)
        except Killed:
            desk.world.clock.sleep(180)  # the stream gives it again
            refresh(changes, changed)
        else:
            assert at > 1
            return
        desk.announce()
        assert f"{ORIGIN}/feed.atom" in desk.pinged(), f"killed at call {at}, {calls}"
        assert desk.submitted()


def test_a_no_of_the_hub_is_told_and_keeps_nobody_else_from_being_told() -> None:
    desk = Desk()
    desk.herald.failing[HUB] = Refused("hub.example answers 403: 'who are you?'")
    desk.world.publish("harbour", source())

    assert desk.announce() == ["hub.example answers 403: 'who are you?'"] * 3
    assert desk.submitted()


def test_a_hub_that_cannot_be_reached_is_told_later() -> None:
    desk = Desk()
    desk.herald.failing[HUB] = Unavailable("hub.example answers 503: ''")
    desk.world.publish("harbour", source())

    with pytest.raises(Unavailable, match="503"):
        desk.announce()
    desk.herald.failing.clear()
    desk.announce()
    assert len(desk.pinged()) == 3


def test_an_announcement_reads_as_it_was_written_and_fits_into_messages() -> None:
    listings = tuple(f"section#بندر-{number}" for number in range(2 * MOST_LISTINGS + 1))
    articles = tuple("م" * 120 + str(number) for number in range(MOST_ARTICLES + 1))
    parts = list(in_parts(Announcement(listings=listings, articles=articles)))

    assert len(parts) == 3 + 2
    assert tuple(name for part in parts for name in part.listings) == listings
    assert tuple(name for part in parts for name in part.articles) == articles
    for part in parts:
        body = encode_announcement(part)
        assert len(body.encode()) < 256 * 1024
        assert decode_announcement(json.loads(body)) == part


@pytest.mark.parametrize("body", [None, [], {}, {"announce": {}}, {"announce": {"listings": [1], "articles": []}}])
def test_what_is_no_announcement_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match="no announcement"):
        decode_announcement(body)
