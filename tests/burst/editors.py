"""What the editors upload: decided by a seed beforehand, so that only the order in which it arrives is chance."""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from broadsheet.stores.inbox import SETTINGS_KEY, article_key

SETTINGS: Final = b"""title = "The Pier"
[sections.city]
title = "City"
[authors.ines]
name = "Ines Calder"
bio = "Ines Calder covers the harbour."
"""

_NEWEST: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
_SLUGS: Final = ("storm", "calm", "fog", "tide", "ferry", "lamp")
_TITLES: Final = ("Storm", "The harbour reopens", "Night ferry", "باد تازه", "Fog over the pier", "Low water")
_SECTIONS: Final = ("City", "Sea", "A / B", "خبر")
_OLD_PATHS: Final = ("/old/storm.html", "/old/fog/", "/2026/11/storm/", "/2026/11/calm/", "/archive-2019/ferry.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A source is stored, or deleted where there is no `data`."""

    key: str
    data: bytes | None
    kind: str


def acts_of(seed: int, uploads: int) -> list[Act]:
    """What is uploaded, in the order in which it is begun."""
    order = random.Random(f"editors {seed}")
    desks = [_Desk(f"article-{number:03}", order) for number in range(max(4, uploads * 15 // 100))]
    acts = [desk.act() for desk in (*desks, *order.choices(desks, k=uploads))][:uploads]
    order.shuffle(acts)
    acts[len(acts) // 2] = Act(key=SETTINGS_KEY, data=b"title = ", kind="settings that can't be read")
    return acts


class _Desk:
    """One article's versions: each is mostly like one before it."""

    def __init__(self, source_id: str, order: random.Random) -> None:
        self._key = article_key(source_id)
        self._order = order
        self._sent: list[bytes] = []
        self._fields: dict[str, Any] = {"title": order.choice((*_TITLES, f"About {source_id}"))}
        if order.random() < 0.9:
            self._fields["published_at"] = self._moment()
        if order.random() < 0.3:
            self._fields["slug"] = order.choice(_SLUGS)
        if order.random() < 0.6:
            self._fields["section"] = order.choice(_SECTIONS)

    def act(self) -> Act:
        order = self._order
        kind = order.choices(
            (
                "new",
                "as before",
                "the same",
                "withdrawn",
                "deleted",
                "draft",
                "slug",
                "brought along",
                "held",
                "refused",
            ),
            (40, 10, 8, 7, 6, 6, 10, 5, 3, 5),
        )[0]
        if kind == "deleted":
            return Act(key=self._key, data=None, kind=kind)
        if kind in {"as before", "the same"} and self._sent:
            data = self._sent[-1] if kind == "the same" else order.choice(self._sent)
        else:
            data = self._data(kind)
        self._sent.append(data)
        return Act(key=self._key, data=data, kind=kind)

    def _data(self, kind: str) -> bytes:
        order = self._order
        fields = {
            **self._fields,
            "summary": f"In short, {order.random()}.",
            "body": f"The story {order.random()}.\n\nMore.",
        }
        match kind:
            case "withdrawn" | "draft":
                fields["status"] = kind
            case "held":
                fields["embargo_until"] = "2999-01-01T00:00:00Z"
            case "slug":
                fields["slug"] = self._fields["slug"] = order.choice(_SLUGS)
            case "brought along":
                fields["redirect_from"] = order.sample(_OLD_PATHS, order.randint(1, 2))
            case "refused":
                if order.random() < 0.5:
                    return f'{{"title": "{order.random()}", '.encode()
                fields |= order.choice(({"colour": "red"}, {"authors": ["nobody"]}, {"published_at": "yesterday"}))
            case _:
                self._change()
        return json.dumps(fields, ensure_ascii=False).encode()

    def _change(self) -> None:
        match self._order.randrange(6):
            case 0:
                self._fields["title"] = self._order.choice(_TITLES)
            case 1:
                self._fields["section"] = self._order.choice(_SECTIONS)
            case 2:
                self._fields.pop("slug", None)
            case 3:
                self._fields["published_at"] = self._moment()
            case 4:
                self._fields["authors"] = ["ines"]
            case _:
                self._fields.pop("section", None)

    def _moment(self) -> str:
        return (_NEWEST - timedelta(hours=self._order.randrange(1000))).isoformat()
