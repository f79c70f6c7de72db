"""The table is lost, or the site, or both: all of it follows from the inbox, which has sources, media and receipts."""

from dataclasses import replace

import pytest

from broadsheet.publishing import verify_and_repair
from broadsheet.stores.memory import MemorySite
from broadsheet.stores.sqlite_catalog import SQLiteCatalog
from tests.publishing.varied import a_world
from tests.world import World


def lose(world: World, *what: str) -> None:
    """Put an empty one in its place."""
    if "table" in what:
        world.catalog = SQLiteCatalog(":memory:")
    if "site" in what:
        world.site = MemorySite()
    world.newsroom = replace(world.newsroom, catalog=world.catalog, site=world.site)


@pytest.mark.parametrize("what", [("table",), ("site",), ("table", "site")], ids=" and ".join)
def test_what_is_lost_is_made_again_from_the_inbox_alone(what: tuple[str, ...]) -> None:
    """Byte for byte, who came first to a contested address and every old address included.

    But for a medium that was deleted from the inbox: of that only the site has a copy, and only the table knows it.
    """
    world = a_world()
    world.inbox.put("media/old.gif", b"old.gif")
    world.publish("kept")
    pages, rows = world.pages(), {row.id: row for row in world.catalog.rows()}
    lose(world, *what)
    _, left = verify_and_repair(world.newsroom)
    world.settle()
    assert left.differences == ()
    assert world.pages() == pages
    for row in world.catalog.rows():
        before = rows.pop(row.id)
        assert set(row.addresses) == set(before.addresses)
        assert (row.live, row.verdict, row.judged_version) == (before.live, before.verdict, before.judged_version)
    assert rows == {}
    assert verify_and_repair(world.newsroom)[0].differences == ()
