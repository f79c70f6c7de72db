"""Rows and entries as JSON, one form for every catalog adapter."""

from pydantic import TypeAdapter

from broadsheet.site.story import Entry
from broadsheet.stores.catalog import Row

_ROW: TypeAdapter[Row] = TypeAdapter(Row)
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def encode_row(row: Row) -> str:
    """The row as JSON."""
    return _ROW.dump_json(row).decode()


def decode_row(text: str | bytes) -> Row:
    """The row from its JSON."""
    return _ROW.validate_json(text)


def encode_entry(entry: Entry) -> str:
    """The entry as JSON."""
    return _ENTRY.dump_json(entry).decode()


def decode_entry(text: str | bytes) -> Entry:
    """The entry from its JSON."""
    return _ENTRY.validate_json(text)
