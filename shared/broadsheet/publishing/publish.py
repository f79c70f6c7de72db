"""Publish: make an article's pages, catalog row and receipt what its newest source says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from broadsheet.article import Article, ArticleId, Conflict, Fault, FaultCode, Rejected, Slug, Unavailable, article_id
from broadsheet.formats import locate
from broadsheet.publishing.judge import Accepted, Judgement, judge, wanted_slug
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom
from broadsheet.site.gone import gone_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS, article_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story, address_of, entry_of, old_address, page_key, url_of
from broadsheet.stores.catalog import ALL, AddressTaken, Live, Position, Row, sort_key
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.receipts import Receipt, Verdict
from broadsheet.stores.site import Stored


def publish(source_id: str, newsroom: Newsroom, *, hinted_version: str | None = None) -> Receipt | None:
    """Make everything that is an article's own follow from its source; returns the newest version's receipt.

    Nothing but the id is believed: `hinted_version`, from an event, is only one more version that is owed a receipt.
    The newest version that is acceptable decides; a rejected one leaves what was before it as it was. Goes round
    until a whole round finds nothing to change. None when there never was such a source.

    Raises:
        Unavailable: a store can't be reached, or the source never rested; do it again later.
    """
    try:
        checked_id = article_id(source_id)
    except ValueError as error:
        return _refuse_id(source_id, str(error), newsroom)
    work = _Publication(checked_id, newsroom)
    for _ in range(MAX_ROUNDS):
        try:
            if work.settled():
                break
        except Conflict:
            work.start_again()
    else:
        message = f"{source_id} keeps changing"
        raise Unavailable(message)
    return work.write_receipts(hinted_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The version that decides, and what it asks for. Without a source, everything stays as it is."""

    verdict: Verdict
    source: Source | None = None
    story: Story | None = None
    due_at: datetime | None = None


