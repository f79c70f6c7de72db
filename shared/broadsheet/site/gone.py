"""What stands where an article stood, and says no word of it but why it was withdrawn."""

from dataclasses import dataclass

from broadsheet.site import caching
from broadsheet.site.frame import frame
from broadsheet.site.languages import span_of
from broadsheet.site.outputs import Output
from broadsheet.site.rendering import render
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key
from broadsheet.site.words import words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That an article was withdrawn; `reason` is what its editors tell readers.

    The page is in the article's `language` (None: in the site's).
    """

    reason: str = ""
    language: str | None = None


def gone_page(address: str, settings: SiteSettings, withdrawal: Withdrawal | None) -> Output:
    """The page at an address whose article was withdrawn or, without a `withdrawal`, is not shown for now."""
    language = (withdrawal and withdrawal.language) or settings.language
    words = words_for(language)
    message = words.gone if withdrawal is None else words.withdrawn
    body = render(
        "notice.html",
        page=frame(settings, message, language=language),
        message=message,
        link="",
        reason=withdrawal.reason if withdrawal else "",
        reason_span=span_of(language),
    )
    return caching.html(page_key(address), body, cache_control=caching.PAGE, tags=("page", "gone"), status=410)
