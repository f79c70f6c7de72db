"""Days on which it matters in what exactly an article's versions differ."""

import random
from typing import Final

from tests.simulation.acts import IDS, Act, Lull, Pause
from tests.simulation.desk import Desk
from tests.simulation.site_files import PICTURES, announcing_settings, any_picture

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
