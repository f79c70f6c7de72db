"""The addresses of tags."""

from functools import lru_cache

from broadsheet.article import Slug, slugify
from broadsheet.site.urls import encoded_path


@lru_cache(maxsize=4096)
def tag_slug(tag: str) -> Slug:
    """The part of an address that a tag has: /tag/<slug>/."""
    return slugify(tag, fallback="tag")


def tag_url(tag: str) -> str:
    """The percent-encoded address of a tag's page; it may be named by its slug."""
    return encoded_path(f"/tag/{tag_slug(tag)}/")
