"""An editor's desk: the versions of one article, as they come one after the other."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from tests.simulation.acts import IDS, Upload
from tests.simulation.clocks import START
from tests.simulation.sizes import MOST_SOURCE_BYTES

TITLES = ("Harbour reopens", "Night ferry", "باد تازه")
SLUGS = ("storm", "calm")
OLD_ADDRESSES = ("/old/storm.html", "/2026/12/storm/", "/older/", "/section/sea/")
SECTIONS = ("City", "Sea", "A / B")
TAGS = ("Wind", "wind", "Tide")
NEARLY_TWO_DAYS = 2878
"""In minutes: what was published so long ago ceases to be news on a simulated day."""


def token(source_id: str, number: int) -> str:
    """A word that is in one upload only (or in its repetitions), and in everything that is made of it."""
    return f"w{'abcdefghi'[IDS.index(source_id)]}{number}x"


class Desk:
    """An editor's changes of one article: each version is mostly like the one before."""

    def __init__(  # noqa: PLR0913  # each has its default
        self,
        source_id: str,
        order: random.Random,
        *,
        reverts: float = 0.25,
        withdrawals: float = 0.1,
        plain: float = 0.0,
        minutes: int | None = None,
        dated: bool = False,
        pictures: Sequence[str] = (),
        always: bool = False,
    ) -> None:
        self.id = source_id
        self._order = order
        self._reverts = reverts
        self._withdrawals = withdrawals
        self._plain = plain
        self._pictures = pictures
        self._always = always
        self._number = 0
        self._sent: list[Upload] = []
        self._fields: dict[str, Any] = {
            "title": order.choice(TITLES),
            "published_at": _moment(-order.choice((10, 10, 20, 2000, 50000)) if minutes is None else -minutes),
        }
        if order.random() < 0.4:
            self._fields["section"] = order.choice(SECTIONS)
        if order.random() < 0.2:
            self._fields["tags"] = order.sample(TAGS, order.randint(1, 2))
        if order.random() < 0.1:
            self._fields["featured"] = True
        if order.random() < 0.1:
            self._fields["authors"] = [{"name": "Kim"}]
        if order.random() < 0.3:
            self._fields["slug"] = order.choice(SLUGS)
        if order.random() < 0.1:
            self._fields["language"] = "fa"
        if order.random() < 0.15:
            del self._fields["published_at"]
        if order.random() < 0.3:
            self._fields["updated_at"] = _moment(-4)
        if dated:
            self._fields |= {"published_at": _moment(-10), "updated_at": _moment(-4)}

    def upload(self) -> Upload:
        if self._sent and self._order.random() < self._reverts:
            again = self._order.choice(self._sent)
            words = "once more" if again is self._sent[-1] else "as it was once before"
            upload = Upload(id=self.id, data=again.data, words=f"{again.words}, {words}".removeprefix(", "))
        else:
            upload = self.new()
        self._sent.append(upload)
        return upload

    def swollen(self) -> Upload:
        """A version that is larger than a source may be; where that is all that is wrong with it, it would be good."""
        upload = self.new(plain=1.0)
        fields = json.loads(upload.data)
        fields["body"] += "\n\nAnd more." * MOST_SOURCE_BYTES
        return replace(upload, data=json.dumps(fields, ensure_ascii=False).encode(), words=f"{upload.words}, too large")

    def lifted(self) -> Upload:
        """The last version once more, which stays on top if it didn't, and doesn't if it did."""
        fields = json.loads(self._sent[-1].data)
        fields["featured"] = not fields.get("featured", False)
        words = f"{self._sent[-1].words}, {'on' if fields['featured'] else 'not on'} top"
        self._sent.append(Upload(id=self.id, data=json.dumps(fields, ensure_ascii=False).encode(), words=words))
        return self._sent[-1]

    def amended(self, field: str) -> Upload:
        """The last version once more, with one field changed, and nothing else."""
        self._number += 1
        word, fields = token(self.id, self._number), json.loads(self._sent[-1].data)
        other = {
            "title": f"{fields['title']} {self._number}",
            "kicker": f"Kicker {self._number}",
            "summary": f"{word} in brief.",
            "body": f"Another story {word}.",
            "section": next(each for each in SECTIONS if each != fields.get("section")),
            "tags": [*fields.get("tags", ()), f"Tag {self._number}"][-2:],
            "language": "en-GB" if fields.get("language") == "fa" else "fa",
            "featured": not fields.get("featured", False),
            "authors": [{"name": "Kim", "bio": f"Writes {self._number}."}],
            "image": fields.get("image", {}) | {"alt": f"Alternative {self._number}"},
            "corrections": [{"at": _moment(-1), "text": f"Correction {self._number}."}],
            "updated_at": _moment(-self._number % 60),
        }
        fields[field] = other[field]
        words = f"{self._sent[-1].words}, with {field} changed"
        self._sent.append(Upload(id=self.id, data=json.dumps(fields, ensure_ascii=False).encode(), words=words))
        return self._sent[-1]

    def move(self, section: str) -> None:
        """Another section from now on."""
        self._fields["section"] = section

    def attribute(self, tags: Sequence[str], authors: Sequence[str]) -> None:
        """These tags, and authors of these names, from now on."""
        self._fields |= {"tags": [*tags], "authors": [{"name": name} for name in authors]}

    def bring_along(self, *paths: str) -> None:
        """These old addresses from now on."""
        self._fields["redirect_from"] = [*paths]

    def undate(self) -> None:
        """No word of when it was published from now on."""
        self._fields.pop("published_at", None)

    def timed(self, *, minutes: int | None = None) -> Upload:
        """The same again, to be seen from another moment on, or up to one, or without any such word."""
        self._number += 1
        word = token(self.id, self._number)
        moments = {
            name: _moment(self._order.choice((1, 2, 3, 5, 1000, 1500)))
            for name in ("embargo_until", "published_at")
            if self._order.random() < 0.4
        }
        if minutes is not None:
            moments = {"embargo_until": _moment(minutes)}
        elif self._order.random() < 0.3:
            moments["expires_at"] = _moment(self._order.choice((4, 6, 2000)))
        fields = {**self._fields, **moments, "summary": f"{word} in short.", "body": f"The story {word}."}
        self._illustrate(fields)
        told = [word, *(f"{name} {moment[11:16]}" for name, moment in moments.items())]
        return Upload(id=self.id, data=json.dumps(fields, ensure_ascii=False).encode(), words=", ".join(told))

    def by(self, author: str, *, withdrawn: bool = False) -> Upload:
        """A version that names this author; without a name, the one that every article has."""
        if author:
            self._fields["authors"] = [author]
        upload = self.new(withdrawn=withdrawn)
        self._fields.pop("authors", None)
        return replace(upload, words=f"{upload.words}, by {author}") if author else upload

    def new(self, *, plain: float | None = None, withdrawn: bool = False) -> Upload:  # noqa: C901, PLR0912  # a table of cases
        """A version that never was."""
        self._number += 1
        word = token(self.id, self._number)
        kind = self._order.random()
        if self._order.random() < (self._plain if plain is None else plain):
            kind = 1.0
        elif self._order.random() < 0.5:
            self._change()
        fields = {**self._fields, "summary": f"{word} in short.", "body": f"The story {word}.\n\nAnd more."}
        pictures = self._illustrate(fields)
        if kind < 0.08:
            return Upload(id=self.id, data=f'{{"title": "{word}", '.encode(), words="that isn't JSON")
        if withdrawn or (kind < 1.0 and self._order.random() < self._withdrawals):
            fields["status"], words = "withdrawn", "as withdrawn"
            if self._number % 2:
                fields["withdrawal_reason"] = f"Reason {self._number}."
        elif kind < 0.14:
            if self._number % 2:
                fields["authors"], words = ["nobody-knows"], "by an author who isn't defined"
            else:
                fields["updated_at"], words = _moment(1_000_000), "changed in two years' time"
        elif kind < 0.22:
            fields["status"], words = "draft", "as a draft"
            if self._number % 2:
                fields["expires_at"] = _moment(1000)
        elif kind < 0.28:
            minutes = self._order.choice((1, 3, 1000))
            fields["embargo_until"], words = _moment(minutes), f"under an embargo of {minutes} minutes"
        elif kind < 0.32:
            minutes = self._order.choice((1, 3))
            fields["expires_at"], words = _moment(minutes), f"that expires after {minutes} minutes"
        elif kind < 0.37:
            fields["redirect_from"] = [self._order.choice(OLD_ADDRESSES)]
            words = f"that brings {fields['redirect_from'][0]} along"
        else:
            words = ""
        data = json.dumps(fields, ensure_ascii=False).encode()
        told = [
            word,
            f'"{fields["title"]}"',
            *(f"{name} {fields[name]}" for name in ("slug", "section") if name in fields),
            *pictures,
        ]
        return Upload(id=self.id, data=data, words=", ".join([*told, *([words] if words else [])]))

    def _illustrate(self, fields: dict[str, Any]) -> list[str]:
        """Media in the places that an article has for them; which."""
        if not self._pictures:
            return []
        named: list[str] = []
        if self._always or self._order.random() < 0.6:
            named.append(self._order.choice(self._pictures))
            fields["image"] = {"src": named[-1], "alt": ""}
        if self._order.random() < 0.3:
            named.append(self._order.choice(self._pictures))
            fields["body"] += f"\n\n![x](/{quote(named[-1])}) and [all](/{quote(named[-1])}#all)"
        if self._order.random() < 0.2:
            named.append(self._order.choice(self._pictures))
            fields["authors"] = [{"name": "Kim", "bio": "Writes.", "image": named[-1]}]
        if self._order.random() < 0.05:
            named.append("media/script.svg")
            fields["body"] += "\n\n![x](/media/script.svg)"
        return named

    def _change(self) -> None:
        match self._order.randrange(7):
            case 0:
                self._fields["title"] = self._order.choice(TITLES)
            case 1:
                self._fields["section"] = self._order.choice(SECTIONS)
            case 2:
                self._fields.pop("section", None)
            case 3:
                self._fields["slug"] = self._order.choice(SLUGS)
            case 4:
                self._fields["tags"] = self._order.sample(TAGS, self._order.randint(0, 2))
            case 5:
                self._fields["featured"] = not self._fields.get("featured", False)
            case _:
                self._fields["published_at"] = _moment(-self._order.choice((5, 10, 20, NEARLY_TWO_DAYS)))


def _moment(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()
