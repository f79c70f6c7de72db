"""Days on which something is larger, or more, than it may be, or just as large as it may be."""

import random

from tests.simulation.acts import IDS, Act, Damage, Deletion, Lull, Rebuild
from tests.simulation.desk import Desk
from tests.simulation.site_files import (
    LOGO,
    PICTURES,
    any_picture,
    any_settings,
    logo_settings,
    swollen_picture,
    swollen_settings,
)


def oversized(order: random.Random) -> list[Act]:
    """Sources, settings and media that are too large, among some that aren't."""
    style, path = order.randrange(3), order.choice(PICTURES)
    desks = [
        Desk(source_id, order, plain=1.0, pictures=[path] if style == 1 else [], always=True)
        for source_id in order.sample(IDS[:-1], order.randint(1, 2))
    ]
    acts: list[Act] = [desk.new() for desk in desks] if order.random() < 0.7 else []
    acts += [any_picture(order, path, gone=False), any_picture(order, LOGO, gone=False)] if style else []
    acts += [logo_settings()] if style == 2 else []
    acts += [Lull()] if order.random() < 0.5 else []
    if style == 1 and order.random() < 0.2:
        return [*acts, Lull(), *_removals(order), swollen_picture(path), Rebuild()]
    for _ in range(order.randint(1, 4)):
        kind, desk = order.random(), order.choice(desks)
        if kind < 0.6:
            acts.append(
                (desk.swollen, lambda: swollen_picture(path), lambda: swollen_picture(LOGO))[style]()
                if order.random() < 0.8
                else swollen_settings()
            )
        elif kind < 0.7:
            acts.append(Deletion(id=desk.id) if not style else any_picture(order, (path, LOGO)[style - 1], gone=True))
        elif kind < 0.8:
            acts.append(any_settings(order) if style != 2 else logo_settings())
        elif kind < 0.9:
            acts.append(Lull() if order.random() < 0.5 else Rebuild())
        else:
            acts.append(desk.new() if not style else any_picture(order, (path, LOGO)[style - 1], gone=False))
    return acts


def brimming(order: random.Random) -> list[Act]:
    """An article that leaves and enters about as many listings as one transaction of the catalog holds."""
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, reverts=0.0)
    acts: list[Act] = []
    for name, authors in (("Wind", 20), ("Tide", order.randint(15, 18))):
        desk.attribute([f"{name} {number}" for number in range(30)], [f"{name} {number}" for number in range(authors)])
        acts += [desk.new(), Lull()]
    return acts


def _removals(order: random.Random) -> list[Act]:
    return [Damage(place=order.randrange(1000), removed=True, of_listings=False) for _ in range(order.randint(2, 6))]
