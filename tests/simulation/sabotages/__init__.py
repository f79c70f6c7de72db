"""Small wrongs that somebody might do to the product, room by room, each of which must be seen."""

from tests.simulation.sabotages import (
    addresses,
    announcing,
    archive,
    buckets,
    errands,
    functions,
    judging,
    leases,
    listings,
    media,
    patience,
    profiles,
    publishing,
    rebuilding,
    receipts,
    repairing,
    settings,
    sizes,
    sweeping,
    tables,
    tops,
    versions,
)
from tests.simulation.sabotages.sabotage import Sabotage, sabotaged

__all__ = ["SABOTAGES", "Sabotage", "sabotaged"]

_ROOMS = (
    addresses,
    announcing,
    archive,
    buckets,
    errands,
    functions,
    judging,
    leases,
    listings,
    media,
    patience,
    profiles,
    publishing,
    rebuilding,
    receipts,
    repairing,
    settings,
    sizes,
    sweeping,
    tables,
    tops,
    versions,
)
SABOTAGES: tuple[Sabotage, ...] = tuple(sabotage for room in _ROOMS for sabotage in room.SABOTAGES)
