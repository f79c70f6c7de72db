"""Decide what a source version asks for. Pure: the same source, settings and moment give the same judgement."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from broadsheet.article import Article, ArticleId, Fault, FaultCode, Person, Rejected, Slug, slugify
from broadsheet.formats import MAX_SOURCE_BYTES, locate, read_article
from broadsheet.markup import RenderedBody, render_body
from broadsheet.site.media import Reference, media_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import address_of, is_reserved, old_address
from broadsheet.stores.inbox import Source
from broadsheet.stores.receipts import Verdict

MAX_BIOGRAPHIES_BYTES: Final = 100_000
"""Of all authors of an article together, in UTF-8: its row has them, and DynamoDB takes 400 KB for an item."""

AHEAD: Final = timedelta(days=1)
"""How far a change may be ahead of its upload: clocks differ, and a date alone may be another place's."""

OLDEST_UPLOAD: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A file that is older has no date of its own: archives that are made reproducibly give 1970 or 1980."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An article that has passed every check which needs no catalog."""

    article: Article
    body: RenderedBody
    authors: tuple[Person, ...]
    media: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a source version asks for: `accepted` is None for a deletion and for what is rejected.

    `due_at` is the next moment at which time alone changes the verdict.
    """

    verdict: Verdict
    accepted: Accepted | None = None
    faults: tuple[Fault, ...] = ()
    due_at: datetime | None = None


def judge(source: Source, article_id: ArticleId, settings: SiteSettings, *, now: datetime) -> Judgement:
    """The verdict on one source version, were it the newest.

    An article is held until both its `published_at` and its `embargo_until` have come, and withdrawn from
    `expires_at` on.
    """
    if source.deleted:
        return Judgement(verdict=Verdict.WITHDRAWN)
    try:
        accepted = accept(source, article_id, settings)
    except Rejected as rejected:
        return Judgement(verdict=Verdict.REJECTED, faults=rejected.faults)
    return Judgement(verdict=_verdict(accepted.article, now), accepted=accepted, due_at=_due_at(accepted.article, now))


def accept(source: Source, article_id: ArticleId, settings: SiteSettings) -> Accepted:
    """Check a source version.

    Raises:
        Rejected: with everything that is wrong.
    """
    if source.data is None:
        raise Rejected([too_large(source.size_bytes)])
    article = read_article(source.data, article_id=article_id)
    faults: list[Fault] = []
    authors = _authors(article, settings, faults)
    for index, path in enumerate(article.redirect_from):
        if is_reserved(old_address(path)):
            message = f"{path!r} is an address of the site's own; leave it out"
            faults.append(Fault(pointer=f"/redirect_from/{index}", message=message, code=FaultCode.INVALID))
    faults += _translation_faults(article)
    faults += _changes_to_come(article, source.stored_at)
    with _noting(faults):
        address_of(
            article, article_id, article.published_at or source.stored_at, settings, wanted_slug(article, article_id)
        )
    body: RenderedBody | None = None
    media: tuple[Reference, ...] = ()
    with _noting(faults):
        body = render_body(article.body)
    if body is not None and authors is not None:
        with _noting(faults):
            media = media_of(article, authors, body)
    if body is None or authors is None or faults:
        raise Rejected([located(fault, source) for fault in faults])
    return Accepted(article=article, body=body, authors=authors, media=media)


def _authors(article: Article, settings: SiteSettings, faults: list[Fault]) -> tuple[Person, ...] | None:
    """The authors, those of the settings too; None, and faults, where the settings lack some."""
    people = [author if isinstance(author, Person) else settings.authors.get(author) for author in article.authors]
    for index, (author, person) in enumerate(zip(article.authors, people, strict=True)):
        if person is None:
            faults.append(_unknown_author(str(author), f"/authors/{index}", settings))
    known = tuple(person for person in people if person is not None)
    size_bytes = sum(len(person.bio.encode()) for person in known)
    if size_bytes > MAX_BIOGRAPHIES_BYTES:
        message = (
            f"the biographies have {size_bytes:,} bytes together; right would be {MAX_BIOGRAPHIES_BYTES:,} at most"
        )
        faults.append(Fault(pointer="/authors", message=message, code=FaultCode.TOO_LARGE))
    return known if len(known) == len(people) else None


def _translation_faults(article: Article) -> Iterator[Fault]:
    """One for each language that has a page already: the article's own, or one that was named before."""
    taken = {article.language: "the article's own language"}
    for index, one in enumerate(article.translations):
        if one.language in taken:
            message = f"{one.language} is {taken[one.language]}; right would be each language once"
            pointer = f"/translations/{index}/language"
            yield Fault(pointer=pointer, message=message, code=FaultCode.INVALID)
        taken.setdefault(one.language, "named before")


