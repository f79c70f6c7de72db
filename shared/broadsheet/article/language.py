"""Language tags: the syntax of BCP 47 (RFC 5646, section 2.1), and their canonical form (section 4.5)."""

import re
from typing import Final

from broadsheet.article.language_registry import (
    EXTENDED,
    LANGUAGES_NOW,
    LANGUAGES_OF_TWO_LETTERS,
    REGIONS,
    REGIONS_NOW,
    TAGS_NO_MORE,
    TAGS_NOW,
)

MAX_TAG_CHARACTERS: Final = 80

_TAG: Final = re.compile(
    r"""
    (?P<language>[a-z]{2,3})
    (?:-(?P<extended>[a-z]{3}))?
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-(?P<private>x(?:-[a-z0-9]{1,8})+))?
    """,
    re.VERBOSE,
)
_PRIVATE_REGION: Final = re.compile("Q[M-Z]|X[A-Z]")
_RIGHT: Final = 'right would be one such as "en-GB" or "fa"'


def language_tag(text: str) -> str:
    """Check a language tag and return it in its canonical form: "en-GB" of "en-uk", "he" of "iw", "ase" of "sgn-US".

    Raises:
        ValueError: with a message for people.
    """
    if len(text) > MAX_TAG_CHARACTERS:
        raise ValueError(f'a language tag of {len(text):,} characters; right would be one such as "en-GB"')
    lowered = text.lower()
    if lowered in TAGS_NOW:
        return TAGS_NOW[lowered]
    if lowered in TAGS_NO_MORE:
        raise ValueError(f"a language tag that is written no more; {_RIGHT}")
    if lowered.startswith("x-"):
        raise ValueError(f"a private language tag, which tells readers nothing; {_RIGHT}")
    parts = _TAG.fullmatch(lowered) if text.isascii() else None
    if parts is None:
        hyphenated = lowered.replace("_", "-")
        if "_" in lowered and _TAG.fullmatch(hyphenated):
            raise ValueError(f'an underscore in a language tag; right would be "{language_tag(hyphenated)}"')
        raise ValueError(f"not a language tag of BCP 47; {_RIGHT}")
    for what, found in (("variant", _subtags(parts["variants"])), ("extension", _singletons(parts["extensions"]))):
        if len(found) != len(set(found)):
            raise ValueError(f"a language tag that repeats one {what}; right would be each once")
    return "".join(
        (
            _language(parts["language"], parts["extended"]),
            f"-{parts['script'].title()}" if parts["script"] else "",
            f"-{_region(parts['region'].upper())}" if parts["region"] else "",
            parts["variants"],
            parts["extensions"],
            f"-{parts['private']}" if parts["private"] else "",
        ),
    )


def _language(code: str, extended: str | None) -> str:
    if extended:
        if code not in EXTENDED:
            raise ValueError(f'no other language can follow "{code}" in a tag, as "{extended}" does; {_RIGHT}')
        return extended
    now = LANGUAGES_NOW.get(code, code)
    if len(now) == len("en") and now not in LANGUAGES_OF_TWO_LETTERS:
        raise ValueError(f'no language "{code}" exists; {_RIGHT}')
    return now


def _region(code: str) -> str:
    now = REGIONS_NOW.get(code, code)
    if now not in REGIONS and not _PRIVATE_REGION.fullmatch(now):
        raise ValueError(f'no region "{code}" exists; {_RIGHT}')
    return now


def _subtags(text: str) -> list[str]:
    return text.split("-")[1:]


def _singletons(text: str) -> list[str]:
    return [subtag for subtag in _subtags(text) if len(subtag) == 1]
