"""Language tags (BCP 47) of pages and of pieces in them: their script, their direction, the nearest known locale."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.core import UnknownLocaleError, get_global

Direction = Literal["ltr", "rtl"]

_REGION: Final = re.compile("[A-Za-z]{2}|[0-9]{3}")
_RTL_SCRIPTS: Final = frozenset((
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr", "Hung", "Khar", "Lydi",
    "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx",
    "Prti", "Rohg", "Samr", "Sarb", "Sidt", "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi",
))  # fmt: skip
"""ISO 15924 codes of the scripts that Unicode writes from right to left."""

_LIKELY_BESIDES: Final = {"pnb": "pnb_Arab_PK", "rhg": "rhg_Rohg_BD", "sdh": "sdh_Arab_IR"}
"""Likely subtags that Babel's data lacks."""
_OLD_CODES: Final = {"ji": "yi"}
"""ISO 639 codes that were replaced and that CLDR's aliases lack."""

_ZERO_OF: Final = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "gujr": 0x0AE6,
    "guru": 0x0A66,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}
"""The zero of each numbering system that CLDR makes a language's default; Babel writes Latin digits."""


@dataclass(frozen=True, slots=True)
class Span:
    """The language and direction of a piece of text, for its `lang` and `dir` attributes."""

    lang: str
    dir: Direction

    def fits_in(self, around: "Span") -> bool:
        """Whether a piece needs no attributes of its own inside of `around`: the same language in the same script."""
        return (
            self.dir == around.dir
            and primary_subtag(self.lang) == primary_subtag(around.lang)
            and script_of(self.lang) == script_of(around.lang)
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """What a language tag says: `script` and `region` are "" where it leaves them open."""

    language: str
    script: str
    region: str


@lru_cache(maxsize=512)
def parts_of(tag: str) -> Parts:
    """The parts of a BCP 47 tag, the language by its present code: "iw-IL" is he and IL, "prs" is fa and AF."""
    first, *rest = _before_extensions(tag).split("-")
    code = first.lower()
    alias = get_global("language_aliases").get(code) or _OLD_CODES.get(code, code)
    language, *implied = alias.split("_")
    subtags = (*rest, *implied)
    script = next((one.title() for one in subtags if len(one) == len("Arab") and one.isalpha()), "")
    region = next((one.upper() for one in subtags if _REGION.fullmatch(one)), "")
    return Parts(language, script, region)


@lru_cache(maxsize=512)
def keyword_of(tag: str, key: str) -> str:
    """What the tag's Unicode extension (RFC 6067) says of `key`, else "": "ca" of "fa-u-ca-gregory" is "gregory"."""
    found = re.search(rf"-u-(?:[a-z0-9]{{2,8}}-)*?{key}-([a-z0-9]{{3,8}}(?:-[a-z0-9]{{3,8}})*)", tag.lower())
    return found[1] if found else ""


@lru_cache(maxsize=512)
def primary_subtag(tag: str) -> str:
    """The language subtag, in lower case and by its present code ("he" of "iw-IL")."""
    return parts_of(tag).language


@lru_cache(maxsize=512)
def script_of(tag: str) -> str:
    """The ISO 15924 script of a tag: its own subtag, else the likely one (CLDR) of its language and region, else ""."""
    return parts_of(tag).script or next((one for one in _likely(tag) if len(one) == len("Arab")), "")


@lru_cache(maxsize=512)
def region_of(tag: str) -> str:
    """The region of a tag: its own subtag, else the likely one (CLDR) of its language and script, else ""."""
    return parts_of(tag).region or next((one for one in reversed(_likely(tag)) if len(one) == len("GB")), "")


@lru_cache(maxsize=512)
def names_of(tag: str) -> tuple[str, ...]:
    """CLDR's names for a tag, the nearest first: of "pt-AO" they are pt_AO, its parent pt_PT, pt_Latn, pt."""
    parts = parts_of(tag)
    language, script, region = parts.language, parts.script, parts.region
    near = [f"{language}_{script}_{region}"] if script and region else []
    near += [f"{language}_{region}"] if region else []
    parents = get_global("parent_exceptions")
    near += [parent for name in near if (parent := parents.get(name))]
    written = [f"{language}_{likely}"] if (likely := script_of(tag)) else []
    return (*near, *written, language)


def direction_of(tag: str) -> Direction:
    """The direction that a language tag's script is written in."""
    return "rtl" if script_of(tag) in _RTL_SCRIPTS else "ltr"


@lru_cache(maxsize=512)
def span_of(tag: str) -> Span:
    """The tag with its direction."""
    return Span(tag, direction_of(tag))


@lru_cache(maxsize=512)
def closest_locale(tag: str, fallback: str) -> Locale:
    """The locale that CLDR has for a tag: in its script, its region if possible; else for `fallback`; else English."""
    for candidate in (tag, fallback):
        script = script_of(candidate)
        for name in names_of(candidate):
            try:
                locale = Locale.parse(name)
            except (UnknownLocaleError, ValueError):
                continue
            if script_of(_tag_of(locale)) == script:
                return locale
    return Locale("en")


@lru_cache(maxsize=512)
def span_of_locale(locale: Locale) -> Span:
    """The language and direction of what is written by a locale."""
    return span_of(_tag_of(locale))


@lru_cache(maxsize=512)
def numbering_of(tag: str, locale: Locale) -> str:
    """The numbering system (Unicode's name) that a tag asks for ("-u-nu-"), if it is known, else that of its locale."""
    asked = keyword_of(tag, "nu")
    return asked if asked in {*_ZERO_OF, "latn"} else locale.default_numbering_system


@lru_cache(maxsize=64)
def digits_of(numbering: str) -> dict[int, int]:
    """The digits of a numbering system, as a table for `str.translate`."""
    zero = _ZERO_OF.get(numbering)
    return {ord("0") + digit: zero + digit for digit in range(10)} if zero else {}


def _tag_of(locale: Locale) -> str:
    return str(locale).replace("_", "-")


def _before_extensions(tag: str) -> str:
    return re.split(r"-[A-Za-z0-9]-", tag, maxsplit=1)[0]


def _likely(tag: str) -> list[str]:
    """The likely subtags of a tag after its language."""
    parts = parts_of(tag)
    likely = get_global("likely_subtags")
    names = (f"{parts.language}_{parts.region}", f"{parts.language}_{parts.script}", parts.language)
    found = next((likely[name] for name in names if name in likely), "") or _LIKELY_BESIDES.get(parts.language, "")
    return found.split("_")[1:]
