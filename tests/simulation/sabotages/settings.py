"""Sabotages of settings, furniture and rebuilds."""

from tests.simulation.sabotages.sabotage import Sabotage, room

configure, furnish, rebuild = (room(name) for name in ("configure", "furnish", "rebuild"))

SABOTAGES = (
    Sabotage(
        name="go on with the settings that held in the beginning",
        owner=configure,
        function="under_current_settings",
        old="        if source is seen:\n            return done",
        new="        return done",
        kind=3,
    ),
    Sabotage(
        name="leave the articles in the old settings",
        owner=configure,
        function="_configured",
        old="        rebuild(newsroom)",
        new="        pass",
        kind=3,
    ),
    Sabotage(
        name="tell that new settings hold before the articles are going to follow them",
        owner=configure,
        function="_configured",
        old="""        rebuild(newsroom)
    confirm(inbox, history, told, lambda older: receipt(older, newest.version))
""",
        new="""        confirm(inbox, history, told, lambda older: receipt(older, newest.version))
        rebuild(newsroom)
""",
        kind=3,
        within=400,
    ),
    Sabotage(
        name="follow only the newest settings when an older version was overlooked",
        owner=configure,
        function="_configured",
        old="for source in [newest, *owed(inbox, history, SETTINGS_KEY)]",
        new="for source in [newest]",
        kind=3,
        first=311,
    ),
    Sabotage(
        name="end a rebuild after its first part",
        owner=rebuild,
        function="look_at_all",
        old="if len(keys) == AT_ONCE else []",
        new="if False else []",
        kind=3,
    ),
    Sabotage(
        name="forget the settings before those that can't be read",
        owner=configure,
        function="_settings_at",
        old="            source = next(older, None)",
        new="            return SiteSettings()",
        kind=3,
        first=8,
    ),
    Sabotage(
        name="keep settings that were deleted",
        owner=configure,
        function="_settings_at",
        old=("    while source is not None and not source.deleted:\n        try:\n            return _read(source)\n"),
        new="    while source is not None:\n        try:\n            return _read(source)\n",
        kind=0,
        first=156,
    ),
    Sabotage(
        name="think that one page of a rebuild was all",
        owner=rebuild,
        function="look_at_all",
        old="if len(keys) == AT_ONCE",
        new="if len(errands) > AT_ONCE",
        kind=3,
    ),
    Sabotage(
        name="furnish nothing that is missing",
        owner=furnish,
        function="furnish",
        old="""    furnish_missing(newsroom)
""",
        new="",
        kind=11,
    ),
    Sabotage(
        name="furnish no home page",
        owner=furnish,
        function="furnish_missing",
        old="""    if newsroom.site.look(HOME_KEY) is None:
        refresh_listings({ALL, ARCHIVE}, newsroom)
""",
        new="",
        kind=12,
    ),
    Sabotage(
        name="leave media that are no logo any more",
        owner=furnish,
        function="furnish",
        old="""    furnish_media(newsroom)
""",
        new="",
        kind=11,
        first=40,
    ),
    Sabotage(
        name="leave the logos of before",
        owner=furnish,
        function="furnish_media",
        old="if key != logo:",
        new="if False:",
        kind=11,
        first=40,
    ),
    Sabotage(
        name="rebuild no furniture",
        owner=rebuild,
        function="look_at_all",
        old="""        furnish(newsroom)
""",
        new="",
        kind=11,
    ),
    Sabotage(
        name="furnish no theme",
        owner=furnish,
        function="furnish_missing",
        old="""    converge(newsroom, [asset.key for asset in assets], lambda: assets)
""",
        new="",
        kind=11,
    ),
    Sabotage(
        name="go on with a rebuild after its first source",
        owner=rebuild,
        function="look_at_all",
        old="LookAtAll(after=keys[-1])",
        new="LookAtAll(after=keys[0])",
        kind=3,
    ),
    Sabotage(
        name="rebuild all but the last of a part",
        owner=rebuild,
        function="look_at_all",
        old="newsroom.backlog.add([*errands, *(",
        new="newsroom.backlog.add([*errands[:-1], *(",
        kind=3,
    ),
)
