"""Furnish: write what a site has before its first article."""

from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.refresh import HOME_KEY, all_listings, refresh_listings, section_key
from broadsheet.site.assets import asset_outputs
from broadsheet.site.not_found import not_found_page
from broadsheet.stores.catalog import ALL, SECTION_PREFIX


def furnish_missing(newsroom: Newsroom) -> None:
    """Write what every page links to, where it is not there yet: theme, home page, the sections that are declared."""
    assets = asset_outputs()
    converge(newsroom, [asset.key for asset in assets], lambda: assets)
    for slug in newsroom.settings.sections_by_slug:
        if newsroom.site.look(section_key(slug)) is None:
            refresh_listings([SECTION_PREFIX + slug], newsroom)
    if newsroom.site.look(HOME_KEY) is None:
        refresh_listings([ALL], newsroom)
    not_found = not_found_page(newsroom.settings)
    converge(newsroom, [not_found.key], lambda: [not_found])


def furnish(newsroom: Newsroom) -> None:
    """Write the theme, the listing of all articles, the sections that are declared, and those that have a page."""
    furnish_missing(newsroom)
    refresh_listings(all_listings(newsroom), newsroom)
