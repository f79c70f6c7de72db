"""Furnish: write what a site has before its first article."""

from collections.abc import Sequence

from broadsheet.article import Conflict, Unavailable
from broadsheet.article.media import MAX_MEDIA_BYTES
from broadsheet.publishing.newsroom import MAX_ROUNDS, Newsroom, converge
from broadsheet.publishing.refresh import HOME_KEY, all_listings, refresh_listings, section_key
from broadsheet.site.assets import asset_outputs
from broadsheet.site.media import SITE_WIDE, media_copy, media_key
from broadsheet.site.not_found import not_found_page
from broadsheet.site.outputs import Output
from broadsheet.stores.catalog import ALL, SECTION_PREFIX


def furnish_missing(newsroom: Newsroom) -> None:
    """Write what every page links to, where it is not there yet: theme, home page, the sections that are declared.

    As long as nobody has told of the settings, one who knows older ones may be about to remove a section: it is
    brought up to date, which keeps it.
    """
    assets = asset_outputs()
    converge(newsroom, [asset.key for asset in assets], lambda: assets)
    _copy_logo(newsroom)
    told = newsroom.settings_are_told()
    for slug in newsroom.settings.sections_by_slug:
        if not told or newsroom.site.look(section_key(slug)) is None:
            refresh_listings([SECTION_PREFIX + slug], newsroom)
    if newsroom.site.look(HOME_KEY) is None:
        refresh_listings([ALL], newsroom)
    not_found = not_found_page(newsroom.settings)
    converge(newsroom, [not_found.key], lambda: [not_found])


def furnish(newsroom: Newsroom) -> None:
    """Write the theme, the listing of all articles, the sections that are declared, and those that have a page."""
    furnish_missing(newsroom)
    furnish_media(newsroom)
    refresh_listings(all_listings(newsroom), newsroom)


def furnish_media(newsroom: Newsroom) -> None:
    """Make the site's own media what the settings and the inbox say: its logo, and nothing else.

    Pages that have not been rendered anew yet name the logo of older settings; until then they show the site's title.
    """
    _copy_logo(newsroom)
    path = newsroom.settings.logo_path
    logo = None if path is None else media_key(path, SITE_WIDE)
    for key in list(newsroom.site.keys(media_key("", SITE_WIDE))):
        if key != logo:
            converge(newsroom, [key], tuple)


def _copy_logo(newsroom: Newsroom) -> None:
    path = newsroom.settings.logo_path
    if path is not None:
        converge(newsroom, [media_key(path, SITE_WIDE)], lambda: _logo(path, newsroom))


def _logo(path: str, newsroom: Newsroom) -> Sequence[Output]:
    """The site's copy of the logo; none while the inbox has none that could be published."""
    for _ in range(MAX_ROUNDS):
        media = newsroom.inbox.media(path)
        if media is None or media.size_bytes > MAX_MEDIA_BYTES:
            return ()
        try:
            return (media_copy(path, SITE_WIDE, newsroom.inbox.read_media(media)),)
        except Conflict:
            continue
    message = f"{path} keeps changing"
    raise Unavailable(message)
