"""Rebuild: have every article looked at again, a part at a time, without keeping editors' uploads waiting."""

from itertools import islice
from typing import Final

from broadsheet.publishing.furnish import furnish
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores.backlog import Errand, Look, LookAtAll
from broadsheet.stores.inbox import source_id_of

AT_ONCE: Final = 500
"""How many looks one errand adds: five seconds' work at 10 messages a call."""


def rebuild(newsroom: Newsroom) -> None:
    """Begin to have the furniture and every article rendered anew; what is as it should be is not written.

    Raises:
        Unavailable: the backlog can't be reached.
    """
    newsroom.backlog.add([LookAtAll()])


def look_at_all(errand: LookAtAll, newsroom: Newsroom) -> int:
    """Add a look at each of the next articles to the backlog, and after them the errand to go on; returns how many.

    The errand is a message, so a rebuild goes on wherever its function was stopped. Done twice it costs twice.

    Raises:
        Unavailable: a store can't be reached.
    """
    if not errand.after:
        furnish(newsroom)
    keys = [key for key, _ in islice(newsroom.inbox.newest_versions(after=errand.after), AT_ONCE)]
    errands: list[Errand] = [Look(id=source_id) for key in keys if (source_id := source_id_of(key)) is not None]
    newsroom.backlog.add([*errands, *([LookAtAll(after=keys[-1])] if len(keys) == AT_ONCE else [])])
    return len(errands)
