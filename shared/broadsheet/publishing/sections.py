"""The pages, feeds and recent indexes of sections. The front page links to them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from broadsheet.article import ArticleId, Conflict
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.supplement import supplement
from broadsheet.site.feeds import feed_keys
from broadsheet.site.listings import FEATURED, SECTION, featured_in
from broadsheet.site.outputs import Output
from broadsheet.site.recent import recent_key
from broadsheet.site.section import LISTED, section_outputs
from broadsheet.site.story import Entry, page_key, section_slug
from broadsheet.stores.inbox import SETTINGS_KEY

MOST_FEATURED = 6
"""How many articles that say so themselves stay on top; the settings may name more."""


def refresh_section(
    slug: str, newsroom: Newsroom, *, linked: bool = False, check: Callable[[], None] = lambda: None
) -> None:
    """Bring all that a section has up to date. One that nothing is in, and that nobody has declared, gets nothing."""
    wanted = linked or slug in newsroom.settings.sections_by_slug

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(SECTION + slug, LISTED)
        if entries or wanted or _is_there(slug, newsroom):
            yield from _outputs(slug, entries, newsroom)

    converge(newsroom, section_keys(slug), render, check=check)


def is_left_over(slug: str, newsroom: Newsroom) -> bool:
    """Whether a section has a page or a feed, with nothing in it, that the settings don't ask for."""
    if slug in newsroom.settings.sections_by_slug or newsroom.catalog.newest(SECTION + slug, 1):
        return False
    return _is_there(slug, newsroom)


def remove_section(slug: str, newsroom: Newsroom, in_time: Callable[[], None]) -> None:
    """Remove all of a section that nothing is in any more, each only if nobody changes it meanwhile.

    The home page doesn't link to it, and is nobody else's meanwhile. Whoever puts something into the section again
    finds what is to be changed, or nothing. Newer settings, which may declare it, are asked for after each look at what
    is there: until they are told of, everyone who has them writes it anew, and one that was written since stays.
    """

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(SECTION + slug, LISTED)
        if entries:
            yield from _outputs(slug, entries, newsroom)

    def still_undeclared() -> None:
        if not newsroom.settings_hold():
            message = f"{SETTINGS_KEY} has changed, and may declare {slug} now"
            raise Conflict(message)
        in_time()

    with suppress(Conflict):
        converge(newsroom, section_keys(slug), render, check=still_undeclared)


def featured(newsroom: Newsroom, slug: str | None = None) -> list[Entry]:
    """What stays on top of the front page, or of a section: first what the settings name, in that order."""
    settings = newsroom.settings
    declared = settings.sections_by_slug.get(slug) if slug else None
    named = settings.featured if slug is None else declared.featured if declared else ()
    rows = (newsroom.catalog.row(ArticleId(source_id)) for source_id in named)
    entries = [row.live.entry for row in rows if row is not None and row.live is not None]
    if slug is not None:
        entries = [entry for entry in entries if entry.section and section_slug(entry.section) == slug]
    told = newsroom.catalog.newest(FEATURED if slug is None else featured_in(slug), MOST_FEATURED)
    first: dict[ArticleId, Entry] = {}
    for entry in (*entries, *told):
        first.setdefault(entry.id, entry)
    return list(first.values())


def section_key(slug: str) -> str:
    """The key of a section's page."""
    return page_key(f"/section/{slug}/")


def section_keys(slug: str) -> list[str]:
    """The keys of all that a section has: its page, its feeds, which name it, and its recent index."""
    address = f"/section/{slug}/"
    return [section_key(slug), *feed_keys(address), recent_key(address)]


def _outputs(slug: str, entries: Sequence[Entry], newsroom: Newsroom) -> Iterator[Output]:
    besides = supplement(SECTION + slug, entries, newsroom)
    yield from section_outputs(slug, entries, newsroom.settings, besides, featured=featured(newsroom, slug))


def _is_there(slug: str, newsroom: Newsroom) -> bool:
    return any(newsroom.site.look(key) is not None for key in section_keys(slug))