def _changes_to_come(article: Article, stored_at: datetime) -> Iterator[Fault]:
    """One for each change that the article tells of before anybody can have made it.

    Feeds and sitemaps tell of the last change; were one of them years ahead, none of those that follow would be news.
    """
    if stored_at < OLDEST_UPLOAD:
        return
    shown_at = [moment for moment in (stored_at, article.published_at, article.embargo_until) if moment is not None]
    changes = {"/updated_at": article.updated_at}
    changes |= {f"/corrections/{index}/at": one.at for index, one in enumerate(article.corrections)}
    for pointer, changed_at in changes.items():
        if changed_at is not None and changed_at - max(shown_at) > AHEAD:
            message = (
                f"{changed_at.isoformat()} is still to come: the file is of {stored_at.isoformat(timespec='seconds')}; "
                f"right would be when it was changed"
            )
            yield Fault(pointer=pointer, message=message, code=FaultCode.DATE)


@contextmanager
def _noting(faults: list[Fault]) -> Iterator[None]:
    """Go on after what is rejected, so that an editor is told of everything at once."""
    try:
        yield
    except Rejected as rejected:
        faults += rejected.faults


def wanted_slug(article: Article, article_id: ArticleId) -> Slug:
    """The slug that the article asks for, or the one that its title makes."""
    return Slug(article.slug) if article.slug else slugify(article.title, fallback=article_id)


def too_large(size_bytes: int) -> Fault:
    """The fault of a source that is not even read."""
    message = f"the file has {size_bytes:,} bytes; an article has at most {MAX_SOURCE_BYTES:,}"
    return Fault(pointer="", message=message, code=FaultCode.TOO_LARGE, line=1, column=1)


def located(fault: Fault, source: Source) -> Fault:
    """The fault with its place in the source's text."""
    if fault.line is not None or source.data is None:
        return fault
    line, column = locate(source.data, fault.pointer) or (None, None)
    return Fault(pointer=fault.pointer, message=fault.message, code=fault.code, line=line, column=column)


def _verdict(article: Article, now: datetime) -> Verdict:
    if article.status == "withdrawn":
        return Verdict.WITHDRAWN
    if article.status == "draft":
        return Verdict.DRAFT
    if article.expires_at is not None and article.expires_at <= now:
        return Verdict.WITHDRAWN
    if any(moment is not None and moment > now for moment in (article.published_at, article.embargo_until)):
        return Verdict.SCHEDULED
    return Verdict.PUBLISHED


def _due_at(article: Article, now: datetime) -> datetime | None:
    if article.status != "published":
        return None
    moments = (article.published_at, article.embargo_until, article.expires_at)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _unknown_author(author: str, pointer: str, settings: SiteSettings) -> Fault:
    known = ", ".join(sorted(settings.authors)) or "none"
    message = (
        f"no author {author!r} is defined in site.toml (defined: {known}); "
        f'name a defined one, or write the author out: {{"name": "…"}}'
    )
    return Fault(pointer=pointer, message=message, code=FaultCode.UNKNOWN_AUTHOR)
