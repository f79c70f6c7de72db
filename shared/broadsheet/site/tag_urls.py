"""The addresses of tags."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from broadsheet.article import Slug, slugify
from broadsheet.site.urls import encoded_path

_SPOKEN: Final = {"+": "plus", "#": "sharp", "♯": "sharp"}
_SIGNS: Final = re.compile("[+#♯]+")


@lru_cache(maxsize=4096)
def tag_slug(tag: str) -> Slug:
    """The part of an address that a tag has: /tag/<slug>/.

    Signs at a word's end are part of a name, and spoken: "C++", "C#" and "C" are three tags, c-plus-plus, c-sharp and
    c. Elsewhere, as in "#rain", they part words like all others. The slug of a slug is the same.
    """
    return slugify(_SIGNS.sub(_spoken, normalize("NFKC", tag)), fallback="tag")


def tag_url(tag: str) -> str:
    """The percent-encoded address of a tag's page; it may be named by its slug."""
    return encoded_path(f"/tag/{tag_slug(tag)}/")


def _spoken(signs: re.Match[str]) -> str:
    before, after = signs.string[: signs.start()][-1:], signs.string[signs.end() :][:1]
    if not _is_of_a_word(before) or _is_of_a_word(after):
        return signs[0]
    return "".join(f" {_SPOKEN[sign]}" for sign in signs[0])


def _is_of_a_word(character: str) -> bool:
    return bool(character) and category(character)[0] in "LMN"
