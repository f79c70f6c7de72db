"""Days of editors and their articles."""

import random

from tests.simulation.acts import (
    IDS,
    Act,
    Deletion,
    Lull,
    Pause,
    Purge,
    Rebuild,
    Tidying,
)
from tests.simulation.desk import SECTIONS, Desk
from tests.simulation.site_files import (
    any_settings,
)


def anything(order: random.Random) -> list[Act]:
    """Several articles, fights for addresses, all that an editor may do."""
    ids = order.sample(IDS[:-1], order.randint(1, 4))
    if order.random() < 0.1:
        ids.append(IDS[-1])
    desks = [Desk(source_id, order) for source_id in ids]
    return [_act(order, order.choice(desks)) for _ in range(order.randint(2, 10))]


def one_article(order: random.Random) -> list[Act]:
    """An editor who can't make up his mind: the same few versions again and again, one soon after the other."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0)
    versions = [desk.new(), desk.new(), desk.new(withdrawn=True), desk.new(plain=0.0)]
    return [
        Pause(seconds=order.choice((30, 70)))
        if order.random() < 0.15
        else Deletion(id=desk.id)
        if order.random() < 0.1
        else order.choice(versions)
        for _ in range(order.randint(4, 10))
    ]


def neighbours(order: random.Random) -> list[Act]:
    """Articles that come one after the other in time, published at the same moment, the newest first.

    Sometimes there are so many that the oldest is just in the block of the newest, and changes when all is quiet; they
    are of three days, of one month or of two.
    """
    just_enough = order.random() < 0.2
    latest, power = (order.choice((0, 1440)), 3) if just_enough else (0, 1)
    desks = [
        Desk(source_id, order, plain=1.0 if just_enough else 0.8, minutes=latest + 10 * number**power)
        for number, source_id in enumerate(order.sample(IDS[:-1], 8 if just_enough else order.randint(2, 6)))
    ]
    acts: list[Act] = [desk.upload() for desk in desks]
    if just_enough:
        return [*acts, Lull(), order.choice(desks[-2:]).new()]
    return [*acts, *(desk.upload() for desk in order.choices(desks, k=order.randint(0, 3)))]


def timed(order: random.Random) -> list[Act]:
    """One article whose times are changed again and again, while they come and go; another one beside it."""
    desk, other = (Desk(source_id, order, plain=0.5) for source_id in order.sample(IDS[:-1], 2))
    return [
        Pause(seconds=order.choice((30, 50, 70, 130)))
        if order.random() < 0.3
        else other.upload()
        if order.random() < 0.15
        else desk.timed()
        for _ in range(order.randint(3, 8))
    ]


def overtaken(order: random.Random) -> list[Act]:
    """An article that is changed and changed back, or released in a minute, when a slow handler's lease is over."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, dated=True)
    first, second = desk.new(), desk.new(withdrawn=order.random() < 0.3)
    then = desk.timed(minutes=1) if order.random() < 0.5 else second
    pause = Pause(seconds=order.choice((20, 45, 65, 130)))
    return [first, Lull(), then, pause, *order.choice(((first,), (first, pause, second), (), (pause, first)))]


def unheard(order: random.Random) -> list[Act]:
    """An article that comes, changes, goes, or goes for good, and most of what should tell of that is lost."""
    desk = Desk(order.choice(IDS), order, plain=0.5, dated=True)
    acts: list[Act] = [any_settings(order)] if order.random() < 0.3 else []
    for _ in range(order.randint(1, 3)):
        acts += [desk.upload()] if order.random() < 0.8 else [Deletion(id=desk.id)]
        acts += [Lull()] if order.random() < 0.4 else []
    return [*acts, *order.choice(((), (Purge(id=desk.id),), (Lull(), Purge(id=desk.id))))]


def pair(order: random.Random) -> list[Act]:
    """Two articles, side by side in time, that come or go at the same moment: each once, and nothing happens later."""
    desks = [
        Desk(source_id, order, plain=1.0, minutes=10 * number, reverts=0.0)
        for number, source_id in enumerate(order.sample(IDS[:-1], 2))
    ]
    order.shuffle(desks)
    one, other = desks
    if order.random() < 0.7:
        return [one.new(), other.new()]
    return [one.new(), Lull(), one.new(withdrawn=True), other.new()]


def failing(order: random.Random) -> list[Act]:
    """Many articles at once, of which in one batch several fail, and nothing comes later."""
    return [Desk(source_id, order, plain=1.0).new() for source_id in order.sample(IDS[:-1], order.randint(4, 8))]


def namesakes(order: random.Random) -> list[Act]:
    """Two articles, the keys of one of which begin with the other's; neither says when it was published."""
    ids = ["a", "a.json"]
    order.shuffle(ids)
    desks = [Desk(source_id, order, plain=0.8) for source_id in ids]
    for desk in desks:
        desk.undate()
    acts: list[Act] = []
    for _ in range(order.randint(2, 6)):
        desk = order.choice(desks)
        acts.append(Deletion(id=desk.id) if order.random() < 0.2 else desk.upload())
        acts += [Pause(seconds=order.choice((5, 70)))] if order.random() < 0.5 else []
    return acts


def fleeting(order: random.Random) -> list[Act]:
    """Articles that come into a section that nobody has declared, the first ones there, and go at once."""
    desks = [Desk(source_id, order, plain=1.0) for source_id in order.sample(IDS[:-1], order.randint(1, 2))]
    section = order.choice(SECTIONS)
    for desk in desks:
        desk.move(section)
    acts: list[Act] = [desk.new() for desk in desks]
    acts += [Pause(seconds=order.choice((1, 3, 10)))] if order.random() < 0.7 else []
    return [*acts, *(desk.new(withdrawn=True) for desk in desks)]


def _act(order: random.Random, desk: Desk) -> Act:
    kind = order.random()
    if kind < 0.06:
        return Deletion(id=desk.id)
    if kind < 0.09:
        return Tidying(id=desk.id)
    if kind < 0.14:
        return any_settings(order)
    if kind < 0.16:
        return Rebuild()
    if kind < 0.21:
        return Pause(seconds=order.choice((5, 45, 100, 400)))
    return desk.upload()
