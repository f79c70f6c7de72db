"""Small wrongs that somebody might do to the product, room by room, each of which must be seen."""

from tests.simulation.sabotages import (
    buckets,
    errands,
    functions,
    judging,
    leases,
    listings,
    media,
    publishing,
    receipts,
    settings,
    sweeping,
    tables,
)
from tests.simulation.sabotages.sabotage import Sabotage, sabotaged

__all__ = ["SABOTAGES", "Sabotage", "sabotaged"]

_ROOMS = (
    buckets,
    errands,
    functions,
    judging,
    leases,
    listings,
    media,
    publishing,
    receipts,
    settings,
    sweeping,
    tables,
)
SABOTAGES: tuple[Sabotage, ...] = tuple(sabotage for room in _ROOMS for sabotage in room.SABOTAGES)
