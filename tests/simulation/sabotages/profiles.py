"""Sabotages of the pages of tags and authors, and of what listings know of articles."""

from broadsheet.site import listings
from tests.simulation.sabotages.sabotage import Sabotage, room

profiles = room("profiles")

SABOTAGES = (
    Sabotage(
        name="write a tag's page of what was",
        owner=profiles,
        function="refresh_tag",
        old="""    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(TAG + slug, LISTED)
""",
        new="""    entries = newsroom.catalog.newest(TAG + slug, LISTED)
    def render() -> Iterator[Output]:
""",
        kind=0,
    ),
    Sabotage(
        name="write an author's page of what was",
        owner=profiles,
        function="refresh_author",
        old="""    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(AUTHOR + slug, LISTED)
""",
        new="""    entries = newsroom.catalog.newest(AUTHOR + slug, LISTED)
    def render() -> Iterator[Output]:
""",
        kind=0,
    ),
    Sabotage(
        name="look for tags among the authors",
        owner=profiles,
        function="refresh_tag",
        old="TAG + slug",
        new="AUTHOR + slug",
        kind=0,
    ),
    Sabotage(
        name="leave the page of a tag that nothing has",
        owner=profiles,
        function="refresh_tag",
        old="if entries:",
        new="if True:",
        kind=1,
    ),
    Sabotage(
        name="leave the page of an author of nothing",
        owner=profiles,
        function="refresh_author",
        old="if entries:",
        new="if True:",
        kind=0,
    ),
    Sabotage(
        name="tell of a tag by another's name",
        owner=listings,
        function="entry_in",
        old="tuple(tag for tag in entry.tags if tag_slug(tag) == slug)[:1]",
        new="entry.tags[:1]",
        kind=0,
    ),
    Sabotage(
        name="tell of an author by another's name",
        owner=listings,
        function="entry_in",
        old="own = tuple(each for each in entry.contributors if each.slug == slug)",
        new="own = entry.contributors",
        kind=0,
    ),
    Sabotage(
        name="put articles in months by Greenwich",
        owner=listings,
        function="_day_of",
        old="moment.astimezone(settings.zone)",
        new="moment",
        kind=0,
    ),
    Sabotage(
        name="list an article as often as it has a tag",
        owner=listings,
        function="listings_of",
        old="tuple(dict.fromkeys(_listings(story, settings)))",
        new="tuple(_listings(story, settings))",
        kind=0,
    ),
    Sabotage(
        name="tell the archive all",
        owner=listings,
        function="entry_in",
        old="if listing.startswith((MONTH, DAY)):",
        new="if False:",
        kind=0,
    ),
    Sabotage(
        name="list no authors",
        owner=listings,
        function="_listings",
        old="        yield AUTHOR + contributor.slug",
        new="        pass",
        kind=0,
    ),
)