@dataclass(slots=True)
class _Publication:
    """One article's way through its rounds."""

    id: ArticleId
    newsroom: Newsroom
    row: Row | None = None
    newest: Source | None = None
    looked_at: dict[str, tuple[Source, Judgement]] = field(default_factory=dict)
    _seen: dict[str, Stored | None] = field(default_factory=dict)
    _row_read: bool = False
    _chosen: tuple[str | None, _Choice] | None = None
    _rendered: tuple[object, list[Output]] | None = None

    def start_again(self) -> None:
        """Forget what was seen of the catalog and the site."""
        self._row_read = False
        self._seen.clear()

    def settled(self) -> bool:
        """One round; whether it found nothing to change.

        The order is what keeps an older version from replacing a newer one: first what the pages are, then the
        source, then the writes, each on condition that what was seen is still there.

        Raises:
            Conflict: something else moved.
        """
        if not self._row_read:
            self.row, self._row_read = self.newsroom.catalog.row(self.id), True
        for address in self.row.addresses if self.row else ():
            key = page_key(address)
            if key not in self._seen:
                self._seen[key] = self.newsroom.site.look(key)
        self.newest = self.newsroom.inbox.newest(article_key(self.id), known=self.newest)
        if self.newest is None and self.row is None:
            return True
        revision = self.row.revision if self.row else 0
        choice = self._choice_now()
        written = [self._write(output) for output in self._pages(choice)]
        committed = self._commit(choice)
        moved = (self.row.revision if self.row else 0) != revision
        return not (any(written) or committed or moved)

    def write_receipts(self, hinted_version: str | None) -> Receipt | None:
        """The receipts of every version that was looked at, and of the hinted one."""
        if self.newest is None or self.row is None:
            return None
        inbox = self.newsroom.inbox
        if hinted_version is not None and hinted_version not in self.looked_at:
            hinted = inbox.read(self.newest.key, version=hinted_version)
            if hinted is not None:
                self._judge(hinted)
        for version, (source, judgement) in self.looked_at.items():
            if version != self.newest.version:
                inbox.put_receipt(self._receipt(source, judgement, superseded_by=self.newest.version))
        receipt = self._receipt(self.newest, self.looked_at[self.newest.version][1])
        inbox.put_receipt(receipt)
        return receipt

    def _judge(self, source: Source) -> Judgement:
        if source.version in self.looked_at:
            return self.looked_at[source.version][1]
        judgement = judge(source, self.id, self.newsroom.settings, now=self.newsroom.clock.now())
        self.looked_at[source.version] = (source, judgement)
        return judgement

    def _choice_now(self) -> _Choice:
        """The choice, made once for each newest version: its claims are kept for ever."""
        version = self.newest.version if self.newest else None
        if self._chosen is None or self._chosen[0] != version:
            self._chosen = (version, self._choose())
        return self._chosen[1]

    def _choose(self) -> _Choice:
        """The newest acceptable version; its address is claimed."""
        if self.newest is None:
            return _Choice(verdict=Verdict.WITHDRAWN, source=None)
        source: Source | None = self.newest
        older = self.newsroom.inbox.older(self.newest.key, than=self.newest.version)
        while source is not None:
            judgement = self._judge(source)
            if judgement.accepted is not None and judgement.verdict is Verdict.PUBLISHED:
                try:
                    story = self._claimed(source, judgement.accepted)
                except Rejected as rejected:
                    judgement = Judgement(verdict=Verdict.REJECTED, faults=rejected.faults)
                    self.looked_at[source.version] = (source, judgement)
                else:
                    return _Choice(verdict=judgement.verdict, source=source, story=story, due_at=judgement.due_at)
            if judgement.verdict is not Verdict.REJECTED:
                return _Choice(verdict=judgement.verdict, source=source, due_at=judgement.due_at)
            source = next(older, None)
        return _Choice(verdict=Verdict.REJECTED)

    def _claimed(self, source: Source, accepted: Accepted) -> Story:
        """The story at an address that is its own.

        Raises:
            Rejected: another article has the slug that this one insists on, or there is no room for its address.
        """
        article, settings = accepted.article, self.newsroom.settings
        published_at = article.published_at or self._first_stored_at(source)
        slug = wanted_slug(article, self.id)
        slugs = [slug] if article.slug else [slug, _suffixed(slug, self.id)]
        taken: AddressTaken | None = None
        for candidate in slugs:
            address = address_of(article, self.id, published_at, settings, candidate)
            try:
                self._claim([address, *map(old_address, article.redirect_from)])
            except AddressTaken as error:
                taken = error
                if address in error.owners:
                    continue
                break
            return Story(
                article=article,
                id=self.id,
                published_at=published_at,
                updated_at=article.updated_at,
                address=address,
                authors=accepted.authors,
                body=accepted.body,
            )
        assert taken is not None  # noqa: S101  # there is at least one candidate
        raise Rejected(_taken_faults(taken, article, source))

    def _claim(self, addresses: Sequence[str]) -> None:
        """Claim those of the addresses that are not the article's own yet."""
        own = {page_key(address) for address in (self.row.addresses if self.row else ())}
        new = {page_key(address): address for address in reversed(addresses) if page_key(address) not in own}
        if new:
            self.row = self.newsroom.catalog.claim(self.row, self.id, list(reversed(new.values())))
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
        preceding: Sequence[Entry] = ()
        if choice.story is not None:
            position = Position(ALL, sort_key(choice.story.published_at, self.id))
            preceding = self.newsroom.catalog.preceding(position, RECENT_POSTS)
        inputs = (id(choice), addresses, preceding)
        if self._rendered is None or self._rendered[0] != inputs:
            self._rendered = (inputs, list(_render(choice, addresses, preceding, self.newsroom.settings)))
        return self._rendered[1]

    def _write(self, output: Output) -> bool:
        site, seen = self.newsroom.site, self._seen[output.key]
        if seen is not None and seen.fingerprint == site.fingerprint(output):
            return False
        self._seen[output.key] = site.put(output, expected=seen)
        return True

    def _commit(self, choice: _Choice) -> bool:
        """Enter the outcome in the catalog; from here on the listings will tell of it."""
        before = self.row or Row(id=self.id, revision=0)
        live = before.live if choice.verdict is Verdict.REJECTED else None
        if choice.story is not None and choice.source is not None:
            entry = entry_of(choice.story, self.newsroom.settings)
            live = Live(source_version=choice.source.version, address=choice.story.address, entry=entry)
        after = replace(before, verdict=Verdict.WITHDRAWN, judged_version=None, live=live)
        if self.newest is not None:
            judgement = self.looked_at[self.newest.version][1]
            after = replace(after, verdict=judgement.verdict, judged_version=self.newest.version)
        after = replace(after, due_at=choice.due_at)
        if choice.story is not None and choice.story.article.published_at is None:
            after = replace(after, first_stored_at=choice.story.published_at)
        if after == self.row:
            return False
        after = replace(after, revision=before.revision + 1)
        self.newsroom.catalog.commit(self.row, after)
        self.row = after
        return True

    def _receipt(self, source: Source, judgement: Judgement, *, superseded_by: str | None = None) -> Receipt:
        assert self.row is not None  # noqa: S101  # receipts follow the commit
        live = self.row.live if judgement.verdict is Verdict.PUBLISHED else None
        public = judgement.verdict is not Verdict.REJECTED and superseded_by is None
        return Receipt(
            id=self.id,
            source_version=source.version,
            verdict=judgement.verdict,
            url=url_of(live.address) if live else None,
            errors=judgement.faults,
            outputs=tuple(page_key(address) for address in self.row.addresses) if public else (),
            received_at=source.stored_at,
            finished_at=self.newsroom.clock.now(),
            revision=self.row.revision,
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
            yield gone_page(address, settings, withdrawn=choice.verdict is Verdict.WITHDRAWN)


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
    source = newsroom.inbox.newest(article_key(source_id))
    if source is None:
        return None
    fault = Fault(
        pointer="/id", message=f"the key gives this article an id that it can't have: {reason}", code=FaultCode.ID
    )
    receipt = Receipt(
        id=source_id,
        source_version=source.version,
        verdict=Verdict.WITHDRAWN if source.deleted else Verdict.REJECTED,
        url=None,
        errors=() if source.deleted else (fault,),
        outputs=(),
        received_at=source.stored_at,
        finished_at=newsroom.clock.now(),
        revision=0,
    )
    newsroom.inbox.put_receipt(receipt)
    return receipt
