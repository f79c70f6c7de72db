"""A world that only looks: reads are real, and what would be written is noted."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge

from broadsheet.article import ArticleId, Unavailable
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.verifying.differences import Difference, Kind
from broadsheet.site.outputs import Output
from broadsheet.site.story import Entry
from broadsheet.stores.backlog import NoBacklog
from broadsheet.stores.catalog import AddressTaken, Catalog, Lease, Position, Row, sort_key, with_addresses, with_media
from broadsheet.stores.inbox import Inbox, Media, Source
from broadsheet.stores.items import Claim, Item
from broadsheet.stores.receipts import Receipt
from broadsheet.stores.site import SiteStore, Stored
from broadsheet.stores.timers import NoTimers


@dataclass(slots=True)
class Corrections:
    """What is known to be wrong in the catalog, so that what follows from it is told from what is wrong by itself.

    `entries` are by place what is there and what should be; `owners` are by address whose it should be.
    """

    entries: dict[Position, tuple[Entry | None, Entry | None]] = field(default_factory=dict)
    owners: dict[str, str | None] = field(default_factory=dict)

    def add(self, other: "Corrections") -> None:
        """Take another's over, too."""
        self.entries |= other.entries
        self.owners |= {address: owner or self.owners.get(address) for address, owner in other.owners.items()}


class DrySite:
    """Public objects, examined and not written."""

    def __init__(self, site: SiteStore) -> None:
        self._site = site
        self._before: dict[str, Stored | None] = {}
        self._after: dict[str, Output | None] = {}
        self._rendered: set[str] = set()

    def look(self, key: str) -> Stored | None:
        """What is there, or would be."""
        if key in self._after:
            output = self._after[key]
            return None if output is None else self._would_be(output)
        if key not in self._before:
            self._before[key] = self._site.examine(key)
        return self._before[key]

    examine = look

    def fingerprint(self, output: Output) -> str:
        """As the real one."""
        self._rendered.add(output.key)
        return self._site.fingerprint(output)

    def put(self, output: Output, *, expected: Stored | None) -> Stored:  # noqa: ARG002  # nobody else is here
        """Note it."""
        self.look(output.key)
        self._rendered.add(output.key)
        self._after[output.key] = output
        return self._would_be(output)

    def remove(self, key: str, *, expected: Stored) -> None:  # noqa: ARG002  # as above
        """Note it."""
        self.look(key)
        self._after[key] = None

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """The real ones, but for those that would have gone, and with those that would have come."""
        come = {key for key, output in self._after.items() if output is not None}
        noted = sorted(key for key in come if key.startswith(prefix) and key > after)
        there = (key for key in self._site.keys(prefix, after=after) if key not in self._after)
        return merge(there, noted)

    def kept(self) -> set[str]:
        """The keys that were looked at and at which something is to be."""
        return {key for key in self._before if self.look(key) is not None}

    def rendered(self, key: str) -> bool:
        """Whether anybody said what should be there."""
        return key in self._rendered

    def differences(self, source_id: str | None = None) -> list[Difference]:
        """What would have been changed in the end."""
        found = []
        for key, output in self._after.items():
            before = self._before[key]
            if output is None and before is not None:
                found.append(Difference(kind=Kind.ORPHAN, key=key, id=source_id, what="nothing should be there"))
            elif output is not None and before is None:
                found.append(Difference(kind=Kind.MISSING, key=key, id=source_id, what="nothing is there"))
            elif output is not None and before is not None and before.fingerprint != self._site.fingerprint(output):
                what = "its bytes or headers are not what follows from the sources"
                found.append(Difference(kind=Kind.STALE, key=key, id=source_id, what=what))
        return found

    def _would_be(self, output: Output) -> Stored:
        return Stored(etag="", fingerprint=self._site.fingerprint(output))


