"""A small world for tests: a newsroom on fakes, an editor's acts, and what a reader finds."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.publishing import Newsroom, furnish, publish, refresh
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key
from broadsheet.stores.backlog import MemoryBacklog
from broadsheet.stores.clock import FixedClock
from broadsheet.stores.inbox import article_key
from broadsheet.stores.memory import MemoryInbox, MemorySite
from broadsheet.stores.receipts import Receipt
from broadsheet.stores.sqlite_catalog import SQLiteCatalog
from broadsheet.stores.timers import MemoryTimers

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def source(**fields: Any) -> bytes:
    """A native article; what is not given has a plain default."""
    return json.dumps({"title": "Harbour reopens", "body": "The harbour is open again.", **fields}).encode()


def minutes_ago(minutes: int) -> str:
    """A time before START, as a source writes it."""
    return (START - timedelta(minutes=minutes)).isoformat()


class World:
    """Editors, a newsroom on fakes, readers."""

    def __init__(self, settings: SiteSettings | None = None) -> None:
        self.clock = FixedClock(START)
        self.inbox = MemoryInbox(self.clock)
        self.site = MemorySite()
        self.catalog = SQLiteCatalog(":memory:")
        self.timers = MemoryTimers()
        self.backlog = MemoryBacklog()
        self.newsroom = Newsroom(
            inbox=self.inbox,
            site=self.site,
            catalog=self.catalog,
            timers=self.timers,
            backlog=self.backlog,
            clock=self.clock,
            settings=settings or SiteSettings(),
        )
        furnish(self.newsroom)

    def upload(self, source_id: str, data: bytes) -> str:
        """An editor stores a source; nobody has looked at it yet."""
        return self.inbox.put(article_key(source_id), data)

    def publish(self, source_id: str, data: bytes | None = None) -> Receipt | None:
        """Store a source (if given), let the functions look at it, and let the listings follow."""
        if data is not None:
            self.upload(source_id, data)
        receipt = publish(source_id, self.newsroom)
        self.settle()
        return receipt

    def redeliver(self, source_id: str) -> Receipt | None:
        """An event comes again after its handler has died, when the queue's visibility timeout is over."""
        self.clock.sleep(180)
        return self.publish(source_id)

    def settle(self) -> None:
        """Let refresh work until the catalog has no more changes to tell."""
        while changes := self.catalog.changes():
            refresh(changes, self.newsroom)
            self.catalog.acted_on(changes)

    def pages(self) -> dict[str, bytes]:
        """The whole site, as bytes by key."""
        return {key: output.body for key, output in sorted(self.site.objects.items())}

    def page(self, key: str) -> str:
        """One object, as text."""
        return self.site.objects[key].body.decode()

    def recent(self) -> list[str]:
        """The ids in recent.json, in its order."""
        return [article["id"] for article in json.loads(self.page("recent.json"))["articles"]]

    def given_the_claims(self, pages: dict[str, bytes]) -> dict[str, bytes]:
        """The pages of a clean run, without those at addresses that nobody claimed here.

        The claims are an input of the site: an article that was withdrawn before anybody looked at its first version
        never had a page.
        """
        unclaimed = pages.keys() - {page_key(address) for row in self.catalog.rows() for address in row.addresses}
        articles = {key for key in unclaimed if key[:2] == "20"}
        return {key: body for key, body in pages.items() if key not in articles}


def clean_run(sources: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The site after these uploads, one after the other, each seen once."""
    world = World()
    for source_id, data in sources:
        world.publish(source_id, data)
    return world.pages()
