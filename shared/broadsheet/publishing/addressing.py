"""Which addresses an article tries, and what its editor is told when others have them."""

from collections.abc import Iterator
from hashlib import sha256

from broadsheet.article import Article, Fault, FaultCode, Slug
from broadsheet.publishing.judge import located
from broadsheet.site.story import old_address
from broadsheet.stores.catalog import AddressTaken
from broadsheet.stores.inbox import Source


def suffixed(slug: Slug, source_id: str) -> Slug:
    """The slug that an article gets when another has its first choice: always the same one."""
    return Slug(f"{slug}-{sha256(source_id.encode()).hexdigest()[:6]}")


def taken_faults(taken: AddressTaken, article: Article, source: Source) -> Iterator[Fault]:
    """A fault for each address that other articles have."""
    pointers = {old_address(path): f"/redirect_from/{index}" for index, path in enumerate(article.redirect_from)}
    for address, owner in taken.owners.items():
        pointer = pointers.get(address, "/slug")
        message = f"{address} belongs to the article {owner!r}; " + (
            "choose another slug, or leave it out to have one made" if pointer == "/slug" else "leave it out"
        )
        yield located(Fault(pointer=pointer, message=message, code=FaultCode.SLUG_TAKEN), source)
