"""Supply: carry a medium that has come, changed or gone to whatever shows it."""

from typing import Final

from broadsheet.publishing.furnish import furnish_media
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.rebuild import AT_ONCE
from broadsheet.stores.backlog import Errand, Look, SupplyMedium

FEW: Final = 5
"""So many articles are published at once; more would keep editors' uploads waiting."""


def supply(errand: SupplyMedium, newsroom: Newsroom) -> int:
    """Publish the articles that refer to a medium, by way of the backlog if they are many; returns how many.

    That it has come or gone is a hint: each looks for itself. The errand is a message, so it goes on wherever its
    function was stopped. Done twice it costs twice.

    Raises:
        Unavailable: a store can't be reached, or another handler keeps an article; do it again later.
    """
    path = errand.path
    if path == newsroom.settings.logo_path:
        furnish_media(newsroom)
    referring = newsroom.catalog.referring(path, AT_ONCE, after=errand.after)
    if len(referring) <= FEW and len(referring) < AT_ONCE:
        for source_id in referring:
            publish(source_id, newsroom)
        return len(referring)
    rest: list[Errand] = [SupplyMedium(path=path, after=referring[-1])] if len(referring) == AT_ONCE else []
    newsroom.backlog.add([*(Look(id=source_id) for source_id in referring), *rest])
    return len(referring)
