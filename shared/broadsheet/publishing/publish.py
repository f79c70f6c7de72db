"""Publish: make an article's pages, catalog row and receipt what its newest source says."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadsheet.article import (
    Article,
    ArticleId,
    Conflict,
    Fault,
    Rejected,
    StoreError,
    Unavailable,
    article_id,
)
from broadsheet.publishing.addressing import story_of
from broadsheet.publishing.choice import Choice, Supplies, gone_of, pages_of, withdrawal_of
from broadsheet.publishing.confirm import confirm
from broadsheet.publishing.copies import Copies, faults_of, lacking
from broadsheet.publishing.held import Held
from broadsheet.publishing.history import History
from broadsheet.publishing.judge import Judgement, judge, located
from broadsheet.publishing.leasing import taken
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.publishing.outcome import receipt_of, row_after
from broadsheet.publishing.refuse import refuse
from broadsheet.publishing.substance import substance_of, text_of
from broadsheet.site.gone import Withdrawal
from broadsheet.site.listings import ALL
from broadsheet.site.media import media_key
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.story import Entry, Story
from broadsheet.stores.catalog import Position, Row, Text, sort_key
from broadsheet.stores.inbox import Media, Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict


def publish(source_id: str, newsroom: Newsroom) -> Receipt | None:
    """Make everything that is an article's own follow from its source; returns the newest version's receipt.

    Nothing but the id is believed. The newest version that is acceptable decides; a rejected one leaves what was before
    it as it was. Goes round until nothing has moved meanwhile. None when there never was such a source.

    Raises:
        Unavailable: a store can't be reached, another handler keeps the article, or the source never rests; do it
            again later.
    """
    try:
        checked_id = article_id(source_id)
    except ValueError as error:
        return refuse(source_id, str(error), newsroom)
    work = _Publication(checked_id, newsroom)
    for _ in range(MAX_ROUNDS):
        try:
            if work.settled():
                return work.receipt()
        except Conflict:
            continue
    message = f"{source_id} keeps changing"
    raise Unavailable(message)


class _Refused(Rejected):
    """A version can't decide; `supplies` says which of the media that it would need the inbox has.

    What is refused for its address keeps waiting for its media, so that it is the same whichever was looked at first.
    """

    def __init__(self, faults: Iterable[Fault], supplies: Supplies | None = None, *, lacks_media: bool = False) -> None:
        super().__init__(faults)
        self.supplies = supplies or {}
        self.lacks_media = lacks_media


@dataclass(slots=True)
class _Publication:
    """One article's way through its rounds."""

    id: ArticleId
    newsroom: Newsroom
    row: Row | None = None
    newest: Source | None = None
    looked_at: dict[str, Judgement] = field(default_factory=dict)
    _copies: Copies = field(init=False)
    _judged: dict[str, Judgement] = field(default_factory=dict)
    _history: History | None = None
    _chosen: tuple[str | None, Choice] | None = None
    _preceding: Sequence[Entry] = ()
    _rendered: tuple[object, list[Output]] | None = None

    def __post_init__(self) -> None:
        self._copies = Copies(self.id, self.newsroom)

    def settled(self) -> bool:
        """One round under the article's lease, and a look afterwards; whether nothing has moved meanwhile.

        Raises:
            Conflict: something moved.
        """
        held = Held(self.id, self.newsroom, *taken(self.id, self.newsroom))
        try:
            changed = self._bring_about(held)
        except Exception:
            held.give_back()
            raise
        self.row = held.row
        return not changed or not self._has_moved()

    def receipt(self) -> Receipt | None:
        """The newest version's."""
        if self.newest is None or self.row is None:
            return None
        return self._receipt(self.newest, self.row)

    def _bring_about(self, held: Held) -> bool:
        """Make pages and row what the newest source asks for, and give the lease back; whether anything changed.

        Copies are there before the page that names them, and go after it.
        """
        held.look()
        self._copies.look_anew()
        self.newest = self.newsroom.inbox.newest(article_key(self.id), known=self.newest)
        if self.newest is None and held.row is None:
            held.release()
            return False
        choice = self._choice_now(held)
        copied = [held.write(output) for output in self._copies.outputs(choice, held.row, held.fingerprints)]
        written = [held.write(output) for output in self._pages(choice, held)]
        removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]
        committed = self._commit(choice, held)
        return committed or any((*copied, *written, *removed))

    def _has_moved(self) -> bool:
        """Whether there is a newer source by now, or other neighbours than those that the page tells of."""
        if self.newsroom.inbox.newest(article_key(self.id), known=self.newest) is not self.newest:
            return True
        story = self._chosen[1].story if self._chosen else None
        return story is not None and self._neighbours(story) != self._preceding

    def _neighbours(self, story: Story) -> Sequence[Entry]:
        return self.newsroom.catalog.preceding(Position(ALL, sort_key(story.published_at, self.id)), RECENT_POSTS)

    def _judge(self, source: Source) -> Judgement:
        judgement = self._judged.get(source.version)
        if judgement is None or not self._still_holds(judgement.due_at):
            judgement = judge(source, self.id, self.newsroom.settings, now=self.newsroom.clock.now())
            self._judged[source.version] = judgement
        return judgement

    def _still_holds(self, due_at: datetime | None) -> bool:
        """Whether what time decides is as it was; a handler may have slept."""
        return due_at is None or due_at > self.newsroom.clock.now()

    def _choice_now(self, held: Held) -> Choice:
        """The choice, made once for each newest version, its claims being kept for ever, and again when time tells.

        Where media are needed it is made in each round: what the inbox has of them may have changed.
        """
        version = self.newest.version if self.newest else None
        if self._chosen is None or self._chosen[0] != version or not self._is_good(self._chosen[1]):
            self._chosen = (version, self._choose(held))
        return self._chosen[1]

    def _is_good(self, choice: Choice) -> bool:
        return self._still_holds(choice.due_at) and not choice.media and not choice.awaited

    def _choose(self, held: Held) -> Choice:
        """The newest acceptable version; its address is claimed, and its media are there."""
        if self.newest is None:
            return Choice(verdict=Verdict.WITHDRAWN, withdrawal=Withdrawal())
        moments: list[datetime] = []
        awaited: dict[str, Media | None] = {}
        live = held.live
        stays = live is not None
        for source in self._versions():
            judgement = self._judge(source)
            self.looked_at[source.version] = judgement
            moments += [judgement.due_at] if judgement.due_at else []
            try:
                choice = self._considered(source, judgement, held)
            except _Refused as refused:
                awaited |= refused.supplies
                is_live = live is not None and live.source_version == source.version
                stays = stays and not (is_live and refused.lacks_media)
                self._reject(source, judgement, refused.faults)
            else:
                return replace(choice, awaited={**awaited, **choice.awaited}, due_at=min(moments, default=None))
        if stays:
            # What its copies were made of may change as well: nobody needs to come back for that.
            copied = [path for path, medium in held.media.items() if medium.digest]
            awaited = {**self._copies.supplies(copied), **awaited}
        return Choice(verdict=Verdict.REJECTED, stays=stays, awaited=awaited, due_at=min(moments, default=None))

    def _considered(self, source: Source, judgement: Judgement, held: Held) -> Choice:
        """What follows if this version decides.

        A version that readers see already is kept when media of it have gone from the inbox: its copies stay, and its
        editor is told that it is rejected.

        Raises:
            _Refused: it can't.
        """
        accepted = judgement.accepted
        if judgement.verdict is Verdict.REJECTED:
            raise _Refused(judgement.faults)
        if accepted is None or judgement.verdict not in {Verdict.PUBLISHED, Verdict.SCHEDULED}:
            withdrawal, gone = withdrawal_of(judgement), gone_of(source, judgement)
            return Choice(verdict=judgement.verdict, source=source, withdrawal=withdrawal, gone=gone)
        held.refer(accepted.media)
        supplies = self._copies.supplies([reference.path for reference in accepted.media])
        faults = [located(fault, source) for fault in faults_of(accepted.media, supplies)]
        if faults and not (judgement.verdict is Verdict.PUBLISHED and _is_kept(source, supplies, held)):
            raise _Refused(faults, supplies, lacks_media=True)
        if judgement.verdict is Verdict.SCHEDULED:
            return Choice(verdict=judgement.verdict, source=source, awaited=supplies)
        text = self._text(source, accepted.article, held)
        try:
            story = story_of(source, accepted, text, held)
        except Rejected as taken_already:
            raise _Refused(taken_already.faults, supplies) from None
        if faults:
            self._reject(source, judgement, faults)
        return Choice(verdict=judgement.verdict, source=source, story=story, text=text, media=supplies)

    def _reject(self, source: Source, judgement: Judgement, faults: Sequence[Fault]) -> None:
        self.looked_at[source.version] = replace(judgement, verdict=Verdict.REJECTED, faults=tuple(faults))

    def _versions(self) -> History:
        """The newest version and those before it."""
        assert self.newest is not None  # noqa: S101  # whoever asks has seen it
        if self._history is None or self._history.newest is not self.newest:
            self._history = History(self.newest, self.newsroom.inbox)
        return self._history

    def _text(self, source: Source, article: Article, held: Held) -> Text:
        """The text of the version that decides, and since when it has been the same."""
        known = held.row.text if held.row else None
        if not self.newsroom.inbox.keeps_history:
            text = Text(version=source.version, substance=substance_of(article))
            return known if known and known.substance == text.substance else text
        return text_of(source, self._versions(), self.id, known)

    def _pages(self, choice: Choice, held: Held) -> list[Output]:
        """What is at the article's addresses; rendered anew only when something that it depends on has changed."""
        addresses = held.addresses
        self._preceding = () if choice.story is None else self._neighbours(choice.story)
        inputs = (choice, addresses, self._preceding)
        if self._rendered is None or self._rendered[0] != inputs:
            self._rendered = (inputs, list(pages_of(choice, addresses, self._preceding, self.newsroom.settings)))
        return self._rendered[1]

    def _commit(self, choice: Choice, held: Held) -> bool:
        """Enter the outcome in the catalog, from where the listings will tell of it; the lease is given back.

        The editor is told before: what the catalog has as judged, somebody has been told of.
        """
        media = self._copies.entered(choice, held.row)
        held.drop_many({medium.path for medium in media})
        before = held.row or Row(id=self.id, revision=0)
        after = row_after(before, choice, self._judged_newest(), media, self.newsroom)
        if after == held.row and self._is_told(choice, after):
            held.release()
            return False
        after = replace(after, revision=before.revision + 1)
        if after.due_at != before.due_at:
            after = replace(after, timer=after.revision if after.due_at else None)
            if after.due_at is not None:
                # Before anybody is told that the article will be released.
                self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
        self._confirm(after, held)
        held.commit(after)
        if before.due_at is not None and before.timer is not None and before.timer != after.timer:
            # One that is left behind only makes somebody look.
            with suppress(StoreError):
                self.newsroom.timers.cancel(self.id, before.due_at, revision=before.timer)
        return True

    def _judged_newest(self) -> tuple[Verdict, str | None]:
        if self.newest is None:
            return Verdict.WITHDRAWN, None
        return self.looked_at[self.newest.version].verdict, self.newest.version

    def _is_told(self, choice: Choice, row: Row) -> bool:
        """Whether the editor has been told what the row says.

        Media come and go while the version stays. So somebody may have told another verdict, and have failed before it
        was committed, and by now all may be again as it was.
        """
        if self.newest is None or not (choice.media or choice.awaited):
            return True
        told = self.newsroom.inbox.receipt(self.id, version=self.newest.version)
        return told is not None and told.same_verdict(self._receipt(self.newest, row))

    def _confirm(self, row: Row, held: Held) -> None:
        """Write the receipts; the pages are there.

        A handler that is slow may find that another one gives a verdict at the same revision by now.

        Raises:
            Conflict: the article may be another handler's.
        """
        newest = self.newest
        if newest is not None:
            confirm(
                self.newsroom.inbox,
                self._versions(),
                self._receipt(newest, row),
                lambda older: self._receipt(older, row, superseded_by=newest.version),
                check=held.check,
            )

    def _receipt(self, source: Source, row: Row, *, superseded_by: str | None = None) -> Receipt:
        judgement = self.looked_at.get(source.version) or self._judge(source)
        return receipt_of(source, judgement, row, now=self.newsroom.clock.now(), superseded_by=superseded_by)


def _is_kept(source: Source, supplies: Supplies, held: Held) -> bool:
    """Whether readers see this version, and have a copy of everything that the inbox has no more."""
    on_site = held.fingerprints
    copied = {path for path, medium in held.media.items() if medium.digest and media_key(path, held.id) in on_site}
    return held.live is not None and held.live.source_version == source.version and copied.issuperset(lacking(supplies))
