"""Build a folder and tell what became of each article."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import click

from broadsheet.article import FaultCode
from broadsheet.cli.checking import Checked, Desk, duplicate_id, received, unreadable
from broadsheet.cli.folders import BUILT, claim_folder
from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter, counted
from broadsheet.cli.sources import SourceFile, Sources
from broadsheet.publishing import Newsroom, adopt, publish
from broadsheet.publishing.build import build
from broadsheet.site.outputs import Output
from broadsheet.stores.catalog import AddressTaken, Row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.site import SiteStore, Stored
from broadsheet.wiring import FolderNewsroom, folder_newsroom, state_folder

_WORDS: Final = {
    Verdict.PUBLISHED: "published",
    Verdict.SCHEDULED: "scheduled",
    Verdict.DRAFT: "drafts",
    Verdict.WITHDRAWN: "withdrawn",
    Verdict.REJECTED: "refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file. Without `checked` there is none any more."""

    id: str
    verdict: Verdict
    changed: bool
    url: str | None = None
    checked: Checked | None = None

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        told = self.checked.as_json() if self.checked else {"path": None, "id": self.id, "faults": []}
        return told | {"verdict": self.verdict.value, "url": self.url, "changed": self.changed}


@dataclass(slots=True, kw_only=True)
class Built:
    """A build's outcomes, by id, and how many files it wrote and removed."""

    outcomes: list[Outcome] = field(default_factory=list)
    files_written: int = 0
    files_removed: int = 0

    @property
    def refused(self) -> list[Checked]:
        """The files that were refused."""
        return [each.checked for each in self.outcomes if each.checked is not None and each.checked.refused]

    @property
    def up_to_date(self) -> int:
        """How many articles there was nothing to do for."""
        return sum(not each.changed and each.verdict is not Verdict.REJECTED for each in self.outcomes)

    def summary(self, seconds: float) -> str:
        """One line on all of it."""
        counts = Counter(
            _WORDS[each.verdict] for each in self.outcomes if each.changed or each.verdict is Verdict.REJECTED
        )
        counts["up to date"] = self.up_to_date
        told = ", ".join(f"{counts[word]:,} {word}" for word in [*_WORDS.values(), "up to date"] if counts[word])
        removed = f", {self.files_removed:,} removed" if self.files_removed else ""
        files = f"{counted(self.files_written, 'file')} written{removed} in {seconds:.1f} s"
        return f"{counted(len(self.outcomes), 'article')}: {told or 'nothing to do'}; {files}"


def build_folder(
    sources: Sources, settings: Path | None, out: Path, reporter: Reporter, *, elsewhere: Sequence[Row] = ()
) -> Built:
    """Build the site of these sources, and only what isn't up to date.

    `elsewhere` are the rows of another site's catalog, whose addresses and first dates hold here too.

    Raises:
        click.UsageError: another command makes this site, or it has given an address to another article than the
            other site has.
        broadsheet.article.Unavailable: the folder can't be written.
    """
    unusable = _unusable(sources)
    room = _room(sources, settings, out, unusable, elsewhere)
    try:
        adopt(elsewhere, room.newsroom)
    except AddressTaken as taken:
        raise click.UsageError(f"{out} was built with other claims: {taken}; choose a new folder") from taken
    site = _CountedSite(room.newsroom.site)
    newsroom = replace(room.newsroom, site=site)
    ids = sources.by_id.keys()
    gone = sorted(row.id for row in room.catalog.rows() if row.id not in ids and row.verdict is not Verdict.WITHDRAWN)
    receipts: dict[str, Receipt | None] = {}
    with progress("Building", reporter, total=len(ids) + len(gone)) as step:

        def told(source_id: str, receipt: Receipt | None) -> None:
            receipts[source_id] = receipt
            step(len(receipts))

        build(ids, newsroom, room.catalog, told=told)
    desk = Desk(sources=sources, now=newsroom.clock.now(), settings=newsroom.settings)
    rows: dict[str, Row] = {row.id: row for row in room.catalog.rows()}
    built = Built()
    for source_id in sorted(ids):
        if source_id in unusable:
            built.outcomes += _refusals(unusable[source_id])
        else:
            file, row = sources.by_id[source_id][0], rows.get(source_id)
            built.outcomes.append(_explained(_outcome(file.path, source_id, receipts[source_id], row, newsroom), desk))
    built.outcomes += [Outcome(id=source_id, verdict=Verdict.WITHDRAWN, changed=True) for source_id in gone]
    built.files_written, built.files_removed = site.written, site.removed
    return built


