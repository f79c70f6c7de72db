"""What should be there of one article: the use case that publishes it, run in a world that only looks."""

from dataclasses import dataclass, replace
from typing import Final

from broadsheet.article import ArticleId, Conflict, Rejected
from broadsheet.formats import read_article
from broadsheet.publishing.history import History
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.substance import text_of
from broadsheet.publishing.verifying.dry_run import Corrections, DrySite, dry_room
from broadsheet.publishing.verifying.rights import receipts_of
from broadsheet.stores.catalog import Live, Medium, Row, Text
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Receipt

_PURGEABLE: Final = ("text", "first_stored_at")
"""What a row remembers of versions that may have been removed from the inbox for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """`given` is the row as the use case was to find it: addresses, revision, and what only a row remembers.

    `row` is the one that should be there, `receipts` those of each version; `site` has noted its pages.
    """

    given: Row
    row: Row
    receipts: dict[str, Receipt]
    site: DrySite


def expect(
    article_id: ArticleId,
    there: Row | None,
    addresses: tuple[str, ...],
    newsroom: Newsroom,
    corrections: Corrections,
) -> Expectation:
    """Work out what should be there of an article that has these addresses. Of the row next to nothing is believed."""
    row = there or Row(id=article_id, revision=0)
    live = row.live if row.live is not None and row.live.address in addresses else None
    given = Row(id=article_id, revision=row.revision, addresses=addresses, live=live, media=_media_of(row, newsroom))
    if not newsroom.inbox.keeps_history:
        given = _with_memory_of(row, given)
    expected = _published(given, newsroom, corrections)
    if expected.row.live is not None and expected.row.live is live and not _vouched_for(live, article_id, newsroom):
        given = replace(given, live=None)
        expected = _published(given, newsroom, corrections)
    elif live is not None and expected.row.live is live:
        # Nobody says what should be there: what is there stays.
        given = replace(given, media=row.media)
        expected = _published(given, newsroom, corrections)
    expected = _with_what_is_right(expected, row, newsroom)
    if any(getattr(expected.row, name) != getattr(row, name) for name in _PURGEABLE) and _was_purged(
        article_id, newsroom
    ):
        expected = _published(_with_memory_of(row, given), newsroom, corrections)
    return expected


def _published(given: Row, newsroom: Newsroom, corrections: Corrections) -> Expectation:
    room = dry_room(newsroom, corrections, {given.id: given})
    publish(given.id, room.newsroom)
    row = room.catalog.given[given.id]
    return Expectation(given=given, row=row, receipts=room.inbox.noted, site=room.site)


def _media_of(row: Row, newsroom: Newsroom) -> tuple[Medium, ...]:
    """The media that a row names, believed only where there is nothing to compare them with any more."""
    return tuple(
        medium if newsroom.inbox.media(medium.path) is None else Medium(path=medium.path) for medium in row.media
    )


def _with_memory_of(row: Row, given: Row) -> Row:
    return replace(given, text=row.text, first_stored_at=row.first_stored_at, gone=row.gone)


def _vouched_for(live: Live, article_id: ArticleId, newsroom: Newsroom) -> bool:
    """Whether readers may see it though the settings that hold now refuse it: it was a version of the article."""
    if not newsroom.inbox.keeps_history:
        return True
    source = newsroom.inbox.read(article_key(article_id), version=live.source_version)
    try:
        article = None if source is None else read_article(source.data or b"", article_id=article_id)
    except Rejected:
        return False
    return article is not None and article.title == live.entry.title


def _with_what_is_right(expected: Expectation, row: Row, newsroom: Newsroom) -> Expectation:
    """With what the row remembers of earlier days, and nobody asks for now, if it is right."""
    after = expected.row
    if after.text is None and row.text is not None and _is_right(row.text, row.id, newsroom):
        after = replace(after, text=row.text)
    if after.first_stored_at is None and row.first_stored_at is not None:
        try:
            first = newsroom.inbox.first_stored_at(article_key(row.id))
        except Conflict:
            first = row.first_stored_at
        after = replace(after, first_stored_at=row.first_stored_at if row.first_stored_at == first else None)
    return replace(expected, row=after)


def _is_right(text: Text, article_id: ArticleId, newsroom: Newsroom) -> bool:
    newest = newsroom.inbox.newest(article_key(article_id))
    if newest is None:
        return True
    history = History(newest, newsroom.inbox)
    source = next((version for version in history if version.version == text.version), None)
    if source is None:
        return True
    return _reads(source, article_id) and text_of(source, history, article_id, None) == text


def _reads(source: Source, article_id: ArticleId) -> bool:
    try:
        read_article(source.data or b"", article_id=article_id)
    except Rejected:
        return False
    return True


def _was_purged(article_id: ArticleId, newsroom: Newsroom) -> bool:
    """Whether there were versions, which receipts tell of, that the inbox has no more."""
    newest = newsroom.inbox.newest(article_key(article_id))
    kept = {version.version for version in History(newest, newsroom.inbox)} if newest else set()
    return any(receipt.source_version not in kept for receipt in receipts_of(article_id, newsroom))
