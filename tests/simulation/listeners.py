"""A hub and a search engine: what they are told, and whether they are told of everything that readers see."""

import json
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote

from botocore.exceptions import ClientError, ReadTimeoutError

from broadsheet.article import Unavailable
from broadsheet.stores.catalog import Row
from broadsheet.stores.herald import Refused
from tests.simulation.clocks import SimulatedClock
from tests.simulation.site_files import HUB, ORIGIN, SEARCH_ENGINE

if TYPE_CHECKING:
    from datetime import datetime

_FEEDS: Final = ("feed.atom", "feed.rss", "feed.json")


class Listeners:
    """They know when they were told of what. On most days nobody is to be told."""

    def __init__(self, clock: SimulatedClock, refuses: Callable[[], bool]) -> None:
        self._since: datetime | None = None
        self._settings = b""
        self._clock = clock
        self._refuses = refuses
        self._told: dict[str, datetime] = {}
        self._feeds: dict[str, datetime] = {}
        self._articles: dict[str, datetime] = {}

    def post(self, *, url: str, body: bytes) -> None:
        """Hear it; whoever refuses to listen has been told nevertheless."""
        addresses = {HUB: _addresses_for_a_hub, SEARCH_ENGINE: _addresses_for_a_search_engine}[url](body)
        for address in addresses:
            self._told[address] = self._clock.now()
        if self._refuses():
            raise Refused(url)

    def listen(self, settings: bytes) -> None:
        """From now on those whom the settings name are to be told."""
        if self._since is None and ORIGIN.encode() in settings:
            self._since, self._settings = self._clock.now(), settings

    def feed_changed(self, key: str) -> None:
        """The refresh has written an object of the site, or removed it. What others do to it is of no news."""
        if key.endswith(_FEEDS):
            self._feeds[key] = self._clock.now()

    def article_changed(self, source_id: str) -> None:
        """The catalog's listing of all articles has changed in the place of this one."""
        self._articles[source_id] = self._clock.now()

    def unheard(self, site: Collection[str], rows: Collection[Row]) -> list[str]:
        """What they don't know as it is by now."""
        if self._since is None:
            return []
        since = self._since
        wanted: dict[str, datetime] = {}
        feeds = {f"{ORIGIN}/{quote(key)}": moment for key, moment in self._feeds.items() if key in site}
        pages = {
            ORIGIN + quote(address): self._articles[row.id]
            for row in rows
            if row.id in self._articles
            for address in ((row.live.address,) if row.live else row.addresses)
        }
        wanted |= feeds if HUB.encode() in self._settings else {}
        wanted |= pages if SEARCH_ENGINE.encode() in self._settings else {}
        return sorted(
            address
            for address, moment in wanted.items()
            if moment > since and (address not in self._told or self._told[address] < moment)
        )


class SimulatedHerald:
    """The herald of a process: what it posts goes through the weather, as all calls do."""

    def __init__(self, call: Callable[..., Any], listeners: Listeners) -> None:
        self._call = call
        self._listeners = listeners

    def post(self, url: str, body: bytes, *, content_type: str) -> None:  # noqa: ARG002  # as HTTP has it
        """Post it."""
        try:
            self._call("herald", "post", self._listeners.post, {"url": url, "body": body})
        except (ClientError, ReadTimeoutError) as error:
            raise Unavailable(url) from error


def _addresses_for_a_hub(body: bytes) -> list[str]:
    form = parse_qs(body.decode())
    assert form["hub.mode"] == ["publish"]
    return form["hub.url"]


def _addresses_for_a_search_engine(body: bytes) -> list[str]:
    addresses: list[str] = json.loads(body)["urlList"]
    return addresses
