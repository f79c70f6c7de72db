"""Furnish: write what a site has before its first article."""

from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.refresh import refresh_listing
from broadsheet.site.assets import asset_outputs
from broadsheet.site.not_found import not_found_page
from broadsheet.stores.catalog import ALL, SECTION_PREFIX


def furnish_theme(newsroom: Newsroom) -> None:
    """Write the theme's assets, which every page names, and the page for what is not found."""
    for asset in asset_outputs():
        converge(newsroom, asset.key, lambda asset=asset: asset)  # type: ignore[misc]  # the default binds the loop's asset
    not_found = not_found_page(newsroom.settings)
    converge(newsroom, not_found.key, lambda: not_found)


def furnish(newsroom: Newsroom) -> None:
    """Write the theme, the home page and the recent index, and a page for each section that the settings declare."""
    furnish_theme(newsroom)
    for listing in (ALL, *(SECTION_PREFIX + section for section in newsroom.settings.sections_by_slug)):
        refresh_listing(listing, newsroom)
