"""Language tags (BCP 47) of pages and of pieces in them: their script, their direction, the nearest known locale."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.core import UnknownLocaleError, get_global

Direction = Literal["ltr", "rtl"]

_RTL_SCRIPTS: Final = frozenset((
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr", "Hung", "Khar", "Lydi",
    "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx",
    "Prti", "Rohg", "Samr", "Sarb", "Sidt", "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi",
))  # fmt: skip
"""ISO 15924 codes of the scripts that Unicode writes from right to left."""

_LIKELY_BESIDES: Final = {"pnb": "pnb_Arab_PK", "prs": "prs_Arab_AF", "rhg": "rhg_Rohg_BD", "sdh": "sdh_Arab_IR"}
"""Likely subtags that Babel's data lacks."""
_OLD_CODES: Final = {"iw": "he", "ji": "yi", "in": "id"}
"""ISO 639 codes that were replaced; the IANA registry's preferred values."""


@dataclass(frozen=True, slots=True)
class Span:
    """The language and direction of a piece of text, for its `lang` and `dir` attributes."""

    lang: str
    dir: Direction

    def fits_in(self, around: "Span") -> bool:
        """Whether a piece needs no attributes of its own inside of `around`."""
        return self.dir == around.dir and primary_subtag(self.lang) == primary_subtag(around.lang)


@lru_cache(maxsize=512)
def primary_subtag(tag: str) -> str:
    """The language subtag, in lower case and by its present code ("he" of "iw-IL")."""
    first = tag.split("-", 1)[0].lower()
    return _OLD_CODES.get(first, first)


@lru_cache(maxsize=512)
def script_of(tag: str) -> str:
    """The ISO 15924 script of a tag: its own subtag, else the likely one (CLDR) of its language and region, else ""."""
    language = primary_subtag(tag)
    region = ""
    for subtag in tag.split("-")[1:]:
        if len(subtag) == 1:
            break
        if len(subtag) == len("Arab") and subtag.isalpha():
            return subtag.title()
        if len(subtag) == len("GB") and subtag.isalpha():
            region = subtag.upper()
    found = _likely(language, region)
    return next((part for part in found.split("_")[1:] if len(part) == len("Arab")), "")


def _likely(language: str, region: str) -> str:
    """Language, script and region ("fa_Arab_IR") that are meant by less, as CLDR has it; "" where it doesn't know."""
    likely = get_global("likely_subtags")
    return likely.get(f"{language}_{region}") or likely.get(language) or _LIKELY_BESIDES.get(language, "")


@lru_cache(maxsize=512)
def social_locale(tag: str) -> str:
    """A tag as Open Graph writes locales, language and region: "en_GB", "fa_IR" of "fa"; "" where none is known."""
    language = primary_subtag(tag)
    for subtag in tag.split("-")[1:]:
        if len(subtag) == 1:
            break
        if len(subtag) == len("GB") and subtag.isalpha():
            return f"{language}_{subtag.upper()}"
    region = _likely(language, "").rpartition("_")[2]
    return f"{language}_{region}" if len(region) == len("GB") else ""


def direction_of(tag: str) -> Direction:
    """The direction that a language tag's script is written in."""
    return "rtl" if script_of(tag) in _RTL_SCRIPTS else "ltr"


@lru_cache(maxsize=512)
def span_of(tag: str) -> Span:
    """The tag with its direction."""
    return Span(tag, direction_of(tag))


@lru_cache(maxsize=512)
def closest_locale(tag: str, fallback: str) -> Locale:
    """The locale that CLDR has for a tag, cut from its end until there is one; else for `fallback`; else English."""
    for candidate in (tag, fallback):
        subtags = re.split(r"-(?:[a-z0-9])-", candidate.lower(), maxsplit=1)[0].split("-")
        while subtags:
            try:
                return Locale.parse("-".join(subtags), sep="-")
            except (UnknownLocaleError, ValueError):
                subtags.pop()
    return Locale("en")


@lru_cache(maxsize=512)
def own_name(tag: str) -> str:
    """A language's name in the language itself ("فارسی" of "fa"); the tag where CLDR has none."""
    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
