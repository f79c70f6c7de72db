"""A site store of which only what readers get is believed."""

from collections.abc import Iterator

from broadsheet.site.outputs import Output
from broadsheet.stores.site import SiteStore, Stored


class Distrusting:
    """The same store, where to look is to examine: so every use case writes what only seems to be in its place."""

    def __init__(self, site: SiteStore) -> None:
        self._site = site

    def look(self, key: str) -> Stored | None:
        """Examine it."""
        return self._site.examine(key)

    examine = look

    def fingerprint(self, output: Output) -> str:
        """The same."""
        return self._site.fingerprint(output)

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        """The same."""
        return self._site.put(output, expected=expected)

    def remove(self, key: str, *, expected: Stored) -> None:
        """The same."""
        self._site.remove(key, expected=expected)

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """The same."""
        return self._site.keys(prefix, after=after)
