"""The catalogs of the pages' words: `make words` enters the messages of words.py in each of them and compiles it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from broadsheet.site import words
from broadsheet.site.catalogs import LOCALES

_Arguments = tuple[int | tuple[int, int] | tuple[int, str], ...] | None
_Keywords = dict[str, _Arguments | dict[int | None, _Arguments]]

_SOURCE: Final = Path(words.__file__)
_MADE_BY: Final[_Keywords] = {
    "_Word": {1: None, 2: ((2, "c"), 1)},
    "_phrase": None,
    "_several": (1, 2),
    "ngettext": (1, 2),
}
"""What makes messages in words.py, and which of its arguments are the message, its plural and its context (c)."""
_COMMENT: Final = "# The words of pages in {name}. docs/languages.md tells how to mend one and what adds them.\n#"


class WordsCatalog(Catalog):
    """A catalog whose header says what a reader of it needs, and neither when nor by which version it was written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def sources() -> list[Path]:
    """The catalogs as translators write them."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/words.po"))


def compiled_path(source: Path) -> Path:
    """Where the compiled catalog of a source is."""
    return source.with_suffix(".mo")


def messages() -> Iterator[Message]:
    """The messages of words.py in their order, not translated."""
    for _, ids, _, context in extract_from_file("python", str(_SOURCE), _MADE_BY):
        yield Message(ids, context=context)


def read(source: Path) -> Catalog:
    """A catalog as it is."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parents[1].name)


def updated(source: Path) -> WordsCatalog:
    """A catalog with the messages of words.py: those that it has translated, the others empty."""
    old = read(source)
    new = WordsCatalog(locale=old.locale, fuzzy=False)
    vars(new).update(_num_plurals=old.num_plurals, _plural_expr=old.plural_expr)  # Babel takes them from a file only
    new.header_comment = _COMMENT.format(name=new.locale.english_name if new.locale else source.parents[1].name)
    for message in messages():
        known = old.get(message.id, context=message.context)
        string, flags = (known.string, known.flags) if known else (None, ())
        new.add(message.id, string, flags=flags, context=message.context)
    return new


def written(catalog: Catalog) -> bytes:
    """The source of a catalog."""
    file = BytesIO()
    write_po(file, catalog, width=120)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The catalog as gettext reads it."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


if __name__ == "__main__":
    for source in sources():
        catalog = updated(source)
        source.write_bytes(written(catalog))
        compiled_path(source).write_bytes(compiled(catalog))
