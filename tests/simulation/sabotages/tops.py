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
        kind=5,
    ),
    Sabotage(
        name="keep on top of a section what is on top of all",
        owner=sections,
        function="featured",
        old="FEATURED if slug is None else featured_in(slug)",
        new="FEATURED",
        kind=2,
    ),
    Sabotage(
        name="leave the front page when something comes on top",
        owner=refresh,
        function="refresh_listings",
        old="not listings.isdisjoint({ALL, FEATURED})",
        new="ALL in listings",
        kind=17,
    ),
    Sabotage(
        name="leave a section when something comes on top of it",
        owner=refresh,
        function="refresh_listings",
        old="""{*_named(SECTION, listings), *_named(f"{FEATURED}#", listings)}""",
        new="{*_named(SECTION, listings)}",
        kind=17,
    ),
    Sabotage(
        name="keep the oldest on top first",
        owner=sections,
        function="featured",
        old="(*entries, *told)",
        new="(*entries, *reversed(told))",
        kind=2,
    ),
    Sabotage(
        name="keep on top what says so itself before what the settings name",
        owner=sections,
        function="featured",
        old="(*entries, *told)",
        new="(*told, *entries)",
        kind=3,
        first=20,
    ),
    Sabotage(
        name="keep on top of a section what has left it",
        owner=sections,
        function="featured",
        old="entry.section and section_slug(entry.section) == slug",
        new="True",
        kind=3,
    ),
    Sabotage(
        name="keep nothing on top that says so itself",
        owner=sections,
        function="featured",
        old="(*entries, *told)",
        new="(*entries,)",
        kind=2,
    ),
    Sabotage(
        name="move what is on top for two reasons behind what is for one",
        owner=sections,
        function="featured",
        old="first.setdefault(entry.id, entry)",
        new="first[entry.id] = first.pop(entry.id, entry)",
        kind=36,
    ),
    Sabotage(
        name="keep sections that home doesn't tell of",
        owner=front,
        function="refresh_front",
        old="            if slug not in linked:",
        new="            if False:",
        kind=5,
    ),
)
