"""Build: make a whole site follow from its sources, by the same use cases, and only what is not up to date."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Protocol

from broadsheet import __version__
from broadsheet.article import ArticleId, Rejected, article_id
from broadsheet.formats import read_article
from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.refresh import all_listings, refresh_listings, successors
from broadsheet.site.media import media_key
from broadsheet.site.story import page_key
from broadsheet.site.themes import theme_of
from broadsheet.stores.catalog import Medium, Position, Row
from broadsheet.stores.inbox import Source, article_key, source_id_of
from broadsheet.stores.receipts import Receipt

STAMP: Final = "stamp"
"""The fact that says with what the whole site was built."""


class Journal(Protocol):
    """What a build needs of its catalog besides: the changes not acted on, and what the site was built with."""

    just_changed: list[Position]

    def changes(self) -> frozenset[Position]:
        """The changes that have not been acted on, those of an earlier process included."""

    def acted_on(self, changes: frozenset[Position]) -> None:
        """Forget changes."""

    def fact(self, name: str) -> str | None:
        """Something noted about the whole site."""

    def note(self, name: str, value: str) -> None:
        """Note something about the whole site."""


def build(
    source_ids: Collection[str],
    newsroom: Newsroom,
    journal: Journal,
    *,
    told: Callable[[str, Receipt | None], None] = lambda _id, _receipt: None,
) -> None:
    """Publish what is not up to date, withdraw what has no source any more, and refresh what tells of either.

    `told` is called for each source with its receipt, or None where there was nothing to do.

    Raises:
        Unavailable: the folder can't be written; what is done stays done, and the next build goes on from there.
    """
    stamp = _stamp(newsroom)
    same_stamp = journal.fact(STAMP) == stamp
    rows = {row.id: row for row in newsroom.catalog.rows()}
    left_over = journal.changes()
    furnish(newsroom)
    journal.just_changed.clear()
    stale = set(successors(left_over, newsroom))
    for source_id in _oldest_first([*source_ids, *(rows.keys() - set(source_ids))], newsroom):
        row = rows.get(ArticleId(source_id))
        if same_stamp and row is not None and _up_to_date(row, newsroom):
            told(source_id, None)
            continue
        told(source_id, publish(source_id, newsroom))
        stale |= successors(journal.just_changed, newsroom)
        stale.discard(source_id)
        journal.just_changed.clear()
    for source_id in sorted(stale):
        publish(source_id, newsroom)
    done = journal.changes()
    listings = {change.listing for change in done}
    if same_stamp:
        refresh_listings(listings, newsroom, changes=done)
    else:
        refresh_listings(listings | all_listings(newsroom), newsroom)
    journal.acted_on(done)
    journal.note(STAMP, stamp)


def publish_one(source_id: str, newsroom: Newsroom, journal: Journal) -> Receipt | None:
    """Publish one article into a site that stands, looking at no other than those that it touches."""
    furnish(newsroom)
    receipt = publish(source_id, newsroom)
    while changes := journal.changes():
        for stale in sorted(successors(changes, newsroom)):
            publish(stale, newsroom)
        refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
        journal.acted_on(changes)
    return receipt


def published_at_of(source: Source) -> datetime:
    """When a source says it was published, to put sources in order; the time of its storage where it doesn't say."""
    try:
        article = read_article(source.data or b"", article_id=article_id(source_id_of(source.key) or ""))
    except (Rejected, ValueError):
        return source.stored_at
    return article.published_at or source.first_stored_at or source.stored_at


def _oldest_first(source_ids: Iterable[str], newsroom: Newsroom) -> list[str]:
    """In the order of publication: so each page is rendered once, with the recent block that it will keep."""
    long_ago = datetime.min.replace(tzinfo=UTC)

    def order(source_id: str) -> tuple[datetime, str]:
        source = newsroom.inbox.newest(article_key(source_id))
        return (published_at_of(source) if source else long_ago, source_id)

    return sorted(source_ids, key=order)


def _up_to_date(row: Row, newsroom: Newsroom) -> bool:
    source = newsroom.inbox.newest(article_key(row.id))
    if row.verdict is None or (source and source.version) != row.judged_version:
        return False
    if row.due_at is not None and row.due_at <= newsroom.clock.now():
        return False
    if any(medium.seen != _fingerprint(medium, newsroom) for medium in row.media):
        return False
    copies = (media_key(medium.path, row.id) for medium in row.media if medium.digest)
    if any(newsroom.site.look(key) is None for key in copies):
        return False
    return all(newsroom.site.look(page_key(address)) is not None for address in row.addresses)


def _fingerprint(medium: Medium, newsroom: Newsroom) -> str:
    media = newsroom.inbox.media(medium.path)
    return media.fingerprint if media else ""


def _stamp(newsroom: Newsroom) -> str:
    """What a whole site depends on besides its sources."""
    theme = theme_of(newsroom.settings.theme).digest
    return sha256(f"{__version__} {theme} {newsroom.settings.model_dump_json()}".encode()).hexdigest()
