"""Sabotages of rebuilt listings, and of those of pages that are nobody's."""

from broadsheet.stores import backlog
from tests.simulation.sabotages.sabotage import Sabotage, room

rebuild, refresh = (room(name) for name in ("rebuild", "refresh"))

SABOTAGES = (
    Sabotage(
        name="rebuild no listings",
        owner=rebuild,
        function="look_at_all",
        old="""        newsroom.backlog.add([RefreshAll()])
""",
        new="",
        kind=11,
    ),
    Sabotage(
        name="end with the listings of the first articles",
        owner=rebuild,
        function="refresh_all",
        old="    if next_one is not None:",
        new="    if False:",
        kind=11,
    ),
    Sabotage(
        name="look at no pages of listings",
        owner=rebuild,
        function="_of_articles",
        old="return places, RefreshAll(pages=True)",
        new="return places, None",
        kind=11,
    ),
    Sabotage(
        name="end with the first pages of listings",
        owner=rebuild,
        function="_of_pages",
        old="if len(found) == PAGES_AT_ONCE else None",
        new="if False else None",
        kind=11,
    ),
    Sabotage(
        name="go on with pages of other kinds only",
        owner=rebuild,
        function="_of_pages",
        old=" or after.startswith(prefix)",
        new="",
        kind=23,
    ),
    Sabotage(
        name="forget where to go on with listings",
        owner=backlog,
        function="encode_errand",
        old='"refresh_all": {"after": after, ',
        new='"refresh_all": {"after": "", ',
        kind=11,
    ),
    Sabotage(
        name="forget that the articles' listings are done",
        owner=backlog,
        function="encode_errand",
        old='"pages": pages}',
        new='"pages": False}',
        kind=11,
    ),
    Sabotage(
        name="overlook authors' pages that are nobody's",
        owner=refresh,
        function="listings_at",
        old='(AUTHOR, "author/"), ',
        new="",
        kind=11,
        first=19,
    ),
    Sabotage(
        name="overlook files of the sitemap that are nobody's",
        owner=refresh,
        function="listings_at",
        old="""    periods |= {month_of_part(key) for key in keys if key.startswith(PARTS)}
""",
        new="",
        kind=11,
        first=15,
    ),
    Sabotage(
        name="overlook pages of months that are nobody's",
        owner=refresh,
        function="listings_at",
        old='if key.startswith("archive/")',
        new='if key.startswith("nothing/")',
        kind=11,
    ),
    Sabotage(
        name="refresh no months but those that all name",
        owner=refresh,
        function="refresh_listings",
        old="if days or months or ARCHIVE in listings:",
        new="if ARCHIVE in listings:",
        kind=0,
    ),
    Sabotage(
        name="take no section's page for a listing's",
        owner=refresh,
        function="standing_listings",
        old="(*there, *newsroom.settings.sections_by_slug)",
        new="newsroom.settings.sections_by_slug",
        kind=3,
        first=60,
    ),
)
