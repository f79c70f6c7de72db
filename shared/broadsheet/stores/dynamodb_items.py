"""The items of the DynamoDB table, one by one: what each is in the table, and what an item of the table is.

| pk                         | sk                     | attributes                                          |
| -------------------------- | ---------------------- | --------------------------------------------------- |
| `article#<id>`             | `article`              | `row`; while leased, `holder` and `until` (seconds) |
| `address#<path>`           | `claim`                | `owner`                                             |
| `listing#<listing>`        | `<published_at>#<id>`  | `entry`                                             |
| `due`                      | `<due_at>#<id>`        | `id`                                                |
| `media#<path>`             | `<id>`                 |                                                     |

An article's item without a `row` is of an article that is only being looked at.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from broadsheet.article import ArticleId, Unreadable
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Position, Row
from broadsheet.stores.codec import decode_entry, decode_row, encode_entry, encode_row
from broadsheet.stores.items import Claim, Due, Held, Item, Kept, Listed, Referred

LISTING_PREFIX: Final = "listing#"
ADDRESS_PREFIX: Final = "address#"
ARTICLE_PREFIX: Final = "article#"
MEDIUM_PREFIX: Final = "media#"
DUE: Final = "due"
ROW_SK: Final = "article"
CLAIM_SK: Final = "claim"


def row_key(article_id: str) -> dict[str, Any]:
    """Where an article's row and lease are."""
    return {"pk": {"S": f"{ARTICLE_PREFIX}{article_id}"}, "sk": {"S": ROW_SK}}


def key_of(item: Item) -> dict[str, Any]:
    """Where an item is in the table."""
    match item:
        case Claim(address=address):
            return {"pk": {"S": f"{ADDRESS_PREFIX}{address}"}, "sk": {"S": CLAIM_SK}}
        case Listed(position=position):
            return {"pk": {"S": LISTING_PREFIX + position.listing}, "sk": {"S": position.sort_key}}
        case Due(sort_key=sort_key):
            return {"pk": {"S": DUE}, "sk": {"S": sort_key}}
        case Referred(path=path, id=article_id):
            return {"pk": {"S": f"{MEDIUM_PREFIX}{path}"}, "sk": {"S": article_id}}
        case _:
            return row_key(item.id)


def encoded(item: Item) -> dict[str, Any]:
    """The item as the table holds it; of a row without the lease."""
    match item:
        case Claim(owner=owner):
            return {**key_of(item), "owner": {"S": owner}}
        case Listed(entry=Entry() as entry):
            return {**key_of(item), "entry": {"S": encode_entry(entry)}}
        case Due(id=article_id):
            return {**key_of(item), "id": {"S": article_id}}
        case Referred():
            return key_of(item)
        case Kept(row=Row() as row):
            return {**key_of(item), "row": {"S": encode_row(row)}}
        case _:
            message = f"{item} can't be written"
            raise TypeError(message)


def row_of(found: Mapping[str, Any] | None) -> Row | None:
    """The row in an article's item.

    Raises:
        Unreadable: it is damaged.
    """
    if found is None or "row" not in found:
        return None
    return decode_row(_text(found, "row"), _text(found, "pk").removeprefix(ARTICLE_PREFIX))


def decoded(found: Mapping[str, Any]) -> Iterator[Item]:
    """What an item of the table says: a row and its lease are one item there. What is of no known kind says nothing."""
    pk, sk = _text(found, "pk"), _text(found, "sk")
    if pk.startswith(ARTICLE_PREFIX) and sk == ROW_SK:
        article_id = ArticleId(pk.removeprefix(ARTICLE_PREFIX))
        if "row" in found:
            yield Kept(id=article_id, row=_or_none(row_of, found))
        if "holder" in found:
            yield Held(id=article_id, until=_until(found))
    elif pk.startswith(ADDRESS_PREFIX) and sk == CLAIM_SK:
        yield Claim(address=pk.removeprefix(ADDRESS_PREFIX), owner=_text(found, "owner"))
    elif pk.startswith(LISTING_PREFIX):
        yield Listed(position=Position(pk.removeprefix(LISTING_PREFIX), sk), entry=_or_none(_entry_of, found))
    elif pk == DUE:
        yield Due(sort_key=sk, id=_text(found, "id"))
    elif pk.startswith(MEDIUM_PREFIX):
        yield Referred(path=pk.removeprefix(MEDIUM_PREFIX), id=sk)


def _entry_of(found: Mapping[str, Any]) -> Entry:
    return decode_entry(_text(found, "entry"))


def _or_none(decode: Any, found: Mapping[str, Any]) -> Any:
    try:
        return decode(found)
    except Unreadable:
        return None


def _until(found: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(found["until"]["N"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _text(found: Mapping[str, Any], name: str) -> str:
    return str(found.get(name, {}).get("S", ""))
