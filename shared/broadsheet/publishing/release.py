"""Release: do what time asks for and no timer has told of."""

from typing import Final

from broadsheet.publishing.front import refresh_news
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.sweep import Swept, publish_each

_MOST: Final = 500
"""How many at a time, so that a run ends within the function's two minutes; the rest comes with the next."""


def release(newsroom: Newsroom) -> Swept:
    """Look at every article whose time has come, the longest overdue first. The cost grows with their number only.

    And at the sitemap of the latest news, from which articles go as the hours pass.

    Raises:
        Unavailable: the catalog can't be reached.
    """
    released = publish_each(newsroom.catalog.due(newsroom.clock.now(), _MOST), newsroom)
    refresh_news(newsroom)
    return released
