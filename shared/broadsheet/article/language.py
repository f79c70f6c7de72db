"""Language tags: the syntax of BCP 47 (RFC 5646, section 2.1) and its usual case."""

import re
from typing import Final

MAX_TAG_CHARACTERS: Final = 80

# The tags that RFC 5646 keeps although they break its own grammar.
_IRREGULAR: Final = {
    tag.lower(): tag
    for tag in (
        "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
        "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE",
    )
}  # fmt: skip
_PRIVATE: Final = r"x(?:-[a-z0-9]{1,8})+"
_TAG: Final = re.compile(
    rf"""
    (?:
        (?P<language>[a-z]{{2,3}}(?:-[a-z]{{3}}){{0,3}}|[a-z]{{4,8}})
        (?:-(?P<script>[a-z]{{4}}))?
        (?:-(?P<region>[a-z]{{2}}|[0-9]{{3}}))?
        (?P<variants>(?:-(?:[a-z0-9]{{5,8}}|[0-9][a-z0-9]{{3}}))*)
        (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{{2,8}})+)*)
        (?:-(?P<private>{_PRIVATE}))?
    |   (?P<only_private>{_PRIVATE})
    )""",
    re.VERBOSE,
)


def language_tag(text: str) -> str:
    """Check a language tag and return it in its usual case ("en-GB", "zh-Hant-TW").

    Raises:
        ValueError: with a message for people.
    """
    if len(text) > MAX_TAG_CHARACTERS:
        raise ValueError(f'a language tag of {len(text):,} characters; right would be one such as "en-GB"')
    lowered = text.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    parts = _TAG.fullmatch(lowered) if text.isascii() else None
    if parts is None:
        hyphenated = lowered.replace("_", "-")
        if "_" in lowered and _TAG.fullmatch(hyphenated):
            raise ValueError(f'an underscore in a language tag; right would be "{language_tag(hyphenated)}"')
        raise ValueError('not a language tag of BCP 47; right would be one such as "en-GB" or "fa"')
    if parts["only_private"]:
        return lowered
    for what, found in (("variant", _subtags(parts["variants"])), ("extension", _singletons(parts["extensions"]))):
        if len(found) != len(set(found)):
            raise ValueError(f"a language tag that repeats one {what}; right would be each once")
    return "".join(
        (
            parts["language"],
            f"-{parts['script'].title()}" if parts["script"] else "",
            f"-{parts['region'].upper()}" if parts["region"] else "",
            parts["variants"],
            parts["extensions"],
            f"-{parts['private']}" if parts["private"] else "",
        ),
    )


def _subtags(text: str) -> list[str]:
    return text.split("-")[1:]


def _singletons(text: str) -> list[str]:
    return [subtag for subtag in _subtags(text) if len(subtag) == 1]
