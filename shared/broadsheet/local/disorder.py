"""What is to go wrong in a local stack, as a value."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Disorder:
    """What goes wrong, decided by `seed` in the order of the writes, the calls and the invocations.

    With notifications: `duplicate` is the chance that one is sent twice, `delay` the longest delay in seconds,
    `reorder` the chance that one is sent after the next, `drop` the chance that one is never sent.

    With timers: `lose_timers` is the chance that one never goes off, `late_timers` how late one is at most, in seconds;
    it goes off twice as often as notifications do.

    With the functions and their clients: `fail` is the chance that a call to S3 or DynamoDB fails, in one of the ways
    of chaos.py, and `kill` the chance that a worker is to be killed in the middle of an invocation.

    What would take too long to watch is quickened: with `return_after`, a message that failed comes back after so many
    seconds, not after its queue's visibility timeout, and with `pace` each schedule comes every so many seconds.
    `return_after` times the queue's maxReceiveCount must be longer than an article's lease, which a killed handler
    leaves behind.
    """

    seed: int = 0
    duplicate: float = 0.0
    delay: float = 0.0
    reorder: float = 0.0
    drop: float = 0.0
    lose_timers: float = 0.0
    late_timers: float = 0.0
    fail: float = 0.0
    kill: float = 0.0
    return_after: float | None = None
    pace: float | None = None

    @classmethod
    def chaos(cls, seed: int) -> Self:
        """All of it, at rates with which work still gets done."""
        return cls(
            seed=seed,
            duplicate=0.3,
            delay=2.0,
            reorder=0.3,
            drop=0.1,
            lose_timers=0.3,
            late_timers=4.0,
            fail=0.03,
            kill=0.01,
            return_after=10.0,
            pace=5.0,
        )
