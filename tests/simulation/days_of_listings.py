"""Days on which it is the listings, and the settings, that change."""

import random

from tests.simulation.acts import (
    AUTHOR,
    IDS,
    Act,
    Deletion,
    Expiry,
    Lull,
    Pause,
    Picture,
    Rebuild,
)
from tests.simulation.desk import SECTIONS, Desk
from tests.simulation.site_files import (
    PICTURES,
    announcing_settings,
    any_picture,
    any_settings,
    author_settings,
    city_settings,
    lighthouse_settings,
)


def last_of_a_section(order: random.Random) -> list[Act]:
    """An article that comes and goes, the only one in an undeclared section; sometimes another beside it.

    Rarely it is in dozens of other listings, too, and moves to dozens of others.
    """
    if order.random() < 0.03:
        return _in_dozens_of_listings(order)
    desk, other = (Desk(source_id, order, plain=1.0) for source_id in order.sample(IDS[:-1], 2))
    desk.move(order.choice(SECTIONS))
    other.move(order.choice(SECTIONS))
    acts: list[Act] = [other.upload()] if order.random() < 0.3 else []
    for _ in range(order.randint(1, 3)):
        acts += [desk.new(), desk.new(withdrawn=True)]
        acts += [Pause(seconds=70)] if order.random() < 0.2 else []
    return acts