def open_built(sources: Sources, out: Path) -> Newsroom:
    """The newsroom of a site that has been built of these sources.

    Raises:
        click.UsageError: there is no such site, or another command makes it.
    """
    if not state_folder(out).is_dir():
        raise click.UsageError(f"nothing was ever built in {out}")
    settings = sources.all_settings
    return _room(sources, settings[0] if settings else None, out, _unusable(sources)).newsroom


def _room(
    sources: Sources, settings: Path | None, out: Path, unusable: Iterable[str], elsewhere: Sequence[Row] = ()
) -> FolderNewsroom:
    files: dict[str, Path] = {} if settings is None else {SETTINGS_KEY: settings}
    files |= {article_key(source_id): same[0].path for source_id, same in sources.by_id.items()}
    files |= {file.key: file.path for file in sources.media.usable()}
    room = folder_newsroom(
        files,
        out=out,
        unusable=[article_key(source_id) for source_id in unusable],
        first_stored={article_key(row.id): row.first_stored_at for row in elsewhere if row.first_stored_at},
    )
    claim_folder(room.catalog, BUILT, out)
    return room


def _unusable(sources: Sources) -> dict[str, list[Checked]]:
    """The files that can't be looked at, or of which one can't say which one counts; by id."""
    found: dict[str, list[Checked]] = {}
    for source_id, same in sources.by_id.items():
        reasons = [unreadable(file.path) for file in same]
        if any(reasons) or len(same) > 1:
            found[source_id] = [_refused(file, reason, same) for file, reason in zip(same, reasons, strict=True)]
    return found


def _refused(file: SourceFile, reason: str, same: tuple[SourceFile, ...]) -> Checked:
    faults = (duplicate_id(file.id, same),) if len(same) > 1 else ()
    return Checked(path=file.path, id=file.id, verdict=Verdict.REJECTED, faults=faults, unreadable=reason)


def _refusals(refused: Iterable[Checked]) -> list[Outcome]:
    return [Outcome(id=each.id, verdict=Verdict.REJECTED, changed=False, checked=each) for each in refused]


def _outcome(path: Path, source_id: str, receipt: Receipt | None, row: Row | None, newsroom: Newsroom) -> Outcome:
    """The outcome by the receipt or, of what was up to date, by the catalog's row."""
    changed = receipt is not None
    if receipt is None and row is not None and row.verdict is Verdict.REJECTED:
        # It is as it was, refused: what is wrong with it shall be told again.
        receipt = publish(source_id, newsroom)
    if receipt is not None:
        checked = received(path, receipt)
        return Outcome(id=source_id, verdict=receipt.verdict, changed=changed, url=receipt.url, checked=checked)
    if row is None or row.verdict is None:
        # The file went while the site was built.
        return Outcome(id=source_id, verdict=Verdict.WITHDRAWN, changed=True)
    url = row.live.entry.url if row.live is not None and row.verdict is Verdict.PUBLISHED else None
    checked = Checked(path=path, id=source_id, verdict=row.verdict)
    return Outcome(id=source_id, verdict=row.verdict, changed=False, url=url, checked=checked)


def _explained(outcome: Outcome, desk: Desk) -> Outcome:
    """The same; if media are missing, with the places where their files would be."""
    checked = outcome.checked
    if checked is None or all(fault.code is not FaultCode.MISSING_MEDIA for fault in checked.faults):
        return outcome
    again = desk.check(desk.sources.by_id[outcome.id][0])
    return replace(outcome, checked=again) if again.refused else outcome


class _CountedSite:
    """A site store that counts what is written to it."""

    def __init__(self, site: SiteStore) -> None:
        self._site = site
        self.written = 0
        self.removed = 0

    def look(self, key: str) -> Stored | None:
        return self._site.look(key)

    def examine(self, key: str) -> Stored | None:
        return self._site.examine(key)

    def fingerprint(self, output: Output) -> str:
        return self._site.fingerprint(output)

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        stored = self._site.put(output, expected=expected)
        self.written += 1
        return stored

    def remove(self, key: str, *, expected: Stored) -> None:
        self._site.remove(key, expected=expected)
        self.removed += 1

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        return self._site.keys(prefix, after=after)
