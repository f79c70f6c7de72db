"""An article's versions, as a target keeps them."""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Final

from broadsheet.cli.errors import Refused
from broadsheet.cli.targets import Target
from broadsheet.stores.inbox import Source, article_key

_MOST_LOOKED_THROUGH: Final = 1000


def versions_of(source_id: str, place: Target) -> Iterator[Source]:
    """Every version, the newest first, deletions included; each is read when it is asked for.

    Raises:
        Refused: there is no such article.
    """
    newest = place.newest(article_key(source_id))
    if newest is None:
        raise Refused(f"there is no article {source_id!r} at {place.name}", code="no_such_article")
    yield newest
    yield from place.older(newest)


def version_named(name: str, source_id: str, place: Target) -> Source:
    """The version of that name, or the only one whose name begins so.

    Raises:
        Refused: there is none, or there are several.
    """
    found = list(islice(versions_of(source_id, place), _MOST_LOOKED_THROUGH))
    exact = [source for source in found if source.version == name]
    matching = exact or [source for source in found if name and source.version.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        problem = f"{len(matching)} versions of {source_id} begin with {name!r}; give more of the name"
        raise Refused(problem, code="no_such_version")
    near = get_close_matches(name, [source.version for source in found], n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"`broadsheet history {source_id}` lists them"
    raise Refused(f"{source_id} has no version {name!r}; {hint}", code="no_such_version")
