"""What can differ between what is there and what should be there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from broadsheet.publishing.verifying.holdings import Holdings


class Kind(StrEnum):
    """The closed set of differences."""

    STALE = "stale"
    MISSING = "missing"
    ORPHAN = "orphan"
    SOURCE_WITHOUT_ROW = "source_without_row"
    ROW_WITHOUT_SOURCE = "row_without_source"
    STALE_ROW = "stale_row"
    MISSING_ENTRY = "missing_entry"
    STALE_ENTRY = "stale_entry"
    ORPHAN_ENTRY = "orphan_entry"
    MISSING_CLAIM = "missing_claim"
    WRONG_CLAIM = "wrong_claim"
    ORPHAN_CLAIM = "orphan_claim"
    MISSING_REFERENCE = "missing_reference"
    ORPHAN_REFERENCE = "orphan_reference"
    MISSING_DUE = "missing_due"
    ORPHAN_DUE = "orphan_due"
    STUCK_LEASE = "stuck_lease"
    MISSING_RECEIPT = "missing_receipt"
    STALE_RECEIPT = "stale_receipt"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it should be.

    `key` is that of a public object or a receipt. `id` is the article's, or the settings' "site.toml". `what` is for
    people.
    """

    kind: Kind
    what: str
    key: str | None = None
    id: str | None = None

    @property
    def same(self) -> tuple[Kind, str | None, str | None]:
        """What it is about, whatever it says."""
        return (self.kind, self.key, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found: how many articles and public objects were looked at, and all that differs, in a fixed order.

    `suspects` are the articles that have to do with it; `holdings` is what of the catalog doesn't fit together.
    """

    articles: int
    objects: int
    differences: tuple[Difference, ...]
    suspects: tuple[str, ...] = ()
    holdings: Holdings = field(default_factory=Holdings, repr=False, compare=False)


def in_order(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """By article, kind and key, each once."""
    return tuple(sorted(set(differences), key=lambda each: (each.id or "", each.kind, each.key or "", each.what)))
