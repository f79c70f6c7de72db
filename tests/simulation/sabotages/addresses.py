"""Sabotages of the addresses that old paths name."""

from broadsheet.site import story
from tests.simulation.sabotages.sabotage import Sabotage

SABOTAGES = (
    Sabotage(
        name="take a folder and its index.html for two addresses",
        owner=story,
        function="old_address",
        old='if parts and parts[-1] == "index.html":',
        new="if False:",
        kind=32,
    ),
    Sabotage(
        name="take an address with and without a slash for two",
        owner=story,
        function="old_address",
        old="""    return f"/{'/'.join(parts)}/"
""",
        new="""    return f"/{'/'.join(parts)}{'/' if decoded.endswith('/') else ''}"
""",
        kind=32,
    ),
    Sabotage(
        name="take two ways to write a letter for two addresses",
        owner=story,
        function="old_address",
        old='normalize("NFC", ',
        new="str(",
        kind=32,
    ),
    Sabotage(
        name="take escaped letters for others",
        owner=story,
        function="old_address",
        old="unquote(",
        new="str(",
        kind=32,
    ),
    Sabotage(
        name="take a folder with a dot in its name for a file",
        owner=story,
        function="old_address",
        old=' and not decoded.endswith("/")',
        new="",
        kind=32,
    ),
    *(
        Sabotage(
            name=f"let articles have addresses under /{part}",
            owner=story,
            function="is_reserved",
            old='RESERVED_PARTS | {""}',
            new=f'(RESERVED_PARTS | {{""}}) - {{"{part}"}}',
            kind=32,
            within=400,
        )
        for part in ("", "archive", "author", "tag", "sitemaps", "feed.json")
    ),
)
