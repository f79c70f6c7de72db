"""The front page: what is featured leads, or else the newest story; the sections follow."""

from collections.abc import Sequence

from broadsheet.site import caching
from broadsheet.site.descriptions import in_short
from broadsheet.site.feeds import NOTHING_BESIDES, Supplement, feeds
from broadsheet.site.frame import frame
from broadsheet.site.front import front_of
from broadsheet.site.json_ld import home_graph
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.section import LISTED, led_by
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first


def home_page(entries: Sequence[Entry], settings: SiteSettings, featured: Sequence[Entry] = ()) -> Output:
    """The front page: what is featured, and the newest entries; 30 together."""
    shown = led_by(featured, newest_first(entries, LISTED))
    page = frame(
        settings,
        settings.title,
        description=settings.description or in_short(settings.title, (entry.title for entry in shown), settings),
        url="/",
        home=True,
        head={"og:type": "website"},
        json_ld=home_graph(settings),
    )
    body = render("home.html", page=page, front=front_of(shown, page))
    return caching.html("index.html", body, cache_control=caching.LISTING, tags=("listing", "home"))


def home_feeds(
    entries: Sequence[Entry], settings: SiteSettings, besides: Supplement = NOTHING_BESIDES
) -> tuple[Output, ...]:
    """The feeds of the whole site; `besides` is what they tell besides the entries."""
    tags = ("listing", "home")
    title, description = settings.title, settings.description
    return feeds(entries, settings, address="/", title=title, description=description, tags=tags, besides=besides)
