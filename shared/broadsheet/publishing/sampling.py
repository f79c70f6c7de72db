"""Samples that between them reach everything: no state, the same in every process, whatever the size of the site."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from heapq import nsmallest
from typing import Final

_GOLDEN: Final = (5**0.5 - 1) / 2
_RING: Final = 2**32


def run_number(now: datetime) -> int:
    """The number of the hour: a sample is taken once in it."""
    return int(now.timestamp() // 3600)


def sampled(names: Iterable[str], size: int, *, run: int) -> list[str]:
    """The names that come next on a ring, on which each has its place by its hash, from where the run begins.

    Beginnings are a golden angle apart, so that they lie evenly however many there are: of n names each has been in a
    sample after about 3 n / size runs.
    """
    start = int(run * _GOLDEN % 1 * _RING)
    return nsmallest(size, names, key=lambda name: ((_place(name) - start) % _RING, name))


def _place(name: str) -> int:
    return int.from_bytes(sha256(name.encode("utf-8", "surrogatepass")).digest()[:4])
