"""What every use case is given: the stores, the clock, the site's settings."""

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.article import Conflict, Unavailable
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.backlog import Backlog
from broadsheet.stores.catalog import Catalog
from broadsheet.stores.clock import Clock
from broadsheet.stores.inbox import Inbox
from broadsheet.stores.site import SiteStore
from broadsheet.stores.timers import Timers

MAX_ROUNDS = 25
"""How often a use case looks again before it leaves the rest to the next delivery of its event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """The world as the use cases see it."""

    inbox: Inbox
    site: SiteStore
    catalog: Catalog
    timers: Timers
    backlog: Backlog
    clock: Clock
    settings: SiteSettings


def converge(
    newsroom: Newsroom, key: str, render: Callable[[], Output | None], *, check: Callable[[], None] = lambda: None
) -> bool:
    """Make the object at `key` what `render` says (None: absent), whoever else is writing it; whether it was changed.

    What is there is looked at before the state is read, and written only if it is still what was seen. So whoever
    writes last has read last, and an older state never replaces a newer one. The state is read once more after a
    write, since the same bytes may have come back in between. `check` is called before each write, and may raise
    Conflict.

    Raises:
        Unavailable: others kept changing it.
    """
    changed = False
    seen = newsroom.site.look(key)
    for _ in range(MAX_ROUNDS):
        output = render()
        if (seen and seen.fingerprint) == (output and newsroom.site.fingerprint(output)):
            return changed
        try:
            check()
            if output is not None:
                seen = newsroom.site.put(output, expected=seen)
            elif seen is not None:
                newsroom.site.remove(key, expected=seen)
                seen = None
            changed = True
        except Conflict:
            seen = newsroom.site.look(key)
    message = f"{key} keeps changing"
    raise Unavailable(message)
