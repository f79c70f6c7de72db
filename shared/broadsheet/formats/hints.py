"""What an editor probably meant by a name that nothing has."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_LONGEST_NAME: Final = 40
_MEANT: Final = {
    "abstract": ("summary",),
    "address": ("url", "src"),
    "alttext": ("alt",),
    "author": ("authors", "name"),
    "biography": ("bio",),
    "blockquote": ("quote",),
    "blocks": ("body",),
    "byline": ("authors", "credit"),
    "category": ("section",),
    "content": ("body", "text"),
    "contents": ("body", "text"),
    "correction": ("corrections",),
    "copyright": ("credit",),
    "date": ("published_at", "at"),
    "datepublished": ("published_at",),
    "dek": ("summary",),
    "description": ("summary", "alt", "bio"),
    "embargo": ("embargo_until",),
    "embargoed": ("embargo_until",),
    "expires": ("expires_at",),
    "figure": ("image",),
    "h2": ("heading",),
    "h3": ("heading",),
    "header": ("heading", "title", "head"),
    "headers": ("head",),
    "headline": ("title",),
    "href": ("url", "src"),
    "hreflang": ("translations", "language"),
    "hr": ("divider",),
    "img": ("image",),
    "keywords": ("tags",),
    "lang": ("language",),
    "lede": ("summary",),
    "link": ("url",),
    "locale": ("language",),
    "modified": ("updated_at",),
    "ol": ("list",),
    "p": ("paragraph",),
    "photo": ("image",),
    "picture": ("image",),
    "pre": ("code",),
    "published": ("published_at",),
    "redirects": ("redirect_from",),
    "separator": ("divider",),
    "standfirst": ("summary",),
    "state": ("status",),
    "subtitle": ("summary",),
    "tag": ("tags",),
    "text": ("body", "text"),
    "topics": ("tags",),
    "translation": ("translations",),
    "ul": ("list",),
    "updated": ("updated_at",),
    "uri": ("url", "src"),
    "video": ("embed",),
}


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that is meant, or None: by its letters without case and punctuation, by sense, or by likeness."""
    if len(name) > _LONGEST_NAME:
        return None
    plain = _plain(name)
    by_letters = {_plain(candidate): candidate for candidate in known}
    if plain in by_letters:
        return by_letters[plain]
    for meant in _MEANT.get(plain, ()):
        if meant in known:
            return meant
    return next((by_letters[match] for match in get_close_matches(plain, by_letters, n=1)), None)


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
