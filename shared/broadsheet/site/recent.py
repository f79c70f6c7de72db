"""recent.json: the newest articles for scripts, a public contract."""

import json
from collections.abc import Sequence
from datetime import UTC
from typing import Final

from broadsheet.article import format_rfc3339
from broadsheet.site import caching
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first

LISTED: Final = 30


def recent_key(address: str) -> str:
    """The key of the index beside the page at `address` ("/" or "/section/city/"), which is not encoded."""
    return f"{address}recent.json".lstrip("/")


def recent_index(
    entries: Sequence[Entry],
    settings: SiteSettings,
    *,
    address: str = "/",
    tags: tuple[str, ...] = ("listing", "recent"),
) -> Output:
    """The newest 30 entries, newest first by (published_at, id); times are in UTC, addresses root-relative.

    `language` is that of the title and excerpt, where it is not the site's.
    """
    newest = newest_first(entries, LISTED)
    touched = [time for entry in newest for time in (entry.published_at, entry.updated_at) if time]
    index = {
        "version": 1,
        "updated_at": format_rfc3339(max(touched).astimezone(UTC)) if touched else None,
        "articles": [
            {
                "id": entry.id,
                "title": entry.title,
                "url": entry.url,
                "excerpt": entry.excerpt,
                "published_at": format_rfc3339(entry.published_at.astimezone(UTC)),
                "section": entry.section,
                **({"language": entry.language} if entry.language not in {None, settings.language} else {}),
            }
            for entry in newest
        ],
    }
    return Output(
        key=recent_key(address),
        body=json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n",
        content_type="application/json",
        cache_control=caching.LISTING,
        tags=tags,
    )
