"""Sabotages of what a version changes, and of what is remembered of the versions before it."""

from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

addressing, publish, substance = (room(name) for name in ("addressing", "publish", "substance"))

SABOTAGES = (
    *(
        Sabotage(
            name=f"take another {field} for no change of the text",
            owner=substance,
            function="substance_of",
            old="include=_SUBSTANCE",
            new=f'include=_SUBSTANCE - {{"{field}"}}',
            kind=29,
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
            kind=29,
            within=200,
        )
        for field in ("section", "tags", "authors", "featured", "language")
    ),
    Sabotage(
        name="forget when an article without a date came first",
        owner=addressing,
        function="_first_stored_at",
        old="if held.row is not None and held.row.first_stored_at is not None:",
        new="if False:",
        kind=30,
    ),
    Sabotage(
        name="come back at the last moment of versions that are all refused",
        owner=Publication,
        function="_choose",
        old="awaited=awaited, due_at=min(moments",
        new="awaited=awaited, due_at=max(moments",
        kind=31,
    ),
    Sabotage(
        name="show a version that never had its media, since another one had them",
        owner=publish,
        function="_is_kept",
        old="held.live is not None and held.live.source_version == source.version and copied",
        new="held.live is not None and copied",
        kind=31,
    ),
    Sabotage(
        name="let readers' copies go with the media of a version that stays",
        owner=publish,
        function="_is_kept",
        old="and copied.issuperset(lacking(supplies))",
        new="and False",
        kind=31,
    ),
)
