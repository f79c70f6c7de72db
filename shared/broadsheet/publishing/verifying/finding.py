"""What was found of one article, and what of it the catalog has to lose or to get back."""

from dataclasses import dataclass, field

from broadsheet.publishing.verifying.differences import Difference, Kind
from broadsheet.publishing.verifying.dry_run import Corrections
from broadsheet.stores.items import Item
from broadsheet.stores.receipts import Receipt


@dataclass(slots=True, kw_only=True)
class Finding:
    """The differences, the pages' keys, and the catalog put right.

    `first` holds what is to be put and removed before the article is published again: claims, its row with what only a
    row remembers, what is nobody's. `then` holds what is put afterwards, when its pages are there.
    """

    id: str
    differences: list[Difference] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    corrections: Corrections = field(default_factory=Corrections)
    first: list[Item] = field(default_factory=list)
    then: list[Item] = field(default_factory=list)
    remove: list[Item] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    def add(self, kind: Kind, what: str, *, key: str | None = None) -> None:
        """Note a difference."""
        self.differences.append(Difference(kind=kind, what=what, key=key, id=self.id))
