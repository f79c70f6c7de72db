"""Files that editors and other systems send, read strictly into articles."""

from broadsheet.formats.native import read_article
from broadsheet.formats.scanner import JsonValue
from broadsheet.formats.schema import article_schema
from broadsheet.formats.strict_json import MAX_SOURCE_BYTES, locate, read_json

__all__ = ["MAX_SOURCE_BYTES", "JsonValue", "article_schema", "locate", "read_article", "read_json"]
