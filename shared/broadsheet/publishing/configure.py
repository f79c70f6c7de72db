"""Configure: take the site's settings from the inbox, and make the site's furniture follow them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from broadsheet.article import Fault, FaultCode, Rejected, Unavailable
from broadsheet.publishing.confirm import confirm, owed
from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.history import History
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.publishing.rebuild import rebuild
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.stores.inbox import SETTINGS_KEY, Inbox, Source
from broadsheet.stores.receipts import Receipt, Verdict

T = TypeVar("T")


def current_settings(inbox: Inbox) -> SiteSettings:
    """The newest settings that are acceptable; the defaults where there are none."""
    return _settings_at(inbox.newest(SETTINGS_KEY), inbox)


def with_current_settings(newsroom: Newsroom) -> Newsroom:
    """The newsroom under the newest settings that are acceptable.

    Raises:
        Unavailable: the inbox can't be read.
    """
    return _under(newsroom.inbox.newest(SETTINGS_KEY), newsroom)


def under_current_settings(newsroom: Newsroom, work: Callable[[Newsroom], T]) -> T:
    """Do the work with the settings that hold, and once more if they don't any longer when it is done.

    The settings are a source like the articles: what was made by old ones might replace what was made by new ones.

    Raises:
        Unavailable: they keep changing, or the inbox can't be read.
    """
    source = newsroom.inbox.newest(SETTINGS_KEY)
    for attempt in range(MAX_ROUNDS):
        room = _under(source, newsroom)
        if attempt:
            furnish(room)
        done = work(room)
        seen, source = source, newsroom.inbox.newest(SETTINGS_KEY, known=source)
        if source is seen:
            return done
    message = f"{SETTINGS_KEY} keeps changing"
    raise Unavailable(message)


def configure(newsroom: Newsroom) -> Receipt | None:
    """Make the site follow the settings that hold now: its furniture at once, its articles by and by.

    The receipt of the newest `site.toml` comes after the errand to look at all articles: so nobody is told of settings
    that the articles would never follow.
    """
    return under_current_settings(newsroom, _configured)


def _configured(newsroom: Newsroom) -> Receipt | None:
    inbox = newsroom.inbox
    newest = inbox.newest(SETTINGS_KEY)
    furnish(newsroom)
    if newest is None:
        return None

    def receipt(source: Source, superseded_by: str | None = None) -> Receipt:
        faults = _faults(source)
        return Receipt(
            id=SETTINGS_KEY,
            source_version=source.version,
            verdict=Verdict.REJECTED if faults else Verdict.WITHDRAWN if source.deleted else Verdict.PUBLISHED,
            url=None if faults or source.deleted or superseded_by else "/",
            errors=faults,
            outputs=(),
            received_at=source.stored_at,
            finished_at=newsroom.clock.now(),
            revision=0,
            superseded_by=superseded_by,
        )

    told = receipt(newest)
    history = History(newest, inbox)
    untold = [source for source in [newest, *owed(inbox, history, SETTINGS_KEY)] if not _faults(source)]
    if untold and inbox.receipt(SETTINGS_KEY, version=newest.version) is None:
        rebuild(newsroom)
    confirm(inbox, history, told, lambda older: receipt(older, newest.version))
    return told


def _under(source: Source | None, newsroom: Newsroom) -> Newsroom:
    settings = _settings_at(source, newsroom.inbox)
    return replace(newsroom, settings=settings, settings_version=source.version if source else "")


def _settings_at(source: Source | None, inbox: Inbox) -> SiteSettings:
    """The settings of a version, or of the newest acceptable one before it."""
    if source is None:
        return SiteSettings()
    older = inbox.older(SETTINGS_KEY, than=source.version)
    while source is not None and not source.deleted:
        try:
            return _read(source)
        except Rejected:
            source = next(older, None)
    return SiteSettings()


def _faults(source: Source) -> tuple[Fault, ...]:
    if source.deleted:
        return ()
    try:
        _read(source)
    except Rejected as rejected:
        return rejected.faults
    return ()


def _read(source: Source) -> SiteSettings:
    if source.data is None:
        message = f"site.toml has {source.size_bytes:,} bytes, which is too large"
        raise Rejected([Fault(pointer="", message=message, code=FaultCode.TOO_LARGE)])
    return read_settings(source.data)
