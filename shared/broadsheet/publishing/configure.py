"""Configure: take the site's settings from the inbox, and make the site's furniture follow them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from broadsheet.article import Fault, FaultCode, Rejected, Unavailable
from broadsheet.publishing.confirm import confirm
from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.publishing.refresh import refresh_listings
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.stores.catalog import SECTION_PREFIX
from broadsheet.stores.inbox import SETTINGS_KEY, Inbox, Source
from broadsheet.stores.receipts import Receipt, Verdict

T = TypeVar("T")


def current_settings(inbox: Inbox) -> SiteSettings:
    """The newest settings that are acceptable; the defaults where there are none."""
    return _settings_at(inbox.newest(SETTINGS_KEY), inbox)


def under_current_settings(newsroom: Newsroom, work: Callable[[Newsroom], T]) -> T:
    """Do the work with the settings that hold, and once more if they don't any longer when it is done.

    The settings are a source like the articles: what was made by old ones might replace what was made by new ones.

    Raises:
        Unavailable: they keep changing, or the inbox can't be read.
    """
    source = newsroom.inbox.newest(SETTINGS_KEY)
    for _ in range(MAX_ROUNDS):
        done = work(replace(newsroom, settings=_settings_at(source, newsroom.inbox)))
        seen, source = source, newsroom.inbox.newest(SETTINGS_KEY, known=source)
        if source is seen:
            return done
    message = f"{SETTINGS_KEY} keeps changing"
    raise Unavailable(message)


def configure(newsroom: Newsroom) -> Receipt | None:
    """Write the site's furniture by the settings that hold now, and the receipt of the newest `site.toml`."""
    return under_current_settings(newsroom, _configured)


def _configured(newsroom: Newsroom) -> Receipt | None:
    inbox = newsroom.inbox
    newest = inbox.newest(SETTINGS_KEY)
    if newest is None:
        furnish(newsroom)
        return None
    formerly_declared = {SECTION_PREFIX + section for section in _formerly_declared(newest, inbox)}
    furnish(newsroom)
    refresh_listings(formerly_declared, newsroom)

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
    confirm(inbox, newest, told, superseded=lambda older: receipt(older, newest.version), is_new=False)
    return told


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


def _formerly_declared(newest: Source, inbox: Inbox) -> Iterable[str]:
    """The sections of the settings that the site was last furnished by, and of all since."""
    for source in inbox.older(SETTINGS_KEY, than=newest.version):
        if source.deleted or _faults(source):
            continue
        yield from _read(source).sections_by_slug
        if inbox.receipt(SETTINGS_KEY, version=source.version) is not None:
            return


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
