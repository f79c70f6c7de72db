"""What stands at an old address and leads to the new one, on any web server."""

from broadsheet.site import caching
from broadsheet.site.frame import frame
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key, url_of
from broadsheet.site.words import words_for


def redirect_page(address: str, target_address: str, settings: SiteSettings) -> Output:
    """The page at `address` that sends readers to `target_address`; both are root-relative and not encoded."""
    target = url_of(target_address)
    message = words_for(settings.language).moved
    page = frame(settings, message, url=target, refresh_to=target)
    body = render("notice.html", page=page, message=message, link=target, link_text=target_address, reason="")
    return caching.html(
        page_key(address), body, cache_control=caching.PAGE, tags=("page", "redirect"), status=301, location=target
    )
