"""Sabotages of how long is waited for others."""

from broadsheet import wiring
from tests.simulation.sabotages.sabotage import Sabotage

SABOTAGES = (
    Sabotage(
        name="wait for answers until a lease is over",
        owner=wiring,
        function="cloud_newsroom",
        old="read_timeout=5",
        new="read_timeout=60",
        kind=13,
    ),
    Sabotage(
        name="try again until a lease is over",
        owner=wiring,
        function="cloud_newsroom",
        old='"max_attempts": 3',
        new='"max_attempts": 10',
        kind=13,
    ),
)
