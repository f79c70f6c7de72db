"""Days on which it matters in what exactly an article's versions differ."""

import random
from datetime import datetime, timedelta
from typing import Final

from tests.simulation.acts import IDS, Act, Expiry, Lull, Pause, Rebuild
from tests.simulation.clocks import START
from tests.simulation.desk import Desk
from tests.simulation.site_files import PICTURES, announcing_settings, any_picture, lighthouse_settings

FIELDS: Final = (
    "title",
    "kicker",
    "summary",
    "body",
    "section",
    "tags",
    "language",
    "featured",
    "authors",
    "corrections",
    "updated_at",
)


EDGES: Final = tuple(
    datetime.fromisoformat(f"{moment}Z")
    for moment in (
        "2026-10-31T23:59:59",
        "2026-10-31T12:00:00",
        "2026-11-01T00:00:00",
        "2026-08-31T10:30:00",
        "2026-08-31T12:30:00",
        "2026-02-28T23:00:00",
        "2026-03-01T00:30:00",
        "2024-02-29T11:00:00",
        "2024-02-29T23:30:00",
        "2025-12-31T12:00:00",
        "2026-01-01T00:00:00",
        "2026-01-31T09:00:00",
    )
)
ONE_PLACE: Final = (
    "/old/café/",
    "/old/café",
    "/old/cafe\u0301/",
    "/old/caf%C3%A9/",
    "/old/café/index.html",
    "/old//café/",
)
"""One address, written in as many ways."""
OTHER_PATHS: Final = (
    "/old/café.html",
    "/old/café.html/",
    "/old/Café/",
    "/old/café/index.html/x",
    "/2026/12/storm/index.html",
    "/2026/12/storm",
    "/index/",
    "/feeds/old/",
    "/old/archive/",
)
OWN_PATHS: Final = (
    "/index.html",
    "/archive/2026/12/old/",
    "/tag/wind/",
    "/author/kim",
    "/section/sea/old.html",
    "/media/a.jpg",
    "/assets/old.css",
    "/sitemaps/2026-12.xml",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/feed.rss",
    "/feed.atom",
    "/feed.json",
    "/recent.json",
    "/robots.txt",
    "/404.html",
    "/favicon.ico",
    "/indexnow.txt",
    "/%74ag/old/",
)


def amended(order: random.Random) -> list[Act]:
    """Each version differs from the one before it in one field only."""
    pictures = PICTURES[:1] if order.random() < 0.4 else ()
    desks = [
        Desk(source_id, order, plain=1.0, minutes=10 * number, reverts=0.0, pictures=pictures, always=True)
        for number, source_id in enumerate(order.sample(IDS[:-1], order.randint(1, 2)), start=1)
    ]
    acts: list[Act] = [announcing_settings(order), Lull()] if order.random() < 0.3 else []
    acts += [any_picture(order, path, gone=False) for path in pictures]
    acts += [desk.upload() for desk in desks]
    fields = (*FIELDS, "image") if pictures else FIELDS
    for field in order.choices(fields, k=order.randint(1, 4)):
        acts += order.choice(((), (Lull(),), (Lull(), Pause(seconds=order.choice((2, 70))))))
        acts.append(order.choice(desks).amended(field))
    return acts


def relocated(order: random.Random) -> list[Act]:
    """Articles that bring old addresses along, of which some are one and the same, and some are the site's own."""
    desks = [
        Desk(source_id, order, plain=1.0, minutes=10 * number, reverts=0.0)
        for number, source_id in enumerate(order.sample(IDS[:-1], order.randint(1, 2)), start=1)
    ]
    acts: list[Act] = []
    for _ in range(order.randint(1, 4)):
        desk = order.choice(desks)
        paths = OWN_PATHS if order.random() < 0.3 else ONE_PLACE if order.random() < 0.6 else OTHER_PATHS
        desk.bring_along(*order.sample(paths, order.randint(1, 2)))
        acts.append(desk.upload())
        acts += [Lull()] if order.random() < 0.3 else []
    return acts


def on_the_edge(order: random.Random) -> list[Act]:
    """Articles of a month's first and last moments, of which there are 28 to 31 days, in one time zone and another."""
    moments = order.sample(EDGES, order.randint(2, 4))
    desks = [
        Desk(source_id, order, plain=1.0, minutes=(START - moment) // timedelta(minutes=1))
        for source_id, moment in zip(order.sample(IDS[:-1], len(moments)), moments, strict=True)
    ]
    acts: list[Act] = [lighthouse_settings()] if order.random() < 0.3 else []
    acts += [desk.new() for desk in desks]
    for _ in range(order.randint(0, 3)):
        kind = order.random()
        acts += [Lull()] if order.random() < 0.5 else []
        acts.append(lighthouse_settings() if kind < 0.3 else order.choice(desks).new(withdrawn=order.random() < 0.5))
    return acts


def outlived(order: random.Random) -> list[Act]:
    """An article without a date; its first versions are removed by a rule, and then it changes, or others' media do."""
    pictures = PICTURES[:1] if order.random() < 0.4 else ()
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, reverts=0.0, pictures=pictures, always=True)
    desk.undate()
    acts: list[Act] = [any_picture(order, path, gone=False) for path in pictures]
    for _ in range(order.randint(1, 3)):
        acts += [desk.upload(), Lull(), Pause(seconds=order.choice((1, 2, 70)))]
    acts.append(Expiry(id=desk.id))
    for _ in range(order.randint(1, 3)):
        kind = order.random()
        if kind < 0.2:
            acts.append(Rebuild())
        elif kind < 0.4:
            acts += [lighthouse_settings()]
        elif kind < 0.6 and pictures:
            acts += [any_picture(order, pictures[0], gone=order.random() < 0.3)]
        else:
            acts.append(desk.upload())
        acts += [Lull(), Expiry(id=desk.id)] if order.random() < 0.5 else []
    return acts


def awaiting(order: random.Random) -> list[Act]:
    """Versions that lack a medium, and are to be seen at different times; it may have been there before."""
    path = PICTURES[0]
    desk = Desk(order.choice(IDS[:-1]), order, plain=1.0, reverts=0.0, dated=True, pictures=[path], always=True)
    acts: list[Act] = []
    if order.random() < 0.5:
        acts = [
            any_picture(order, path, gone=False),
            desk.upload(),
            Lull(),
            any_picture(order, path, gone=True),
            Lull(),
        ]
    acts += [
        desk.upload() if order.random() < 0.3 else desk.timed(minutes=order.choice((2, 1000, 1500, 2000)))
        for _ in range(order.randint(1, 3))
    ]
    acts += [Lull()] if order.random() < 0.5 else []
    return [*acts, any_picture(order, path, gone=False)] if order.random() < 0.3 else acts
