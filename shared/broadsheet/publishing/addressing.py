"""Where an article is: the address that it gets, and what its editor is told when others have those it asks for."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from broadsheet.article import Article, Fault, FaultCode, Rejected, Slug
from broadsheet.publishing.held import Held
from broadsheet.publishing.judge import Accepted, located, wanted_slug
from broadsheet.site.media import with_own_media
from broadsheet.site.story import Story, address_of, old_address
from broadsheet.stores.catalog import AddressTaken, Text
from broadsheet.stores.inbox import Source


def story_of(source: Source, accepted: Accepted, text: Text, held: Held) -> Story:
    """The story of an accepted version, at an address that is its own.

    Raises:
        Rejected: another article has the slug that this one insists on, or there is no room for its address.
    """
    article = accepted.article
    published_at = article.published_at or _first_stored_at(source, held)
    address = _address(source, article, published_at, held)
    article, authors, body = with_own_media(article, accepted.authors, accepted.body, held.id)
    return Story(
        article=article,
        id=held.id,
        published_at=published_at,
        updated_at=_modified_at(article, text, published_at),
        address=address,
        authors=authors,
        body=body,
        source_version=source.version,
    )


def suffixed(slug: Slug, source_id: str) -> Slug:
    """The slug that an article gets when another has its first choice: always the same one."""
    return Slug(f"{slug}-{sha256(source_id.encode()).hexdigest()[:6]}")


def _address(source: Source, article: Article, published_at: datetime, held: Held) -> str:
    """The first of the addresses that the version may have which is not another article's; it is claimed.

    A version that readers see already stays where it is when new settings would move it to where another one is.

    Raises:
        Rejected: all are taken.
    """
    slug = wanted_slug(article, held.id)
    taken: AddressTaken | None = None
    for candidate in [slug] if article.slug else [slug, suffixed(slug, held.id)]:
        address = address_of(article, held.id, published_at, held.newsroom.settings, candidate)
        try:
            held.claim([address, *map(old_address, article.redirect_from)])
        except AddressTaken as error:
            taken = error
            if address in error.owners:
                continue
            break
        return address
    live = held.live
    if live is not None and live.source_version == source.version:
        return live.address
    assert taken is not None  # noqa: S101  # there is at least one candidate
    raise Rejected(_taken_faults(taken, article, source))


def _first_stored_at(source: Source, held: Held) -> datetime:
    if source.first_stored_at is not None:
        return source.first_stored_at
    if held.row is not None and held.row.first_stored_at is not None:
        return held.row.first_stored_at
    return held.newsroom.inbox.first_stored_at(source.key)


def _taken_faults(taken: AddressTaken, article: Article, source: Source) -> Iterator[Fault]:
    """A fault for each address that other articles have."""
    pointers = {old_address(path): f"/redirect_from/{index}" for index, path in enumerate(article.redirect_from)}
    for address, owner in taken.owners.items():
        pointer = pointers.get(address, "/slug")
        message = f"{address} belongs to the article {owner!r}; " + (
            "choose another slug, or leave it out to have one made" if pointer == "/slug" else "leave it out"
        )
        yield located(Fault(pointer=pointer, message=message, code=FaultCode.SLUG_TAKEN), source)


def _modified_at(article: Article, text: Text, published_at: datetime) -> datetime | None:
    """When it was modified last: as it says itself, or else when its text was changed; a correction may come later."""
    told = article.updated_at or text.changed_at
    later = [at for at in (told, *(one.at for one in article.corrections)) if at is not None and at > published_at]
    return max(later, default=article.updated_at)
