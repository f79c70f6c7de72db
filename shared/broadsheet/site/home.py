"""The front page: the newest story leads, the sections follow."""

from collections.abc import Sequence

from broadsheet.site import caching
from broadsheet.site.feeds import feeds
from broadsheet.site.frame import frame
from broadsheet.site.front import front_of
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.section import LISTED
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first


def home_page(entries: Sequence[Entry], settings: SiteSettings) -> Output:
    """The front page of the newest 30 entries."""
    head = {"og:type": "website"}
    page = frame(settings, settings.title, description=settings.description, url="/", home=True, head=head)
    body = render("home.html", page=page, front=front_of(newest_first(entries, LISTED), page))
    return caching.html("index.html", body, cache_control=caching.LISTING, tags=("listing", "home"))


def home_feeds(entries: Sequence[Entry], settings: SiteSettings) -> tuple[Output, ...]:
    """The feeds of the whole site."""
    tags = ("listing", "home")
    title, description = settings.title, settings.description
    return feeds(entries, settings, address="/", title=title, description=description, tags=tags)
