"""The catalog in one SQLite file."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet.article import ArticleId, Conflict, Unavailable, Unreadable
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import AddressTaken, Lease, Leased, Position, Row, with_addresses, with_media
from broadsheet.stores.codec import decode_entry, decode_row, encode_entry, encode_row
from broadsheet.stores.items import Claim, Due, Held, Item, Kept, Listed, Referred, dues_of, references_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, row TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS addresses (address TEXT PRIMARY KEY, owner TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    listing TEXT NOT NULL, sort_key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (listing, sort_key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS media (path TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (listing TEXT NOT NULL, sort_key TEXT NOT NULL, PRIMARY KEY (listing, sort_key));
"""


class SQLiteCatalog:
    """One file, or `:memory:`. Its `changes` take the place of DynamoDB's stream.

    A change is noted in the transaction that makes it, and forgotten only when it has been acted on, so that a
    process that dies in between leaves it for the next one. `just_changed` are those that this object made, in order;
    whoever reads them empties it. Leases are of this process only, and go with it.
    """

    def __init__(self, path: Path | str) -> None:
        self.just_changed: list[Position] = []
        self._leases: dict[ArticleId, Lease] = {}
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            message = f"{path} can't be used as a catalog: {error}"
            raise Unavailable(message) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def row(self, article_id: ArticleId) -> Row | None:
        """The article's row."""
        found = self._connection.execute(
            "SELECT id, revision, row FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return None if found is None else _row_of(found)

    def take(self, lease: Lease, *, now: datetime) -> Row | None:
        """Take the lease and read the row."""
        held = self._leases.get(lease.id)
        if held is not None and held.holder != lease.holder and held.until >= now:
            raise Leased(lease.id, held.until)
        self._leases[lease.id] = lease
        return self.row(lease.id)

    def release(self, lease: Lease, row: Row | None) -> None:  # noqa: ARG002  # the lease is not in the row here
        """Give the lease back."""
        if self._is_leased(lease):
            del self._leases[lease.id]

    def claim(self, lease: Lease, before: Row | None, addresses: Sequence[str]) -> Row:
        """Claim addresses and add them to the row."""
        after = with_addresses(before, lease.id, addresses)
        with self._transaction(lease) as connection:
            owners = {}
            for address in addresses:
                held = connection.execute("SELECT owner FROM addresses WHERE address = ?", (address,)).fetchone()
                if held is not None and held[0] != lease.id:
                    owners[address] = held[0]
            if owners:
                raise AddressTaken(owners)
            claims = [(address, lease.id) for address in addresses]
            connection.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?)", claims)
            self._put_row(connection, before, after)
        return after

    def refer(self, lease: Lease, before: Row | None, *, add: Collection[str] = (), drop: Collection[str] = ()) -> Row:
        """Change the references and the row."""
        after = with_media(before, lease.id, add=add, drop=drop)
        with self._transaction(lease) as connection:
            for path in add:
                self._put(connection, Referred(path=path, id=lease.id))
            for path in drop:
                self._remove(connection, Referred(path=path, id=lease.id))
            self._put_row(connection, before, after)
        return after

    def referring(self, path: str, limit: int, *, after: str = "") -> Sequence[ArticleId]:
        """One SELECT."""
        query = "SELECT id FROM media WHERE path = ? AND id > ? ORDER BY id LIMIT ?"
        return [ArticleId(found) for (found,) in self._connection.execute(query, (path, after, limit))]

    def commit(self, lease: Lease, before: Row | None, after: Row) -> None:
        """Replace the row, its entries and its references, and note what changed."""
        old, new = before.entries() if before else {}, after.entries()
        put = {position: entry for position, entry in new.items() if old.get(position) != entry}
        gone = [position for position in old if position not in new]
        with self._transaction(lease) as connection:
            self._put_row(connection, before, after)
            for position, entry in put.items():
                connection.execute("REPLACE INTO entries VALUES (?, ?, ?)", (*position, encode_entry(entry)))
            connection.executemany("DELETE FROM entries WHERE listing = ? AND sort_key = ?", gone)
            referred, refers = references_of(before) if before else [], references_of(after)
            for reference in refers:
                self._put(connection, reference)
            for reference in referred:
                if reference not in refers:
                    self._remove(connection, reference)
            connection.executemany("INSERT OR IGNORE INTO changes VALUES (?, ?)", [*put, *gone])
        self.release(lease, after)
        self.just_changed += [*put, *gone]

    def preceding(self, position: Position, limit: int) -> Sequence[Entry]:
        """The entries right before a position, newest first."""
        return self._entries("listing = ? AND sort_key < ? ORDER BY sort_key DESC", *position, limit)

    def following(self, position: Position, limit: int) -> Sequence[Entry]:
        """The entries right after a position, oldest first."""
        return self._entries("listing = ? AND sort_key > ? ORDER BY sort_key", *position, limit)

    def newest(self, listing: str, limit: int) -> Sequence[Entry]:
        """A listing's newest entries, newest first."""
        return self._entries("listing = ? ORDER BY sort_key DESC", listing, limit)

    def due(self, now: datetime, limit: int) -> Sequence[ArticleId]:
        """The articles whose time has come."""
        due = [(row.due_at, row.id) for row in self.rows() if row.due_at is not None and row.due_at <= now]
        return [article_id for _, article_id in sorted(due)[:limit]]

    def rows(self) -> Sequence[Row]:
        """Every row, ordered by id."""
        return [
            _row_of(found) for found in self._connection.execute("SELECT id, revision, row FROM articles ORDER BY id")
        ]

    def items(self, *, part: int = 0, parts: int = 1) -> Iterator[Item]:
        """Table by table; of several parts the first is all there is."""
        if part % parts:
            return
        for found in self._connection.execute("SELECT id, revision, row FROM articles").fetchall():
            row = _or_none(_row_of, found)
            yield Kept(id=ArticleId(found[0]), row=row)
            yield from dues_of(row) if row else ()
        for address, owner in self._connection.execute("SELECT address, owner FROM addresses").fetchall():
            yield Claim(address=address, owner=owner)
        for *place, text in self._connection.execute("SELECT listing, sort_key, entry FROM entries").fetchall():
            yield Listed(position=Position(*place), entry=_or_none(decode_entry, text))
        for path, article_id in self._connection.execute("SELECT path, id FROM media").fetchall():
            yield Referred(path=path, id=article_id)
        for lease in [*self._leases.values()]:
            yield Held(id=lease.id, until=lease.until)

    def stored(self, item: Item) -> Item | None:
        """One SELECT."""
        match item:
            case Claim(address=address):
                query = "SELECT address, owner FROM addresses WHERE address = ?"
                found = self._connection.execute(query, (address,)).fetchone()
                return None if found is None else Claim(address=found[0], owner=found[1])
            case Listed(position=position):
                query = "SELECT entry FROM entries WHERE listing = ? AND sort_key = ?"
                found = self._connection.execute(query, position).fetchone()
                return None if found is None else Listed(position=position, entry=_or_none(decode_entry, found[0]))
            case Referred(path=path, id=article_id):
                query = "SELECT 1 FROM media WHERE path = ? AND id = ?"
                return None if self._connection.execute(query, (path, article_id)).fetchone() is None else item
        query = "SELECT id, revision, row FROM articles WHERE id = ?"
        found = self._connection.execute(query, (item.id,)).fetchone()
        row = None if found is None else _or_none(_row_of, found)
        if isinstance(item, Due):
            # The order of what is due is made from the rows, so it can't differ from them.
            return item if row is not None and item in dues_of(row) else None
        return None if found is None else Kept(id=ArticleId(found[0]), row=row)

    def mend(self, lease: Lease, *, put: Sequence[Item] = (), remove: Sequence[Item] = ()) -> None:
        """One transaction."""
        with self._transaction(lease) as connection:
            for item in remove:
                self._remove(connection, item)
            for item in put:
                self._put(connection, item)
            changed = [item.position for item in (*put, *remove) if isinstance(item, Listed)]
            connection.executemany("INSERT OR IGNORE INTO changes VALUES (?, ?)", changed)
        self.just_changed += changed

    def free(self, held: Item) -> None:
        """Forget the lease."""
        if isinstance(held, Held) and held.id in self._leases and self._leases[held.id].until == held.until:
            del self._leases[held.id]

    def changes(self) -> frozenset[Position]:
        """The changes that have not been acted on."""
        return frozenset(Position(*change) for change in self._connection.execute("SELECT * FROM changes"))

    def acted_on(self, changes: frozenset[Position]) -> None:
        """Forget changes that have been acted on."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM changes WHERE listing = ? AND sort_key = ?", changes)

    def fact(self, name: str) -> str | None:
        """Something noted about the whole site."""
        found = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def note(self, name: str, value: str) -> None:
        """Note something about the whole site."""
        self._connection.execute("REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _entries(self, condition: str, *parameters: str | int) -> Sequence[Entry]:
        query = f"SELECT entry FROM entries WHERE {condition} LIMIT ?"  # noqa: S608  # the three conditions above
        return [decode_entry(text) for (text,) in self._connection.execute(query, parameters)]

    @staticmethod
    def _put(connection: sqlite3.Connection, item: Item) -> None:
        match item:
            case Kept(row=Row() as row):
                connection.execute("REPLACE INTO articles VALUES (?, ?, ?)", (row.id, row.revision, encode_row(row)))
            case Listed(position=position, entry=Entry() as entry):
                connection.execute("REPLACE INTO entries VALUES (?, ?, ?)", (*position, encode_entry(entry)))
            case Referred(path=path, id=article_id):
                connection.execute("INSERT OR IGNORE INTO media VALUES (?, ?)", (path, article_id))
            case Claim(address=address, owner=owner):
                connection.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (address, owner))
                query = "SELECT owner FROM addresses WHERE address = ?"
                if connection.execute(query, (address,)).fetchone() != (owner,):
                    message = f"{address} has come to another owner"
                    raise Conflict(message)

    @staticmethod
    def _remove(connection: sqlite3.Connection, item: Item) -> None:
        match item:
            case Kept(id=article_id):
                connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            case Listed(position=position):
                connection.execute("DELETE FROM entries WHERE listing = ? AND sort_key = ?", position)
            case Claim(address=address, owner=owner):
                connection.execute("DELETE FROM addresses WHERE address = ? AND owner = ?", (address, owner))
            case Referred(path=path, id=article_id):
                connection.execute("DELETE FROM media WHERE path = ? AND id = ?", (path, article_id))

    @staticmethod
    def _put_row(connection: sqlite3.Connection, before: Row | None, after: Row) -> None:
        """Replace the row if it is still `before`: another process may be at work on the same file."""
        text = encode_row(after)
        if before is None:
            done = connection.execute(
                "INSERT OR IGNORE INTO articles VALUES (?, ?, ?)", (after.id, after.revision, text)
            )
        else:
            done = connection.execute(
                "UPDATE articles SET revision = ?, row = ? WHERE id = ? AND revision = ?",
                (after.revision, text, after.id, before.revision),
            )
        if done.rowcount != 1:
            message = f"the row of {after.id} moved"
            raise Conflict(message)

    def _is_leased(self, lease: Lease) -> bool:
        held = self._leases.get(lease.id)
        return held is not None and held.holder == lease.holder

    @contextmanager
    def _transaction(self, lease: Lease | None = None) -> Iterator[sqlite3.Connection]:
        if lease is not None and not self._is_leased(lease):
            message = f"the lease of {lease.id} is lost"
            raise Conflict(message)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            message = f"the catalog is locked: {error}"
            raise Unavailable(message) from error
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _row_of(found: tuple[str, int, str]) -> Row:
    article_id, revision, text = found
    row = decode_row(text, article_id)
    if row.revision != revision:
        message = f"the row of {article_id} is of two revisions"
        raise Unreadable(message)
    return row


def _or_none(decode: Any, found: Any) -> Any:
    try:
        return decode(found)
    except Unreadable:
        return None
