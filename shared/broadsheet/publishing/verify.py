"""Verify: work out what should be there, and tell what is not as it should be."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from broadsheet.article import Unreadable
from broadsheet.publishing.configure import with_current_settings
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.refresh import successors
from broadsheet.publishing.verifying.article import check_article
from broadsheet.publishing.verifying.differences import Difference, Kind, Report, in_order
from broadsheet.publishing.verifying.dry_run import Corrections
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.publishing.verifying.holdings import Holdings
from broadsheet.publishing.verifying.listings import check_furniture
from broadsheet.publishing.verifying.rights import addresses_at, is_anybodys
from broadsheet.publishing.verifying.sampling import run_number, sampled
from broadsheet.stores.inbox import source_id_of

PAUSE_SECONDS: Final = 5.0
"""How long what is under way gets before it is looked at a second time."""
_PARTS: Final = 24
_ENOUGH_ITEMS: Final = 1000
_PAGES_PER_ARTICLE: Final = 4

Told = Callable[[int, int], None]


def verify(
    newsroom: Newsroom,
    *,
    sample: int | None = None,
    pause_seconds: float = PAUSE_SECONDS,
    told: Told = lambda _done, _total: None,
) -> Report:
    """Compare the site, the catalog and the receipts with what follows from the sources. Nothing is written.

    What differs is looked at a second time, after a pause: it may be that somebody is at work on it. With a `sample`
    only so many articles and a part of the catalog are looked at, others each hour. `told` is called with how many
    articles are done, and of how many. Keeps keys in memory, and neither articles nor pages.

    Raises:
        Unavailable: a store can't be reached.
    """
    room = with_current_settings(newsroom)
    survey = _survey(room, sample)
    first = _Look(room, survey)
    for done, source_id in enumerate(survey.ids, start=1):
        first.article(source_id)
        told(done, len(survey.ids))
    first.rest()
    if first.is_clean:
        return first.report(first.differences)
    newsroom.clock.sleep(pause_seconds)
    room = with_current_settings(newsroom)
    return _second_look(room, survey, first)


@dataclass(slots=True, kw_only=True)
class _Survey:
    """What is to be looked at. `complete` says that the whole catalog has been gone through."""

    ids: list[str]
    holdings: Holdings
    sample: int | None
    run: int


def _survey(newsroom: Newsroom, sample: int | None) -> _Survey:
    holdings, now = Holdings(), newsroom.clock.now()
    run = run_number(now)
    sources = (found for key, _ in newsroom.inbox.newest_versions() if (found := source_id_of(key)) is not None)
    if sample is None:
        holdings.take_in(newsroom.catalog.items(), now=now)
        ids = {*sources, *holdings.ids, *holdings.suspects}
        return _Survey(ids=sorted(ids), holdings=holdings, sample=None, run=run)
    ids = set(sampled(sources, sample, run=run))
    for part in range(_PARTS):
        items = newsroom.catalog.items(part=(run + part) % _PARTS, parts=_PARTS)
        holdings.take_in_part(items, newsroom.catalog, now=now)
        if holdings.items >= _ENOUGH_ITEMS:
            break
    # Rows are reached by their sources, but for those that have none.
    ids |= set(sampled(holdings.ids, sample, run=run)) | holdings.suspects
    return _Survey(ids=sorted(ids), holdings=holdings, sample=sample, run=run)


@dataclass(slots=True)
class _Look:
    """One look at what a survey names."""

    newsroom: Newsroom
    survey: _Survey
    known: Corrections = field(default_factory=Corrections)
    corrections: Corrections = field(default_factory=Corrections)
    differences: list[Difference] = field(default_factory=list)
    suspects: set[str] = field(default_factory=set)
    orphans: list[str] = field(default_factory=list)
    objects: int = 0
    _pages: set[str] = field(default_factory=set)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to look at again."""
        return not (self.differences or self.orphans)

    def article(self, source_id: str) -> Finding:
        """Look at one article."""
        finding = check_article(source_id, self.newsroom, self.survey.holdings, self.known)
        self._pages |= finding.pages
        self.corrections.add(finding.corrections)
        self.differences += finding.differences
        if finding.differences:
            self.suspects.add(source_id)
        return finding

    def rest(self) -> None:
        """Look at what is no article's."""
        self._leases()
        keys = self.furniture()
        there: Iterable[str] = self.newsroom.site.keys("")
        if self.survey.sample is not None:
            there = sampled(there, self.survey.sample * _PAGES_PER_ARTICLE, run=self.survey.run)
        for key in there:
            self.objects += 1
            if key not in keys and key not in self._pages and not self.is_claimed(key):
                self.orphans.append(key)

    def rest_again(self, first: "_Look") -> None:
        """Look once more at what is no article's."""
        self._leases()
        keys = self.furniture() | self._pages
        keys |= {each.key for each in self.differences if each.kind is Kind.ORPHAN and each.key is not None}
        self.objects = first.objects
        for key in first.orphans:
            if key not in keys and not self.is_claimed(key) and self.newsroom.site.look(key) is not None:
                what = "it follows from nothing"
                self.differences.append(Difference(kind=Kind.ORPHAN, key=key, what=what))

    def furniture(self) -> set[str]:
        """Look at theme, listings and settings; returns the keys that are theirs."""
        try:
            found = check_furniture(self.newsroom, self.survey.holdings.listings, self.corrections)
        except Unreadable as error:
            what = f"the listings can't be compared: {str(error).splitlines()[0]}"
            self.differences.append(Difference(kind=Kind.UNREADABLE, what=what))
            return {key for key in self.newsroom.site.keys("") if not self.is_claimed(key)}
        self.differences += found.differences
        return found.keys

    def is_claimed(self, key: str) -> bool:
        """Whether the key is an article's page or copy, so that it was, or will be, looked at with the article.

        Claims that are known to be wrong don't count.
        """
        owners = self.corrections.owners
        known = [owners[address] for address in addresses_at(key) if address in owners]
        if known:
            return any(owner is not None for owner in known)
        return is_anybodys(key, self.newsroom)

    def report(self, differences: Iterable[Difference]) -> Report:
        """What was found."""
        return Report(
            articles=len(self.survey.ids),
            objects=self.objects,
            differences=in_order(differences),
            suspects=tuple(sorted(self.suspects)),
            holdings=self.survey.holdings,
        )

    def _leases(self) -> None:
        for held in self.survey.holdings.leases:
            until = f"until {held.until:%Y-%m-%d}" if held.until else "for ever"
            what = f"it is kept from everybody {until}"
            self.differences.append(Difference(kind=Kind.STUCK_LEASE, id=held.id, what=what))


def _second_look(newsroom: Newsroom, survey: _Survey, first: _Look) -> Report:
    """Look again at what differed, first at the catalog, then, knowing what is wrong there, at what follows from it."""
    again = _Look(newsroom, survey)
    for source_id in sorted(first.suspects):
        again.article(source_id)
    neighbours: set[str] = set()
    with suppress(Unreadable):
        neighbours = successors(again.corrections.entries, newsroom)
    last = _Look(newsroom, survey, known=again.corrections)
    for source_id in sorted(first.suspects | neighbours):
        last.article(source_id)
    last.rest_again(first)
    seen_before = {difference.same for difference in first.differences}
    return last.report(
        difference
        for difference in last.differences
        if difference.same in seen_before or difference.id is None or difference.id not in first.suspects
    )
