"""Publish: make an article's pages, catalog row and receipt what its newest source says."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

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
from broadsheet.publishing.addressing import suffixed, taken_faults
from broadsheet.publishing.choice import Choice, Supplies, gone_of, pages_of, withdrawal_of
from broadsheet.publishing.confirm import confirm
from broadsheet.publishing.copies import Copies, faults_of, lacking
from broadsheet.publishing.history import History
from broadsheet.publishing.judge import Accepted, Judgement, judge, located, wanted_slug
from broadsheet.publishing.leasing import check, give_back, taken
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.publishing.refuse import refuse
from broadsheet.publishing.substance import substance_of, text_of
from broadsheet.site.gone import Withdrawal
from broadsheet.site.listings import ALL, listings_of, moved_to_zone
from broadsheet.site.media import media_key, with_own_media
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.story import Entry, Story, address_of, entry_of, old_address, page_key, url_of
from broadsheet.stores.catalog import (
    AddressTaken,
    Gone,
    Lease,
    Live,
    Position,
    Row,
    Text,
    sort_key,
)
from broadsheet.stores.inbox import Media, Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.site import Stored

_MOST_DROPPED: Final = 30
"""How many media a commit takes from a row, besides all else that is in its transaction."""


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


class _LacksMedia(Rejected):
    """A version is refused for the lack of media; `supplies` says which of its media the inbox has."""

    def __init__(self, faults: Iterable[Fault], supplies: Supplies) -> None:
        super().__init__(faults)
        self.supplies = supplies


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
    _seen: dict[str, Stored | None] = field(default_factory=dict)
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
        lease, self.row = taken(self.id, self.newsroom)
        try:
            changed = self._bring_about(lease)
        except Exception:
            give_back(lease, self.row, self.newsroom)
            raise
        return not changed or not self._has_moved()

    def receipt(self) -> Receipt | None:
        """The newest version's."""
        if self.newest is None or self.row is None:
            return None
        return self._receipt(self.newest, self.looked_at[self.newest.version], self.row)

    def _bring_about(self, lease: Lease) -> bool:
        """Make pages and row what the newest source asks for, and give the lease back; whether anything changed.

        Pages and copies are looked at before the source and the media are read, and written only if they are still
        what was seen: together with the lease that keeps an older version from replacing a newer one. Copies are there
        before the page that names them, and go after it.
        """
        pages = map(page_key, self.row.addresses if self.row else ())
        self._seen = {key: self.newsroom.site.look(key) for key in (*pages, *self._copies.keys(self.row))}
        self._copies.look_anew()
        self.newest = self.newsroom.inbox.newest(article_key(self.id), known=self.newest)
        if self.newest is None and self.row is None:
            self.newsroom.catalog.release(lease, None)
            return False
        choice = self._choice_now(lease)
        copied = [self._write(output, lease) for output in self._new_copies(choice)]
        written = [self._write(output, lease) for output in self._pages(choice)]
        removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]
        committed = self._commit(choice, lease)
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

    def _choice_now(self, lease: Lease) -> Choice:
        """The choice, made once for each newest version, its claims being kept for ever, and again when time tells.

        Where media are needed it is made in each round: what the inbox has of them may have changed.
        """
        version = self.newest.version if self.newest else None
        if self._chosen is None or self._chosen[0] != version or not self._is_good(self._chosen[1]):
            self._chosen = (version, self._choose(lease))
        return self._chosen[1]

    def _is_good(self, choice: Choice) -> bool:
        return self._still_holds(choice.due_at) and not choice.media and not choice.awaited

    def _choose(self, lease: Lease) -> Choice:
        """The newest acceptable version; its address is claimed, and its media are there."""
        if self.newest is None:
            return Choice(verdict=Verdict.WITHDRAWN, withdrawal=Withdrawal())
        moments: list[datetime] = []
        awaited: dict[str, Media | None] = {}
        live = self.row.live if self.row else None
        stays = live is not None
        for source in self._versions():
            judgement = self._judge(source)
            self.looked_at[source.version] = judgement
            moments += [judgement.due_at] if judgement.due_at else []
            try:
                choice = self._considered(source, judgement, lease)
            except _LacksMedia as lacking:
                awaited |= lacking.supplies
                stays = stays and live is not None and live.source_version != source.version
                self._reject(source, judgement, lacking.faults)
            except Rejected as rejected:
                self._reject(source, judgement, rejected.faults)
            else:
                return replace(choice, awaited={**awaited, **choice.awaited}, due_at=min(moments, default=None))
        return Choice(verdict=Verdict.REJECTED, stays=stays, awaited=awaited, due_at=min(moments, default=None))

    def _considered(self, source: Source, judgement: Judgement, lease: Lease) -> Choice:
        """What follows if this version decides.

        A version that readers see already is kept when media of it have gone from the inbox: its copies stay, and its
        editor is told that it is rejected.

        Raises:
            Rejected: it can't; with `_LacksMedia`, for the lack of media.
        """
        accepted = judgement.accepted
        if judgement.verdict is Verdict.REJECTED:
            raise Rejected(judgement.faults)
        if accepted is None or judgement.verdict not in {Verdict.PUBLISHED, Verdict.SCHEDULED}:
            withdrawal, gone = withdrawal_of(judgement), gone_of(source, judgement)
            return Choice(verdict=judgement.verdict, source=source, withdrawal=withdrawal, gone=gone)
        supplies = self._supplies(accepted, lease)
        faults = [located(fault, source) for fault in faults_of(accepted.media, supplies)]
        if faults and not (judgement.verdict is Verdict.PUBLISHED and self._is_kept(source, supplies)):
            raise _LacksMedia(faults, supplies)
        if judgement.verdict is Verdict.SCHEDULED:
            return Choice(verdict=judgement.verdict, source=source, awaited=supplies)
        text = self._text(source, accepted.article)
        story = self._claimed(source, accepted, text, lease)
        if faults:
            self._reject(source, judgement, faults)
        return Choice(verdict=judgement.verdict, source=source, story=story, text=text, media=supplies)

    def _reject(self, source: Source, judgement: Judgement, faults: Sequence[Fault]) -> None:
        self.looked_at[source.version] = replace(judgement, verdict=Verdict.REJECTED, faults=tuple(faults))

    def _supplies(self, accepted: Accepted, lease: Lease) -> Supplies:
        """What the inbox has of a version's media, looked at after it is known that the article refers to them.

        So whoever stores one later finds the article; and no copy is ever unknown to it.
        """
        known = {medium.path for medium in (self.row.media if self.row else ())}
        new = [reference.path for reference in accepted.media if reference.path not in known]
        if new:
            self.row = self.newsroom.catalog.refer(lease, self.row, add=new)
            self._seen.update(dict.fromkeys(media_key(path, self.id) for path in new))
        return self._copies.supplies(accepted.media)

    def _is_kept(self, source: Source, supplies: Supplies) -> bool:
        """Whether readers see this version, and have a copy of everything that the inbox has no more."""
        live = self.row.live if self.row else None
        copied = {medium.path for medium in (self.row.media if self.row else ()) if medium.digest}
        return (
            live is not None
            and live.source_version == source.version
            and all(path in copied and self._seen[media_key(path, self.id)] for path in lacking(supplies))
        )

    def _versions(self) -> History:
        """The newest version and those before it."""
        assert self.newest is not None  # noqa: S101  # whoever asks has seen it
        if self._history is None or self._history.newest is not self.newest:
            self._history = History(self.newest, self.newsroom.inbox)
        return self._history

    def _text(self, source: Source, article: Article) -> Text:
        """The text of the version that decides, and since when it has been the same."""
        known = self.row.text if self.row else None
        if not self.newsroom.inbox.keeps_history:
            text = Text(version=source.version, substance=substance_of(article))
            return known if known and known.substance == text.substance else text
        return text_of(source, self._versions(), self.id, known)

    def _claimed(self, source: Source, accepted: Accepted, text: Text, lease: Lease) -> Story:
        """The story at an address that is its own.

        Raises:
            Rejected: another article has the slug that this one insists on, or there is no room for its address.
        """
        article = accepted.article
        published_at = article.published_at or self._first_stored_at(source)
        address = self._address(source, article, published_at, lease)
        article, authors, body = with_own_media(article, accepted.authors, accepted.body, self.id)
        return Story(
            article=article,
            id=self.id,
            published_at=published_at,
            updated_at=article.updated_at or _later(text.changed_at, published_at),
            address=address,
            authors=authors,
            body=body,
            source_version=source.version,
        )

    def _address(self, source: Source, article: Article, published_at: datetime, lease: Lease) -> str:
        """The first of the addresses that the version may have which is not another article's; it is claimed.

        A version that readers see already stays where it is when new settings would move it to where another one is.

        Raises:
            Rejected: all are taken.
        """
        slug = wanted_slug(article, self.id)
        taken: AddressTaken | None = None
        for candidate in [slug] if article.slug else [slug, suffixed(slug, self.id)]:
            address = address_of(article, self.id, published_at, self.newsroom.settings, candidate)
            try:
                self._claim([address, *map(old_address, article.redirect_from)], lease)
            except AddressTaken as error:
                taken = error
                if address in error.owners:
                    continue
                break
            return address
        live = self.row.live if self.row else None
        if live is not None and live.source_version == source.version:
            return live.address
        assert taken is not None  # noqa: S101  # there is at least one candidate
        raise Rejected(taken_faults(taken, article, source))

    def _claim(self, addresses: Sequence[str], lease: Lease) -> None:
        """Claim those of the addresses that are not the article's own yet."""
        own = {page_key(address) for address in (self.row.addresses if self.row else ())}
        new = {page_key(address): address for address in reversed(addresses) if page_key(address) not in own}
        if new:
            self.row = self.newsroom.catalog.claim(lease, self.row, list(reversed(new.values())))
            self._seen.update(dict.fromkeys(new))

    def _first_stored_at(self, source: Source) -> datetime:
        if source.first_stored_at is not None:
            return source.first_stored_at
        if self.row is not None and self.row.first_stored_at is not None:
            return self.row.first_stored_at
        return self.newsroom.inbox.first_stored_at(source.key)

    def _pages(self, choice: Choice) -> list[Output]:
        """What is at the article's addresses; rendered anew only when something that it depends on has changed."""
        addresses = self.row.addresses if self.row else ()
        self._preceding = () if choice.story is None else self._neighbours(choice.story)
        inputs = (choice, addresses, self._preceding)
        if self._rendered is None or self._rendered[0] != inputs:
            self._rendered = (inputs, list(pages_of(choice, addresses, self._preceding, self.newsroom.settings)))
        return self._rendered[1]

    def _new_copies(self, choice: Choice) -> Iterator[Output]:
        """The copies of the story's media, one at a time: together they may be larger than the memory."""
        on_site = {key: seen.fingerprint for key, seen in self._seen.items() if seen is not None}
        return self._copies.outputs(choice, self.row, on_site)

    def _write(self, output: Output, lease: Lease) -> bool:
        site, seen = self.newsroom.site, self._seen[output.key]
        if seen is not None and seen.fingerprint == site.fingerprint(output):
            return False
        check(lease, self.newsroom)
        site.put(output, expected=seen)
        return True

    def _remove(self, key: str, lease: Lease) -> bool:
        seen = self._seen[key]
        if seen is None:
            return False
        check(lease, self.newsroom)
        self.newsroom.site.remove(key, expected=seen)
        return True

    def _commit(self, choice: Choice, lease: Lease) -> bool:
        """Enter the outcome in the catalog, from where the listings will tell of it; the lease is given back.

        The editor is told before: what the catalog has as judged, somebody has been told of.
        """
        media = self._copies.entered(choice, self.row)
        self._drop_many({medium.path for medium in media}, lease)
        before = self.row or Row(id=self.id, revision=0)
        live = self._staying(before.live) if choice.stays else None
        if choice.story is not None and choice.source is not None:
            entry = entry_of(choice.story, self.newsroom.settings)
            live = Live(
                source_version=choice.source.version,
                address=choice.story.address,
                entry=entry,
                listings=listings_of(choice.story, self.newsroom.settings),
            )
        after = replace(before, verdict=Verdict.WITHDRAWN, judged_version=None, live=live)
        if self.newest is not None:
            verdict = self.looked_at[self.newest.version].verdict
            after = replace(after, verdict=verdict, judged_version=self.newest.version)
        after = replace(after, due_at=choice.due_at, text=choice.text or after.text, media=media)
        after = replace(after, gone=self._gone(choice))
        if choice.story is not None and choice.story.article.published_at is None:
            after = replace(after, first_stored_at=choice.story.published_at)
        if after == self.row and self._is_told(choice, after):
            self.newsroom.catalog.release(lease, self.row)
            return False
        after = replace(after, revision=before.revision + 1)
        if after.due_at != before.due_at:
            after = replace(after, timer=after.revision if after.due_at else None)
            if after.due_at is not None:
                # Before anybody is told that the article will be released.
                self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
        self._confirm(after, lease)
        self.newsroom.catalog.commit(lease, self.row, after)
        self.row = after
        if before.due_at is not None and before.timer is not None and before.timer != after.timer:
            # One that is left behind only makes somebody look.
            with suppress(StoreError):
                self.newsroom.timers.cancel(self.id, before.due_at, revision=before.timer)
        return True

    def _staying(self, live: Live | None) -> Live | None:
        """What readers see already, as it is; only its day may be another one in the time zone of newer settings."""
        if live is None:
            return None
        settings = self.newsroom.settings
        return replace(live, listings=moved_to_zone(live.listings, live.entry.published_at, settings))

    def _gone(self, choice: Choice) -> Gone | None:
        """Since when it is withdrawn; where no history is kept, since it was first found so.

        An article that never had an address was in no feed.
        """
        if self.row is None or not self.row.addresses:
            return None
        known = self.row.gone
        if choice.verdict is Verdict.WITHDRAWN and not self.newsroom.inbox.keeps_history:
            return known or choice.gone
        return choice.gone

    def _is_told(self, choice: Choice, row: Row) -> bool:
        """Whether the editor has been told what the row says.

        Media come and go while the version stays. So somebody may have told another verdict, and have failed before it
        was committed, and by now all may be again as it was.
        """
        if self.newest is None or not (choice.media or choice.awaited):
            return True
        told = self.newsroom.inbox.receipt(self.id, version=self.newest.version)
        return told is not None and told.same_verdict(
            self._receipt(self.newest, self.looked_at[self.newest.version], row)
        )

    def _drop_many(self, kept: AbstractSet[str], lease: Lease) -> None:
        """Leave no more to be dropped than a transaction may hold; their copies are gone."""
        dropped = [medium.path for medium in (self.row.media if self.row else ()) if medium.path not in kept]
        while len(dropped) > _MOST_DROPPED:
            self.row = self.newsroom.catalog.refer(lease, self.row, drop=dropped[:_MOST_DROPPED])
            dropped = dropped[_MOST_DROPPED:]

    def _confirm(self, row: Row, lease: Lease) -> None:
        """Write the receipts; the pages are there.

        A handler that is slow may find that another one gives a verdict at the same revision by now.

        Raises:
            Conflict: the article may be another handler's.
        """
        newest = self.newest
        if newest is not None:
            receipt = self._receipt(newest, self.looked_at[newest.version], row)
            confirm(
                self.newsroom.inbox,
                self._versions(),
                receipt,
                lambda older: self._receipt(older, self._judgement_on(older), row, superseded_by=newest.version),
                check=partial(check, lease, self.newsroom),
            )

    def _judgement_on(self, older: Source) -> Judgement:
        return self.looked_at.get(older.version) or self._judge(older)

    def _receipt(self, source: Source, judgement: Judgement, row: Row, *, superseded_by: str | None = None) -> Receipt:
        live = row.live if judgement.verdict is Verdict.PUBLISHED and superseded_by is None else None
        public = judgement.verdict is not Verdict.REJECTED and superseded_by is None
        return Receipt(
            id=self.id,
            source_version=source.version,
            verdict=judgement.verdict,
            url=url_of(live.address) if live else None,
            errors=judgement.faults,
            outputs=tuple(page_key(address) for address in row.addresses) if public else (),
            received_at=source.stored_at,
            finished_at=self.newsroom.clock.now(),
            revision=row.revision,
            superseded_by=superseded_by,
        )


def _later(moment: datetime | None, than: datetime) -> datetime | None:
    """The moment, if it comes later than the other one."""
    return moment if moment is not None and moment > than else None
