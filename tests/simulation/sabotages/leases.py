"""Sabotages of leases."""

from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

leasing = room("leasing")

SABOTAGES = (
    Sabotage(
        name="remove a section while somebody writes the home page",
        owner=leasing,
        function="front_leased",
        old="    lease, _ = taken(FRONT, newsroom)",
        new="    from broadsheet.stores.catalog import new_lease; lease = new_lease(FRONT, now=newsroom.clock.now())",
        kind=5,
        within=1500,
    ),
    Sabotage(
        name="keep the lease after an error",
        owner=Publication,
        function="settled",
        old="held.give_back()",
        new="pass",
        kind=6,
    ),
    Sabotage(
        name="keep the lease when nothing has changed",
        owner=Publication,
        function="_commit",
        old="        held.release()\n        return False",
        new="        return False",
        kind=4,
    ),
    Sabotage(
        name="keep the lease when there is nothing at all",
        owner=Publication,
        function="_bring_about",
        old="        held.release()\n        return False",
        new="        return False",
        kind=7,
    ),
    Sabotage(
        name="keep the lease of the home page",
        owner=leasing,
        function="front_leased",
        old="give_back(lease, None, newsroom)",
        new="pass",
        kind=6,
    ),
    Sabotage(
        name="try once to give a lease back",
        owner=leasing,
        function="give_back",
        old="range(_TRIES)",
        new="range(1)",
        kind=0,
        within=400,
    ),
    Sabotage(
        name="keep a lease that may have been taken",
        owner=leasing,
        function="taken",
        old="""            give_back(lease, None, newsroom)
            raise""",
        new="            raise",
        kind=0,
    ),
    Sabotage(
        name="wait for nobody",
        owner=leasing,
        function="taken",
        old="if now >= gives_up_at or now >= leased.until - LEASE + _PATIENCE:",
        new="if True:",
        kind=0,
    ),
)
