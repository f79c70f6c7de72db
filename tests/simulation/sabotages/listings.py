"""Sabotages of listings and of all that is made to converge."""

from tests.simulation.sabotages.sabotage import Sabotage, room

front, newsroom, refresh, sections = (room(name) for name in ("front", "newsroom", "refresh", "sections"))

SABOTAGES = (
    Sabotage(
        name="write no section for home's sake",
        owner=sections,
        function="refresh_section",
        old="wanted = linked or slug in newsroom.settings.sections_by_slug",
        new="wanted = slug in newsroom.settings.sections_by_slug",
        kind=22,
        first=280,
    ),
    Sabotage(
        name="read the state of a listing before the listing",
        owner=newsroom,
        function="converge",
        old="""    for attempt in range(newsroom.rounds):
        if attempt > 1:
            newsroom.clock.sleep(min(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 2), _LONGEST_PAUSE_SECONDS))
        wanted = {output.key: output for output in render()}
""",
        new="""    wanted = {output.key: output for output in render()}
    seen = {key: site.look(key) for key in keys}
    for _ in range(newsroom.rounds):
""",
        kind=9,
        first=285,
    ),
    Sabotage(
        name="leave the pages after a changed one as they are",
        owner=refresh,
        function="refresh",
        old="    for source_id in sorted(successors(changes, newsroom)):",
        new="    for source_id in ():",
        kind=2,
    ),
    Sabotage(
        name="write home before the section that it links to",
        owner=front,
        function="_write_home",
        old="                refresh_section(slug, hasty, linked=True, check=in_time)",
        new="                pass",
        kind=2,
    ),
    Sabotage(
        name="tell five successors of a change",
        owner=refresh,
        function="successors",
        old="following(change, RECENT_POSTS)",
        new="following(change, RECENT_POSTS - 1)",
        kind=2,
    ),
    Sabotage(
        name="leave a successor that can't be had to nobody",
        owner=refresh,
        function="refresh",
        old="newsroom.backlog.add([Look(id=source_id)])",
        new="pass",
        kind=27,
    ),
    Sabotage(
        name="remove the page of a section that is declared",
        owner=sections,
        function="is_left_over",
        old="slug in newsroom.settings.sections_by_slug or ",
        new="",
        kind=3,
    ),
    Sabotage(
        name="leave an emptied section as it was",
        owner=sections,
        function="refresh_section",
        old="if entries or wanted or _is_there(slug, newsroom):",
        new="if entries or wanted:",
        kind=11,
        first=111,
    ),
    Sabotage(
        name="write a declared section only when something is in it",
        owner=sections,
        function="refresh_section",
        old="wanted = linked or slug in newsroom.settings.sections_by_slug",
        new="wanted = linked",
        kind=12,
    ),
    Sabotage(
        name="trust a listing after its last write",
        owner=newsroom,
        function="converge",
        old="""                changed = True
""",
        new="""                changed = True
                if key == behind[-1]:
                    return True
""",
        kind=2,
        first=44,
    ),
    Sabotage(
        name="write indexes of what was",
        owner=front,
        function="refresh_indexes",
        old="""    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(ALL, LISTED)
""",
        new="""    entries = newsroom.catalog.newest(ALL, LISTED)
    def render() -> Iterator[Output]:
""",
        kind=12,
    ),
    Sabotage(
        name="refresh no listings",
        owner=refresh,
        function="refresh",
        old="""    refresh_listings({change.listing for change in changes}, newsroom, changes=changes)
    for source_id""",
        new="    for source_id",
        kind=2,
    ),
    Sabotage(
        name="try again without a look",
        owner=newsroom,
        function="converge",
        old="""                seen[key] = site.look(key)
                break""",
        new="                break",
        kind=0,
    ),
    Sabotage(
        name="write no feeds of the whole site",
        owner=front,
        function="refresh_indexes",
        old="""        yield from home_feeds(entries, newsroom.settings, supplement(ALL, entries, newsroom))
""",
        new="",
        kind=2,
    ),
    Sabotage(
        name="leave the sections as they were",
        owner=refresh,
        function="refresh",
        old="{change.listing for change in changes}",
        new="{change.listing for change in changes if change.listing == ALL}",
        kind=5,
    ),
    Sabotage(
        name="remove nothing that is not wanted",
        owner=newsroom,
        function="_replaced",
        old="""    if there is not None:
""",
        new="""    if False:
""",
        kind=0,
    ),
    Sabotage(
        name="end with the first conflict over a listing",
        owner=newsroom,
        function="converge",
        old="""            except Conflict:
                seen[key] = site.look(key)
                break""",
        new="""            except Conflict:
                return changed""",
        kind=0,
    ),
    Sabotage(
        name="remove empty sections only when all listings change",
        owner=refresh,
        function="refresh_listings",
        old="if empty or not listings.isdisjoint({ALL, FEATURED}):",
        new="if not listings.isdisjoint({ALL, FEATURED}):",
        kind=5,
        first=0,
    ),
    Sabotage(
        name="forget what was just written",
        owner=newsroom,
        function="converge",
        old="seen[key] = _replaced(key, seen[key], wanted.get(key), site)",
        new="_replaced(key, seen[key], wanted.get(key), site)",
        kind=3,
    ),
)
