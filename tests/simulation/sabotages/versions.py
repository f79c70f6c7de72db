"""Sabotages of what a version changes, and of what is remembered of the versions before it."""

from tests.simulation.sabotages.sabotage import Sabotage, room

substance = room("substance")

SABOTAGES = (
    *(
        Sabotage(
            name=f"take another {field} for no change of the text",
            owner=substance,
            function="substance_of",
            old="include=_SUBSTANCE",
            new=f'include=_SUBSTANCE - {{"{field}"}}',
            kind=28,
            within=200,
        )
        for field in ("title", "kicker", "summary", "image", "body", "corrections")
    ),
    *(
        Sabotage(
            name=f"take another {field} for a change of the text",
            owner=substance,
            function="substance_of",
            old="include=_SUBSTANCE",
            new=f'include=_SUBSTANCE | {{"{field}"}}',
            kind=28,
            within=200,
        )
        for field in ("section", "tags", "authors", "featured", "language")
    ),
)
