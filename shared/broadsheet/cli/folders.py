"""Folders that hold a site: which may be written, and by whom."""

from pathlib import Path
from typing import Final

import click

from broadsheet.cli.sources import Sources
from broadsheet.stores.sqlite_catalog import SQLiteCatalog

BUILT: Final = "build"
PUBLISHED: Final = "publish"

_MADE_BY: Final = "made_by"


def check_output_folder(out: Path, sources: Sources) -> None:
    """See that a site and its sources don't get into each other's way.

    Raises:
        click.UsageError: they would.
    """
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"--out {out} is a file; a site needs a directory")
    site = out.resolve()
    for directory in sources.directories:
        if site.is_relative_to(directory.resolve()):
            raise click.UsageError(
                f"--out {out} is inside of {directory}, where the sources are; choose a folder beside it"
            )
    for top in dict.fromkeys([*sources.directories, *(source.top for source in sources.articles)]):
        if top.resolve().is_relative_to(site):
            raise click.UsageError(
                f"--out {out} holds the sources in {top}: they would become public; choose another folder"
            )


def claim_folder(catalog: SQLiteCatalog, maker: str, out: Path) -> None:
    """Note which command makes the site: each takes what it has no source of for withdrawn, so there can't be two.

    Raises:
        click.UsageError: the other command makes it.
    """
    made_by = catalog.fact(_MADE_BY)
    if made_by is None and catalog.rows():
        made_by = BUILT
    if made_by not in {None, maker}:
        raise click.UsageError(
            f"the site in {out} is made by `broadsheet {made_by}`, from other sources; "
            "go on with that, or choose another folder"
        )
    catalog.note(_MADE_BY, maker)
