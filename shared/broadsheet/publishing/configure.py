"""Configure: take the site's settings from the inbox, and make the site's furniture follow them."""

from dataclasses import replace

from broadsheet.article import Fault, FaultCode, Rejected
from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.stores.inbox import SETTINGS_KEY, Inbox, Source
from broadsheet.stores.receipts import Receipt, Verdict


def current_settings(inbox: Inbox) -> SiteSettings:
    """The newest settings that are acceptable; the defaults where there are none."""
    source = inbox.newest(SETTINGS_KEY)
    if source is None:
        return SiteSettings()
    older = inbox.older(SETTINGS_KEY, than=source.version)
    while source is not None and not source.deleted:
        try:
            return _read(source)
        except Rejected:
            source = next(older, None)
    return SiteSettings()


def configure(newsroom: Newsroom) -> Receipt | None:
    """Write the site's furniture by the settings that hold now, and the receipt of the newest `site.toml`."""
    source = newsroom.inbox.newest(SETTINGS_KEY)
    for _ in range(MAX_ROUNDS):
        settings = current_settings(newsroom.inbox)
        furnish(replace(newsroom, settings=settings))
        seen, source = source, newsroom.inbox.newest(SETTINGS_KEY, known=source)
        if source is None:
            return None
        if seen is source:
            break
    faults: tuple[Fault, ...] = ()
    try:
        if source is not None and not source.deleted:
            _read(source)
    except Rejected as rejected:
        faults = rejected.faults
    assert source is not None  # noqa: S101  # left the loop with one
    receipt = Receipt(
        id=SETTINGS_KEY,
        source_version=source.version,
        verdict=Verdict.REJECTED if faults else Verdict.WITHDRAWN if source.deleted else Verdict.PUBLISHED,
        url=None if faults else "/",
        errors=faults,
        outputs=(),
        received_at=source.stored_at,
        finished_at=newsroom.clock.now(),
        revision=0,
    )
    newsroom.inbox.put_receipt(receipt)
    return receipt


def _read(source: Source) -> SiteSettings:
    if source.data is None:
        message = f"site.toml has {source.size_bytes:,} bytes, which is too large"
        raise Rejected([Fault(pointer="", message=message, code=FaultCode.TOO_LARGE)])
    return read_settings(source.data)
