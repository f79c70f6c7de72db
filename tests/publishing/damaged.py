"""The damages of a world with articles of every kind: how each is done, and what is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.article import ArticleId
from broadsheet.publishing import Kind
from broadsheet.site.listings import ALL
from broadsheet.site.outputs import Output
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Lease, Live, Medium, Position, Row, Text, sort_key
from broadsheet.stores.codec import encode_entry, encode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.receipts import Verdict
from tests.world import START, World

Damage = Callable[[World], None]
PAGE = "2026/11/alpha/index.html"
COPY = "media/seen/storm.jpg"
OLD_PAGE = "2026/11/beta/index.html"


def row_of(world: World, source_id: str) -> Row:
    row = world.catalog.row(ArticleId(source_id))
    assert row is not None
    return row


def object_changed(key: str, **changes: Any) -> Damage:
    def damage(world: World) -> None:
        world.site.objects[key] = replace(world.site.objects[key], **changes)

    return damage


def object_gone(key: str) -> Damage:
    return lambda world: world.site.objects.__delitem__(key)


def object_planted(key: str) -> Damage:
    output = Output(key=key, body=b"<p>Planted", content_type="text/html", cache_control="")
    return lambda world: world.site.objects.__setitem__(key, output)


def sql(query: str, *parameters: Any) -> Damage:
    def damage(world: World) -> None:
        done = world.catalog._connection.execute(query, parameters)  # noqa: SLF001  # that is the damage
        assert done.rowcount > 0

    return damage


def row_put(source_id: str, row: Row) -> Damage:
    return sql("REPLACE INTO articles VALUES (?, ?, ?)", source_id, row.revision, encode_row(row))


def row_changed(source_id: str, **changes: Any) -> Damage:
    def damage(world: World) -> None:
        row_put(source_id, replace(row_of(world, source_id), **changes))(world)

    return damage


def live_changed(source_id: str, **changes: Any) -> Damage:
    def damage(world: World) -> None:
        there = row_of(world, source_id).live
        assert there is not None
        row_changed(source_id, live=replace(there, **changes))(world)

    return damage


def title_changed(source_id: str) -> Damage:
    def damage(world: World) -> None:
        there = row_of(world, source_id).live
        assert there is not None
        live_changed(source_id, entry=replace(there.entry, title="Wrong"))(world)

    return damage


def an_entry(source_id: str, hour: int = 9) -> Entry:
    return Entry(
        id=ArticleId(source_id),
        title="Planted",
        url="/2026/11/planted/",
        excerpt="…",
        published_at=datetime(2026, 11, 20, hour, tzinfo=UTC),
        updated_at=None,
        section="Ghosts",
        language=None,
    )


def entry_planted(listing: str, source_id: str, entry: Entry) -> Damage:
    place = Position(listing, sort_key(datetime(2026, 11, 20, 9, tzinfo=UTC), source_id))
    return sql("REPLACE INTO entries VALUES (?, ?, ?)", *place, encode_entry(entry))


def receipt_changed(source_id: str, **changes: Any) -> Damage:
    def damage(world: World) -> None:
        version = _newest_version(world, source_id)
        key = (source_id, version)
        world.inbox._receipts[key] = replace(world.inbox._receipts[key], **changes)  # noqa: SLF001  # that is the damage

    return damage


def receipt_gone(source_id: str, *, oldest: bool = False) -> Damage:
    def damage(world: World) -> None:
        history = world.inbox._histories[article_key(source_id) if source_id != SETTINGS_KEY else source_id]  # noqa: SLF001  # that is the damage
        del world.inbox._receipts[source_id, history[0 if oldest else -1].version]  # noqa: SLF001  # as above

    return damage


def _newest_version(world: World, source_id: str) -> str:
    newest = world.inbox.newest(article_key(source_id))
    assert newest is not None
    return newest.version


def lease_stuck(source_id: str) -> Damage:
    def damage(world: World) -> None:
        lease = Lease(id=ArticleId(source_id), holder="dead", until=START + timedelta(days=9999))
        world.catalog.take(lease, now=START)

    return damage


PLANTED_ROW = Row(
    id=ArticleId("planted"),
    revision=3,
    judged_version="v0",
    verdict=Verdict.PUBLISHED,
    live=Live(source_version="v0", address="/2026/11/planted/", entry=an_entry("planted"), listings=(ALL,)),
    addresses=("/2026/11/planted/",),
)


def all_of(*damages: Damage) -> Damage:
    def damage(world: World) -> None:
        for each in damages:
            each(world)

    return damage


DELETE_ENTRY = "DELETE FROM entries WHERE listing = ? AND sort_key LIKE ?"
DELETE_CLAIM = "DELETE FROM addresses WHERE address = ?"
PUT_REFERENCE = "REPLACE INTO media VALUES (?, ?)"
DELETE_REFERENCE = "DELETE FROM media WHERE path = ? AND id = ?"
DELETE_ROW = "DELETE FROM articles WHERE id = ?"
PUT_CLAIM = "REPLACE INTO addresses VALUES (?, ?)"
GARBAGE = "UPDATE articles SET row = '{' WHERE id = ?"
GARBAGE_ENTRY = "UPDATE entries SET entry = '{' WHERE listing = ? AND sort_key LIKE ?"

DAMAGES: dict[str, tuple[Damage, Kind, str]] = {
    "a page's body": (object_changed(PAGE, body=b"<p>Wrong"), Kind.STALE, PAGE),
    "a page's type": (object_changed(PAGE, content_type="text/plain"), Kind.STALE, PAGE),
    "a page's caching": (object_changed(PAGE, cache_control="no-store"), Kind.STALE, PAGE),
    "a page's tags": (object_changed(PAGE, tags=("x",)), Kind.STALE, PAGE),
    "a redirect's status": (object_changed(OLD_PAGE, status=200), Kind.STALE, OLD_PAGE),
    "a redirect's location": (object_changed(OLD_PAGE, location="/elsewhere/"), Kind.STALE, OLD_PAGE),
    "a page is gone": (object_gone(PAGE), Kind.MISSING, PAGE),
    "a redirect is gone": (object_gone(OLD_PAGE), Kind.MISSING, OLD_PAGE),
    "an old file's redirect is gone": (object_gone("old.html"), Kind.MISSING, "old.html"),
    "a withdrawal's page is gone": (object_gone("2026/11/gone/index.html"), Kind.MISSING, "2026/11/gone/index.html"),
    "a deleted one's page is gone": (
        object_gone("2026/11/deleted/index.html"),
        Kind.MISSING,
        "2026/11/deleted/index.html",
    ),
    "home": (object_changed("index.html", body=b""), Kind.STALE, "index.html"),
    "home is gone": (object_gone("index.html"), Kind.MISSING, "index.html"),
    "recent.json": (object_changed("recent.json", body=b"{}"), Kind.STALE, "recent.json"),
    "recent.json is gone": (object_gone("recent.json"), Kind.MISSING, "recent.json"),
    "404": (object_changed("404.html", body=b""), Kind.STALE, "404.html"),
    "404 is gone": (object_gone("404.html"), Kind.MISSING, "404.html"),
    "a section": (object_changed("section/sea/index.html", body=b""), Kind.STALE, "section/sea/index.html"),
    "a section is gone": (object_gone("section/sea/index.html"), Kind.MISSING, "section/sea/index.html"),
    "an empty section is gone": (object_gone("section/sport/index.html"), Kind.MISSING, "section/sport/index.html"),
    **{
        f"an object at {key}": (object_planted(key), Kind.ORPHAN, key)
        for key in (
            "assets/style.000000000000.css",
            "section/ghosts/index.html",
            "section/city/extra.html",
            "2026/11/harbour/index.html",
            "2026/11/alpha",
            "2026/11/alpha/extra.html",
            "planted.html",
            "media/a.jpg",
            "media/seen/planted.jpg",
            "media/hidden/storm.jpg",
            "media/nobody/storm.jpg",
            "media/_site/logo.png",
            "feed.xml",
        )
    },
    "a copy's bytes": (object_changed(COPY, body=b"wrong"), Kind.STALE, COPY),
    "a copy's type": (object_changed(COPY, content_type="text/html"), Kind.STALE, COPY),
    "a copy's caching": (object_changed(COPY, cache_control="no-store"), Kind.STALE, COPY),
    "a copy is gone": (object_gone(COPY), Kind.MISSING, COPY),
    "another's reference": (sql(PUT_REFERENCE, "media/storm.jpg", "a"), Kind.ORPHAN_REFERENCE, "a"),
    "a reference of nobody's": (sql(PUT_REFERENCE, "media/storm.jpg", "nobody"), Kind.ORPHAN_REFERENCE, "nobody"),
    "a reference of nobody's with its copy": (
        all_of(sql(PUT_REFERENCE, "media/storm.jpg", "nobody"), object_planted("media/nobody/storm.jpg")),
        Kind.ORPHAN_REFERENCE,
        "nobody",
    ),
    "a reference is gone": (sql(DELETE_REFERENCE, "media/storm.jpg", "seen"), Kind.MISSING_REFERENCE, "seen"),
    "a wish is gone": (sql(DELETE_REFERENCE, "media/late.jpg", "waits"), Kind.MISSING_REFERENCE, "waits"),
    "a wish is gone from its row": (row_changed("waits", media=()), Kind.STALE_ROW, "waits"),
    "all media are gone from a row": (row_changed("seen", media=()), Kind.STALE_ROW, "seen"),
    "all media are gone from row and catalog": (
        all_of(row_changed("seen", media=()), sql(DELETE_REFERENCE, "media/storm.jpg", "seen")),
        Kind.STALE_ROW,
        "seen",
    ),
    "a medium too many in a row": (
        row_changed("a", media=(Medium(path="media/storm.jpg"),)),
        Kind.STALE_ROW,
        "a",
    ),
    "a medium too many in a row, with reference and copy": (
        all_of(
            row_changed("a", media=(Medium(path="media/storm.jpg", seen="x", copied="x", digest="x"),)),
            sql(PUT_REFERENCE, "media/storm.jpg", "a"),
            object_planted("media/a/storm.jpg"),
        ),
        Kind.ORPHAN,
        "media/a/storm.jpg",
    ),
    "a wrong digest": (
        row_changed("seen", media=(Medium(path="media/storm.jpg", seen="x", copied="x", digest="x"),)),
        Kind.STALE_ROW,
        "seen",
    ),
    "the row of one with media is gone": (sql(DELETE_ROW, "seen"), Kind.SOURCE_WITHOUT_ROW, "seen"),
    "the row of one that waits is gone": (sql(DELETE_ROW, "waits"), Kind.SOURCE_WITHOUT_ROW, "waits"),
    "an object at a claimed address": (object_planted("2026/11/beta/index.html"), Kind.STALE, OLD_PAGE),
    "a row is gone": (sql(DELETE_ROW, "a"), Kind.SOURCE_WITHOUT_ROW, "a"),
    "the row of a moved one is gone": (sql(DELETE_ROW, "b"), Kind.SOURCE_WITHOUT_ROW, "b"),
    "the row of a held one is gone": (sql(DELETE_ROW, "held"), Kind.SOURCE_WITHOUT_ROW, "held"),
    "the row of a draft is gone": (sql(DELETE_ROW, "draft"), Kind.SOURCE_WITHOUT_ROW, "draft"),
    "the row of a withdrawn one is gone": (sql(DELETE_ROW, "gone"), Kind.SOURCE_WITHOUT_ROW, "gone"),
    "the row of a deleted one is gone": (sql(DELETE_ROW, "deleted"), Kind.SOURCE_WITHOUT_ROW, "deleted"),
    "the row of a refused one is gone": (sql(DELETE_ROW, "refused"), Kind.SOURCE_WITHOUT_ROW, "refused"),
    "row and claims are gone": (
        all_of(sql(DELETE_ROW, "b"), sql(DELETE_CLAIM, "/2026/11/beta/"), sql(DELETE_CLAIM, "/2026/11/moved/")),
        Kind.MISSING_CLAIM,
        "b",
    ),
    "a row that can't be read": (sql(GARBAGE, "b"), Kind.UNREADABLE, "b"),
    "a planted row": (row_put("planted", PLANTED_ROW), Kind.ROW_WITHOUT_SOURCE, "planted"),
    "a planted draft's row": (
        row_put("planted", Row(id=ArticleId("planted"), revision=1, judged_version="v", verdict=Verdict.DRAFT)),
        Kind.ROW_WITHOUT_SOURCE,
        "planted",
    ),
    "a planted row with claim, entry and page": (
        all_of(
            row_put("planted", PLANTED_ROW),
            sql(PUT_CLAIM, "/2026/11/planted/", "planted"),
            entry_planted(ALL, "planted", an_entry("planted")),
            entry_planted("section#ghosts", "planted", an_entry("planted")),
            object_planted("2026/11/planted/index.html"),
        ),
        Kind.ROW_WITHOUT_SOURCE,
        "planted",
    ),
    "a row of an id that can't be": (
        row_put("no good", replace(PLANTED_ROW, id=ArticleId("no good"))),
        Kind.ROW_WITHOUT_SOURCE,
        "no good",
    ),
    "a wrong verdict": (row_changed("a", verdict=Verdict.DRAFT), Kind.STALE_ROW, "a"),
    "a wrong verdict of a deleted one": (
        row_changed("deleted", verdict=Verdict.PUBLISHED),
        Kind.STALE_ROW,
        "deleted",
    ),
    "a wrong judged version": (row_changed("a", judged_version="v0"), Kind.STALE_ROW, "a"),
    "a wrong revision": (row_changed("b", revision=0), Kind.STALE_ROW, "b"),
    "nothing live": (row_changed("a", live=None), Kind.STALE_ROW, "a"),
    "a wrong title in the row": (title_changed("a"), Kind.STALE_ROW, "a"),
    "a wrong address in the row": (live_changed("b", address="/2026/11/beta/"), Kind.STALE_ROW, "b"),
    "a wrong live version": (live_changed("b", source_version="v0"), Kind.STALE_ROW, "b"),
    "a withdrawn one live": (row_changed("gone", live=PLANTED_ROW.live), Kind.STALE_ROW, "gone"),
    "a refused one live": (row_changed("refused", live=PLANTED_ROW.live), Kind.STALE_ROW, "refused"),
    "an address lost": (row_changed("b", addresses=("/2026/11/moved/",)), Kind.STALE_ROW, "b"),
    "all addresses lost": (row_changed("b", addresses=()), Kind.STALE_ROW, "b"),
    "an address too many": (row_changed("c", addresses=("/2026/11/gamma/", "/x/")), Kind.STALE_ROW, "c"),
    "another's address": (
        row_changed("c", addresses=("/2026/11/gamma/", "/2026/11/alpha/")),
        Kind.STALE_ROW,
        "c",
    ),
    "a due moment lost": (row_changed("held", due_at=None), Kind.STALE_ROW, "held"),
    "a wrong due moment": (row_changed("held", due_at=START), Kind.STALE_ROW, "held"),
    "a due moment too many": (row_changed("a", due_at=START + timedelta(days=1)), Kind.STALE_ROW, "a"),
    "a wrong text": (row_changed("b", text=Text(version="v3", substance="x")), Kind.STALE_ROW, "b"),
    "no text": (row_changed("a", text=None), Kind.STALE_ROW, "a"),
    "a wrong first upload": (row_changed("undated", first_stored_at=START), Kind.STALE_ROW, "undated"),
    "an entry is gone": (sql(DELETE_ENTRY, ALL, "%#b"), Kind.MISSING_ENTRY, "b"),
    "a section's entry is gone": (sql(DELETE_ENTRY, "section#city", "%"), Kind.MISSING_ENTRY, "a"),
    "a wrong entry": (
        sql("UPDATE entries SET entry = ? WHERE sort_key LIKE '%#b'", encode_entry(an_entry("b"))),
        Kind.STALE_ENTRY,
        "b",
    ),
    "an entry that can't be read": (sql(GARBAGE_ENTRY, ALL, "%#b"), Kind.STALE_ENTRY, "b"),
    "an entry at a wrong place": (
        entry_planted(ALL, "a", an_entry("a")),
        Kind.ORPHAN_ENTRY,
        "a",
    ),
    "another's entry": (entry_planted(ALL, "a", an_entry("b")), Kind.ORPHAN_ENTRY, "a"),
    "nobody's entry": (entry_planted(ALL, "nobody", an_entry("nobody")), Kind.ORPHAN_ENTRY, "nobody"),
    "an entry of an unknown listing": (
        entry_planted("section#ghosts", "nobody", an_entry("nobody")),
        Kind.ORPHAN_ENTRY,
        "nobody",
    ),
    "a draft's entry": (entry_planted(ALL, "draft", an_entry("draft")), Kind.ORPHAN_ENTRY, "draft"),
    "an entry whose place says nothing": (
        sql("INSERT INTO entries VALUES ('all', 'x', ?)", encode_entry(an_entry("a"))),
        Kind.ORPHAN_ENTRY,
        "",
    ),
    "a claim is gone": (sql(DELETE_CLAIM, "/2026/11/alpha/"), Kind.MISSING_CLAIM, "a"),
    "an old claim is gone": (sql(DELETE_CLAIM, "/2026/11/beta/"), Kind.MISSING_CLAIM, "b"),
    "a withdrawn one's claim is gone": (sql(DELETE_CLAIM, "/2026/11/gone/"), Kind.MISSING_CLAIM, "gone"),
    "a claim of nobody's": (sql(PUT_CLAIM, "/nobody/", "nobody"), Kind.ORPHAN_CLAIM, "nobody"),
    "a claim of nobody's with its page": (
        all_of(sql(PUT_CLAIM, "/nobody/", "nobody"), object_planted("nobody/index.html")),
        Kind.ORPHAN_CLAIM,
        "nobody",
    ),
    "a claim planted for an article": (sql(PUT_CLAIM, "/mine/", "a"), Kind.ORPHAN_CLAIM, "a"),
    "a claim that was given to another": (sql(PUT_CLAIM, "/2026/11/alpha/", "b"), Kind.WRONG_CLAIM, "a"),
    "a claim that was given to nobody": (sql(PUT_CLAIM, "/2026/11/alpha/", "nobody"), Kind.WRONG_CLAIM, "a"),
    "a claim that was given to its rival": (sql(PUT_CLAIM, "/2026/11/alpha/", "same"), Kind.WRONG_CLAIM, "a"),
    "a stuck lease": (lease_stuck("a"), Kind.STUCK_LEASE, "a"),
    "a stuck lease of home": (lease_stuck("/"), Kind.STUCK_LEASE, "/"),
    "a receipt is gone": (receipt_gone("a"), Kind.MISSING_RECEIPT, "a"),
    "an older receipt is gone": (receipt_gone("b", oldest=True), Kind.MISSING_RECEIPT, "b"),
    "a refused id's receipt is gone": (receipt_gone("no good"), Kind.MISSING_RECEIPT, "no good"),
    "the settings' receipt is gone": (receipt_gone(SETTINGS_KEY), Kind.MISSING_RECEIPT, SETTINGS_KEY),
    "a wrong receipt": (
        receipt_changed("a", verdict=Verdict.DRAFT, url=None, revision=99),
        Kind.STALE_RECEIPT,
        "a",
    ),
    "a receipt without its outputs": (receipt_changed("b", outputs=("x",)), Kind.STALE_RECEIPT, "b"),
    "a receipt that is superseded": (receipt_changed("a", superseded_by="v0"), Kind.STALE_RECEIPT, "a"),
}
