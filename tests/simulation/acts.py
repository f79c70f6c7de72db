"""What editors do, and how rough the world is on that day: everything that a seed decides before it begins."""

from dataclasses import dataclass, field

IDS = ("a", "b", "c", "d", "e", "f", "a.json", "خبر", "not an id")
AUTHOR = "kim"
"""Whom the settings define at times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A source is stored. `words` say what is special about it."""

    id: str
    data: bytes
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A source is deleted: its newest version is a delete marker from then on."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidying:
    """The second oldest version of a source is removed for good, if by now it is of no consequence any more."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A medium is stored, or replaced by other bytes, or deleted."""

    path: str
    data: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """All versions of a source are removed for good by a rule, of which no event tells.

    That is, if they say themselves what else only older ones would tell.
    """

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """site.toml is stored, or deleted."""

    data: bytes | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """Everything is to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lull:
    """Nobody does anything until all that has been done is through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Nobody does anything for a while."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """All versions of a source but the newest are removed for good by a rule, when the newest has been judged."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Somebody removes an object of the site by hand, or puts something else in its place.

    `place` is its place among those that there are. With `of_listings` it is one of those that follow from listings, to
    which belong some that should not be there at all.
    """

    place: int
    removed: bool
    of_listings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReceipt:
    """Somebody removes a receipt by hand, or puts something else in its place; `place` as of a `Damage`."""

    place: int
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The site is verified, by the function on schedule, or by an operator, who has it mended as well."""

    mends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    """The sweep has its turn."""


Act = (
    Upload
    | Deletion
    | Tidying
    | Purge
    | Expiry
    | Picture
    | Settings
    | Rebuild
    | Sweeping
    | Damage
    | LostReceipt
    | Check
    | Lull
    | Pause
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How likely it is that something goes wrong at each opportunity.

    A handler dozes after a call, ponders after it has read a listing (one of the function `who_ponders`, or, if that is
    "", any), and is slow in a call. `bundle` is how likely two notifications come in one message, `forget` that the
    catalog's stream gives a record up. `hub_seconds` is how long hubs and search engines take to answer. `swept` is how
    many listings a sweep looks at, besides those that it always does. `skew` is how many seconds clocks are behind at
    most. With `curse`, one article can't be had when what was lost is looked for.
    """

    switch: float = 0.0
    doze: float = 0.0
    ponder: float = 0.0
    who_ponders: str = ""
    slow: float = 0.0
    pace: float = 0.0
    fault: float = 0.0
    crash: float = 0.0
    duplicate: float = 0.0
    drop: float = 0.0
    lose_timer: float = 0.0
    delay: float = 0.0
    bundle: float = 0.0
    forget: float = 0.0
    sweep: float = 0.0
    skew: float = 0.0
    hub_seconds: float = 0.0
    swept: int = 500
    curse: bool = False
    handlers: int = 3
    shards: int = 2
    warm: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A seed's editors and weather. `luck` decides about what happens by chance."""

    seed: int
    acts: tuple[Act, ...]
    luck: str = ""
    weather: Weather = field(default_factory=Weather)
