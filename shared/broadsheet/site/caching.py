"""How long readers' browsers and the CDN may keep each kind of output, and the tags under which a CDN forgets it."""

import hashlib
from typing import Final
from urllib.parse import quote

from broadsheet.site.outputs import Output

PAGE: Final = "public, max-age=60, stale-while-revalidate=60"
MEDIA: Final = "public, max-age=300, stale-while-revalidate=60"
"""A medium keeps its address when it is replaced, and must not be seen for long when it is withdrawn."""
LISTING: Final = "public, max-age=10"

_MAX_TAG_CHARACTERS: Final = 200
"""CloudFront takes 256, of visible ASCII whose case doesn't count; S3 has 2 KB for all metadata, pages eight tags."""


def html(  # noqa: PLR0913  # each is one fact about a page
    key: str, body: bytes, *, cache_control: str, tags: tuple[str, ...], status: int = 200, location: str = ""
) -> Output:
    """A page."""
    return Output(
        key=key,
        body=body,
        content_type="text/html; charset=utf-8",
        cache_control=cache_control,
        tags=tags,
        status=status,
        location=location,
    )


def cache_tag(kind: str, name: str) -> str:
    """The tag of one article, section, …: "article-storm". A name that would be too long is given by its hash."""
    tag = f"{kind}-{quote(name, safe='-._~')}"
    return tag if len(tag) <= _MAX_TAG_CHARACTERS else f"{kind}-{hashlib.sha256(name.encode()).hexdigest()}"
