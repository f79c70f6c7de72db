"""The front page, and what tells machines of the newest articles."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from broadsheet.publishing.leasing import front_leased
from broadsheet.publishing.newsroom import HASTY_ROUNDS, Newsroom, Restless, converge
from broadsheet.publishing.sections import featured, refresh_section, remove_section
from broadsheet.publishing.supplement import supplement
from broadsheet.site.feeds import feed_keys
from broadsheet.site.home import home_feeds, home_page
from broadsheet.site.listings import ALL, MONTH
from broadsheet.site.outputs import Output
from broadsheet.site.recent import recent_index, recent_key
from broadsheet.site.section import LISTED
from broadsheet.site.sitemaps import MOST_NEWS, NEWS_FOR, NEWS_KEY, news_sitemap
from broadsheet.site.story import Entry, section_slug

HOME_KEY: Final = "index.html"


def refresh_indexes(newsroom: Newsroom) -> None:
    """Bring up to date what tells machines of the newest articles: the recent index, the feeds, the latest news."""

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
        yield recent_index(entries, newsroom.settings)
        yield from home_feeds(entries, newsroom.settings, supplement(ALL, entries, newsroom))

    converge(newsroom, [recent_key("/"), *feed_keys("/")], render)
    refresh_news(newsroom)


def refresh_news(newsroom: Newsroom) -> None:
    """Bring the sitemap of the last 48 hours up to date, which changes as they pass, too."""

    def render() -> Iterator[Output]:
        now = newsroom.clock.now()
        months = {f"{moment.astimezone(newsroom.settings.zone):%Y-%m}" for moment in (now - NEWS_FOR, now)}
        entries: list[Entry] = []
        for month in sorted(months):
            entries += newsroom.catalog.newest(MONTH + month, MOST_NEWS)
        yield news_sitemap(entries, now, newsroom.settings)

    converge(newsroom, [NEWS_KEY], render)


def refresh_front(empty: Collection[str], newsroom: Newsroom) -> None:
    """Bring the home page up to date, and remove the sections `empty` if it doesn't link to them any more."""
    with front_leased(newsroom) as in_time:
        linked = _write_home(newsroom, in_time)
        for slug in empty:
            if slug not in linked:
                remove_section(slug, newsroom, in_time)


def _write_home(newsroom: Newsroom, in_time: Callable[[], None]) -> set[str]:
    """Bring the home page up to date; returns the slugs of the sections that it tells of.

    The sections that it links to have their pages, as they are now, before it is written. Those of declared sections
    are always there; to the others another handler will come, but maybe later. What keeps changing is left to whoever
    is told of the last change: for the home page nobody else can have found it right meanwhile, and gone.
    """
    linked: set[str] = set()
    hasty = replace(newsroom, rounds=HASTY_ROUNDS)

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
        pinned = featured(newsroom)
        linked.clear()
        linked.update(section_slug(entry.section) for entry in (*pinned, *entries) if entry.section)
        for slug in sorted(linked - newsroom.settings.sections_by_slug.keys()):
            with suppress(Restless):
                refresh_section(slug, hasty, linked=True, check=in_time)
        yield home_page(entries, newsroom.settings, featured=pinned)

    with suppress(Restless):
        converge(hasty, [HOME_KEY], render, check=in_time)
    return linked
