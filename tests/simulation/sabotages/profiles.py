"""Sabotages of the pages of tags and authors, and of what listings know of articles."""

from broadsheet.site import listings
from tests.simulation.sabotages.sabotage import Sabotage, room

profiles = room("profiles")

SABOTAGES = (
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
        kind=10,
        first=11,
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
        kind=5,
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
        name="list no authors",
        owner=listings,
        function="_listings",
        old="        yield AUTHOR + contributor.slug",
        new="        pass",
        kind=10,
    ),
)
