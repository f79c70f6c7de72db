"""Refresh: re-render what tells of an article elsewhere, after its entries in the listings have changed."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Final

from broadsheet.article import Conflict, StoreError
from broadsheet.publishing.leasing import front_leased
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.site.feeds import feed_keys
from broadsheet.site.home import home_feeds, home_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import RECENT_POSTS
from broadsheet.site.recent import recent_index
from broadsheet.site.section import LISTED, section_outputs
from broadsheet.site.story import page_key, section_slug
from broadsheet.stores.backlog import Look
from broadsheet.stores.catalog import ALL, SECTION_PREFIX, Position
from broadsheet.stores.inbox import SETTINGS_KEY

HOME_KEY: Final = "index.html"
RECENT_KEY: Final = "recent.json"


def refresh(changes: Collection[Position], newsroom: Newsroom) -> None:
    """Bring the listings in which something changed up to date, and the pages whose recent block may tell of it.

    A change is a hint: everything is read from the catalog now. A burst of changes costs each listing one rendering.
    An article that can't be published now, because somebody has it or has died with it, is left to the backlog: it
    keeps neither the others nor the changes that come after it from being told of.

    Raises:
        Unavailable: a store can't be reached; do it again later.
    """
    refresh_listings({change.listing for change in changes}, newsroom)
    for source_id in sorted(successors(changes, newsroom)):
        try:
            publish(source_id, newsroom)
        except StoreError:
            newsroom.backlog.add([Look(id=source_id)])


def refresh_listings(listings: Collection[str], newsroom: Newsroom) -> None:
    """Bring the outputs of listings up to date, those of all articles last: they link to the others."""
    slugs = sorted(listing.removeprefix(SECTION_PREFIX) for listing in listings if listing != ALL)
    for slug in slugs:
        _write_section(slug, newsroom)
    empty = [slug for slug in slugs if _is_left_over(slug, newsroom)]
    if ALL in listings:
        _write_indexes(newsroom)
    if ALL in listings or empty:
        with front_leased(newsroom) as in_time:
            linked = _write_home(newsroom, in_time)
            for slug in empty:
                if slug not in linked:
                    _remove_section(slug, newsroom, in_time)


def successors(changes: Collection[Position], newsroom: Newsroom) -> set[str]:
    """The articles that come right after a changed one: its place is in their recent block."""
    return {
        entry.id
        for change in changes
        if change.listing == ALL
        for entry in newsroom.catalog.following(change, RECENT_POSTS)
    }


def _write_indexes(newsroom: Newsroom) -> None:
    """Bring up to date what tells machines of the newest articles."""

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
        yield recent_index(entries, newsroom.settings)
        yield from home_feeds(entries, newsroom.settings)

    converge(newsroom, [RECENT_KEY, *feed_keys("/")], render)


def _write_home(newsroom: Newsroom, in_time: Callable[[], None]) -> set[str]:
    """Bring the home page up to date; returns the slugs of the sections that it tells of.

    The sections that it links to have their pages, as they are now, before it is written. Those of declared sections
    are always there; to the others another handler will come, but maybe later.
    """
    linked: set[str] = set()

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
        linked.clear()
        linked.update(section_slug(entry.section) for entry in entries if entry.section)
        for slug in sorted(linked - newsroom.settings.sections_by_slug.keys()):
            _write_section(slug, newsroom, linked=True, check=in_time)
        yield home_page(entries, newsroom.settings)

    converge(newsroom, [HOME_KEY], render, check=in_time)
    return linked


def _write_section(
    slug: str, newsroom: Newsroom, *, linked: bool = False, check: Callable[[], None] = lambda: None
) -> None:
    """Bring a section's page and feeds up to date. One that nothing is in, and that nobody has declared, gets none."""
    wanted = linked or slug in newsroom.settings.sections_by_slug

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(SECTION_PREFIX + slug, LISTED)
        if entries or wanted or _is_there(slug, newsroom):
            yield from section_outputs(slug, entries, newsroom.settings)

    converge(newsroom, section_keys(slug), render, check=check)


def _is_left_over(slug: str, newsroom: Newsroom) -> bool:
    """Whether a section has a page or a feed, with nothing in it, that the settings don't ask for."""
    if slug in newsroom.settings.sections_by_slug or newsroom.catalog.newest(SECTION_PREFIX + slug, 1):
        return False
    return _is_there(slug, newsroom)


def _is_there(slug: str, newsroom: Newsroom) -> bool:
    return any(newsroom.site.look(key) is not None for key in section_keys(slug))


def _remove_section(slug: str, newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Remove the feeds and the page of a section that nothing is in any more, each only if nobody changes it meanwhile.

    The home page doesn't link to it, and is nobody else's meanwhile. Whoever puts something into the section again
    finds what is to be changed, or nothing. Newer settings, which may declare it, are asked for after each look at what
    is there: until they are told of, everyone who has them writes it anew, and one that was written since stays.
    """

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(SECTION_PREFIX + slug, LISTED)
        if entries:
            yield from section_outputs(slug, entries, newsroom.settings)

    def still_undeclared() -> None:
        in_time()
        if not newsroom.settings_hold():
            message = f"{SETTINGS_KEY} has changed, and may declare {slug} now"
            raise Conflict(message)

    with suppress(Conflict):
        converge(newsroom, section_keys(slug), render, check=still_undeclared)


def section_key(slug: str) -> str:
    """The key of a section's page."""
    return page_key(f"/section/{slug}/")


def section_keys(slug: str) -> list[str]:
    """The keys of all that a section has: its page, and its feeds, which name it."""
    return [section_key(slug), *feed_keys(f"/section/{slug}/")]


def all_listings(newsroom: Newsroom) -> set[str]:
    """The listing of all articles, those of declared sections, and those of all section pages that there are."""
    there = [key.split("/")[1] for key in newsroom.site.keys("section/")]
    return {ALL, *(SECTION_PREFIX + slug for slug in (*there, *newsroom.settings.sections_by_slug))}
