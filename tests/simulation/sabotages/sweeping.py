"""Sabotages of the sweep and the release."""

from tests.simulation.sabotages.sabotage import Sabotage, room

release, sweep = (room(name) for name in ("release", "sweep"))

SABOTAGES = (
    Sabotage(
        name="sweep no listings",
        owner=sweep,
        function="sweep",
        old="    refresh_listings(_next_of(listed | all_listings(newsroom), newsroom), newsroom)\n",
        new="",
        kind=7,
    ),
    Sabotage(
        name="sweep nothing that is gone for good",
        owner=sweep,
        function="_overlooked",
        old="for source_id, row in gone.items():",
        new="for source_id, row in ():",
        kind=7,
    ),
    Sabotage(
        name="sweep nothing that is due",
        owner=sweep,
        function="_overlooked",
        old=" and not (row.due_at is not None and row.due_at <= now)",
        new="",
        kind=14,
    ),
    Sabotage(
        name="sweep no media of the site",
        owner=sweep,
        function="sweep",
        old="""    furnish_media(newsroom)
""",
        new="",
        kind=11,
        first=77,
    ),
    Sabotage(
        name="overlook media that are gone",
        owner=sweep,
        function="_unsupplied",
        old='there = {path: "" for path, _ in seen}',
        new="there = {path: fingerprint for (path, _), fingerprint in seen.items()}",
        kind=14,
        first=23,
    ),
    Sabotage(
        name="sweep no keys that no article can have",
        owner=sweep,
        function="_overlooked",
        old="seen = not _may_be_an_article(source_id) and",
        new="seen = not _may_be_an_article(source_id) or",
        kind=14,
    ),
    Sabotage(
        name="sweep only the listings that have something in them",
        owner=sweep,
        function="sweep",
        old="_next_of(listed | all_listings(newsroom), newsroom)",
        new="_next_of(listed, newsroom)",
        kind=11,
        first=12,
    ),
    Sabotage(
        name="take one article's media for every article's",
        owner=sweep,
        function="_unsupplied",
        old="(medium.path, row.id): medium.seen",
        new="(medium.path, ''): medium.seen",
        kind=14,
        within=400,
    ),
    Sabotage(
        name="sweep nothing after a failure",
        owner=sweep,
        function="publish_each",
        old='            failed.append(f"{source_id}: {error}")',
        new="""            failed.append(f"{source_id}: {error}")
            break""",
        kind=14,
    ),
    Sabotage(
        name="sweep no articles whose media have changed",
        owner=sweep,
        function="sweep",
        old=", *_unsupplied(rows.values(), newsroom)}",
        new="}",
        kind=14,
        within=400,
    ),
    Sabotage(
        name="sweep only rows that nobody has judged",
        owner=sweep,
        function="_overlooked",
        old="if row.judged_version is not None or row.verdict is None:",
        new="if row.verdict is None:",
        kind=7,
    ),
    Sabotage(
        name="release one article at a time",
        owner=release,
        function="release",
        old="newsroom.catalog.due(newsroom.clock.now(), _MOST)",
        new="newsroom.catalog.due(newsroom.clock.now(), 1)",
        kind=14,
    ),
)
