"""Days of media, of damage, of slow and of failing handlers."""

import random
from collections.abc import Sequence

from tests.simulation.acts import (
    IDS,
    Act,
    Check,
    Damage,
    Deletion,
    LostReceipt,
    Lull,
    Pause,
    Picture,
    Rebuild,
    Sweeping,
)
from tests.simulation.desk import SECTIONS, Desk
from tests.simulation.site_files import (
    LOGO,
    PICTURES,
    any_picture,
    any_settings,
    logo_settings,
)


def illustrated(order: random.Random) -> list[Act]:  # noqa: C901  # a table of cases
    """Articles and their media, which come before them or after them, are shared, replaced and deleted."""
    style = order.random()
    if style < 0.3:
        return _one_picture(order, order.sample(IDS[:-1], 1), order.randint(2, 6))
    if style < 0.5:
        return _one_picture(order, order.sample(IDS[:-1], order.randint(3, 4)), order.randint(3, 6))
    paths = order.sample(PICTURES, order.randint(1, 3))
    desks = [
        Desk(source_id, order, plain=0.6, withdrawals=0.3, pictures=paths)
        for source_id in order.sample(IDS[:-1], order.randint(1, 3))
    ]
    acts: list[Act] = []
    for _ in range(order.randint(3, 10)):
        kind = order.random()
        if kind < 0.45:
            acts.append(any_picture(order, order.choice(paths), gone=order.random() < 0.25))
        elif kind < 0.5:
            acts.append(Deletion(id=order.choice(desks).id))
        elif kind < 0.55:
            acts.append(any_picture(order, LOGO, gone=order.random() < 0.25))
        elif kind < 0.6:
            acts.append(logo_settings())
        elif kind < 0.63:
            acts.append(Rebuild())
        elif kind < 0.7:
            acts.append(Pause(seconds=order.choice((5, 45, 100))))
        elif kind < 0.8:
            acts.append(order.choice(desks).timed())
        else:
            acts.append(order.choice(desks).upload())
    return acts


def _one_picture(order: random.Random, ids: Sequence[str], changes: int) -> list[Act]:
    """Articles that all name one medium, and come at the same time as it and its changes."""
    path = order.choice(PICTURES)
    desks = [Desk(source_id, order, plain=1.0, pictures=[path], always=True) for source_id in ids]
    acts: list[Act] = [desk.upload() for desk in desks]
    acts += [any_picture(order, path, gone=order.random() < 0.2) for _ in range(changes)]
    if len(desks) == 1:
        desk = desks[0]
        more = (desk.upload, desk.timed, lambda: desk.new(withdrawn=True))
        acts += [order.choice(more)() for _ in range(order.randint(0, 4))]
    order.shuffle(acts)
    return acts


def damaged(order: random.Random) -> list[Act]:
    """What is on the site is damaged by hand, and mended by a rebuild, or by the sweep, if that looks at it at all."""
    ids, path = order.sample(IDS[:-1], order.randint(1, 4)), order.choice(PICTURES)
    desks = [Desk(source_id, order, plain=0.7, pictures=[path]) for source_id in ids]
    acts: list[Act] = [any_settings(order)] if order.random() < 0.5 else []
    acts.append(any_picture(order, path, gone=False))
    acts += [desk.upload() for desk in order.choices(desks, k=order.randint(1, 5))]
    sweeps = order.random() < 0.5
    damages = [
        Damage(place=order.randrange(1000), removed=order.random() < 0.5, of_listings=sweeps)
        for _ in range(order.randint(1, 4))
    ]
    if sweeps:
        return [*acts, Lull(), *damages, Sweeping()]
    lost = [any_picture(order, path, gone=True)] if order.random() < 0.3 else []
    return [*acts, Lull(), *damages, *lost, Rebuild()]


def littered(order: random.Random) -> list[Act]:
    """Somebody puts pages of listings that there are not among many that there are."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0)
    desk.attribute([f"Bay {number}" for number in range(order.randint(3, 12))], ["Kim", "Lee", "Max"])
    damages = [Damage(place=-order.randint(1, 9), removed=False, of_listings=True) for _ in range(order.randint(1, 4))]
    return [desk.new(), Lull(), *damages, Rebuild()]


def inspected(order: random.Random) -> list[Act]:
    """A site is verified and mended while all goes on, and when all is quiet, and something has been lost by hand."""
    path = order.choice(PICTURES)
    desks = [
        Desk(source_id, order, plain=0.8, pictures=[path] if order.random() < 0.4 else ())
        for source_id in order.sample(IDS[:-1], order.randint(1, 3))
    ]
    acts: list[Act] = [any_settings(order) for _ in range(order.choice((0, 0, 2, 3)))]
    acts += [any_picture(order, path, gone=False), desks[0].upload()]
    for _ in range(order.randint(1, 4)):
        kind = order.random()
        acts.append(
            Check(mends=order.random() < 0.7)
            if kind < 0.4
            else Deletion(id=order.choice(desks).id)
            if kind < 0.5
            else order.choice(desks).upload()
        )
    if order.random() < 0.4:
        return acts
    lost: list[Act] = [
        LostReceipt(place=order.randrange(1000), removed=order.random() < 0.5)
        if order.random() < 0.6
        else Damage(place=order.randrange(1000), removed=order.random() < 0.5, of_listings=False)
        for _ in range(order.randint(1, 4))
    ]
    return [*acts, Lull(), *lost, Check(mends=True)]


def gone_through(order: random.Random) -> list[Act]:
    """What is on the site is damaged by hand; sweeps that look at few listings each come to all of them in the end."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0)
    desk.attribute([f"Bay {number}" for number in range(order.randint(2, 6))], ["Kim", "Lee"])
    damages = [
        Damage(place=order.randrange(1000), removed=order.random() < 0.5, of_listings=True)
        for _ in range(order.randint(2, 5))
    ]
    sweeps = [each for _ in range(12) for each in (Sweeping(), Lull(), Pause(seconds=900))]
    return [desk.new(), Lull(), *damages, *sweeps]


