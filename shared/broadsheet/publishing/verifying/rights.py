"""Whose an address is: told by its claim, by the rows, and by the receipts, any of which may be damaged."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from broadsheet.article import ArticleId, Unreadable
from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import Row
from broadsheet.stores.items import Claim, Referred
from broadsheet.stores.receipts import Receipt, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """An article's addresses, oldest first, and whose claims are on them and on those that were in question."""

    addresses: tuple[str, ...]
    owners: dict[str, str | None]


def rights_of(
    article_id: ArticleId, row: Row | None, hints: Mapping[str, AbstractSet[str]], newsroom: Newsroom
) -> Rights:
    """The addresses that are an article's own.

    A claim is entered together with the row, and receipts tell of it from then on. So an address is an article's own if
    a receipt says so, or both the row and the claim. Where no receipts are kept, a page that is there stands in for
    them. `hints` are addresses in question, with the articles that may have something to do with them.
    """
    listed = row.addresses if row else ()
    owners = {address: owner_of(address, newsroom) for address in dict.fromkeys((*listed, *sorted(hints)))}
    mine = [address for address, owner in owners.items() if owner == article_id]
    if row is not None and set(listed) == set(mine):
        return Rights(addresses=listed, owners=owners)
    known = {page_key(address): address for address in reversed((*listed, *mine))}
    if newsroom.inbox.keeps_history:
        told = [each for each in receipts_of(article_id, newsroom) if _tells_of_pages(each)]
        witnessed = list(dict.fromkeys(key for each in told for key in each.outputs))
    else:
        witnessed = [
            key
            for key, address in known.items()
            if newsroom.site.look(key) is not None
            and (address in listed or not any(_lists(other, address, newsroom) for other in hints.get(address, ())))
        ]
    own: list[str] = []
    for key in dict.fromkeys((*witnessed, *map(page_key, (*listed, *mine)))):
        address = known.get(key) or _address_at(key)
        owner = owners.setdefault(address, owner_of(address, newsroom))
        lost = owner not in {None, article_id} and _lists(str(owner), address, newsroom)
        if not lost and (key in witnessed or (address in listed and owner == article_id)):
            own.append(address)
    return Rights(addresses=listed if set(own) == set(listed) else tuple(own), owners=owners)


def owner_of(address: str, newsroom: Newsroom) -> str | None:
    """Whose the claim on an address is."""
    claim = newsroom.catalog.stored(Claim(address=address, owner=""))
    return claim.owner if isinstance(claim, Claim) else None


def is_anybodys(key: str, newsroom: Newsroom) -> bool:
    """Whether the key is an article's page by a claim, or its copy of a medium by its reference."""
    if any(owner_of(address, newsroom) is not None for address in addresses_at(key)):
        return True
    owner, _, name = key.removeprefix(MEDIA_PREFIX).partition("/")
    reference = Referred(path=MEDIA_PREFIX + name, id=owner)
    return key.startswith(MEDIA_PREFIX) and newsroom.catalog.stored(reference) is not None


def addresses_at(key: str) -> tuple[str, ...]:
    """The addresses whose page may be at a key."""
    return tuple(dict.fromkeys((_address_at(key), f"/{key}")))


def receipts_of(source_id: str, newsroom: Newsroom) -> list[Receipt]:
    """All receipts of an article, oldest first."""
    found = newsroom.inbox.receipts(source_id)
    return sorted(found, key=lambda receipt: (receipt.revision, receipt.received_at, receipt.source_version))


def _tells_of_pages(receipt: Receipt) -> bool:
    """Whether it is one of those that have outputs at all."""
    return receipt.verdict is not Verdict.REJECTED and receipt.superseded_by is None


def _address_at(key: str) -> str:
    folder = key.removesuffix("index.html")
    return f"/{folder}" if folder.endswith("/") else f"/{key}"


def _lists(source_id: str, address: str, newsroom: Newsroom) -> bool:
    try:
        row = newsroom.catalog.row(ArticleId(source_id))
    except Unreadable:
        return False
    return row is not None and address in row.addresses
