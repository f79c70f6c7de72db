"""Refuse: tell of sources whose key can't be an article's."""

from broadsheet.article import Fault, FaultCode
from broadsheet.publishing.confirm import confirm
from broadsheet.publishing.history import History
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict


def refuse(source_id: str, reason: str, newsroom: Newsroom) -> Receipt | None:
    """The receipt of a source whose key can't be an article's. Nothing else follows from it."""
    newest = newsroom.inbox.newest(article_key(source_id))
    if newest is None:
        return None
    fault = Fault(
        pointer="/id", message=f"the key gives this article an id that it can't have: {reason}", code=FaultCode.ID
    )

    def receipt(source: Source, superseded_by: str | None = None) -> Receipt:
        return Receipt(
            id=source_id,
            source_version=source.version,
            verdict=Verdict.WITHDRAWN if source.deleted else Verdict.REJECTED,
            url=None,
            errors=() if source.deleted else (fault,),
            outputs=(),
            received_at=source.stored_at,
            finished_at=newsroom.clock.now(),
            revision=0,
            superseded_by=superseded_by,
        )

    told = receipt(newest)
    confirm(newsroom.inbox, History(newest, newsroom.inbox), told, lambda older: receipt(older, newest.version))
    return told
