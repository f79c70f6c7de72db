"""A world with articles of every kind, and what is left of it when revisions don't count."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from broadsheet.publishing import configure, current_settings
from broadsheet.stores.catalog import Row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from tests.world import START, World, minutes_ago, source

SETTINGS = b'title = "The Tidewater"\n[sections.city]\ntitle = "City"\n[sections.sport]\ntitle = "Sport"\n'


def in_minutes(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


def a_world() -> World:
    """Published, moved, refused, held, withdrawn, drafted, deleted, fought over: a little of everything."""
    world = World()
    world.inbox.put(SETTINGS_KEY, SETTINGS)
    world.newsroom = replace(world.newsroom, settings=current_settings(world.inbox))
    configure(world.newsroom)
    world.publish("a", source(title="Alpha", published_at=minutes_ago(90), section="City"))
    world.publish("b", source(title="Beta", published_at=minutes_ago(80), section="Sea"))
    world.publish("c", source(title="Gamma", published_at=minutes_ago(70)))
    world.clock.sleep(60)
    world.publish("b", source(title="Beta", published_at=minutes_ago(80), section="Sea", slug="moved", body="Changed."))
    world.publish("b", b"{not json")
    world.publish("same", source(title="Alpha", published_at=minutes_ago(60), redirect_from=["/old.html"]))
    world.publish("held", source(title="Held", embargo_until=in_minutes(600)))
    world.publish("ends", source(title="Ends", published_at=minutes_ago(50), expires_at=in_minutes(900)))
    world.publish("draft", source(title="Draft", status="draft"))
    world.publish("gone", source(title="Gone", published_at=minutes_ago(40), section="Lost"))
    world.publish("gone", source(title="Gone", status="withdrawn", withdrawal_reason="It was wrong."))
    world.publish("deleted", source(title="Deleted", published_at=minutes_ago(30)))
    world.inbox.delete(article_key("deleted"))
    world.publish("deleted")
    world.publish("refused", b"[]")
    world.publish("no good", source())
    world.publish("undated", source(title="Undated"))
    for name in ("storm.jpg", "kim.png", "old.gif"):
        world.inbox.put(f"media/{name}", name.encode())
    image = {"src": "media/storm.jpg", "alt": ""}
    world.publish("seen", source(title="Seen", published_at=minutes_ago(20), image=image, body="![k](media/kim.png)"))
    world.publish("kept", source(title="Kept", published_at=minutes_ago(10), image={"src": "media/old.gif", "alt": ""}))
    world.inbox.delete("media/old.gif")
    world.publish("kept")
    world.publish("waits", source(title="Waits", image={"src": "media/late.jpg", "alt": ""}))
    world.publish("hidden", source(title="Hidden", embargo_until=in_minutes(600), image=image))
    return world


def state(world: World) -> tuple[Any, ...]:
    """All that there is: objects with their headers, rows, claims, entries, verdicts."""
    rows = {row.id: replace(row, revision=0, timer=row.timer and 0) for row in world.catalog.rows()}
    newest = {(key.removeprefix("articles/").removesuffix(".json"), version) for key, version in _newest(world)}
    connection = world.catalog._connection  # noqa: SLF001  # a test may look
    return (
        {key: (output.digest, output.body) for key, output in sorted(world.site.objects.items())},
        {key: _without_memories(row) for key, row in rows.items()},
        connection.execute("SELECT * FROM addresses ORDER BY 1").fetchall(),
        connection.execute("SELECT * FROM entries ORDER BY 1, 2").fetchall(),
        connection.execute("SELECT * FROM media ORDER BY 1, 2").fetchall(),
        {
            key: (receipt.verdict, receipt.url, receipt.outputs) if key in newest else None
            for key, receipt in sorted(world.inbox._receipts.items())  # noqa: SLF001  # as above
        },
    )


def _without_memories(row: Row) -> Row:
    """Without what a row happens to remember, and what nothing that is there now depends on."""
    if row.live is None:
        return replace(row, text=None, first_stored_at=None)
    return row if row.live.entry.published_at == row.first_stored_at else replace(row, first_stored_at=None)


def _newest(world: World) -> list[tuple[str, str]]:
    settings = world.inbox.newest(SETTINGS_KEY)
    return [*world.inbox.newest_versions(), *([(SETTINGS_KEY, settings.version)] if settings else [])]
