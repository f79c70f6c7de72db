"""A source's versions, from one on backwards."""

from collections.abc import Iterator

from broadsheet.article import StoreError
from broadsheet.stores.inbox import Inbox, Source


class History:
    """The versions from `newest` on backwards, deletions included; each is read once, when somebody gets there."""

    def __init__(self, newest: Source, inbox: Inbox) -> None:
        self.newest = newest
        self._inbox = inbox
        self._known = [newest]
        self._older = self._from_the_last()

    def __iter__(self) -> Iterator[Source]:
        """All of them, the newest first."""
        number = 0
        while number < len(self._known) or self._reads_one_more():
            yield self._known[number]
            number += 1

    def _reads_one_more(self) -> bool:
        try:
            source = next(self._older, None)
        except StoreError:
            # An iterator that has failed would say that there is nothing more.
            self._older = self._from_the_last()
            raise
        if source is not None:
            self._known.append(source)
        return source is not None

    def _from_the_last(self) -> Iterator[Source]:
        last = self._known[-1]
        return self._inbox.older(last.key, than=last.version)
