"""What search engines and previews say of a page that lists articles, where no editor has written it."""

from collections.abc import Iterable
from itertools import accumulate, islice
from typing import Final

from broadsheet.markup import excerpt
from broadsheet.site.settings import SiteSettings
from broadsheet.site.words import words_for

DESCRIPTION_CHARACTERS: Final = 160
"""As many as search engines show."""
_MOST_PARTS: Final = 12


def in_short(name: str, told: Iterable[str], settings: SiteSettings) -> str:
    """What the page is, and the first that it tells, in whole: "Articles by Mara Voss · The sea wall is hollow".

    Only what alone has no room is cut. Of a page that tells nothing yet it says so, in the site's language.
    """
    parts = list(islice(told, _MOST_PARTS)) or [words_for(settings.language).empty]
    longer = list(accumulate(parts, "{} · {}".format, initial=name))[1:]
    fitting = [text for text in longer if len(text) <= DESCRIPTION_CHARACTERS]
    return fitting[-1] if fitting else excerpt(longer[0], DESCRIPTION_CHARACTERS)
