"""Rows and entries for the suites of the catalog."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from broadsheet.article import ArticleId
from broadsheet.site.listings import ALL, SECTION
from broadsheet.site.story import Entry, section_slug
from broadsheet.stores.catalog import (
    Catalog,
    Lease,
    Live,
    Row,
    new_lease,
)
from broadsheet.stores.receipts import Verdict
from tests.world import START

STORM, HARBOUR = ArticleId("storm"), ArticleId("harbour")


def an_entry(source_id: ArticleId, hour: int, **changes: Any) -> Entry:
    """An article's entry, but for what is given."""
    plain = Entry(
        id=source_id,
        title="A “storm” & <more>",
        url=f"/2026/11/{source_id}/",
        excerpt="…",
        published_at=datetime(2026, 11, 1, hour, tzinfo=UTC),
        updated_at=None,
        section="City",
        language="fa",
    )
    return replace(plain, **changes)


def a_row(source_id: ArticleId, hour: int, *, revision: int = 1, **changes: Any) -> Row:
    """The row of an article that is shown."""
    entry = an_entry(source_id, hour, **changes)
    listings = (ALL, SECTION + section_slug(entry.section)) if entry.section else (ALL,)
    live = Live(source_version="v1", address=f"/2026/11/{source_id}/", entry=entry, listings=listings)
    return Row(id=source_id, revision=revision, judged_version="v1", verdict=Verdict.PUBLISHED, live=live)


def taken(catalog: Catalog, source_id: ArticleId) -> Lease:
    """The lease, which nobody has."""
    lease = new_lease(source_id, now=START)
    catalog.take(lease, now=START)
    return lease


def committed(catalog: Catalog, before: Row | None, after: Row) -> None:
    """The row, committed."""
    catalog.commit(taken(catalog, after.id), before, after)
