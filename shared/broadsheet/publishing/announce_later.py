"""Announce later: put what has changed on the way to hubs and search engines, in nobody's way."""

from collections.abc import Collection

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.listings import ALL, has_feeds, shown_by
from broadsheet.stores.announcements import Announcement, in_parts
from broadsheet.stores.catalog import Position


def announce_later(changes: Collection[Position], newsroom: Newsroom) -> None:
    """Have it told which feeds and pages have changed, if the settings name anybody to tell.

    Raises:
        Unavailable: nobody could be found to tell of them; do it again later.
    """
    settings = newsroom.settings
    if not settings.base_url or not (settings.websub.hub or settings.indexnow.key):
        return
    listings = {shown_by(change.listing) for change in changes if settings.websub.hub}
    articles = {change.sort_key.partition("#")[2] for change in changes if change.listing == ALL}
    articles = articles if settings.indexnow.key else set()
    told = Announcement(listings=tuple(sorted(filter(has_feeds, listings))), articles=tuple(sorted(articles)))
    newsroom.announcements.add(list(in_parts(told)))