def wanting(order: random.Random) -> list[Act]:
    """Articles that all name a medium, which comes at the same time, once; nothing happens later."""
    path = order.choice(PICTURES)
    ids = order.sample(IDS[:-1], order.randint(1, 2))
    desks = [Desk(source_id, order, plain=1.0, pictures=[path], always=True, reverts=0.0) for source_id in ids]
    acts: list[Act] = [*(desk.new() for desk in desks), any_picture(order, path, gone=False)]
    order.shuffle(acts)
    return acts


def flickering(order: random.Random) -> list[Act]:
    """A medium goes and is there again as it was, or the other way round, while those who look at its article die."""
    path = order.choice(PICTURES)
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, pictures=[path], always=True, reverts=0.0)
    there, gone = Picture(path=path, data=b"there"), Picture(path=path, data=None)
    first, then = (there, gone) if order.random() < 0.7 else (gone, there)
    acts: list[Act] = [first, desk.new(), Lull()]
    for _ in range(order.randint(1, 2)):
        acts += [then, Pause(seconds=order.choice((1, 2, 5))), first]
    return acts


def opening(order: random.Random) -> list[Act]:
    """The first things that a new site is told, all at the same time; often no article is to be seen in the end.

    Sometimes its logo is replaced twice, one right after the other, when all is quiet.
    """
    desks = [Desk(source_id, order, plain=1.0) for source_id in order.sample(IDS[:-1], 2)]
    hidden = order.random() < 0.6
    acts: list[Act] = [any_settings(order) for _ in range(order.randint(1, 3))]
    later: list[Act] = []
    if order.random() < 0.3:
        if order.random() < 0.5:
            later = [Lull(), *(any_picture(order, LOGO, gone=order.random() < 0.2) for _ in range(2))]
        acts = [
            logo_settings(),
            *(any_picture(order, LOGO, gone=order.random() < 0.2) for _ in range(order.randint(1, 4))),
        ]
    acts += [order.choice(desks).new(withdrawn=hidden) for _ in range(order.randint(1, 2))]
    order.shuffle(acts)
    return [*acts, *later]


def slow(order: random.Random) -> list[Act]:
    """Few things that take long: by the time that they go on, leases are over, and others do the same."""
    pictures = PICTURES[:1] if order.random() < 0.4 else ()
    desk, other = (Desk(source_id, order, plain=1.0, pictures=pictures) for source_id in order.sample(IDS[:-1], 2))
    section = order.choice(SECTIONS)
    desk.move(section)
    if order.random() < 0.5:
        other.move(section)
    acts: list[Act] = [*(any_picture(order, path, gone=False) for path in pictures), desk.new()]
    for _ in range(order.randint(1, 3)):
        acts.append(Pause(seconds=order.choice((12, 24, 45, 65))))
        acts.append(order.choice((desk, other)).new(withdrawn=order.random() < 0.4))
    return acts


def receding(order: random.Random) -> list[Act]:
    """An article with media that goes, or comes to have others, by a handler that is slow once it has begun."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, reverts=0.0, pictures=PICTURES, always=True)
    acts: list[Act] = [*(any_picture(order, path, gone=False) for path in PICTURES), desk.new(), Lull()]
    acts.append(desk.new(withdrawn=order.random() < 0.8))
    for _ in range(order.randint(1, 3)):
        acts.append(Pause(seconds=order.choice((12, 14, 20))))
        acts += [desk.new(withdrawn=order.random() < 0.5)] if order.random() < 0.3 else []
    return acts


def cursed(order: random.Random) -> list[Act]:
    """Articles, some of which wait for their time; nothing is heard of them, and one can't be had at first."""
    pictures = PICTURES[:1] if order.random() < 0.5 else ()
    ids = order.sample(IDS, order.randint(2, 4))
    desks = [Desk(source_id, order, plain=0.7, dated=True, pictures=pictures) for source_id in ids]
    acts: list[Act] = [any_picture(order, path, gone=False) for path in pictures]
    acts += [order.choice((desk.new, desk.timed))() for desk in desks]
    if order.random() < 0.5:
        acts += [Sweeping(), Lull(), *(any_picture(order, path, gone=order.random() < 0.3) for path in pictures)]
        acts += [order.choice(desks).new()] if order.random() < 0.5 else []
    return acts


def belated(order: random.Random) -> list[Act]:
    """Articles that are released and expire by clocks that are behind; some lack a medium, and have no such moment."""
    pictures = PICTURES[:1] if order.random() < 0.4 else ()
    desks = [Desk(source_id, order, plain=1.0, pictures=pictures) for source_id in order.sample(IDS[:-1], 2)]
    acts: list[Act] = [desk.timed(minutes=order.choice((1, 2, None))) for desk in desks]
    if pictures:
        acts += [order.choice(desks).timed() for _ in range(order.randint(1, 4))]
    acts.append(Pause(seconds=order.choice((10, 50, 70))))
    if order.random() < 0.3:
        acts.append(order.choice(desks).timed())
    return acts
