"""The page for an address where nothing is."""

from broadsheet.site import caching
from broadsheet.site.frame import frame
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.words import words_for


def not_found_page(settings: SiteSettings) -> Output:
    """404.html; all of its addresses start at the root, since it is shown in any folder."""
    message = words_for(settings.language).not_found
    body = render("notice.html", page=frame(settings, message), message=message, link="", reason="")
    return caching.html("404.html", body, cache_control=caching.PAGE, tags=("page", "not-found"))
