"""Confirm: write the receipts that a source's versions are owed."""

from collections.abc import Callable
from itertools import islice
from typing import Final

from broadsheet.publishing.history import History
from broadsheet.stores.inbox import Inbox, Source
from broadsheet.stores.receipts import Receipt

MOST_OWED: Final = 100
"""How far back versions are looked for that nobody was told of."""


def confirm(
    inbox: Inbox,
    history: History,
    receipt: Receipt,
    superseded: Callable[[Source], Receipt],
    *,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write the newest version's receipt, and before it those of the older versions that have none.

    The event of an older version may be lost, or its handler may have died; whoever comes next makes up for it.
    Receipts are written from the oldest on, so that a version that has one has no predecessor without. Before each is
    written `check` is called, which may raise Conflict.
    """
    for source in reversed(owed(inbox, history, receipt.id)):
        inbox.put_receipt(superseded(source), check=check)
    inbox.put_receipt(receipt, check=check)


def owed(inbox: Inbox, history: History, source_id: str) -> list[Source]:
    """The versions before the newest one that have no receipt, newest first."""
    found: list[Source] = []
    for source in islice(history, 1, MOST_OWED + 1):
        if inbox.receipt(source_id, version=source.version) is not None:
            break
        found.append(source)
    return found
