"""An article's media: which it has, and its own copies of them on the site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from broadsheet.article import Article, BlocksBody, Fault, FaultCode, HtmlBody, Image, ImageBlock, Person, Rejected
from broadsheet.article.media import (
    CONTENT_TYPES,
    MAX_MEDIA,
    MEDIA_PREFIX,
    address_suffix,
    content_type_of,
    media_path,
)
from broadsheet.markup import RenderedBody, addresses_in, readdressed
from broadsheet.site import caching
from broadsheet.site.outputs import Output, Unread
from broadsheet.site.urls import encoded_path

SITE_WIDE: Final = "_site"
"""Whose the media of the site itself are, such as its logo: an id that no article can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A medium that an article names: its `path` in the inbox ("media/storm.jpg"), and where it is named first."""

    path: str
    pointer: str


def media_of(article: Article, authors: Sequence[Person], body: RenderedBody) -> tuple[Reference, ...]:
    """The media that an article's page shows or leads to, each once, in the order of the page.

    `authors` are the article's, resolved, one by one.

    Raises:
        Rejected: with all that is wrong: a path that no medium may have (INVALID), what is no picture, sound, film or
            document (MEDIA_TYPE), or too many of them (MEDIA_COUNT).
    """
    found: dict[str, Reference] = {}
    faults: list[Fault] = []
    for address, pointer in _addresses(article, authors, body):
        try:
            path = media_path(address)
        except ValueError as error:
            faults.append(Fault(pointer=pointer, message=f'"{address}": {error}', code=FaultCode.INVALID))
            continue
        if path is not None:
            found.setdefault(path, Reference(path=path, pointer=pointer))
    faults += [_wrong_type(reference) for reference in found.values() if content_type_of(reference.path) is None]
    if len(found) > MAX_MEDIA:
        message = f"the article names {len(found)} media; right would be {MAX_MEDIA} at most, or several articles"
        faults.append(Fault(pointer="", message=message, code=FaultCode.MEDIA_COUNT))
    if faults:
        # One wrong address may stand in several places, each of which is only known as the body.
        raise Rejected(dict.fromkeys(faults))
    return tuple(found.values())


def with_own_media(
    article: Article, authors: Sequence[Person], body: RenderedBody, owner: str
) -> tuple[Article, tuple[Person, ...], RenderedBody]:
    """The same, naming the article's own copies of its media."""

    def own(address: str) -> str:
        return own_address(address, owner)

    image = article.image
    if image is not None:
        srcset = tuple(one.model_copy(update={"src": own(one.src)}) for one in image.srcset)
        own_image = image.model_copy(update={"src": own(image.src), "srcset": srcset})
        article = article.model_copy(update={"image": own_image})
    people = tuple(
        person.model_copy(update={"image": person.image and own(person.image), "url": person.url and own(person.url)})
        for person in authors
    )
    return article, people, replace(body, html=readdressed(body.html, own))


def own_address(address: str, owner: str) -> str:
    """The address of an owner's own copy of the medium at an address; any other address stays as it is."""
    path = media_path(address)
    if path is None:
        return address
    return encoded_path(f"/{media_key(path, owner)}") + address_suffix(address)


def media_key(path: str, owner: str) -> str:
    """The key of an owner's own copy of a medium: "media/storm.jpg" of "harbour" is "media/harbour/storm.jpg"."""
    return f"{MEDIA_PREFIX}{owner}/{path.removeprefix(MEDIA_PREFIX)}"


def media_copy(path: str, owner: str, body: bytes) -> Output:
    """An owner's own copy of a medium."""
    return Output(
        key=media_key(path, owner),
        body=body,
        content_type=content_type_of(path) or "application/octet-stream",
        cache_control=caching.MEDIA,
        tags=_tags(owner),
    )


def unread_copy(path: str, owner: str, digest: str) -> Unread:
    """The same, of which only the digest of its bytes is known."""
    plain = media_copy(path, owner, b"")
    return Unread(
        key=plain.key,
        content_type=plain.content_type,
        cache_control=plain.cache_control,
        tags=plain.tags,
        known_digest=digest,
    )


def _tags(owner: str) -> tuple[str, ...]:
    return ("media",) if owner == SITE_WIDE else ("media", caching.cache_tag("article", owner))


def _addresses(article: Article, authors: Sequence[Person], body: RenderedBody) -> Iterator[tuple[str, str]]:
    """Every address that may be a medium's, and where it stands in the source."""
    if article.image is not None:
        yield from _of_image(article.image, "/image")
    blocks = article.body.blocks if isinstance(article.body, BlocksBody) else ()
    of_blocks = [
        named
        for index, block in enumerate(blocks)
        if isinstance(block, ImageBlock)
        for named in _of_image(block, f"/body/{index}")
    ]
    yield from of_blocks
    in_blocks = {address.removeprefix("/") for address, _ in of_blocks}
    for address in addresses_in(body.html):
        if address.removeprefix("/") not in in_blocks:
            yield address, "/body/html" if isinstance(article.body, HtmlBody) else "/body"
    for index, (author, person) in enumerate(zip(article.authors, authors, strict=True)):
        place = f"/authors/{index}"
        if person.image:
            yield person.image, place if isinstance(author, str) else f"{place}/image"
        if person.url:
            yield person.url, place if isinstance(author, str) else f"{place}/url"


def _of_image(image: Image, place: str) -> Iterator[tuple[str, str]]:
    yield image.src, f"{place}/src"
    for index, rendition in enumerate(image.srcset):
        yield rendition.src, f"{place}/srcset/{index}/src"


def _wrong_type(reference: Reference) -> Fault:
    known = ", ".join(sorted(CONTENT_TYPES))
    message = f'"{reference.path}" is no medium that may be published; right would be one of the types {known}'
    return Fault(pointer=reference.pointer, message=message, code=FaultCode.MEDIA_TYPE)
