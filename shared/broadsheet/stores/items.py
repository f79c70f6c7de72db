"""What a catalog holds, item by item: for whoever compares it with what should be there."""

from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet.article import ArticleId
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Position, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article's row; None where what is kept can't be read."""

    id: ArticleId
    row: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim on an address."""

    address: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry at its place in a listing; None where it can't be read."""

    position: Position
    entry: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A place in the order of what is due, and the article that it leads to."""

    sort_key: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """That an article refers to a medium."""

    path: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A lease; None for one that never ends."""

    id: ArticleId
    until: datetime | None


Item = Kept | Claim | Listed | Due | Referred | Held


def article_of(item: Item) -> str:
    """The article that an item belongs to, by its place alone; it may be no article's."""
    match item:
        case Claim(owner=owner):
            return owner
        case Listed(position=position):
            return position.sort_key.partition("#")[2]
        case Due(sort_key=key):
            return key.partition("#")[2]
        case _:
            return item.id


def due_sort_key(due_at: datetime, article_id: str) -> str:
    """The order of what is due as text: by moment in whole seconds, UTC, and then by id."""
    return f"{due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{article_id}"


def dues_of(row: Row) -> list[Due]:
    """What there should be for a row in the order of what is due."""
    return [] if row.due_at is None else [Due(sort_key=due_sort_key(row.due_at, row.id), id=row.id)]


def listed_in(row: Row) -> list[Listed]:
    """What there should be of a row in the listings."""
    return [Listed(position=position, entry=entry) for position, entry in row.entries().items()]


def references_of(row: Row) -> list[Referred]:
    """What there should be for a row among the references to media."""
    return [Referred(path=medium.path, id=row.id) for medium in row.media]
