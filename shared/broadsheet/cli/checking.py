"""Judge files as they would be judged once uploaded."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from broadsheet.article import Article, ArticleId, Fault, FaultCode, Rejected, Unavailable, article_id
from broadsheet.cli.media_check import MediaCheck, at_its_name, faults_of_settings, media_of_settings
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.sources import SourceFile, Sources
from broadsheet.formats import MAX_SOURCE_BYTES
from broadsheet.publishing.judge import Judgement, judge, located, wanted_slug
from broadsheet.site.settings import MAX_SETTINGS_BYTES, SiteSettings, located_setting, read_settings
from broadsheet.site.story import address_of
from broadsheet.stores.folder_inbox import FolderInbox
from broadsheet.stores.inbox import SETTINGS_KEY, Media, Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict, encode_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file and what is to be said of it.

    `id` is "site.toml" for settings. `unreadable` says why the file can't be read, "" if it can. `data` is kept of
    settings and of a refused article. `published_at` puts articles in order: the time of storage stands in for one that
    isn't given. `address` is the one that the article wants, "" if it can't be told. `media` are those that it names,
    as far as they are wanted: those of a withdrawn article are not.
    """

    path: Path
    id: str
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    unreadable: str = ""
    data: bytes | None = None
    published_at: datetime | None = None
    due_at: datetime | None = None
    address: str = ""
    media: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it can't be published as it is."""
        return self.verdict is Verdict.REJECTED

    @property
    def number_of_faults(self) -> int:
        """How many things are wrong with it."""
        return len(self.faults) + bool(self.unreadable)

    def tell(self, reporter: Reporter) -> None:
        """Print what is wrong with it."""
        if self.unreadable:
            reporter.unreadable(str(self.path), self.unreadable)
        reporter.faults(str(self.path), self.faults, self.data)

    def as_json(self) -> dict[str, Any]:
        """The same for machines; faults as in receipts."""
        faults = encode_faults(self.faults)
        if self.unreadable:
            faults.append({"pointer": "", "message": self.unreadable, "code": "unreadable"})
        return {"path": str(self.path), "id": self.id, "verdict": self.verdict.value, "faults": faults}


@dataclass(kw_only=True)
class Desk:
    """Checks files at one moment, by the given settings or, without any, by the nearest ones to each file.

    An article whose nearest settings are refused is judged without asking whether they define its authors. Media are
    looked for beside the articles and, with `inbox`, there too.
    """

    sources: Sources
    now: datetime
    settings: SiteSettings | None = None
    inbox: Callable[[str], Media | None] | None = None
    _read: dict[Path, tuple[Checked, SiteSettings | None]] = field(default_factory=dict)

    def check_settings(self, path: Path) -> tuple[Checked, SiteSettings | None]:
        """A settings file, and what it says if it can be understood; read once."""
        place = path.resolve()
        if place not in self._read:
            checked, settings = _check_settings(path)
            if settings is not None:
                checked = self._with_media(checked, settings)
            self._read[place] = checked, settings
        return self._read[place]

    def check(self, file: SourceFile) -> Checked:
        """An article."""
        source = _read(file.path, article_key(file.id))
        if isinstance(source, str):
            return Checked(path=file.path, id=file.id, verdict=Verdict.REJECTED, unreadable=source)
        judgement = self._judge(file, source)
        faults = [*judgement.faults, *self._media_faults(file, source, judgement)]
        same = self.sources.by_id[file.id]
        if len(same) > 1:
            faults.insert(0, duplicate_id(file.id, same))
        article = judgement.accepted.article if judgement.accepted else None
        return Checked(
            path=file.path,
            id=file.id,
            verdict=Verdict.REJECTED if faults else judgement.verdict,
            faults=tuple(faults),
            data=source.data if faults else None,
            published_at=(article and article.published_at) or source.stored_at,
            due_at=judgement.due_at,
            address=self._address(article, file, article.published_at or source.stored_at) if article else "",
            media=_wanted_media(judgement),
        )

    def _media_faults(self, file: SourceFile, source: Source, judgement: Judgement) -> Iterator[Fault]:
        """What is wrong with the media of an article that is to be shown, now or later."""
        if judgement.accepted is not None and judgement.verdict in {Verdict.PUBLISHED, Verdict.SCHEDULED}:
            for reference in judgement.accepted.media:
                for fault in self._media_check.faults([reference], beside=file.path.parent):
                    yield at_its_name(located(fault, source), reference.path, source.data or b"")

    def _with_media(self, checked: Checked, settings: SiteSettings) -> Checked:
        """Settings, checked as to their media too."""
        named = tuple(media_of_settings(settings))
        faults = [*faults_of_settings(settings), *self._media_check.faults(named, beside=checked.path.parent)]
        return replace(with_faults(checked, faults), media=tuple(reference.path for reference in named))

    @cached_property
    def _media_check(self) -> MediaCheck:
        return MediaCheck(local=self.sources.media, inbox=self.inbox)

    def _address(self, article: Article, file: SourceFile, published_at: datetime) -> str:
        source_id, settings = ArticleId(file.id), self._settings_for(file) or SiteSettings()
        return address_of(article, source_id, published_at, settings, wanted_slug(article, source_id))

    def _judge(self, file: SourceFile, source: Source) -> Judgement:
        settings = self._settings_for(file)
        ignored = {FaultCode.UNKNOWN_AUTHOR} if settings is None else set()
        faults: list[Fault] = []
        try:
            checked_id = article_id(file.id)
        except ValueError as error:
            # The rest is judged too, as of an article that can be: all faults are told at once.
            checked_id = ArticleId("article")
            ignored.add(FaultCode.ID_MISMATCH)
            message = f"the file's name gives this article an id that it can't have: {error}"
            faults.append(Fault(pointer="/id", message=message, code=FaultCode.ID))
        judgement = judge(source, checked_id, settings or SiteSettings(), now=self.now)
        faults += [fault for fault in judgement.faults if fault.code not in ignored]
        if faults or judgement.verdict is Verdict.REJECTED:
            verdict = Verdict.REJECTED if faults else Verdict.PUBLISHED
            return Judgement(verdict=verdict, faults=tuple(faults))
        return judgement

    def _settings_for(self, file: SourceFile) -> SiteSettings | None:
        """The settings that decide on an article; None if they are refused."""
        if self.settings is not None:
            return self.settings
        path = self.sources.settings_for(file.top)
        return SiteSettings() if path is None else self.check_settings(path)[1]


