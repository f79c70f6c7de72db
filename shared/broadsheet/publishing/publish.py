"""Publish: make an article's pages, catalog row and receipt what its newest source says."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from broadsheet.article import (
    Article,
    ArticleId,
    Conflict,
    Fault,
    FaultCode,
    Rejected,
    Slug,
    StoreError,
    Unavailable,
    article_id,
)
from broadsheet.formats import locate
from broadsheet.publishing.confirm import confirm
from broadsheet.publishing.history import History
from broadsheet.publishing.judge import Accepted, Judgement, judge, wanted_slug
from broadsheet.publishing.leasing import check, taken
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.publishing.substance import substance_of, text_of
from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS, article_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story, address_of, entry_of, old_address, page_key, url_of
from broadsheet.stores.catalog import (
    ALL,
    AddressTaken,
    Lease,
    Live,
    Position,
    Row,
    Text,
    sort_key,
)
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.site import Stored


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
        return _refuse_id(source_id, str(error), newsroom)
    work = _Publication(checked_id, newsroom)
    for _ in range(MAX_ROUNDS):
        try:
            if work.settled():
                return work.receipt()
        except Conflict:
            continue
    message = f"{source_id} keeps changing"
    raise Unavailable(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The version that decides, and what it asks for. Without a source, everything stays as it is."""

    verdict: Verdict
    source: Source | None = None
    story: Story | None = None
    text: Text | None = None
    withdrawal: Withdrawal | None = None
    due_at: datetime | None = None


