"""Sabotages of the operator's repair."""

from tests.simulation.sabotages.sabotage import Sabotage, room

repair = room("repair")

SABOTAGES = (
    Sabotage(
        name="repair no receipts",
        owner=repair,
        function="_complete",
        old="_replace_receipts(finding, newsroom, lease)",
        new="pass",
        kind=38,
    ),
    Sabotage(
        name="repair no receipts of settings",
        owner=repair,
        function="repair",
        old="room.inbox.replace_receipt(receipt)",
        new="pass",
        kind=38,
    ),
    Sabotage(
        name="repair what is under way",
        owner=repair,
        function="_taken",
        old="newsroom.catalog.take(lease, now=now)",
        new="pass",
        kind=38,
    ),
)