def check_all(desk: Desk, told: Callable[[int], None] = lambda _done: None) -> list[Checked]:
    """Check the settings and all articles; in the order of the paths, settings first."""
    checked = [desk.check_settings(path)[0] for path in desk.sources.all_settings]
    for number, source in enumerate(desk.sources.articles, 1):
        checked.append(desk.check(source))
        told(number)
    return checked


def with_faults(checked: Checked, faults: Iterable[Fault]) -> Checked:
    """Settings with more faults, and so refused, if there are any."""
    data = checked.data or b""
    every = (*checked.faults, *(located_setting(fault, data) for fault in faults))
    return replace(checked, verdict=Verdict.REJECTED if every else checked.verdict, faults=every)


def _wanted_media(judgement: Judgement) -> tuple[str, ...]:
    if judgement.accepted is None or judgement.verdict is Verdict.WITHDRAWN:
        return ()
    return tuple(reference.path for reference in judgement.accepted.media)


def _check_settings(path: Path) -> tuple[Checked, SiteSettings | None]:
    source = _read(path, SETTINGS_KEY)
    if isinstance(source, str):
        return Checked(path=path, id=SETTINGS_KEY, verdict=Verdict.REJECTED, unreadable=source), None
    faults: tuple[Fault, ...]
    if source.data is None:
        message = f"site.toml has {source.size_bytes:,} bytes; at most {MAX_SETTINGS_BYTES:,} are read"
        faults = (Fault(pointer="", message=message, code=FaultCode.TOO_LARGE),)
        return Checked(path=path, id=SETTINGS_KEY, verdict=Verdict.REJECTED, faults=faults), None
    try:
        settings = read_settings(source.data)
    except Rejected as rejected:
        faults = rejected.faults
        return Checked(path=path, id=SETTINGS_KEY, verdict=Verdict.REJECTED, faults=faults, data=source.data), None
    return Checked(path=path, id=SETTINGS_KEY, verdict=Verdict.PUBLISHED, data=source.data), settings


def unreadable(path: Path) -> str:
    """Why a file can't be read, as far as can be told without reading it; "" for one that can."""
    try:
        if not path.exists():
            return "this is a link to a file that is not there" if path.is_symlink() else "this file is gone"
        if not path.is_file():
            return "this is neither a file nor a link to one"
    except OSError as error:
        return f"this file can't be read: {error.strerror or error}"
    return "" if os.access(path, os.R_OK) else "this file can't be read: permission denied"


def duplicate_id(source_id: str, files: Iterable[SourceFile]) -> Fault:
    """The fault of each of several files for one article."""
    paths = " and ".join(str(file.path) for file in files)
    message = (
        f"more than one file makes the article {source_id!r}: {paths}; an id is a file's name, so rename all but one"
    )
    return Fault(pointer="", message=message, code=FaultCode.DUPLICATE_ID)


def _read(path: Path, key: str) -> Source | str:
    """The file as the source that it would be; or why it can't be read."""
    if reason := unreadable(path):
        return reason
    try:
        return FolderInbox({key: path}).newest(key) or "this file is gone"
    except (Unavailable, OSError) as error:
        return f"this file can't be read: {error}"


def received(path: Path, receipt: Receipt) -> Checked:
    """What a receipt says of a file; the file is read again only to show what is wrong in it."""
    data = None
    if receipt.errors and not unreadable(path) and path.stat().st_size <= MAX_SOURCE_BYTES:
        data = path.read_bytes()
    return Checked(path=path, id=receipt.id, verdict=receipt.verdict, faults=receipt.errors, data=data)