@dataclass(slots=True)
class _Publication:
    """One article's way through its rounds."""

    id: ArticleId
    newsroom: Newsroom
    row: Row | None = None
    newest: Source | None = None
    looked_at: dict[str, tuple[Source, Judgement]] = field(default_factory=dict)
    _history: History | None = None
    _seen: dict[str, Stored | None] = field(default_factory=dict)
    _chosen: tuple[str | None, _Choice] | None = None
    _preceding: Sequence[Entry] = ()
    _rendered: tuple[object, list[Output]] | None = None

    def settled(self) -> bool:
        """One round under the article's lease, and a look afterwards; whether nothing has moved meanwhile.

        Raises:
            Conflict: something moved.
        """
        lease, self.row = taken(self.id, self.newsroom)
        try:
            changed = self._bring_about(lease)
        except Exception:
            with suppress(StoreError):
                self.newsroom.catalog.release(lease, self.row)
            raise
        return not changed or not self._has_moved()

    def receipt(self) -> Receipt | None:
        """The newest version's."""
        if self.newest is None or self.row is None:
            return None
        return self._receipt(self.newest, self.looked_at[self.newest.version][1], self.row)

    def _bring_about(self, lease: Lease) -> bool:
        """Make pages and row what the newest source asks for, and give the lease back; whether anything changed.

        Pages are looked at before the source is read, and written only if they are still what was seen: together with
        the lease that keeps an older version from replacing a newer one.
        """
        self._seen = {
            key: self.newsroom.site.look(key) for key in map(page_key, self.row.addresses if self.row else ())
        }
        self.newest = self.newsroom.inbox.newest(article_key(self.id), known=self.newest)
        if self.newest is None and self.row is None:
            self.newsroom.catalog.release(lease, None)
            return False
        choice = self._choice_now(lease)
        written = [self._write(output, lease) for output in self._pages(choice)]
        committed = self._commit(choice, lease)
        return committed or any(written)

    def _has_moved(self) -> bool:
        """Whether there is a newer source by now, or other neighbours than those that the page tells of."""
        if self.newsroom.inbox.newest(article_key(self.id), known=self.newest) is not self.newest:
            return True
        story = self._chosen[1].story if self._chosen else None
        return story is not None and self._neighbours(story) != self._preceding

    def _neighbours(self, story: Story) -> Sequence[Entry]:
        return self.newsroom.catalog.preceding(Position(ALL, sort_key(story.published_at, self.id)), RECENT_POSTS)

    def _judge(self, source: Source) -> Judgement:
        if source.version in self.looked_at and self._still_holds(self.looked_at[source.version][1].due_at):
            return self.looked_at[source.version][1]
        judgement = judge(source, self.id, self.newsroom.settings, now=self.newsroom.clock.now())
        self.looked_at[source.version] = (source, judgement)
        return judgement

    def _still_holds(self, due_at: datetime | None) -> bool:
        """Whether what time decides is as it was; a handler may have slept."""
        return due_at is None or due_at > self.newsroom.clock.now()

    def _choice_now(self, lease: Lease) -> _Choice:
        """The choice, made once for each newest version, its claims being kept for ever, and again when time tells."""
        version = self.newest.version if self.newest else None
        if self._chosen is None or self._chosen[0] != version or not self._still_holds(self._chosen[1].due_at):
            self._chosen = (version, self._choose(lease))
        return self._chosen[1]

    def _choose(self, lease: Lease) -> _Choice:
        """The newest acceptable version; its address is claimed."""
        if self.newest is None:
            return _Choice(verdict=Verdict.WITHDRAWN, withdrawal=Withdrawal())
        moments: list[datetime] = []
        for source in self._versions():
            judgement = self._judge(source)
            moments += [judgement.due_at] if judgement.due_at else []
            story = text = None
            if judgement.accepted is not None and judgement.verdict is Verdict.PUBLISHED:
                try:
                    text = self._text(source, judgement.accepted.article)
                    story = self._claimed(source, judgement.accepted, text, lease)
                except Rejected as rejected:
                    judgement = replace(judgement, verdict=Verdict.REJECTED, faults=rejected.faults)
                    self.looked_at[source.version] = (source, judgement)
            if judgement.verdict is not Verdict.REJECTED:
                return _Choice(
                    verdict=judgement.verdict,
                    source=source,
                    story=story,
                    text=text,
                    withdrawal=_withdrawal(judgement),
                    due_at=min(moments, default=None),
                )
        return _Choice(verdict=Verdict.REJECTED, due_at=min(moments, default=None))

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
        return Story(
            article=article,
            id=self.id,
            published_at=published_at,
            updated_at=article.updated_at or _later(text.changed_at, published_at),
            address=self._address(source, article, published_at, lease),
            authors=accepted.authors,
            body=accepted.body,
        )

    def _address(self, source: Source, article: Article, published_at: datetime, lease: Lease) -> str:
        """The first of the addresses that the version may have which is not another article's; it is claimed.

        A version that readers see already stays where it is when new settings would move it to where another one is.

        Raises:
            Rejected: all are taken.
        """
        slug = wanted_slug(article, self.id)
        taken: AddressTaken | None = None
        for candidate in [slug] if article.slug else [slug, _suffixed(slug, self.id)]:
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
        raise Rejected(_taken_faults(taken, article, source))

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

    def _pages(self, choice: _Choice) -> list[Output]:
        """What is at the article's addresses; rendered anew only when something that it depends on has changed."""
        addresses = self.row.addresses if self.row else ()
        self._preceding = () if choice.story is None else self._neighbours(choice.story)
        inputs = (id(choice), addresses, self._preceding)
        if self._rendered is None or self._rendered[0] != inputs:
            self._rendered = (inputs, list(_render(choice, addresses, self._preceding, self.newsroom.settings)))
        return self._rendered[1]

    def _write(self, output: Output, lease: Lease) -> bool:
        site, seen = self.newsroom.site, self._seen[output.key]
        if seen is not None and seen.fingerprint == site.fingerprint(output):
            return False
        check(lease, self.newsroom)
        site.put(output, expected=seen)
        return True

    def _commit(self, choice: _Choice, lease: Lease) -> bool:
        """Enter the outcome in the catalog, from where the listings will tell of it; the lease is given back.

        The editor is told before: what the catalog has as judged, somebody has been told of.
        """
        before = self.row or Row(id=self.id, revision=0)
        live = before.live if choice.verdict is Verdict.REJECTED else None
        if choice.story is not None and choice.source is not None:
            entry = entry_of(choice.story, self.newsroom.settings)
            live = Live(source_version=choice.source.version, address=choice.story.address, entry=entry)
        after = replace(before, verdict=Verdict.WITHDRAWN, judged_version=None, live=live)
        if self.newest is not None:
            judgement = self.looked_at[self.newest.version][1]
            after = replace(after, verdict=judgement.verdict, judged_version=self.newest.version)
        after = replace(after, due_at=choice.due_at, text=choice.text or after.text)
        if choice.story is not None and choice.story.article.published_at is None:
            after = replace(after, first_stored_at=choice.story.published_at)
        if after == self.row:
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

    def _confirm(self, row: Row, lease: Lease) -> None:
        """Write the receipts; the pages are there.

        A handler that is slow may find that another one gives a verdict at the same revision by now.

        Raises:
            Conflict: the article may be another handler's.
        """
        newest = self.newest
        if newest is not None:
            receipt = self._receipt(newest, self.looked_at[newest.version][1], row)
            confirm(
                self.newsroom.inbox,
                self._versions(),
                receipt,
                lambda older: self._receipt(older, self._judge(older), row, superseded_by=newest.version),
                check=partial(check, lease, self.newsroom),
            )

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


