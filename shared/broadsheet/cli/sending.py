"""Send articles and their media to a target and follow each article to its receipt: what `publish` and `demo` do."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import click

from broadsheet.article import FaultCode, StoreError
from broadsheet.cli.checking import Checked, Desk, received, with_faults
from broadsheet.cli.embargo import embargoed
from broadsheet.cli.errors import DONE, OTHER_SIDE, REFUSED
from broadsheet.cli.following import Upload, follow
from broadsheet.cli.left_behind import left_behind
from broadsheet.cli.media_check import check_file
from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.sending_media import Fate, SentMedium, counted_media, failure_of, send_media
from broadsheet.cli.sources import Sources
from broadsheet.cli.targets import Target
from broadsheet.cli.telling import receipt_as_json, receipt_line
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.inbox import SETTINGS_KEY, Media, article_key
from broadsheet.stores.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to send: what is refused here too or not, when it may be seen at the earliest, how long to wait, by whom."""

    force: bool = False
    at: datetime | None = None
    wait: bool = True
    timeout_seconds: float = 240
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One file's fate. No `version`: it was not sent. No `receipt`: nothing is known yet."""

    checked: Checked
    version: str | None = None
    receipt: Receipt | None = None

    @property
    def refused(self) -> bool:
        """Whether it was refused, by the target if it has spoken."""
        if self.receipt is not None:
            return bool(self.receipt.errors)
        return self.version is None and self.checked.refused


@dataclass(slots=True, kw_only=True)
class Sending:
    """All that became of one command: the settings' fate, where there are any, the media's and the articles', in order.

    `failure` says why the rest was not sent, "" if all was.
    """

    target: Target
    settings: Sent | None = None
    media: list[SentMedium] = field(default_factory=list)
    articles: list[Sent] = field(default_factory=list)
    waited: bool = True
    failure: str = ""

    @property
    def everything(self) -> list[Sent]:
        """The settings and the articles."""
        return [*([self.settings] if self.settings else []), *self.articles]

    @property
    def pending(self) -> list[Sent]:
        """What was sent and has no receipt."""
        return [each for each in self.everything if each.version is not None and each.receipt is None]

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if self.failure or (self.waited and self.pending):
            return OTHER_SIDE
        return REFUSED if any(each.refused for each in self.everything) else DONE

    def as_json(self) -> dict[str, Any]:
        """The whole for machines."""
        error = {"error": {"code": "upload", "message": self.failure}} if self.failure else {}
        return error | {
            "target": self.target.name,
            "site_url": self.target.site_url,
            "settings": self._sent_as_json(self.settings) if self.settings else None,
            "media": [medium.as_json() for medium in self.media],
            "articles": [self._sent_as_json(each) for each in self.articles],
            "refused": sum(each.refused for each in self.everything),
            "pending": [each.checked.id for each in self.pending],
        }

    def _sent_as_json(self, sent: Sent) -> dict[str, Any]:
        told = sent.checked.as_json() | {"version": sent.version}
        if sent.receipt is not None:
            return told | receipt_as_json(sent.receipt, self.target)
        if sent.refused:
            return told | {"url": None, "address": None}
        return told | {"verdict": None, "url": None, "address": None, "faults": []}


def send(sources: Sources, target: Target, reporter: Reporter, manner: Manner) -> Sending:
    """Check everything, send what passes: settings, media, then the articles from the oldest on; wait for receipts.

    Raises:
        click.UsageError: there are several settings.
        Refused: a medium that was given can't be published; nothing was sent.
        StoreError: the target can't be asked.
    """
    sending = Sending(target=target, waited=manner.wait)
    inbox = cache(target.media)
    for key in sources.given_media:
        check_file(key, sources.media)
    settings = _send_settings(sources, sending, reporter, manner, inbox)
    desk = Desk(sources=sources, now=datetime.now(UTC), settings=settings or target.settings, inbox=inbox)
    checked: list[Checked] = []
    with progress("Checking", reporter, total=len(sources.articles)) as step:
        for number, source in enumerate(sources.articles, 1):
            checked.append(desk.check(source))
            step(number)
    checked.sort(key=lambda each: (each.published_at or desk.now, each.id, each.path))
    for each in checked:
        if not _is_sent(each, manner):
            each.tell(reporter)
    named = [path for each in checked if _is_sent(each, manner) for path in each.media]
    _send_media([*sources.given_media, *named], sources, sending, reporter, manner)
    _send_articles(checked, sending, reporter, manner)
    return sending


def summary(sending: Sending) -> str:
    """One line on all of it."""
    refused = sum(each.refused for each in sending.everything)
    sent = sum(each.version is not None for each in sending.everything)
    media = Counter(medium.fate for medium in sending.media)
    parts = [counted(sent, "file")] if sent or not sending.media else []
    parts += [counted_media(media[Fate.SENT])] if media[Fate.SENT] else []
    told = [f"{' and '.join(parts) or 'nothing'} sent"]
    if media[Fate.UNCHANGED]:
        told.append(f"{counted_media(media[Fate.UNCHANGED])} unchanged")
    if refused:
        told.append(f"{refused:,} refused")
    if sending.pending and sending.waited:
        told.append(f"{len(sending.pending):,} without a receipt")
    return ", ".join(told)


