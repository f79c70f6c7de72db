"""The catalogs of the furniture's words, `locales/<language>/LC_MESSAGES/words.mo`: which of them a language reads."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from broadsheet.site.languages import Span, names_of, script_of, span_of

LOCALES: Final = Path(__file__).parent / "locales"
SOURCE_LANGUAGE: Final = "en"
"""The language of the messages themselves, which needs no catalog."""


def catalog_for(tag: str) -> tuple[Span, NullTranslations]:
    """The catalog that readers of a BCP 47 tag understand, and its language; else that of English.

    The nearest in language, script and region: "pt-AO" reads European Portuguese, "zh-HK" traditional characters, and
    "fa-Latn" English, since nobody who reads Persian in Latin letters is helped by Arabic ones.
    """
    for name in names_of(tag):
        if name == SOURCE_LANGUAGE:
            break
        language = name.replace("_", "-")
        if language in languages() and script_of(language) == script_of(tag):
            return span_of(language), _read(name)
    return span_of(SOURCE_LANGUAGE), NullTranslations()


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages that have a catalog, English not among them."""
    return tuple(sorted(folder.name.replace("_", "-") for folder in LOCALES.iterdir() if folder.is_dir()))


@cache
def _read(name: str) -> GNUTranslations:
    with (LOCALES / name / "LC_MESSAGES" / "words.mo").open("rb") as file:
        return GNUTranslations(file)
