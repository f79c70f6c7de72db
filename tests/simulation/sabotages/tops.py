"""Sabotages of what stays on top, and of the sections that it stays on top of."""

from tests.simulation.sabotages.sabotage import Sabotage, room

front, refresh, sections = (room(name) for name in ("front", "refresh", "sections"))

SABOTAGES = (
    Sabotage(
        name="forget a section's recent index",
        owner=sections,
        function="section_keys",
        old=", recent_key(address)]",
        new="]",
        kind=0,
    ),
    Sabotage(
        name="keep on top of a section what is on top of all",
        owner=sections,
        function="featured",
        old="FEATURED if slug is None else featured_in(slug)",
        new="FEATURED",
        kind=0,
    ),
    Sabotage(
        name="keep the oldest on top first",
        owner=sections,
        function="featured",
        old="(*reversed(told), *reversed(entries))",
        new="(*told, *reversed(entries))",
        kind=0,
    ),
    Sabotage(
        name="keep on top what says so itself before what the settings name",
        owner=sections,
        function="featured",
        old="(*reversed(told), *reversed(entries))",
        new="(*reversed(entries), *reversed(told))",
        kind=0,
    ),
    Sabotage(
        name="turn the order of the settings round",
        owner=sections,
        function="featured",
        old="*reversed(entries))",
        new="*entries)",
        kind=0,
    ),
    Sabotage(
        name="keep on top of a section what has left it",
        owner=sections,
        function="featured",
        old="entry.section and section_slug(entry.section) == slug",
        new="True",
        kind=0,
    ),
    Sabotage(
        name="keep nothing on top that says so itself",
        owner=sections,
        function="featured",
        old="(*reversed(told), *reversed(entries))",
        new="(*reversed(entries),)",
        kind=0,
    ),
    Sabotage(
        name="write home of what was",
        owner=front,
        function="_write_home",
        old="""    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
""",
        new="""    entries = newsroom.catalog.newest(ALL, LISTED)
    def render() -> Iterator[Output]:
""",
        kind=0,
    ),
    Sabotage(
        name="write a section of what was",
        owner=sections,
        function="refresh_section",
        old="""    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(SECTION + slug, LISTED)
""",
        new="""    entries = newsroom.catalog.newest(SECTION + slug, LISTED)
    def render() -> Iterator[Output]:
""",
        kind=0,
    ),
    Sabotage(
        name="write home however late it is",
        owner=front,
        function="_write_home",
        old="    converge(newsroom, [HOME_KEY], render, check=in_time)",
        new="    converge(newsroom, [HOME_KEY], render)",
        kind=0,
    ),
    Sabotage(
        name="write sections for home's sake however late it is",
        owner=front,
        function="_write_home",
        old="linked=True, check=in_time)",
        new="linked=True)",
        kind=0,
    ),
    Sabotage(
        name="remove a section however late it is",
        owner=sections,
        function="remove_section",
        old="""        in_time()
""",
        new="",
        kind=0,
    ),
    Sabotage(
        name="remove a section however new its settings are",
        owner=sections,
        function="remove_section",
        old="if not newsroom.settings_hold():",
        new="if False:",
        kind=0,
    ),
    Sabotage(
        name="keep sections that home doesn't tell of",
        owner=front,
        function="refresh_front",
        old="            if slug not in linked:",
        new="            if False:",
        kind=0,
    ),
    Sabotage(
        name="remove sections that home tells of",
        owner=front,
        function="refresh_front",
        old="            if slug not in linked:",
        new="            if True:",
        kind=0,
    ),
)
