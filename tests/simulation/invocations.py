"""What waits to be worked on, and who works on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from greenlet import greenlet

from tests.simulation.clocks import START
from tests.simulation.fake_s3 import FakeObject
from tests.simulation.processes import Process
from tests.simulation.words import Deed


class Killed(BaseException):
    """A process's end, which no handler of errors catches."""


@dataclass(slots=True)
class Message:
    """A notification in the queue."""

    number: int
    body: str
    told: str
    visible_at: datetime
    received: int = 0


@dataclass(slots=True)
class Shard:
    """A part of the catalog's stream, of which one batch at a time is worked on."""

    records: list[dict[str, Any]] = field(default_factory=list)
    busy: bool = False
    retry_at: datetime = START


@dataclass(slots=True)
class Record:
    """What a task has done and seen.

    `holders` are the leases that it may have, `given_up` how often it couldn't give one back. `wrote` is, for each
    article of which it has written something, the newest version by then. `seen` are the ETags, by key of the
    site, that it has seen, `left` what it has put there itself, `refused` the keys of writes whose condition didn't
    hold and that it hasn't looked at since. `looks` are the keys of the sources that it has sent errands for, one by
    one. `last_read` is what its last call has read, "" if that was none of the inbox. With `trouble` it has reason to
    fail.
    """

    holders: set[str] = field(default_factory=set)
    given_up: dict[str, int] = field(default_factory=dict)
    wrote: dict[str, str] = field(default_factory=dict)
    seen: dict[str, set[str | None]] = field(default_factory=dict)
    left: dict[str, FakeObject | None] = field(default_factory=dict)
    last_read: str = ""
    refused: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)
    waits_since: datetime | None = None
    trouble: bool = False

    def saw(self, key: str, there: FakeObject | None) -> None:
        """It knows what is there."""
        self.seen.setdefault(key, set()).add(there.etag if there else None)


@dataclass(slots=True, eq=False)
class Task:
    """One invocation of a function.

    `began_at` is the place of the newest version by then among all that were ever stored. `called_at` is when it made
    its last call.
    """

    name: str
    function: str
    process: Process
    began: datetime
    ends_at: datetime
    began_at: int
    called_at: datetime = START
    wakes_at: datetime | None = None
    in_call_since: datetime | None = None
    doomed: bool = False
    asleep: bool = False
    let: greenlet | None = None
    record: Record = field(default_factory=Record)


Teller = Callable[[str, str | Deed], None]
