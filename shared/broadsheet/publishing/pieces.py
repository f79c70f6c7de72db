"""Pieces: the outputs of a long listing that is divided, of which a change touches those around it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.stretches import Division, Stretch
from broadsheet.site.outputs import Output
from broadsheet.site.story import Entry


@dataclass(slots=True, kw_only=True)
class Pieces:
    """The outputs of one listing's pieces, whose writer nobody else is meanwhile.

    `output` is what a piece with these entries has at its key; `there` gives the keys at which there are some. The last
    piece has none if `but_the_last`.
    """

    division: Division
    output: Callable[[str, Sequence[Entry]], Output]
    there: Callable[[], Iterator[str]]
    but_the_last: bool = False
    newsroom: Newsroom
    in_time: Callable[[], None]
    is_empty: bool = False
    """Whether the listing was empty when `write` ended; then all its outputs are to go."""
    _left_over: frozenset[str] = frozenset()

    def write(self, places: Collection[str] | None) -> frozenset[str]:
        """Write those around these sort keys (None: all), and give the keys of those that are to go.

        These stay until `remove`: something links to them.
        """
        if places is None:
            stretches = self.division.all()
            nobodys = set(self.there()) - {key for stretch in stretches for key in stretch.keys}
        else:
            stretches = [stretch for stretch in self.division.around(places) if not self._is_of_no_output(stretch)]
            nobodys = set()
        self._left_over = frozenset(nobodys).union(*map(self._write, stretches))
        self.is_empty = not self.newsroom.catalog.newest(self.division.listing, 1)
        return self.clear() if self.is_empty else self._left_over

    def clear(self) -> frozenset[str]:
        """As `write`, where all are to go."""
        self.is_empty = True
        self._left_over = frozenset(self.there())
        return self._left_over

    def remove(self) -> None:
        """Remove those that are to go. What has come into one by now has an event of its own, which is waiting."""
        for key in sorted(self._left_over):
            converge(self.newsroom, [key], tuple, check=self.in_time)

    def _is_of_no_output(self, stretch: Stretch) -> bool:
        return self.but_the_last and stretch.high is None and len(stretch.keys) == 1

    def _write(self, stretch: Stretch) -> AbstractSet[str]:
        """Write those of a stretch; returns the keys of those that are to go, and are empty meanwhile."""
        emptied: set[str] = set()

        def render() -> Iterator[Output]:
            emptied.clear()
            pieces = self.division.pieces(stretch)
            for key in stretch.keys:
                piece = pieces.get(key)
                wanted = piece is not None and not (self.but_the_last and piece.is_last)
                if not wanted and self.newsroom.site.look(key) is not None:
                    emptied.add(key)
                if wanted or key in emptied:
                    yield self.output(key, piece.entries if piece else ())

        converge(self.newsroom, stretch.keys, render, check=self.in_time)
        return emptied
