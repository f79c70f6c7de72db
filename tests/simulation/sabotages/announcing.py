"""Sabotages of what hubs and search engines are told, and of the whole texts in feeds."""

from broadsheet.publishing.texts import TextCache
from broadsheet.stores.sqs_announcements import SQSAnnouncements
from tests.simulation.sabotages.sabotage import Sabotage, room

announce, announce_later, refresh, supplement, texts = (
    room(name) for name in ("announce", "announce_later", "refresh", "supplement", "texts")
)

SABOTAGES = (
    Sabotage(
        name="announce before readers can see it",
        owner=refresh,
        function="refresh",
        old="""    refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
""",
        new="""    announce_later(changes, newsroom)
    newsroom.clock.sleep(5)
    refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
    changes = ()
""",
        kind=19,
    ),
    Sabotage(
        name="announce nothing when the listings can't be refreshed at once",
        owner=refresh,
        function="refresh",
        old="    refresh_listings({change.listing for change in changes}, newsroom, changes=changes)\n",
        new="""    try:
        refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
    except StoreError:
        refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
        return
""",
        kind=19,
    ),
    Sabotage(
        name="announce only what a site has as a whole",
        owner=announce_later,
        function="announce_later",
        old="filter(has_feeds, listings)",
        new="listings & {ALL}",
        kind=19,
    ),
    Sabotage(
        name="announce no article that is gone",
        owner=announce,
        function="_pages",
        old="row.addresses if row.live is None else (row.live.address,)",
        new="(row.live.address,) if row.live else ()",
        kind=19,
    ),
    Sabotage(
        name="take a hub that can't be reached for one that has been told",
        owner=announce,
        function="_noting",
        old="except Refused as refused:",
        new="except Exception as refused:",
        kind=19,
    ),
    Sabotage(
        name="tell of a feed once in a process's life",
        owner="announce",
        function="handler",
        old="    pinged: set[str] = set()\n",
        new='    pinged: set[str] = metrics.__dict__.setdefault("pinged", set())\n',
        kind=19,
    ),
    Sabotage(
        name="drop announcements that the queue doesn't take",
        owner=SQSAnnouncements,
        function="add",
        old='        with translated("announce"):',
        new="""        from contextlib import suppress
        with suppress(Exception):""",
        kind=19,
    ),
    Sabotage(
        name="keep texts by article, whatever their version",
        owner=TextCache,
        function="_text",
        old="key = (entry.id, entry.source_version)",
        new='key = (entry.id, "")',
        kind=19,
    ),
    Sabotage(
        name="read the newest version for a feed, not the one that is shown",
        owner=TextCache,
        function="_text",
        old="inbox.read(article_key(entry.id), version=entry.source_version)",
        new="inbox.newest(article_key(entry.id))",
        kind=19,
    ),
    Sabotage(
        name="name the inbox's media in the texts of feeds",
        owner=texts,
        function="_read",
        old="    _, _, body = with_own_media(article, (), body, article_id)\n",
        new="",
        kind=19,
    ),
    Sabotage(
        name="tell whole texts of one article more than the settings say",
        owner=supplement,
        function="supplement",
        old='newest_first(entries, settings.feeds.entries) if settings.feeds.content == "full" else ()',
        new='newest_first(entries, settings.feeds.entries)[1:] if settings.feeds.content == "full" else ()',
        kind=19,
    ),
    Sabotage(
        name="begin announcements however little time is left",
        owner="announce",
        function="handler",
        old="if context.get_remaining_time_in_millis() < ENOUGH_MILLIS:",
        new="if False:",
        kind=35,
        first=85,
    ),
    Sabotage(
        name="tell nothing in feeds of what was withdrawn",
        owner=supplement,
        function="supplement",
        old="last_gone[0].published_at if last_gone else None",
        new="None",
        kind=19,
    ),
)
