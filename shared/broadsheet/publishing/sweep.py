"""Sweep: find what no event has told of, and do what the event would have done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from broadsheet.article import ArticleId, StoreError, article_id
from broadsheet.publishing.configure import configure, under_current_settings, with_current_settings
from broadsheet.publishing.furnish import furnish_media
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.refresh import all_listings, refresh_listings
from broadsheet.stores.catalog import Row
from broadsheet.stores.inbox import SETTINGS_KEY, source_id_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many sources were brought up to date, and which could not be, each with the reason."""

    done: int
    failed: tuple[str, ...]


def sweep(newsroom: Newsroom) -> Swept:
    """Look at every source whose newest version nobody has judged, whose time has come, or whose media have changed.

    And at every listing, and the site's own media. The cost grows with the site: a call for each thousand versions and
    for each thousand media, and one for each megabyte of rows.

    Raises:
        Unavailable: a store can't be reached.
    """
    settings = newsroom.inbox.newest(SETTINGS_KEY)
    if settings is not None and newsroom.inbox.receipt(SETTINGS_KEY, version=settings.version) is None:
        configure(newsroom)
        newsroom = with_current_settings(newsroom)
    rows = {row.id: row for row in newsroom.catalog.rows()}
    overlooked = {*_overlooked(rows, newsroom), *_unsupplied(rows.values(), newsroom)}
    swept = publish_each(sorted(overlooked), newsroom)
    furnish_media(newsroom)
    listed = {position.listing for row in newsroom.catalog.rows() for position in row.entries()}
    refresh_listings(listed | all_listings(newsroom), newsroom)
    return swept


def publish_each(source_ids: Iterable[str], newsroom: Newsroom) -> Swept:
    """Bring each up to date; one that can't be doesn't keep the others from it.

    Each is published with the settings that hold by then. Whoever does all this again, since they have changed, won't
    come to those that are done.
    """
    done, failed = 0, []
    for source_id in source_ids:
        try:
            under_current_settings(newsroom, partial(publish, source_id))
            done += 1
        except StoreError as error:
            failed.append(f"{source_id}: {error}")
    return Swept(done=done, failed=tuple(failed))


def _overlooked(rows: dict[ArticleId, Row], newsroom: Newsroom) -> Iterator[str]:
    """The ids of the sources that are not as the catalog has them; what it has, somebody has been told of."""
    now = newsroom.clock.now()
    gone = dict(rows)
    for key, version in newsroom.inbox.newest_versions():
        source_id = source_id_of(key)
        if source_id is None:
            continue
        row = gone.pop(ArticleId(source_id), None)
        if row is not None:
            seen = row.judged_version == version and not (row.due_at is not None and row.due_at <= now)
        else:
            # Of a key that no article can have there is only ever a receipt.
            seen = not _may_be_an_article(source_id) and newsroom.inbox.receipt(source_id, version=version) is not None
        if not seen:
            yield source_id
    for source_id, row in gone.items():
        if row.judged_version is not None or row.verdict is None:
            yield source_id


def _unsupplied(rows: Iterable[Row], newsroom: Newsroom) -> Iterator[str]:
    """The ids of the articles that have seen other media than the inbox has now."""
    seen = {(medium.path, row.id): medium.seen for row in rows for medium in row.media}
    if not seen:
        return
    there = {path: "" for path, _ in seen}
    there |= {media.key: media.fingerprint for media in newsroom.inbox.all_media() if media.key in there}
    for (path, source_id), fingerprint in seen.items():
        if fingerprint != there[path]:
            yield source_id


def _may_be_an_article(source_id: str) -> bool:
    try:
        article_id(source_id)
    except ValueError:
        return False
    return True
