"""What stands on the site whatever is published: it follows from the settings alone."""

from collections.abc import Iterator
from typing import Final

from broadsheet.site import caching
from broadsheet.site.not_found import not_found_page
from broadsheet.site.outputs import Output
from broadsheet.site.robots import ROBOTS_KEY, robots_text
from broadsheet.site.settings import SiteSettings

INDEXNOW_KEY: Final = "indexnow.txt"
"""The file that proves IndexNow's key. It has one name for all keys, so that an old one is not left behind."""
STANDING_KEYS: Final = ("404.html", ROBOTS_KEY, INDEXNOW_KEY)


def standing_outputs(settings: SiteSettings) -> Iterator[Output]:
    """The page for what isn't there, robots.txt, and the proof of IndexNow's key if there is a key."""
    yield not_found_page(settings)
    yield _text(ROBOTS_KEY, robots_text(settings.robots, base_url=settings.base_url))
    if settings.indexnow.key:
        yield _text(INDEXNOW_KEY, settings.indexnow.key)


def _text(key: str, text: str) -> Output:
    return Output(
        key=key,
        body=text.encode(),
        content_type="text/plain; charset=utf-8",
        cache_control=caching.PAGE,
        tags=("standing",),
    )
