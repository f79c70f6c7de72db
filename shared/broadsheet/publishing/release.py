"""Release: publish, or withdraw, what is due and no timer has told of."""

from typing import Final

from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.sweep import Swept, publish_each

_MOST: Final = 500
"""How many at a time, so that a run ends within the function's two minutes; the rest comes with the next."""


def release(newsroom: Newsroom) -> Swept:
    """Look at every article whose time has come, the longest overdue first. The cost grows with their number only.

    Raises:
        Unavailable: the catalog can't be reached.
    """
    return publish_each(newsroom.catalog.due(newsroom.clock.now(), _MOST), newsroom)