def _send_settings(
    sources: Sources, sending: Sending, reporter: Reporter, manner: Manner, inbox: Callable[[str], Media | None]
) -> SiteSettings | None:
    """Send the site.toml of a directory, unless the target has it already; returns what it says, if it is accepted."""
    paths = sources.top_settings
    if len(paths) > 1:
        raise click.UsageError(f"one site has one site.toml, and here are {' and '.join(map(str, paths))}")
    if not paths:
        return None
    checked, settings = Desk(sources=sources, now=datetime.now(UTC), inbox=inbox).check_settings(paths[0])
    if settings is not None and not manner.force:
        checked = with_faults(checked, left_behind(settings, sending.target))
    sending.settings = Sent(checked=checked)
    if not _is_sent(checked, manner):
        checked.tell(reporter)
        return None
    _send_media(checked.media, sources, sending, reporter, manner)
    if sending.failure:
        return settings
    data = checked.path.read_bytes()
    there = sending.target.newest(SETTINGS_KEY)
    if there is not None and there.data == data:
        sending.settings = None
        return settings
    sending.settings = Sent(checked=checked, version=sending.target.put(SETTINGS_KEY, data, by=manner.by))
    if manner.wait:
        [sending.settings] = _followed([sending.settings], sending.target, reporter, manner)
    return settings


def _send_media(paths: Iterable[str], sources: Sources, sending: Sending, reporter: Reporter, manner: Manner) -> None:
    """Send those of the media that have not been sent; a failure is noted, and nothing is sent after it."""
    if sending.failure:
        return
    done = {medium.path for medium in sending.media}
    new = [path for path in paths if path not in done]
    sending.media += send_media(new, sources.media, sending.target, reporter, by=manner.by, tell=manner.wait)
    sending.failure = failure_of(sending.media)


def _send_articles(checked: Sequence[Checked], sending: Sending, reporter: Reporter, manner: Manner) -> None:
    """Send the articles, in waves if they are waited for: of those that want one address, one at a time.

    The functions work side by side, so of two that are sent together either might be the first to claim it. This
    way it is always the older one, as in a build.
    """
    fates: dict[str, Sent] = {}
    with progress("Uploading", reporter, total=len(checked)) as step:
        for wave in _waves(checked) if manner.wait else [checked]:
            sent: list[Sent] = []
            for each in wave:
                left = len(checked) - len(fates) - len(sent)
                sent.append(
                    Sent(checked=each, version=_sent_version(each, sending, manner, left=left, of=len(checked)))
                )
                step(len(fates) + len(sent))
            if manner.wait:
                sent = _followed(sent, sending.target, reporter, manner)
            fates |= {str(each.checked.path): each for each in sent}
    sending.articles = [fates[str(each.path)] for each in checked]


def _waves(checked: Sequence[Checked]) -> list[list[Checked]]:
    waves: list[list[Checked]] = []
    times: Counter[str] = Counter()
    for each in checked:
        wave = times[each.address] if each.address else 0
        times[each.address] += 1
        if wave == len(waves):
            waves.append([])
        waves[wave].append(each)
    return waves


def _sent_version(each: Checked, sending: Sending, manner: Manner, *, left: int, of: int) -> str | None:
    """Send one article; None if it is not sent, for its faults or since sending has failed."""
    if sending.failure or not _is_sent(each, manner):
        return None
    data = each.path.read_bytes()
    try:
        return sending.target.put(article_key(each.id), embargoed(data, manner.at) if manner.at else data, by=manner.by)
    except StoreError as error:
        sending.failure = f"{error}; {left:,} of {counted(of, 'file')} were not sent"
        return None


def _followed(sent: Sequence[Sent], target: Target, reporter: Reporter, manner: Manner) -> list[Sent]:
    """The same with their receipts, each of which is told as it comes in."""
    by_upload = {Upload(id=each.checked.id, version=each.version): each for each in sent if each.version is not None}
    receipts: dict[Upload, Receipt] = {}
    width = min(max((len(upload.id) for upload in by_upload), default=0), 48)

    def told(upload: Upload, receipt: Receipt) -> None:
        receipts[upload] = receipt
        checked = by_upload[upload].checked
        reporter.say(receipt_line(receipt, target, width=width, due_at=manner.at or checked.due_at))
        received(checked.path, receipt).tell(reporter)
        step(len(receipts))

    # What is told to people line by line needs no other sign of progress.
    with progress("Waiting", reporter, total=len(by_upload)) if reporter.as_json else nullcontext(_ignore) as step:
        follow(by_upload, target, timeout_seconds=manner.timeout_seconds, told=told)
    return [
        replace(each, receipt=receipts.get(Upload(id=each.checked.id, version=each.version))) if each.version else each
        for each in sent
    ]


def _is_sent(checked: Checked, manner: Manner) -> bool:
    """Whether it is in order or, by force, can be sent nevertheless."""
    return not checked.refused or (manner.force and _can_be_sent(checked))


def _can_be_sent(checked: Checked) -> bool:
    """Whether the target's judgement can be asked for at all."""
    try:
        checked.id.encode()
    except UnicodeEncodeError:
        return False
    return not checked.unreadable and all(fault.code is not FaultCode.DUPLICATE_ID for fault in checked.faults)


def _ignore(_done: int) -> None:
    """Show nothing."""