def crowded(order: random.Random) -> list[Act]:
    """A day with many articles, sometimes several in a second; when all are there some go, or are moved within it."""
    together = order.choice((1, 1, 3))
    desks = [
        Desk(source_id, order, plain=1.0, minutes=5 + 5 * (number // together), reverts=0.0)
        for number, source_id in enumerate(order.sample(IDS[:-1], order.randint(5, 8)))
    ]
    acts: list[Act] = [*(desk.new() for desk in desks), Lull()]
    for desk in order.sample(desks, order.randint(1, 4)):
        moved = Desk(desk.id, order, plain=1.0, minutes=order.randint(0, 60), reverts=0.0)
        acts.append(moved.new() if order.random() < 0.3 else desk.new(withdrawn=True))
        acts += [Lull()] if order.random() < 0.5 else []
    return acts


def _in_dozens_of_listings(order: random.Random) -> list[Act]:
    """An article of as many tags and authors as there may be, and then of as many others."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0)
    acts: list[Act] = []
    for name in ("Wind", "Tide"):
        desk.attribute([f"{name} {number}" for number in range(30)], [f"{name} {number}" for number in range(20)])
        acts.append(desk.new())
    return [acts[0], Lull(), acts[1]]


def shared(order: random.Random) -> list[Act]:
    """Articles that share a medium, which changes when all of them are there."""
    path = order.choice(PICTURES)
    ids = order.sample(IDS[:-1], order.randint(2, 4))
    desks = [Desk(source_id, order, plain=1.0, pictures=[path], always=True) for source_id in ids]
    acts: list[Act] = [Picture(path=path, data=b"first"), *(desk.upload() for desk in desks), Lull()]
    for number in range(order.randint(1, 2)):
        gone = order.random() < 0.25
        acts.append(Picture(path=path, data=None if gone else f"{path} {number}".encode()))
        acts += [Lull()] if order.random() < 0.5 else []
    return acts


def lifted(order: random.Random) -> list[Act]:
    """Articles that come to stay on top, or not any more, and are as they were but for that."""
    ids = order.sample(IDS[:-1], order.randint(1, 3))
    desks = [Desk(source_id, order, plain=1.0, reverts=0.0) for source_id in ids]
    acts: list[Act] = []
    if order.random() < 0.5:
        acts = [city_settings()]
        for desk in desks:
            desk.move("City")
    acts += [desk.upload() for desk in desks]
    for _ in range(order.randint(1, 3)):
        acts += [Lull(), order.choice(desks).lifted()]
    return acts


def announced(order: random.Random) -> list[Act]:
    """Others are to be told of articles that come, change, move and go; feeds may hold whole texts."""
    pictures = PICTURES[:1] if order.random() < 0.3 else ()
    ids = order.sample(IDS[:-1], order.randint(1, 3))
    desks = [Desk(source_id, order, plain=0.7, pictures=pictures) for source_id in ids]
    acts: list[Act] = [announcing_settings(order), Lull(), *(any_picture(order, path, gone=False) for path in pictures)]
    for _ in range(order.randint(1, 6)):
        kind = order.random()
        if kind < 0.1:
            acts.append(Deletion(id=order.choice(desks).id))
        elif kind < 0.2:
            acts.append(Lull())
        elif kind < 0.3:
            acts.append(order.choice(desks).timed())
        else:
            acts.append(order.choice(desks).upload())
    return acts


def hurried(order: random.Random) -> list[Act]:
    """A hub and a search engine that answer, but as late as they may, are to be told of many changes."""
    desks = [Desk(source_id, order, plain=1.0) for source_id in order.sample(IDS[:-1], order.randint(3, 5))]
    acts: list[Act] = [announcing_settings(order, both=True), Lull()]
    for _ in range(order.randint(4, 8)):
        desk = order.choice(desks)
        desk.move(order.choice(SECTIONS))
        acts.append(desk.new(withdrawn=order.random() < 0.2))
    return acts


def redesign(order: random.Random) -> list[Act]:
    """Settings that change while articles come in, or when they are all there."""
    desks = [Desk(source_id, order) for source_id in order.sample(IDS[:-1], order.randint(2, 4))]
    acts: list[Act] = [desk.upload() for desk in desks]
    for _ in range(order.randint(2, 7)):
        kind = order.random()
        acts.append(Lull() if kind < 0.2 else any_settings(order) if kind < 0.6 else order.choice(desks).upload())
    return acts


def declared(order: random.Random) -> list[Act]:
    """A section is declared, and not any more, by settings that come while its only articles come and go."""
    desks = [Desk(source_id, order, plain=1.0) for source_id in order.sample(IDS[:-1], order.randint(1, 2))]
    for desk in desks:
        desk.move("City")
    acts: list[Act] = []
    for _ in range(order.randint(2, 5)):
        kind = order.random()
        if kind < 0.4:
            acts.append(city_settings())
        elif kind < 0.6:
            acts.append(author_settings(defined=False))
        elif kind < 0.7:
            acts.append(Pause(seconds=order.choice((12, 40, 65))))
        else:
            acts += [desk.new(withdrawn=order.random() < 0.5) for desk in desks]
    order.shuffle(acts)
    return acts if order.random() < 0.5 else [desks[0].new(), Lull(), desks[0].new(withdrawn=True), *acts]


def enacted(order: random.Random) -> list[Act]:
    """A section is declared, or the site's look changes, just when its only article has gone; nothing happens later."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, reverts=0.0)
    desk.move("City")
    acts: list[Act] = [desk.new(), Lull()] if order.random() < 0.8 else [desk.new()]
    acts.append(desk.new(withdrawn=True))
    acts += [Pause(seconds=order.choice((1, 3, 10)))] if order.random() < 0.3 else []
    return [*acts, city_settings() if order.random() < 0.7 else lighthouse_settings()]


def kept(order: random.Random) -> list[Act]:
    """An article whose newest version is refused, for good or until the settings define its author.

    Those before it are removed by a rule, or never were acceptable. Another article comes after it in time.
    """
    desk, other = (
        Desk(source_id, order, plain=1.0, dated=True, minutes=minutes)
        for source_id, minutes in zip(order.sample(IDS[:-1], 2), (10, 5), strict=True)
    )
    if order.random() < 0.3:
        desk.undate()
    acts: list[Act] = [desk.new()] if order.random() < 0.6 else [author_settings(defined=True), desk.by(AUTHOR)]
    acts += [Lull(), desk.new(withdrawn=True)] if order.random() < 0.2 else []
    acts += [other.new()] if order.random() < 0.5 else []
    if order.random() < 0.7:
        acts += [desk.by(order.choice((AUTHOR, "nobody-knows"))), Lull(), Expiry(id=desk.id)]
    else:
        acts += [Lull()]
    for _ in range(order.randint(1, 4)):
        kind = order.random()
        if kind < 0.35:
            acts.append(author_settings(defined=order.random() < 0.4))
        elif kind < 0.5:
            acts.append(any_settings(order) if order.random() < 0.5 else lighthouse_settings())
        elif kind < 0.6:
            acts.append(Rebuild())
        elif kind < 0.7:
            acts.append(other.new(withdrawn=order.random() < 0.3))
        elif kind < 0.8:
            acts += [Lull(), Expiry(id=desk.id)]
        else:
            author = order.choice(("", AUTHOR, "nobody-knows"))
            acts.append(desk.by(author, withdrawn=order.random() < 0.2))
    return acts
