"""What feeds tell besides the entries of their listing."""

from collections.abc import Sequence

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.feeds import Supplement
from broadsheet.site.listings import gone_from
from broadsheet.site.story import Entry, newest_first


def supplement(listing: str, entries: Sequence[Entry], newsroom: Newsroom) -> Supplement:
    """Whole texts, where the settings want them, and when an article was withdrawn last."""
    settings = newsroom.settings
    shown = newest_first(entries, settings.feeds.entries) if settings.feeds.content == "full" else ()
    last_gone = newsroom.catalog.newest(gone_from(listing), 1)
    return Supplement(
        texts=newsroom.texts.texts_of(shown, newsroom.inbox),
        gone_at=last_gone[0].published_at if last_gone else None,
    )
