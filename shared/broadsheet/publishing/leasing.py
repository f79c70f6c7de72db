"""Leasing: be the only one who writes something, for as long as a few calls take."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from broadsheet.article import ArticleId, Conflict, StoreError, Unavailable
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores.catalog import LEASE, Lease, Leased, Row, new_lease

FRONT: Final = ArticleId("/")
"""The lease of the home page, under an id that no article can have."""

_PATIENCE: Final = timedelta(seconds=12)
"""How old a lease may be before its holder is taken for dead, and not waited for."""
_TRIES: Final = 3
"""How often a lease is given back, besides what the SDK tries: for as long as it stays, nobody can publish."""


def taken(source_id: ArticleId, newsroom: Newsroom) -> tuple[Lease, Row | None]:
    """The lease when it is free, and the article's row as it is then; a handler that works gives it back in a moment.

    Raises:
        Unavailable: one that seems to have died has it, or there are too many of them.
    """
    clock = newsroom.clock
    gives_up_at = clock.now() + _PATIENCE
    pause_seconds = 0.05
    while True:
        now = clock.now()
        lease = new_lease(source_id, now=now)
        try:
            return lease, newsroom.catalog.take(lease, now=now)
        except Leased as leased:
            if now >= gives_up_at or now >= leased.until - LEASE + _PATIENCE:
                raise Unavailable(str(leased)) from leased
            clock.sleep(pause_seconds)
            pause_seconds = min(2 * pause_seconds, 1.0)
        except StoreError:
            # It may have been taken all the same.
            give_back(lease, None, newsroom)
            raise


def give_back(lease: Lease, row: Row | None, newsroom: Newsroom) -> None:
    """Let others have it at once, if the catalog can be reached; one that stays is over in a minute."""
    for _ in range(_TRIES):
        with suppress(StoreError):
            newsroom.catalog.release(lease, row)
            return


def check(lease: Lease, newsroom: Newsroom) -> None:
    """See that there is time left for what others will see.

    Raises:
        Conflict: what is leased may be another handler's by now.
    """
    if newsroom.clock.now() > lease.last_write_at:
        message = f"{lease.id} took so long that it may be another handler's"
        raise Conflict(message)


@contextmanager
def front_leased(newsroom: Newsroom) -> Iterator[Callable[[], None]]:
    """Be the only one who writes the home page and what it links to by itself, and who removes what it may link to.

    Gives what is to be called before each write; that raises Unavailable when there is no time left for one.

    Raises:
        Unavailable: see `taken`.
    """
    lease, _ = taken(FRONT, newsroom)

    def in_time() -> None:
        try:
            check(lease, newsroom)
        except Conflict as late:
            raise Unavailable(str(late)) from late

    try:
        yield in_time
    finally:
        give_back(lease, None, newsroom)
