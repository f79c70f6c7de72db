"""What stands where an article stood, and says no word of it."""

from broadsheet.site import caching
from broadsheet.site.frame import frame
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key
from broadsheet.site.words import words_for


def gone_page(address: str, settings: SiteSettings, *, withdrawn: bool) -> Output:
    """The page at an address whose article was `withdrawn` by its editors, or whose source is no longer there."""
    words = words_for(settings.language)
    message = words.withdrawn if withdrawn else words.gone
    body = render("notice.html", page=frame(settings, message), message=message, link="")
    return caching.html(page_key(address), body, cache_control=caching.PAGE, tags=("page", "gone"))
