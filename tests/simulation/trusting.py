"""An inbox that believes what an event says: for a sabotage."""

from dataclasses import replace
from typing import Any

from broadsheet.publishing import Newsroom
from broadsheet.stores.inbox import Source


class _Trusting:
    def __init__(self, inbox: Any, version: str) -> None:
        self._inbox = inbox
        self._version = version

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The version of the event."""
        if known is not None:
            return known
        found: Source | None = self._inbox.read(key, version=self._version)
        return found or self._inbox.newest(key)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inbox, name)


def trusting(room: Newsroom, record: Any) -> Newsroom:
    """The newsroom, seen by a handler that doesn't look for itself."""
    return replace(room, inbox=_Trusting(room.inbox, record.s3.get_object.version_id))
