"""Rows and entries as JSON, one form for every catalog adapter."""

from pydantic import TypeAdapter, ValidationError

from broadsheet.article import Unreadable
from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Row

_ROW: TypeAdapter[Row] = TypeAdapter(Row)
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def encode_row(row: Row) -> str:
    """The row as JSON."""
    return _ROW.dump_json(row).decode()


def decode_row(text: str | bytes, article_id: str | None = None) -> Row:
    """The row from its JSON; with `article_id`, the one of that article.

    Raises:
        Unreadable: it is none, or another article's.
    """
    try:
        row = _ROW.validate_json(text)
    except ValidationError as error:
        message = f"the row of {article_id or 'an article'} can't be read: {error}"
        raise Unreadable(message) from error
    if article_id is not None and row.id != article_id:
        message = f"the row of {article_id} says that it is that of {row.id}"
        raise Unreadable(message)
    return row


def encode_entry(entry: Entry) -> str:
    """The entry as JSON."""
    return _ENTRY.dump_json(entry).decode()


def decode_entry(text: str | bytes) -> Entry:
    """The entry from its JSON.

    Raises:
        Unreadable: it is none.
    """
    try:
        return _ENTRY.validate_json(text)
    except ValidationError as error:
        message = f"an entry can't be read: {error}"
        raise Unreadable(message) from error
