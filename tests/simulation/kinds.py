"""The kinds of days, and which day a seed means."""

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.simulation.acts import (
    AUTHOR,
    IDS,
    Act,
    Damage,
    Day,
    Deletion,
    Expiry,
    Lull,
    Pause,
    Picture,
    Purge,
    Rebuild,
    Sweeping,
    Tidying,
    Weather,
)
from tests.simulation.desk import SECTIONS, Desk
from tests.simulation.site_files import LOGO, any_picture, any_settings, author_settings, city_settings, logo_settings

PICTURES = ("media/a.jpg", "media/b.png", "media/sea/باد.webp")


def day_of(seed: int) -> Day:  # noqa: C901  # a table of cases
    """What a seed means. The kinds of day take turns; a kind more leaves the days of the others as they are."""
    number, place = divmod(seed, len(KINDS))
    kind = KINDS[place]
    luck = f"{kind.__name__} {number}"
    order = random.Random(luck)
    acts = tuple(kind(order))
    weather = _weather(order, racing=kind not in (_anything, _timed, _unheard, _illustrated, _kept))
    if kind is _overtaken:
        weather = replace(weather, doze=0.3, slow=order.choice((0.0, 0.3)))
    if kind is _timed:
        weather = replace(weather, lose_timer=order.choice((0.0, 0.5)))
    if kind is _pair:
        weather = replace(weather, doze=0.0, ponder=0.3, fault=0.0, crash=0.0, sweep=order.choice((0.0, 0.1)))
    if kind is _unheard:
        weather = replace(weather, drop=order.choice((0.0, 0.5, 1.0)), forget=order.choice((0.0, 0.5, 1.0)))
    if kind is _damaged:
        weather = replace(weather, fault=0.0, crash=0.0)
    if kind is _opening:
        weather = replace(weather, warm=False, pace=0.3, doze=0.3)
    if kind is _slow:
        weather = replace(weather, doze=0.3, slow=order.choice((0.1, 0.3)))
    if kind is _cursed:
        weather = replace(weather, drop=1.0, lose_timer=1.0, curse=True, sweep=0.0)
    if kind is _failing:
        weather = replace(weather, fault=0.06, crash=0.0, drop=0.0, duplicate=0.0, doze=0.0, sweep=0.0, bundle=0.0)
    if kind is _belated:
        weather = replace(weather, skew=0.9, lose_timer=0.0, drop=0.0)
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


def _anything(order: random.Random) -> list[Act]:
    """Several articles, fights for addresses, all that an editor may do."""
    ids = order.sample(IDS[:-1], order.randint(1, 4))
    if order.random() < 0.1:
        ids.append(IDS[-1])
    desks = [Desk(source_id, order) for source_id in ids]
    return [_act(order, order.choice(desks)) for _ in range(order.randint(2, 10))]


def _one_article(order: random.Random) -> list[Act]:
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


def _neighbours(order: random.Random) -> list[Act]:
    """Articles that come one after the other in time, published at the same moment, the newest first.

    Sometimes there are so many that the oldest is just in the block of the newest, and changes when all is quiet; they
    are of three days.
    """
    just_enough = order.random() < 0.2
    desks = [
        Desk(source_id, order, plain=1.0 if just_enough else 0.8, minutes=10 * number ** (3 if just_enough else 1))
        for number, source_id in enumerate(order.sample(IDS[:-1], 8 if just_enough else order.randint(2, 6)))
    ]
    acts: list[Act] = [desk.upload() for desk in desks]
    if just_enough:
        return [*acts, Lull(), order.choice(desks[-2:]).new()]
    return [*acts, *(desk.upload() for desk in order.choices(desks, k=order.randint(0, 3)))]


def _redesign(order: random.Random) -> list[Act]:
    """Settings that change while articles come in, or when they are all there."""
    desks = [Desk(source_id, order) for source_id in order.sample(IDS[:-1], order.randint(2, 4))]
    acts: list[Act] = [desk.upload() for desk in desks]
    for _ in range(order.randint(2, 7)):
        kind = order.random()
        acts.append(Lull() if kind < 0.2 else any_settings(order) if kind < 0.6 else order.choice(desks).upload())
    return acts


