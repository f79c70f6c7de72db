"""The backlog: errands for the publish function that no upload has asked for, and that can wait."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from broadsheet.article import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Look at one article: `id` is its source's, unchecked."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtAll:
    """Look at every article whose inbox key comes after `after`; "" is from the first one on."""

    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyMedium:
    """Look at every article that refers to a medium, and whose id comes after `after`; "" is from the first one on."""

    path: str
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshAll:
    """Bring the listings of every article up to date whose place in the order of time, a sort key, is after `after`.

    With `pages` these are done, and it is about all pages of listings whose key is after `after`: some may be nobody's.
    """

    after: str = ""
    pages: bool = False


Errand = Look | LookAtAll | SupplyMedium | RefreshAll


def encode_errand(errand: Errand) -> str:
    """The errand as a message's body."""
    match errand:
        case Look(id=source_id):
            return json.dumps({"look": source_id}, ensure_ascii=False)
        case LookAtAll(after=after):
            return json.dumps({"look_at_all": {"after": after}}, ensure_ascii=False)
        case RefreshAll(after=after, pages=pages):
            return json.dumps({"refresh_all": {"after": after, "pages": pages}}, ensure_ascii=False)
        case SupplyMedium(path=path, after=after):
            return json.dumps({"supply": {"path": path, "after": after}}, ensure_ascii=False)


def decode_errand(body: object) -> Errand | None:
    """The errand in a message's body, which has been read as JSON; None if it is none."""
    match body:
        case {"look": str(source_id)}:
            return Look(id=source_id)
        case {"look_at_all": {"after": str(after)}}:
            return LookAtAll(after=after)
        case {"refresh_all": {"after": str(after), "pages": bool(pages)}}:
            return RefreshAll(after=after, pages=pages)
        case {"supply": {"path": str(path), "after": str(after)}}:
            return SupplyMedium(path=path, after=after)
        case _:
            return None


class Backlog(Protocol):
    """Takes errands, each of which is done at least once, in any order.

    Every method raises Unavailable when it can't be reached.
    """

    def add(self, errands: Sequence[Errand]) -> None:
        """Have these done. If it raises, some of them may be done nevertheless."""

    def waiting(self) -> int:
        """About how many are not done."""


class NoBacklog:
    """A folder's: whoever changes its settings builds it anew, and what can't be done now must be told to its editor.

    Raises:
        Unavailable: from `add`, if an article is to be looked at.
    """

    def add(self, errands: Sequence[Errand]) -> None:
        """Nothing, if it is only that everything is to be looked at."""
        looks = [errand.id for errand in errands if isinstance(errand, Look)]
        if looks:
            message = f"{', '.join(looks)} can't be brought up to date now"
            raise Unavailable(message)

    def waiting(self) -> int:
        """None."""
        return 0


class MemoryBacklog:
    """The fake for tests; `errands` may be looked at, and taken."""

    def __init__(self) -> None:
        self.errands: list[Errand] = []

    def add(self, errands: Sequence[Errand]) -> None:
        """Keep them."""
        self.errands += errands

    def waiting(self) -> int:
        """How many there are."""
        return len(self.errands)
