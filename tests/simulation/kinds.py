"""The kinds of days, and which day a seed means."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from tests.simulation import days_of_articles as of_articles
from tests.simulation import days_of_limits as of_limits
from tests.simulation import days_of_listings as of_listings
from tests.simulation import days_of_trouble as of_trouble
from tests.simulation import days_of_versions as of_versions
from tests.simulation.acts import Act, Day, Weather

Kind = Callable[[random.Random], list[Act]]

KINDS: Final[tuple[Kind, ...]] = (
    of_articles.anything,
    of_articles.one_article,
    of_articles.neighbours,
    of_listings.redesign,
    of_articles.timed,
    of_listings.last_of_a_section,
    of_articles.overtaken,
    of_articles.unheard,
    of_trouble.illustrated,
    of_articles.pair,
    of_listings.kept,
    of_trouble.damaged,
    of_trouble.opening,
    of_trouble.slow,
    of_trouble.cursed,
    of_trouble.belated,
    of_listings.shared,
    of_listings.lifted,
    of_articles.failing,
    of_listings.announced,
    of_listings.declared,
    of_articles.namesakes,
    of_articles.fleeting,
    of_trouble.littered,
    of_trouble.wanting,
    of_trouble.flickering,
    of_listings.enacted,
    of_listings.crowded,
    of_limits.oversized,
    of_versions.amended,
    of_versions.outlived,
    of_versions.awaiting,
    of_versions.relocated,
    of_trouble.receding,
    of_limits.brimming,
    of_listings.hurried,
    of_versions.on_the_edge,
    of_trouble.gone_through,
    of_trouble.inspected,
)
_CALMER: Final = {
    of_articles.anything,
    of_articles.timed,
    of_articles.unheard,
    of_trouble.illustrated,
    of_listings.kept,
}
"""On other days the order of things is what goes wrong, and little else."""
_WEATHER: Final[dict[Kind, Callable[[random.Random], dict[str, Any]]]] = {
    of_articles.overtaken: lambda order: {"doze": 0.3, "slow": order.choice((0.0, 0.3))},
    of_articles.timed: lambda order: {"lose_timer": order.choice((0.0, 0.5))},
    of_articles.pair: lambda order: {
        "doze": 0.0,
        "ponder": 0.3,
        "who_ponders": order.choice(("publish", "refresh")),
        "fault": 0.0,
        "crash": 0.0,
        "sweep": 0.0,
        "duplicate": 0.0,
    },
    of_articles.unheard: lambda order: {
        "drop": order.choice((0.0, 0.5, 1.0)),
        "forget": order.choice((0.0, 0.5, 1.0)),
    },
    of_articles.failing: lambda _: {
        "fault": 0.06,
        "crash": 0.0,
        "drop": 0.0,
        "duplicate": 0.0,
        "doze": 0.0,
        "sweep": 0.0,
        "bundle": 0.0,
    },
    of_listings.announced: lambda order: {"drop": 0.0, "fault": order.choice((0.0, 0.02, 0.1)), "shards": 2},
    of_listings.declared: lambda order: {
        "ponder": order.choice((0.0, 0.3)),
        "slow": order.choice((0.0, 0.1)),
        "doze": order.choice((0.1, 0.3)),
        "warm": order.random() < 0.4,
    },
    of_articles.fleeting: lambda order: {
        "ponder": order.choice((0.3, 0.6)),
        "who_ponders": "refresh",
        "doze": 0.1,
        "delay": 0.5,
        "shards": 2,
        "crash": 0.0,
    },
    of_trouble.wanting: lambda _: {"doze": 0.3, "fault": 0.0, "crash": 0.0, "duplicate": 0.0, "sweep": 0.0},
    of_trouble.flickering: lambda order: {
        "doze": order.choice((0.0, 0.1)),
        "fault": 0.02,
        "crash": 0.02,
        "drop": 0.0,
        "duplicate": 0.0,
        "sweep": 0.0,
    },
    of_listings.enacted: lambda order: {
        "doze": order.choice((0.2, 0.4)),
        "warm": order.random() < 0.5,
        "crash": 0.0,
        "fault": 0.0,
        "drop": 0.0,
        "duplicate": 0.0,
        "sweep": 0.0,
    },
    of_trouble.littered: lambda _: {"fault": 0.0, "crash": 0.0},
    of_trouble.damaged: lambda _: {"fault": 0.0, "crash": 0.0},
    of_trouble.opening: lambda _: {"warm": False, "pace": 0.3, "doze": 0.3},
    of_listings.hurried: lambda _: {
        "hub_seconds": 7.9,
        "fault": 0.0,
        "crash": 0.0,
        "drop": 0.0,
        "doze": 0.0,
        "shards": 2,
    },
    of_trouble.gone_through: lambda _: {"swept": 4, "fault": 0.0, "crash": 0.0, "drop": 0.0},
    of_trouble.inspected: lambda _: {"fault": 0.0, "crash": 0.0, "drop": 0.0, "sweep": 0.0},
    of_trouble.receding: lambda order: {
        "doze": 0.3,
        "slow": order.choice((0.1, 0.3)),
        "pace": 0.05,
        "switch": 0.0,
        "fault": 0.0,
        "crash": 0.0,
        "sweep": 0.0,
    },
    of_trouble.slow: lambda order: {"doze": 0.3, "slow": order.choice((0.1, 0.3))},
    of_trouble.cursed: lambda _: {"drop": 1.0, "lose_timer": 1.0, "curse": True, "sweep": 0.0},
    of_trouble.belated: lambda _: {"skew": 0.9, "lose_timer": 0.0, "drop": 0.0},
}
"""What is particular about the weather on the days of a kind."""


def day_of(seed: int) -> Day:
    """What a seed means. The kinds of day take turns; a kind more leaves the days of the others as they are."""
    number, place = divmod(seed, len(KINDS))
    kind = KINDS[place]
    luck = f"_{kind.__name__} {number}"
    order = random.Random(luck)
    acts = tuple(kind(order))
    weather = _weather(order, racing=kind not in _CALMER)
    if kind in _WEATHER:
        weather = replace(weather, **_WEATHER[kind](order))
    return Day(seed=seed, acts=acts, weather=weather, luck=luck)


def _weather(order: random.Random, *, racing: bool) -> Weather:
    """On a racing day little goes wrong but the order of things."""
    rough = order.choice((0.0, 0.005, 0.03)) if not racing else order.choice((0.0, 0.0, 0.02))
    return Weather(
        switch=order.choice((0.0, 0.03, 0.2)),
        doze=order.choice((0.1, 0.2) if racing else (0.0, 0.1, 0.3)),
        pace=order.choice((0.01, 0.05, 0.3)),
        fault=rough,
        crash=order.choice((0.0, rough)),
        duplicate=order.choice((0.0, 0.3)),
        drop=0.0 if racing else order.choice((0.0, 0.0, 0.3)),
        delay=order.choice((0.0, 0.3)),
        bundle=order.choice((0.0, 0.3)),
        sweep=order.choice((0.0, 0.0, 0.05)),
        handlers=order.randint(2, 4),
        shards=order.randint(1, 2),
        warm=order.random() < 0.8,
    )
