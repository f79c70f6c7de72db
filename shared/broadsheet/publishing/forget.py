"""Forget: have the CDN let go of what readers were shown of articles that have changed or are gone."""

import hashlib
from collections.abc import Collection, Iterator

from broadsheet.site.caching import cache_tag
from broadsheet.stores.edge import Edge

MOST_TAGS = 500
"""In one wish; CloudFront has at most 3,000 in progress."""


def forget(articles: Collection[str], edge: Edge, *, occasion: str) -> int:
    """Have the edge forget the pages, pictures and recent blocks of these articles; returns how many tags that were.

    `occasion` tells this change from the next one of the same articles: what is told twice is one wish.

    Raises:
        Unavailable: the CDN can't be reached; do it again later.
    """
    tags = sorted({cache_tag("article", article_id) for article_id in articles})
    for some in _parts(tags):
        reference = hashlib.sha256("\n".join([occasion, *some]).encode()).hexdigest()
        edge.forget(some, reference=reference)
    return len(tags)


def _parts(tags: list[str]) -> Iterator[list[str]]:
    yield from (tags[start : start + MOST_TAGS] for start in range(0, len(tags), MOST_TAGS))
