"""The catalog: one row per article, the claims on addresses, who refers to which media, and the listings' entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import uuid4

from broadsheet.article import ArticleId, BroadsheetError
from broadsheet.site.listings import ALL, SECTION, entry_in, gone_from
from broadsheet.site.story import Entry, section_slug
from broadsheet.stores.receipts import Verdict

if TYPE_CHECKING:
    from broadsheet.stores.items import Item

LEASE: Final = timedelta(seconds=60)
"""How long an article is its handler's own, should the handler never give it back."""
WRITING: Final = timedelta(seconds=10)
"""In which time from the lease's beginning the last write to a page must begin.

A call to a store gives up well within what is then left of the lease (wiring.py), so that no write of a handler that
was slow, or stopped for a while, arrives after another handler has taken the article over.
"""


FIRST: Final = "0"
"""A sort key that comes before all there are; DynamoDB compares none with an empty text."""
LAST: Final = "~"
"""One that comes after them."""


class Position(NamedTuple):
    """An entry's place in a listing: its listing's name and its sort key there."""

    listing: str
    sort_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What of an article readers see: which source version, where, in which listings, and how these tell of it."""

    source_version: str
    address: str
    entry: Entry
    listings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """That an article was withdrawn, when, and from which section, if that is known: so its feeds have changed."""

    at: datetime
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a version says to readers, as a digest, and since when it has been that; None: since the first version."""

    version: str
    substance: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A medium that an article may have a copy of on the site, or wants one of.

    `seen` is its fingerprint in the inbox when it was last looked at, "" for none. `copied` is the fingerprint of what
    the last copy was made of that an editor was told of, and `digest` the SHA-256 of those bytes; "" for none.
    """

    path: str
    seen: str = ""
    copied: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """All that is known of one article.

    `revision` rises by one with each change, but for a commit that is too much for one transaction: the row that leaves
    listings first is else as it was. `judged_version` is the newest source version that has had a verdict; both it and
    `verdict` are None from a claim of addresses until the commit that follows.
    `addresses` are the addresses it ever claimed, oldest first; each of them has a page. `due_at` is the next moment at
    which time alone changes the verdict: a release or an expiry; `timer` is the revision that its timer was set for.
    `text` is that of the version that was last shown. `media` are, by path, all that it may have copies of, and all
    that a version of it waits for. `gone` is set while the article is withdrawn.
    """

    id: ArticleId
    revision: int
    judged_version: str | None = None
    verdict: Verdict | None = None
    live: Live | None = None
    addresses: tuple[str, ...] = ()
    first_stored_at: datetime | None = None
    due_at: datetime | None = None
    timer: int | None = None
    text: Text | None = None
    media: tuple[Medium, ...] = ()
    gone: Gone | None = None

    def entries(self) -> dict[Position, Entry]:
        """The article's entries in the listings."""
        if self.live is None:
            return self._traces()
        entry = self.live.entry
        key = sort_key(entry.published_at, self.id)
        return {Position(listing, key): entry_in(listing, entry) for listing in self.live.listings}

    def _traces(self) -> dict[Position, Entry]:
        """What a withdrawn article leaves in the listings of those that are gone."""
        if self.gone is None:
            return {}
        trace = Entry(
            id=self.id,
            title="",
            url="",
            excerpt="",
            published_at=self.gone.at,
            updated_at=None,
            section=self.gone.section,
            language=None,
        )
        section = self.gone.section
        listings = [ALL] if section is None else [ALL, SECTION + section_slug(section)]
        return {Position(gone_from(listing), sort_key(self.gone.at, self.id)): trace for listing in listings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to change one article's pages and row, until it is given back or `until` has come."""

    id: ArticleId
    holder: str
    until: datetime

    @property
    def last_write_at(self) -> datetime:
        """When it is too late to begin a write."""
        return self.until - LEASE + WRITING


def new_lease(article_id: ArticleId, *, now: datetime) -> Lease:
    """A lease that is to be taken."""
    return Lease(id=article_id, holder=uuid4().hex, until=now + LEASE)


def with_addresses(before: Row | None, article_id: ArticleId, addresses: Sequence[str]) -> Row:
    """The row's next revision, with more addresses, and as of now without a verdict.

    So whoever comes after a handler that dies here commits, and tells the editor of the new addresses.
    """
    row = before or Row(id=article_id, revision=0)
    return replace(
        row,
        revision=row.revision + 1,
        verdict=None,
        judged_version=None,
        addresses=tuple(dict.fromkeys((*row.addresses, *addresses))),
    )


def with_media(
    before: Row | None, article_id: ArticleId, *, add: Collection[str] = (), drop: Collection[str] = ()
) -> Row:
    """The row's next revision, with more media, or with fewer."""
    row = before or Row(id=article_id, revision=0)
    media = {medium.path: medium for medium in row.media if medium.path not in drop}
    media |= {path: Medium(path=path) for path in add if path not in media}
    return replace(row, revision=row.revision + 1, media=tuple(media[path] for path in sorted(media)))


def sort_key(published_at: datetime, source_id: str) -> str:
    """A listing's order as text: by (published_at, id), whole seconds, UTC."""
    moment = published_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return f"{moment.isoformat()}Z#{source_id}"


class AddressTaken(BroadsheetError):
    """Other articles claimed these addresses first; `owners` are their ids, by address."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        self.owners = dict(owners)
        super().__init__("; ".join(f"{address} belongs to {owner!r}" for address, owner in self.owners.items()))


class Leased(BroadsheetError):
    """Another handler has the article; `until` is when it has it no more at the latest."""

    def __init__(self, article_id: str, until: datetime) -> None:
        self.until = until
        super().__init__(f"{article_id} is another handler's until {until.isoformat()}")


class Catalog(Protocol):
    """Rows, claims, references and entries. Reads are strongly consistent; each write is one transaction.

    Whoever writes holds the article's lease, so that there is one writer at a time. The condition on a page's ETag
    alone would not do: an ETag is a digest of the bytes, so a page that is what it was before can't be told from one
    that was never touched, and a slow handler could write an old version over it.

    Every method raises Unavailable when the store can't be reached, and Unreadable when what it needs is damaged.
    """

    def row(self, article_id: ArticleId) -> Row | None:
        """The article's row."""

    def take(self, lease: Lease, *, now: datetime) -> Row | None:
        """Take the lease, if nobody else's is still good `now`; returns the article's row as it is then.

        Raises:
            Leased: somebody else's is.
        """

    def release(self, lease: Lease, row: Row | None) -> None:
        """Give the lease back, leaving the row as it is. Nothing happens if it is another's by now, or nobody's."""

    def claim(self, lease: Lease, before: Row | None, addresses: Sequence[str]) -> Row:
        """Claim addresses for ever and add them to the row `before`; returns the new row. The lease goes on.

        All of them or none: an article that can't have one keeps none of the others from anybody.

        Raises:
            AddressTaken: other articles have some of them.
            Conflict: the lease is lost.
        """

    def refer(self, lease: Lease, before: Row | None, *, add: Collection[str] = (), drop: Collection[str] = ()) -> Row:
        """Add media to the row `before`, or take some away, with the references to them; returns the new row.

        90 at most. The lease goes on.

        Raises:
            Conflict: the lease is lost.
        """

    def referring(self, path: str, limit: int, *, after: str = "") -> Sequence[ArticleId]:
        """The articles that refer to a medium, by id; with `after`, those whose id comes after that one."""

    def commit(self, lease: Lease, before: Row | None, after: Row) -> None:
        """Replace the row `before`, and with it its entries and its references to media, and give the lease back.

        Raises:
            Conflict: the lease is lost.
        """

    def preceding(self, position: Position, limit: int) -> Sequence[Entry]:
        """The entries right before a position, newest first, without the one at it."""

    def following(self, position: Position, limit: int) -> Sequence[Entry]:
        """The entries right after a position, oldest first, without the one at it."""

    def newest(self, listing: str, limit: int) -> Sequence[Entry]:
        """A listing's newest entries, newest first."""

    def due(self, now: datetime, limit: int) -> Sequence[ArticleId]:
        """The articles whose `due_at` has come, the longest overdue first."""

    def rows(self) -> Sequence[Row]:
        """Every row, ordered by id. For an editor's overview: the cost grows with the site."""

    def items(self, *, part: int = 0, parts: int = 1) -> Iterator["Item"]:
        """Everything there is, as it is, in no order; or one of so many parts of it. The cost grows with the site."""

    def stored(self, item: "Item") -> "Item | None":
        """What there is in an item's place now; not for leases."""

    def mend(self, lease: Lease, *, put: Sequence["Item"] = (), remove: Sequence["Item"] = ()) -> None:
        """Put and remove items, whatever was there; the lease goes on. Not for leases.

        A claim is taken from another article only if that one is named by the same claim in `remove`.

        Raises:
            Conflict: the lease is lost, or an address has come to another owner.
        """

    def free(self, held: "Item") -> None:
        """Remove a lease that can't be anybody's, if it is still as it was seen."""
