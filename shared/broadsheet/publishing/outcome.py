"""The outcome: what an article's catalog row says when a version has decided, and what its editor is told of it."""

from dataclasses import replace
from datetime import datetime

from broadsheet.publishing.choice import Choice
from broadsheet.publishing.judge import Judgement
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.listings import listings_of, moved_to_zone
from broadsheet.site.story import entry_of, page_key, url_of
from broadsheet.stores.catalog import Gone, Live, Medium, Row
from broadsheet.stores.inbox import Source
from broadsheet.stores.receipts import Receipt, Verdict


def row_after(
    before: Row, choice: Choice, judged: tuple[Verdict, str | None], media: tuple[Medium, ...], newsroom: Newsroom
) -> Row:
    """The row with everything that follows from the choice; its revision and its timer are as before.

    `judged` are the newest version's verdict and that version, None when nothing is left of the source.
    """
    verdict, judged_version = judged
    first_stored_at = before.first_stored_at
    if choice.story is not None and choice.story.article.published_at is None:
        first_stored_at = choice.story.published_at
    return replace(
        before,
        verdict=verdict,
        judged_version=judged_version,
        live=_live(before, choice, newsroom),
        due_at=choice.due_at,
        text=choice.text or before.text,
        media=media,
        gone=_gone(before, choice, newsroom),
        first_stored_at=first_stored_at,
    )


def receipt_of(
    source: Source, judgement: Judgement, row: Row, *, now: datetime, superseded_by: str | None = None
) -> Receipt:
    """What the editor is told of a version, where the row says what has become of the article."""
    live = row.live if judgement.verdict is Verdict.PUBLISHED and superseded_by is None else None
    public = judgement.verdict is not Verdict.REJECTED and superseded_by is None
    return Receipt(
        id=row.id,
        source_version=source.version,
        verdict=judgement.verdict,
        url=url_of(live.address) if live else None,
        errors=judgement.faults,
        outputs=tuple(page_key(address) for address in row.addresses) if public else (),
        received_at=source.stored_at,
        finished_at=now,
        revision=row.revision,
        superseded_by=superseded_by,
    )


def _live(before: Row, choice: Choice, newsroom: Newsroom) -> Live | None:
    """What readers see from now on, and which listings name it."""
    settings = newsroom.settings
    if choice.story is not None and choice.source is not None:
        return Live(
            source_version=choice.source.version,
            address=choice.story.address,
            entry=entry_of(choice.story, settings),
            listings=listings_of(choice.story, settings),
        )
    if not choice.stays or before.live is None:
        return None
    # It stays as it is; only its day may be another one in the time zone of newer settings.
    listings = moved_to_zone(before.live.listings, before.live.entry.published_at, settings)
    return replace(before.live, listings=listings)


def _gone(before: Row, choice: Choice, newsroom: Newsroom) -> Gone | None:
    """Since when it is withdrawn; where no history is kept, since it was first found so.

    An article that never had an address was in no feed.
    """
    if not before.addresses:
        return None
    if choice.verdict is Verdict.WITHDRAWN and not newsroom.inbox.keeps_history:
        return before.gone or choice.gone
    return choice.gone
