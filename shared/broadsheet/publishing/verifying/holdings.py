"""What of a catalog doesn't fit together: found in one pass, which keeps keys only."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from broadsheet.article import ArticleId, Unreadable
from broadsheet.stores.catalog import LEASE, Catalog, Position, Row
from broadsheet.stores.codec import encode_entry
from broadsheet.stores.items import (
    Claim,
    Due,
    Held,
    Item,
    Kept,
    Listed,
    Referred,
    article_of,
    dues_of,
    listed_in,
    references_of,
)

_CLOCKS_DIFFER: Final = timedelta(minutes=5)

_Trace = tuple[str, ...]


@dataclass(slots=True)
class Holdings:
    """What rows say that the rest of the catalog doesn't, and the other way, by article; and all ids and listings."""

    ids: set[str] = field(default_factory=set)
    listings: set[str] = field(default_factory=set)
    leases: list[Held] = field(default_factory=list)
    items: int = 0
    _loose: set[_Trace] = field(default_factory=set)
    _positions: dict[str, set[Position]] = field(default_factory=lambda: defaultdict(set))
    _dues: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _media: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _addresses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _contenders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take_in(self, items: Iterable[Item], *, now: datetime) -> None:
        """Look at everything there is."""
        for item in items:
            self.items += 1
            match item:
                case Kept(id=article_id, row=row):
                    self.ids.add(article_id)
                    for each in belongings(row):
                        self._loose ^= {_trace(each)}
                case Held():
                    self._note_lease(item, now)
                case _:
                    self._loose ^= {_trace(item)}
                    if isinstance(item, Listed):
                        self.listings.add(item.position.listing)
        for trace in self._loose:
            self._note(trace)
        self._loose.clear()

    def take_in_part(self, items: Iterable[Item], catalog: Catalog, *, now: datetime) -> None:
        """Look at a part of what there is, asking for what belongs to it."""
        for item in items:
            self.items += 1
            match item:
                case Held():
                    self._note_lease(item, now)
                case Kept(id=article_id, row=row):
                    self.ids.add(article_id)
                    loose = [each for each in belongings(row) if catalog.stored(each) != each]
                    self._note_all(loose)
                case _:
                    if isinstance(item, Listed):
                        self.listings.add(item.position.listing)
                    if item not in belongings(_row(article_of(item), catalog)):
                        self._note_all([item])

    @property
    def suspects(self) -> set[str]:
        """The articles that something doesn't fit with; some may never have been."""
        return {*self._positions, *self._dues, *self._media, *self._addresses}

    def positions(self, source_id: str) -> AbstractSet[Position]:
        """The places in listings that may be wrong."""
        return self._positions.get(source_id, set())

    def dues(self, source_id: str) -> AbstractSet[str]:
        """The places in the order of what is due that may be wrong."""
        return self._dues.get(source_id, set())

    def media(self, source_id: str) -> AbstractSet[str]:
        """The paths of the media to which its references may be wrong."""
        return self._media.get(source_id, set())

    def addresses(self, source_id: str) -> dict[str, AbstractSet[str]]:
        """The addresses in question for an article, with all that may have something to do with them."""
        return {address: self._contenders[address] for address in self._addresses.get(source_id, ())}

    def _note_lease(self, held: Held, now: datetime) -> None:
        if held.until is None or held.until > now + LEASE + _CLOCKS_DIFFER:
            self.leases.append(held)

    def _note_all(self, items: Iterable[Item]) -> None:
        for item in items:
            self._note(_trace(item))

    def _note(self, trace: _Trace) -> None:
        match trace:
            case ("claim", address, owner):
                self._addresses[owner].add(address)
                self._contenders[address].add(owner)
            case ("entry", listing, sort_key, *_):
                position = Position(listing, sort_key)
                self.listings.add(listing)
                self._positions[article_of(Listed(position=position, entry=None))].add(position)
            case ("medium", path, article_id):
                self._media[article_id].add(path)
            case (_, sort_key, *_):
                self._dues[article_of(Due(sort_key=sort_key, id=""))].add(sort_key)


def belongings(row: Row | None) -> list[Item]:
    """What there should be for a row besides the row."""
    if row is None:
        return []
    claims = [Claim(address=address, owner=row.id) for address in row.addresses]
    return [*claims, *listed_in(row), *dues_of(row), *references_of(row)]


def _trace(item: Item) -> _Trace:
    match item:
        case Claim(address=address, owner=owner):
            return ("claim", address, owner)
        case Listed(position=position, entry=entry):
            digest = sha256(encode_entry(entry).encode()).hexdigest()[:16] if entry else "unreadable"
            return ("entry", *position, digest)
        case Referred(path=path, id=article_id):
            return ("medium", path, article_id)
        case Due(sort_key=sort_key, id=article_id):
            return ("due", sort_key, article_id)
        case _:
            return (article_of(item),)


def _row(source_id: str, catalog: Catalog) -> Row | None:
    try:
        return catalog.row(ArticleId(source_id))
    except Unreadable:
        return None