def _render(
    choice: _Choice, addresses: Sequence[str], preceding: Sequence[Entry], settings: SiteSettings
) -> Iterator[Output]:
    """A page for every address: the story at its own, redirects to it at the others, or the word that it is gone."""
    story = choice.story
    if story is not None:
        yield article_page(story, preceding, settings)
        for address in addresses:
            if address != story.address:
                yield redirect_page(address, story.address, settings)
    elif choice.verdict is not Verdict.REJECTED:
        for address in addresses:
            yield gone_page(address, settings, choice.withdrawal)


def _withdrawal(judgement: Judgement) -> Withdrawal | None:
    """What readers are told of a withdrawal; an article that has expired, or whose source is gone, gives no reason."""
    if judgement.verdict is not Verdict.WITHDRAWN:
        return None
    article = judgement.accepted.article if judgement.accepted else None
    if article is None or article.status != "withdrawn":
        return Withdrawal()
    return Withdrawal(reason=article.withdrawal_reason, language=article.language)


def _later(moment: datetime | None, than: datetime) -> datetime | None:
    """The moment, if it comes later than the other one."""
    return moment if moment is not None and moment > than else None


def _suffixed(slug: Slug, source_id: str) -> Slug:
    """The slug that an article gets when another has its first choice: always the same one."""
    return Slug(f"{slug}-{sha256(source_id.encode()).hexdigest()[:6]}")


def _taken_faults(taken: AddressTaken, article: Article, source: Source) -> Iterator[Fault]:
    """A fault for each address that other articles have."""
    pointers = {old_address(path): f"/redirect_from/{index}" for index, path in enumerate(article.redirect_from)}
    for address, owner in taken.owners.items():
        pointer = pointers.get(address, "/slug")
        message = f"{address} belongs to the article {owner!r}; " + (
            "choose another slug, or leave it out to have one made" if pointer == "/slug" else "leave it out"
        )
        yield _located(pointer, message, FaultCode.SLUG_TAKEN, source)


def _located(pointer: str, message: str, code: FaultCode, source: Source) -> Fault:
    line, column = (source.data and locate(source.data, pointer)) or (None, None)
    return Fault(pointer=pointer, message=message, code=code, line=line, column=column)


def _refuse_id(source_id: str, reason: str, newsroom: Newsroom) -> Receipt | None:
    """The receipt of a source whose key can't be an article's. Nothing else follows from it."""
    newest = newsroom.inbox.newest(article_key(source_id))
    if newest is None:
        return None
    fault = Fault(
        pointer="/id", message=f"the key gives this article an id that it can't have: {reason}", code=FaultCode.ID
    )

    def receipt(source: Source, superseded_by: str | None = None) -> Receipt:
        return Receipt(
            id=source_id,
            source_version=source.version,
            verdict=Verdict.WITHDRAWN if source.deleted else Verdict.REJECTED,
            url=None,
            errors=() if source.deleted else (fault,),
            outputs=(),
            received_at=source.stored_at,
            finished_at=newsroom.clock.now(),
            revision=0,
            superseded_by=superseded_by,
        )

    told = receipt(newest)
    confirm(newsroom.inbox, History(newest, newsroom.inbox), told, lambda older: receipt(older, newest.version))
    return told
