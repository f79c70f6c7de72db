"""An article in a handler's hands: under its lease, with its catalog row and what was seen at its keys on the site."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from broadsheet.article import ArticleId
from broadsheet.publishing.leasing import check, give_back
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.media import Reference, media_key
from broadsheet.site.outputs import Output
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import Lease, Live, Medium, Row
from broadsheet.stores.site import Stored

_MOST_DROPPED: Final = 30
"""How many media a commit takes from a row, besides all else that is in its transaction."""


@dataclass(slots=True)
class Held:
    """What one round may write of an article, for as long as the lease is its own.

    What is on the site is looked at before the source and the media are read, and written only if it is still what was
    seen: together with the lease that keeps an older version from replacing a newer one.
    """

    id: ArticleId
    newsroom: Newsroom
    lease: Lease
    row: Row | None
    _seen: dict[str, Stored | None] = field(default_factory=dict)

    @property
    def addresses(self) -> Sequence[str]:
        """All that it ever had."""
        return self.row.addresses if self.row else ()

    @property
    def media(self) -> Mapping[str, Medium]:
        """What the row knows of its media, by path."""
        return {medium.path: medium for medium in (self.row.media if self.row else ())}

    @property
    def live(self) -> Live | None:
        """What readers see."""
        return self.row.live if self.row else None

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """Of what is on the site, by key."""
        return {key: seen.fingerprint for key, seen in self._seen.items() if seen is not None}

    def look(self) -> None:
        """See what is at all of its keys."""
        copies = (media_key(path, self.id) for path in self.media)
        self._seen = {key: self.newsroom.site.look(key) for key in (*map(page_key, self.addresses), *copies)}

    def claim(self, addresses: Sequence[str]) -> None:
        """Claim those of the addresses that are not its own yet, before anything is there.

        Raises:
            AddressTaken: one is another article's; none is claimed.
        """
        own = {page_key(address) for address in self.addresses}
        new = {page_key(address): address for address in reversed(addresses) if page_key(address) not in own}
        if new:
            self.row = self.newsroom.catalog.claim(self.lease, self.row, list(reversed(new.values())))
            self._seen.update(dict.fromkeys(new))

    def refer(self, references: Iterable[Reference]) -> None:
        """Enter which media it refers to, before the inbox is asked for them.

        So whoever stores one later finds the article; and no copy is ever unknown to it.
        """
        known = self.media
        new = [reference.path for reference in references if reference.path not in known]
        if new:
            self.row = self.newsroom.catalog.refer(self.lease, self.row, add=new)
            self._seen.update(dict.fromkeys(media_key(path, self.id) for path in new))

    def drop_many(self, kept: AbstractSet[str]) -> None:
        """Leave no more media to be dropped than a commit's transaction may hold; their copies are gone."""
        dropped = [path for path in self.media if path not in kept]
        while len(dropped) > _MOST_DROPPED:
            self.row = self.newsroom.catalog.refer(self.lease, self.row, drop=dropped[:_MOST_DROPPED])
            dropped = dropped[_MOST_DROPPED:]

    def write(self, output: Output) -> bool:
        """Put it where it differs from what was seen; whether it did.

        Raises:
            Conflict: there is something else by now, or the article may be another handler's.
        """
        site, seen = self.newsroom.site, self._seen[output.key]
        if seen is not None and seen.fingerprint == site.fingerprint(output):
            return False
        self.check()
        site.put(output, expected=seen)
        return True

    def remove(self, key: str) -> bool:
        """Remove what was seen there; whether there was something.

        Raises:
            Conflict: as `write`.
        """
        seen = self._seen[key]
        if seen is None:
            return False
        self.check()
        self.newsroom.site.remove(key, expected=seen)
        return True

    def check(self) -> None:
        """See that there is time left for what others will see.

        Raises:
            Conflict: the article may be another handler's by now.
        """
        check(self.lease, self.newsroom)

    def commit(self, after: Row) -> None:
        """Enter the row, and give the lease back with it."""
        self.newsroom.catalog.commit(self.lease, self.row, after)
        self.row = after

    def release(self) -> None:
        """Give the lease back, the row being as it was."""
        self.newsroom.catalog.release(self.lease, self.row)

    def give_back(self) -> None:
        """Give the lease back after a failure, if the catalog can be reached."""
        give_back(self.lease, self.row, self.newsroom)
