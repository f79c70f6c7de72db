"""Send media to a target's inbox: those that it hasn't, or has with other bytes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Any

import click

from broadsheet.article import StoreError
from broadsheet.article.media import MAX_MEDIA_BYTES
from broadsheet.cli.excerpts import printable
from broadsheet.cli.local_media import LocalFile, LocalMedia
from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.targets import Target
from broadsheet.cli.telling import VERDICT_WIDTH
from broadsheet.stores.inbox import Media


class Fate(StrEnum):
    """What became of a medium."""

    SENT = "sent"
    UNCHANGED = "unchanged"
    """The inbox had these bytes already."""
    THERE = "there"
    """There is no file here, and one in the inbox."""
    REFUSED = "refused"
    """There is none, or none that could be published."""
    NOT_SENT = "not_sent"
    """Sending has failed, for this one or before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMedium:
    """One medium's fate. `version` is the name of the version that was sent."""

    path: str
    fate: Fate
    file: LocalFile | None = None
    version: str | None = None
    failure: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "path": self.path,
            "file": str(self.file.path) if self.file else None,
            "size_bytes": self.file.size_bytes if self.file else None,
            "state": self.fate.value,
            "version": self.version,
        }

    def line(self) -> str:
        """The same in the manner of a receipt."""
        size = counted(self.file.size_bytes, "byte") if self.file else ""
        return f"{click.style(f'{self.fate.value:<{VERDICT_WIDTH}}', fg='green')}  {printable(self.path)}  {size}"


def send_media(  # noqa: PLR0913  # two are what the lines go to
    paths: Iterable[str],
    local: LocalMedia,
    target: Target,
    reporter: Reporter,
    *,
    by: str,
    tell: bool,
    inbox: Callable[[str], Media | None] | None = None,
) -> list[SentMedium]:
    """Send those of the media that are files here, each once, several at a time; in the order of their paths.

    With `tell`, a line is printed for each that was sent. `inbox` remembers what the target had of those that are no
    files here. When one can't be sent, those that have not been begun are
    not sent either.
    """
    inbox = inbox or target.media
    ordered = sorted(set(paths))
    failed = Event()

    def send(path: str) -> SentMedium:
        file = local.look(path)
        if isinstance(file, str) or (file and file.size_bytes > MAX_MEDIA_BYTES):
            return SentMedium(path=path, fate=Fate.REFUSED)
        if file is None:
            return SentMedium(path=path, fate=Fate.REFUSED if inbox(path) is None else Fate.THERE)
        if failed.is_set():
            return SentMedium(path=path, file=file, fate=Fate.NOT_SENT)
        try:
            return _sent(file, target, by)
        except StoreError as error:
            failure = str(error)
        except OSError as error:
            failure = f"{file.path} can't be read: {error.strerror or error}"
        failed.set()
        return SentMedium(path=path, file=file, fate=Fate.NOT_SENT, failure=failure)

    sent: list[SentMedium] = []
    with progress("Uploading media", reporter, total=len(ordered)) as step, _by_hands(target.hands, failed) as mapped:
        for medium in mapped(send, ordered):
            sent.append(medium)
            if tell and medium.fate is Fate.SENT:
                reporter.say(medium.line())
            step(len(sent))
    return sent


def failure_of(sent: Iterable[SentMedium]) -> str:
    """Why not all were sent, "" if they were."""
    media = [medium for medium in sent if medium.file is not None]
    reason = next((medium.failure for medium in media if medium.failure), "")
    left = sum(medium.fate is Fate.NOT_SENT for medium in media)
    return f"{reason}; {left:,} of {counted_media(len(media))} and all that comes after were not sent" if reason else ""


def counted_media(number: int) -> str:
    """A number of media: "1 medium", "2 media"."""
    return counted(number, "medium") if number == 1 else f"{number:,} media"


def _sent(file: LocalFile, target: Target, by: str) -> SentMedium:
    data = file.path.read_bytes()
    there = target.media(file.key)
    if there is not None and target.holds(there, data):
        return SentMedium(path=file.key, file=file, fate=Fate.UNCHANGED)
    return SentMedium(path=file.key, file=file, fate=Fate.SENT, version=target.put(file.key, data, by=by))


@contextmanager
def _by_hands(
    hands: int, failed: Event
) -> Iterator[Callable[[Callable[[str], SentMedium], list[str]], Iterator[SentMedium]]]:
    """A `map` that works with so many threads; with one, in this thread."""
    if hands == 1:
        yield map
        return
    with ThreadPoolExecutor(max_workers=hands) as pool:
        try:
            yield pool.map
        except BaseException:
            # Nobody waits any more: what has not been begun is left.
            failed.set()
            raise