class DryCatalog:
    """The catalog with some rows as they are given, without what is known to be wrong; what is written is noted."""

    def __init__(self, catalog: Catalog, rows: Mapping[ArticleId, Row], corrections: Corrections) -> None:
        self.given = dict(rows)
        self._catalog = catalog
        self._corrections = corrections
        self._claimed: dict[str, str] = {}

    def row(self, article_id: ArticleId) -> Row | None:
        """The noted one, or the real one."""
        return self.given[article_id] if article_id in self.given else self._catalog.row(article_id)

    def take(self, lease: Lease, *, now: datetime) -> Row | None:  # noqa: ARG002  # whoever looks needs no lease
        """The row."""
        return self.given.get(lease.id)

    def release(self, lease: Lease, row: Row | None) -> None:
        """Nothing."""

    def claim(self, lease: Lease, before: Row | None, addresses: Sequence[str]) -> Row:
        """Note it, unless an address is another's."""
        owners = {address: owner for address in addresses if (owner := self._owner(address)) not in {None, lease.id}}
        if owners:
            raise AddressTaken({address: str(owner) for address, owner in owners.items()})
        self._claimed |= dict.fromkeys(addresses, lease.id)
        self.given[lease.id] = with_addresses(before, lease.id, addresses)
        return self.given[lease.id]

    def refer(self, lease: Lease, before: Row | None, *, add: Collection[str] = (), drop: Collection[str] = ()) -> Row:
        """Note it."""
        self.given[lease.id] = with_media(before, lease.id, add=add, drop=drop)
        return self.given[lease.id]

    def referring(self, path: str, limit: int, *, after: str = "") -> Sequence[ArticleId]:
        """The real ones."""
        return self._catalog.referring(path, limit, after=after)

    def commit(self, lease: Lease, before: Row | None, after: Row) -> None:  # noqa: ARG002  # nobody else is here
        """Note it."""
        self.given[lease.id] = after

    def preceding(self, position: Position, limit: int) -> Sequence[Entry]:
        """The real ones, put right."""
        wrong = self._wrong(position.listing, before=position.sort_key)
        found = self._catalog.preceding(position, limit + len(wrong))
        return self._right(found, wrong)[::-1][:limit]

    def following(self, position: Position, limit: int) -> Sequence[Entry]:
        """The real ones, put right."""
        wrong = self._wrong(position.listing, after=position.sort_key)
        found = self._catalog.following(position, limit + len(wrong))
        return self._right(found, wrong)[:limit]

    def newest(self, listing: str, limit: int) -> Sequence[Entry]:
        """The real ones, put right."""
        wrong = self._wrong(listing)
        found = self._catalog.newest(listing, limit + len(wrong))
        return self._right(found, wrong)[::-1][:limit]

    def due(self, now: datetime, limit: int) -> Sequence[ArticleId]:
        """The real ones."""
        return self._catalog.due(now, limit)

    def rows(self) -> Sequence[Row]:
        """The real ones."""
        return self._catalog.rows()

    def items(self, *, part: int = 0, parts: int = 1) -> Iterator[Item]:
        """The real ones."""
        return self._catalog.items(part=part, parts=parts)

    def stored(self, item: Item) -> Item | None:
        """The real one."""
        return self._catalog.stored(item)

    def mend(self, lease: Lease, *, put: Sequence[Item] = (), remove: Sequence[Item] = ()) -> None:
        """Nothing."""

    def free(self, held: Item) -> None:
        """Nothing."""

    def _owner(self, address: str) -> str | None:
        if address in self._claimed:
            return self._claimed[address]
        if address in self._corrections.owners:
            return self._corrections.owners[address]
        claim = self._catalog.stored(Claim(address=address, owner=""))
        return claim.owner if isinstance(claim, Claim) else None

    def _wrong(
        self, listing: str, *, before: str | None = None, after: str | None = None
    ) -> list[tuple[Entry | None, Entry | None]]:
        return [
            change
            for position, change in self._corrections.entries.items()
            if position.listing == listing
            and (before is None or position.sort_key < before)
            and (after is None or position.sort_key > after)
        ]

    @staticmethod
    def _right(found: Sequence[Entry], wrong: Sequence[tuple[Entry | None, Entry | None]]) -> list[Entry]:
        """What was found with all changes made, oldest first."""
        if not wrong:
            return sorted(found, key=_order)
        entries = list(found)
        for there, right in wrong:
            if there is not None and there in entries:
                entries.remove(there)
            if right is not None:
                entries.append(right)
        return sorted(entries, key=_order)


class DryInbox:
    """The sources as they are, and nobody has had a receipt; those that would be written are noted."""

    def __init__(self, inbox: Inbox) -> None:
        self.noted: dict[str, Receipt] = {}
        self.keeps_history = inbox.keeps_history
        self._inbox = inbox

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The real one."""
        return self._inbox.newest(key, known=known)

    def older(self, key: str, *, than: str) -> Iterator[Source]:
        """The real ones."""
        return self._inbox.older(key, than=than)

    def read(self, key: str, *, version: str) -> Source | None:
        """The real one."""
        return self._inbox.read(key, version=version)

    def first_stored_at(self, key: str) -> datetime:
        """The real one."""
        return self._inbox.first_stored_at(key)

    def keys(self) -> Iterator[str]:
        """The real ones."""
        return self._inbox.keys()

    def newest_versions(self, *, after: str = "") -> Iterator[tuple[str, str]]:
        """The real ones."""
        return self._inbox.newest_versions(after=after)

    def media(self, key: str) -> Media | None:
        """The real one."""
        return self._inbox.media(key)

    def read_media(self, media: Media) -> bytes:
        """The real ones."""
        return self._inbox.read_media(media)

    def all_media(self) -> Iterator[Media]:
        """The real ones."""
        return self._inbox.all_media()

    def put(self, key: str, data: bytes, *, by: str = "") -> str:  # noqa: ARG002  # nothing is put here
        """Refused."""
        raise Unavailable(f"{key} can't be written while verify looks")

    def delete(self, key: str) -> str:
        """Refused."""
        raise Unavailable(f"{key} can't be deleted while verify looks")

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:  # noqa: ARG002  # there are none
        """None."""
        return None

    def receipts(self, source_id: str) -> Iterator[Receipt]:
        """The real ones."""
        return self._inbox.receipts(source_id)

    def put_receipt(self, receipt: Receipt, *, check: Callable[[], None] = lambda: None) -> None:  # noqa: ARG002  # nothing is written
        """Note it."""
        self.noted[receipt.source_version] = receipt

    replace_receipt = put_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRoom:
    """A newsroom that only looks, and what it has noted."""

    newsroom: Newsroom
    site: DrySite
    catalog: DryCatalog
    inbox: DryInbox


def dry_room(newsroom: Newsroom, corrections: Corrections, rows: Mapping[ArticleId, Row] | None = None) -> DryRoom:
    """The newsroom as one in which nothing is written; `rows` are believed instead of those that are there."""
    site, inbox = DrySite(newsroom.site), DryInbox(newsroom.inbox)
    catalog = DryCatalog(newsroom.catalog, rows or {}, corrections)
    dry = replace(newsroom, site=site, catalog=catalog, inbox=inbox, timers=NoTimers(), backlog=NoBacklog())
    return DryRoom(newsroom=dry, site=site, catalog=catalog, inbox=inbox)


def _order(entry: Entry) -> str:
    return sort_key(entry.published_at, entry.id)
