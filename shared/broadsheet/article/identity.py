"""What an article is called: its identity (the source's key) and its slug (its place in an address)."""

import re
import unicodedata
from typing import Final, NewType

ArticleId = NewType("ArticleId", str)
Slug = NewType("Slug", str)

MAX_ID_CHARACTERS: Final = 128
MAX_SLUG_CHARACTERS: Final = 80
MAX_NAME_BYTES: Final = 200

_RESERVED_IDS: Final = frozenset({"site.toml"})
_APOSTROPHES: Final = "'\u2018\u2019\u02bc"
# The default-ignorable letters and marks (Unicode's DerivedCoreProperties): a slug of them could not be seen.
_INVISIBLE: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_WORD_BREAKS: Final = frozenset("\u200b\u200c")
# What Unicode makes of the Turkish capital İ in small, to keep its dot; Turkish writes i.
_DOTTED: Final = "i\u0307"
# Longer than any title, and short enough for normalising, which takes quadratic time on a long run of combining marks.
_READ_CHARACTERS: Final = 400


def article_id(text: str) -> ArticleId:
    """Check an identity: letters, marks, digits and `. _ -` in NFC, at most 128 characters and 200 UTF-8 bytes.

    Raises:
        ValueError: with a message for people.
    """
    if reason := _why_not_an_id(text):
        raise ValueError(f'{reason}; right would be "{_right_id(text)}"')
    return ArticleId(text)


def _why_not_an_id(text: str) -> str | None:  # noqa: PLR0911  # one reason, one return
    if not text:
        return "an id can't be empty"
    if len(text) > MAX_ID_CHARACTERS:
        return f"an id has at most {MAX_ID_CHARACTERS} characters; this one has {len(text):,}"
    if "/" in text or "\\" in text or ".." in text:
        return 'an id is a name and not a path: "/", "\\" and ".." are not allowed'
    if wrong := next((c for c in text if not (c in "._-" or _is_word_character(c))), None):
        return f"an id holds letters, digits and . _ - only; {_named(wrong)} is none of them"
    if unicodedata.category(text[0])[0] not in "LN":
        return f"an id begins with a letter or a digit, not with {_named(text[0])}"
    if not unicodedata.is_normalized("NFC", text):
        return "an id is in Unicode's composed form (NFC)"
    if len(text.encode()) > MAX_NAME_BYTES:
        return f"an id has at most {MAX_NAME_BYTES} UTF-8 bytes; this one has {len(text.encode())}"
    if text in _RESERVED_IDS:
        return f'the id "{text}" is kept for the site\'s own file'
    return None


def _right_id(text: str) -> str:
    composed = unicodedata.normalize("NFC", text) if len(text) <= MAX_ID_CHARACTERS else ""
    return composed if composed and not _why_not_an_id(composed) else slugify(text, fallback="storm-2026")


def slug(text: str) -> Slug:
    """Check an explicit slug: a slug is what `slugify` leaves unchanged.

    Raises:
        ValueError: with a message for people that says what would be right.
    """
    right = slugify(text, fallback="article")
    if text != right:
        raise ValueError(
            f"a slug is lower-case letters and digits with single hyphens between words, "
            f'at most {MAX_SLUG_CHARACTERS} characters and {MAX_NAME_BYTES} UTF-8 bytes; right would be "{right}"',
        )
    return right


def slugify(title: str, *, fallback: str) -> Slug:
    """Make the slug of a title in any script.

    NFKC and lower case; letters, combining marks and numbers stay, apostrophes and invisible controls go, a run of
    anything else (and a zero-width non-joiner) is one hyphen. Cut at a word to 80 characters and 200 UTF-8 bytes. If
    nothing is left, the slug of `fallback`, and of that nothing either, "article".
    """
    return Slug(_slug_of(title) or _slug_of(fallback) or "article")


def _slug_of(title: str) -> str:
    text = title.strip()[:_READ_CHARACTERS]
    # What goes may have stood between a letter and its accent, so that once is not always enough.
    while (folded := _folded(text)) != text:
        text = folded
    return _cut(text)


def _folded(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).lower().replace(_DOTTED, "i")
    text = unicodedata.normalize("NFKC", lowered)
    kept: list[str] = []
    after_letter = False
    for character in text:
        category = unicodedata.category(character)
        if character in _WORD_BREAKS:
            after_letter = False
        elif character in _APOSTROPHES or category in {"Cf", "Cs"} or _INVISIBLE.match(character):
            continue
        elif category[0] in "LN" or (category in {"Mn", "Mc"} and after_letter):
            if not after_letter and kept:
                kept.append("-")
            kept.append(character)
            after_letter = True
        else:
            after_letter = False
    return "".join(kept)


def _cut(text: str) -> str:
    limit = len(text.encode()[:MAX_NAME_BYTES].decode(errors="ignore"))
    limit = min(limit, MAX_SLUG_CHARACTERS)
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    at_word = head.rfind("-")
    if at_word >= limit // 2:
        return head[:at_word]
    # A script without spaces, or one very long word: cut between two characters, not between a letter and its mark.
    at_character = limit
    while at_character > limit // 2 and unicodedata.category(text[at_character])[0] == "M":
        at_character -= 1
    return text[:at_character].rstrip("-")


def _is_word_character(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and not _INVISIBLE.match(character)


def _named(character: str) -> str:
    shown_alone = character.isprintable() and not unicodedata.combining(character)
    return f'"{character}" (U+{ord(character):04X})' if shown_alone else f"U+{ord(character):04X}"