def _last_of_a_section(order: random.Random) -> list[Act]:
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


def _in_dozens_of_listings(order: random.Random) -> list[Act]:
    """An article of as many tags and authors as there may be, and then of as many others."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0)
    acts: list[Act] = []
    for name in ("Wind", "Tide"):
        desk.attribute([f"{name} {number}" for number in range(30)], [f"{name} {number}" for number in range(20)])
        acts.append(desk.new())
    return [acts[0], Lull(), acts[1]]


def _timed(order: random.Random) -> list[Act]:
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


def _illustrated(order: random.Random) -> list[Act]:  # noqa: C901  # a table of cases
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


def _overtaken(order: random.Random) -> list[Act]:
    """An article that is changed and changed back, or released in a minute, when a slow handler's lease is over."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, dated=True)
    first, second = desk.new(), desk.new(withdrawn=order.random() < 0.3)
    then = desk.timed(minutes=1) if order.random() < 0.5 else second
    pause = Pause(seconds=order.choice((20, 45, 65, 130)))
    return [first, Lull(), then, pause, *order.choice(((first,), (first, pause, second), (), (pause, first)))]


def _unheard(order: random.Random) -> list[Act]:
    """An article that comes, changes, goes, or goes for good, and most of what should tell of that is lost."""
    desk = Desk(order.choice(IDS), order, plain=0.5, dated=True)
    acts: list[Act] = [any_settings(order)] if order.random() < 0.3 else []
    for _ in range(order.randint(1, 3)):
        acts += [desk.upload()] if order.random() < 0.8 else [Deletion(id=desk.id)]
        acts += [Lull()] if order.random() < 0.4 else []
    return [*acts, *order.choice(((), (Purge(id=desk.id),), (Lull(), Purge(id=desk.id))))]


def _pair(order: random.Random) -> list[Act]:
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


def _kept(order: random.Random) -> list[Act]:
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
            acts.append(any_settings(order))
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


def _damaged(order: random.Random) -> list[Act]:
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


def _opening(order: random.Random) -> list[Act]:
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


def _slow(order: random.Random) -> list[Act]:
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


def _cursed(order: random.Random) -> list[Act]:
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


def _belated(order: random.Random) -> list[Act]:
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


def _shared(order: random.Random) -> list[Act]:
    """Articles that share a medium, which changes when all of them are there.

    None insists on another's address: one that is refused for that may wait for its media, or not.
    """
    path = order.choice(PICTURES)
    ids = order.sample(IDS[:-1], order.randint(2, 4))
    desks = [Desk(source_id, order, plain=1.0, pictures=[path], always=True) for source_id in ids]
    for desk in desks:
        desk.go_anywhere()
    acts: list[Act] = [Picture(path=path, data=b"first"), *(desk.upload() for desk in desks), Lull()]
    for number in range(order.randint(1, 2)):
        gone = order.random() < 0.25
        acts.append(Picture(path=path, data=None if gone else f"{path} {number}".encode()))
        acts += [Lull()] if order.random() < 0.5 else []
    return acts


def _lifted(order: random.Random) -> list[Act]:
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


def _failing(order: random.Random) -> list[Act]:
    """Many articles at once, of which in one batch several fail, and nothing comes later."""
    return [Desk(source_id, order, plain=1.0).new() for source_id in order.sample(IDS[:-1], order.randint(4, 8))]


KINDS = (
    _anything,
    _one_article,
    _neighbours,
    _redesign,
    _timed,
    _last_of_a_section,
    _overtaken,
    _unheard,
    _illustrated,
    _pair,
    _kept,
    _damaged,
    _opening,
    _slow,
    _cursed,
    _belated,
    _shared,
    _lifted,
    _failing,
)


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
