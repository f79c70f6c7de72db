"""What every use case is given: the stores, the clock, the site's settings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from broadsheet.article import Conflict, Unavailable
from broadsheet.publishing.texts import TextCache
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.announcements import Announcements, NoAnnouncements
from broadsheet.stores.backlog import Backlog
from broadsheet.stores.catalog import Catalog
from broadsheet.stores.clock import Clock
from broadsheet.stores.inbox import SETTINGS_KEY, Inbox
from broadsheet.stores.site import SiteStore, Stored
from broadsheet.stores.timers import Timers

MAX_ROUNDS = 25
"""How often a use case looks again before it leaves the rest to the next delivery of its event."""

HASTY_ROUNDS = 4
"""The same where others wait, and what is left is come back to."""

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 2.0


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
    settings_version: str | None = None
    """The version of `site.toml` that they are of, "" where there was none; None when nobody asks whether they hold."""
    rounds: int = MAX_ROUNDS
    """How often `converge` looks again."""
    announcements: Announcements = field(default_factory=NoAnnouncements)
    texts: TextCache = field(default_factory=TextCache, compare=False)

    def settings_hold(self) -> bool:
        """Whether there are no newer ones.

        Raises:
            Unavailable: the inbox can't be read.
        """
        if self.settings_version is None:
            return True
        newest = self.inbox.newest(SETTINGS_KEY)
        return (newest.version if newest else "") == self.settings_version

    def settings_are_told(self) -> bool:
        """Whether their editor has been told that the site follows them.

        Raises:
            Unavailable: the inbox can't be read.
        """
        version = self.settings_version
        return not version or self.inbox.receipt(SETTINGS_KEY, version=version) is not None


class Restless(Unavailable):
    """Others kept changing what was to be written. It has been written, but not as it is by now."""


def converge(
    newsroom: Newsroom,
    keys: Sequence[str],
    render: Callable[[], Iterable[Output]],
    *,
    check: Callable[[], None] = lambda: None,
) -> bool:
    """Make the objects at `keys` what `render` says, whoever else is writing them; whether one was changed.

    One that `render` doesn't give is to be absent. They are written in the order of `keys`, and removed in the reverse.

    What is there is looked at before the state is read, and written only if it is still what was seen. So whoever
    writes last has read last, and an older state never replaces a newer one. The state is read once more after a
    write, since the same bytes may have come back in between; in a burst it has changed again, and more and more of it
    is waited for. `check` is called before each write; what it raises ends the work.

    Raises:
        Restless: others kept changing them.
    """
    changed = False
    site = newsroom.site
    seen = {key: site.look(key) for key in keys}
    for attempt in range(newsroom.rounds):
        if attempt > 1:
            newsroom.clock.sleep(min(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 2), _LONGEST_PAUSE_SECONDS))
        wanted = {output.key: output for output in render()}
        behind = [key for key in keys if _print_of(wanted.get(key), site) != _print_of(seen[key], site)]
        if not behind:
            return changed
        for key in [key for key in behind if key in wanted] + [key for key in reversed(behind) if key not in wanted]:
            check()
            try:
                seen[key] = _replaced(key, seen[key], wanted.get(key), site)
                changed = True
            except Conflict:
                seen[key] = site.look(key)
                break
    message = f"{', '.join(keys)} keep changing"
    raise Restless(message)


def _print_of(what: Output | Stored | None, site: SiteStore) -> str | None:
    if isinstance(what, Output):
        return site.fingerprint(what)
    return what.fingerprint if what else None


def _replaced(key: str, there: Stored | None, wanted: Output | None, site: SiteStore) -> Stored | None:
    if wanted is not None:
        return site.put(wanted, expected=there)
    if there is not None:
        site.remove(key, expected=there)
    return None
