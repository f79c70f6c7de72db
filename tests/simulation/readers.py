"""What must be true at every moment, not only in the end: seen by readers who look after each single write."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote

from broadsheet.article import Rejected
from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.formats import read_article
from broadsheet.site.media import SITE_WIDE, media_key
from broadsheet.site.story import page_key
from broadsheet.stores.codec import decode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.receipts import Receipt, Verdict, decode_receipt
from tests.simulation.acts import AUTHOR, IDS
from tests.simulation.cloud import Cloud
from tests.simulation.names import BY_HAND, INBOX, SITE
from tests.simulation.sizes import MOST_MEDIA_BYTES
from tests.simulation.versions import Version

_WORD: Final = re.compile(rb"\bw[a-i]\d+x\b")
_LINK: Final = re.compile(rb'(?:href|src)="(/[^"]*)"|"url": "(/[^"]*)"|<loc>(/[^<]*)</loc>')
_MEDIA: Final = re.compile(rb"media/[^\s\")#]+")
_PLANTED: Final = ("archive/2020/", "sitemaps/2020-", "sitemaps/2026-12-01")
"""What is named only because somebody has put a file there by hand."""
_LATE: Final = timedelta(seconds=1)
_NOT_SHOWN: Final = {Verdict.WITHDRAWN, Verdict.DRAFT, Verdict.SCHEDULED}
_LISTINGS: Final = (
    "index.html",
    "recent.json",
    "404.html",
    "feed.",
    "section/",
    "archive/",
    "tag/",
    "author/",
    "sitemap",
    "news-sitemap.xml",
)


class Seen(AssertionError):
    """A reader has seen what nobody should see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A version of an article, by the order of uploads, and when readers may see it: from when (None: never), until.

    One that is acceptable `at_times` has an author whom not all settings define.
    """

    id: str
    number: int
    version: Version
    public_from: datetime | None
    public_until: datetime | None
    refused: bool
    media: frozenset[str] = frozenset()
    at_times: bool = False

    def may_be_gone(self, now: datetime) -> bool:
        """Whether an article of which this is the newest version may have no page."""
        if self.refused:
            return False
        return (
            self.public_from is None or self.public_from > now or bool(self.public_until and self.public_until <= now)
        )


class Readers:
    """Looks at each object that is written to the site, and at each receipt."""

    def __init__(self, cloud: Cloud) -> None:
        self.versions: dict[str, list[Known]] = defaultdict(list)
        self._declared: set[str] = set()
        self._declared_since: dict[str, int] = {}
        self._receipts: dict[tuple[str, str], Receipt] = {}
        self._cloud = cloud
        self._links: dict[str, frozenset[str]] = {}
        self._by_word: dict[bytes, list[Known]] = defaultdict(list)
        self._confirmed: dict[str, Known] = {}
        self._confirmed_at: dict[str, int] = {}
        self._lost: set[tuple[str, str]] = set()

    def uploaded(self, source_id: str, version: Version) -> None:
        """A source has a new version."""
        known = _known(source_id, len(self.versions[source_id]), version)
        self.versions[source_id].append(known)
        for word in _words(version.data or b""):
            self._by_word[word].append(known)

    def declare(self, slugs: Iterable[str], serial: int) -> None:
        """New settings declare these sections; `serial` is their place among all versions that were ever stored."""
        self._declared_since = {slug: self._declared_since.get(slug, serial) for slug in slugs}
        self._declared |= self._declared_since.keys()

    def forget(self, key: str) -> None:
        """A receipt is lost: whatever stands in its place by and by, nobody can compare it."""
        source_id, _, version = key.removeprefix("receipts/").removesuffix(".json").rpartition("/")
        self._lost.add((source_id, version))

    def look(self, change: dict[str, Any]) -> None:
        """Look at what was changed.

        Raises:
            Seen: it should not be so.
        """
        if change["bucket"] == SITE and change["event"].startswith("ObjectRemoved"):
            self._removed(change["key"])
        elif change["bucket"] == SITE:
            self._put(change["key"], self._cloud.s3.objects(SITE)[change["key"]].body)
        elif change["key"].startswith("receipts/"):
            self._told(decode_receipt(self._cloud.s3.objects(INBOX)[change["key"]].body))

    def _put(self, key: str, body: bytes) -> None:
        if key.startswith(MEDIA_PREFIX):
            self._check_copy(key)
        if key.endswith(".html") and not body.rstrip().endswith(b"</html>"):
            raise Seen(f"{key} is half a page")
        self._links[key] = _links(body)
        for target in self._links[key]:
            if target not in self._links and not self._may_be_missing(target, key):
                raise Seen(f"{key} links to {target}, which isn't there")
        for word in _words(body):
            self._check_public(key, word)
        owner = self._owners().get(key)
        if owner is not None and self._cloud.s3.objects(SITE)[key].metadata.get("status") == str(int(HTTPStatus.GONE)):
            self._check_taken_back(key, owner)
        if owner in self._confirmed:
            self._check_age(key, body, owner)

    def _removed(self, key: str) -> None:
        self._links.pop(key, None)
        site = self._cloud.s3.objects(SITE)
        for other, links in self._links.items():
            # What somebody has removed or replaced by hand links to nothing, until it is mended.
            if other not in site or site[other].body == BY_HAND:
                continue
            if key in links and not self._may_be_missing(key, other):
                raise Seen(f"{key} is removed, and {other} links to it")

    def _may_be_missing(self, target: str, linked_from: str) -> bool:  # noqa: PLR0911  # a table of cases
        """A section's page comes after the first article in it, and goes while old settings still declare it.

        Its feeds name it, and it them: they come and go one after the other. Of home and the declared sections, which
        link to each other, one must be the first of a new site. Whoever begins with settings that declare a section
        sees to its page before any article's. A withdrawn article's copies go before the listings follow, and the
        logo may be late. Articles link to pages of tags and authors that come after the first article, and a day's page
        links to its month's, which comes after it.
        """
        if target in {"index.html", "archive/index.html"}:
            return True
        if target.startswith(("tag/", "author/")):
            return not linked_from.startswith(_LISTINGS)
        if target.startswith(_PLANTED):
            return True
        if target.startswith("archive/") and linked_from.startswith(target.removesuffix("index.html")):
            return True
        if target.startswith("section/") and target.rpartition("/")[0] == linked_from.rpartition("/")[0]:
            return True
        if target.startswith(MEDIA_PREFIX):
            return target.startswith(media_key("", SITE_WIDE)) or linked_from.startswith(_LISTINGS)
        if not target.startswith("section/"):
            return False
        slug = target.split("/")[1]
        if linked_from.startswith(_LISTINGS):
            return slug in self._declared
        task = self._cloud.current
        return task is None or self._declared_since.get(slug, task.began_at + 1) > task.began_at

    def _check_copy(self, key: str) -> None:
        """An article's copy of a medium is named by a version of it that readers may see, or might have seen."""
        now = self._cloud.clock.now()
        owner, _, name = key.removeprefix(MEDIA_PREFIX).partition("/")
        public = (known for known in self.versions[owner] if known.public_from and known.public_from <= now)
        if owner != SITE_WIDE and not any(MEDIA_PREFIX + name in known.media for known in public):
            raise Seen(f"{key} is of no version that anybody may see")

    def _check_no_copies(self, told: Known) -> None:
        """An editor is told that an article is not to be seen: there are no copies, unless a newer version has some."""
        now = self._cloud.clock.now()
        later = self.versions[told.id][told.number :]
        copies = [key for key in self._cloud.s3.objects(SITE) if key.startswith(media_key("", told.id))]
        if copies and all(known.may_be_gone(now) for known in later):
            raise Seen(f"{copies[0]} is there, and version {told.number + 1} of {told.id} was confirmed as not shown")

    def _check_public(self, key: str, word: bytes) -> None:
        """A word in the site comes from a version that readers may see, or might have seen."""
        now = self._cloud.clock.now()
        if not any(known.public_from and known.public_from <= now for known in self._by_word[word]):
            raise Seen(f"{key} holds the word {word.decode()}, of a version that nobody may see")

    def _check_age(self, key: str, body: bytes, owner: str) -> None:
        """An article's page is not older than what its editor was told."""
        confirmed, now = self._confirmed[owner], self._cloud.clock.now()
        if self._lacks_media(confirmed) or confirmed.at_times:
            return
        shown = [known for word in _words(body) for known in self._by_word[word] if known.id == owner]
        if shown:
            if max(known.number for known in shown) < confirmed.number:
                raise Seen(
                    f"{key} shows version {shown[0].number + 1} of {owner}, and {confirmed.number + 1} was confirmed"
                )
        elif b"http-equiv" not in body:
            later = self.versions[owner][confirmed.number :]
            if not any(known.may_be_gone(now) for known in later) and not self._has_lacked_media(owner):
                raise Seen(f"{key} is gone, and version {confirmed.number + 1} of {owner} was confirmed as published")

    def _check_taken_back(self, key: str, owner: str) -> None:
        """What is shown goes only when its editor takes it back, by a clock that may be late, or when its copies go."""
        item = self._cloud.dynamodb.items().get((f"article#{owner}", "article"), {})
        live = decode_row(item["row"]["S"]).live if "row" in item else None
        shown = next((each for each in self.versions[owner] if live and each.version.name == live.source_version), None)
        if shown is None:
            return
        copies = {media_key(path, owner) for path in shown.media}
        since = 0 if shown.at_times else shown.number
        late = self._cloud.clock.now() - _LATE
        if copies <= self._cloud.s3.objects(SITE).keys() and not any(
            known.may_be_gone(self._cloud.clock.now()) or known.may_be_gone(late)
            for known in self.versions[owner][since:]
        ):
            raise Seen(
                f"{key} is gone, which shows version {shown.number + 1} of {owner}, and nobody has taken it back"
            )

    def _told(self, receipt: Receipt) -> None:
        """An editor is told of a version: from now on readers must see it, or a newer one.

        One that is held may still be refused when its time comes, if another article has its address by then.
        """
        place = (receipt.id, receipt.source_version)
        before = None if place in self._lost else self._receipts.get(place)
        self._lost.discard(place)
        if before is not None and not _knows_better(receipt, before):
            raise Seen(f"the receipt of {receipt.id}, version {receipt.source_version}, is replaced by a lesser one")
        self._receipts[place] = receipt
        self._check_time(receipt)
        self._check_order(receipt)
        told = next((each for each in self.versions[receipt.id] if each.version.name == receipt.source_version), None)
        if told is not None and receipt.superseded_by is None and receipt.verdict in _NOT_SHOWN:
            self._check_no_copies(told)
        if receipt.superseded_by is not None or receipt.verdict in (Verdict.REJECTED, Verdict.SCHEDULED):
            return
        known = told
        if known is None:
            return
        if receipt.id not in self._confirmed or self._confirmed[receipt.id].number < known.number:
            self._confirmed[receipt.id] = known
            self._confirmed_at[receipt.id] = self._cloud.s3.newest_serial()
        site = self._cloud.s3.objects(SITE)
        if receipt.url is not None and page_key(unquote(receipt.url)) not in site:
            raise Seen(f"{receipt.url} is confirmed for version {known.number + 1} of {receipt.id}, and isn't there")
        for key, owner in self._owners().items():
            if owner == receipt.id and key in site:
                self._check_age(key, site[key].body, owner)

    def _check_time(self, receipt: Receipt) -> None:
        """The work has ended since its function began, in whole seconds, by a clock that may be late."""
        task, now = self._cloud.current, self._cloud.clock.now()
        if task is not None and not task.began - 2 * _LATE <= receipt.finished_at <= now:
            raise Seen(
                f"the receipt of {receipt.id} is of {receipt.finished_at}, and {task.name} began at {task.began}"
            )

    def _check_order(self, receipt: Receipt) -> None:
        """A receipt is of a version of its source, and those of the versions before it are there already."""
        key = SETTINGS_KEY if receipt.id == SETTINGS_KEY else article_key(receipt.id)
        names = [each.version for each in self._cloud.s3.history(INBOX, key)]
        ever = [known.version.name for known in self.versions[receipt.id]]
        if receipt.source_version not in names:
            if receipt.source_version not in ever:
                raise Seen(f"{receipt.id} has no version {receipt.source_version}, of which a receipt tells")
            return
        place = names.index(receipt.source_version)
        if place and (receipt.id, names[place - 1]) not in self._receipts:
            raise Seen(f"version {place + 1} of {receipt.id} is told of, and nobody has been told of the one before")

    def _lacks_media(self, known: Known) -> bool:
        """Whether a version may be refused by now, since media of it have been deleted, or are too large."""
        there = self._cloud.s3.objects(INBOX)
        return any(path not in there or len(there[path].body) > MOST_MEDIA_BYTES for path in known.media)

    def _has_lacked_media(self, source_id: str) -> bool:
        """Whether media of the version that was confirmed have been missing, or too large, at any time since.

        Whoever died before the catalog knew of it leaves a version that the next one refuses for what it lacks then.
        """
        s3, since = self._cloud.s3, self._confirmed_at[source_id]
        return any(
            each.deleted or len(each.body) > MOST_MEDIA_BYTES
            for path in self._confirmed[source_id].media
            for each in s3.history(INBOX, path)
            if s3.serial_of(each.version) > since
        )

    def _owners(self) -> dict[str, str]:
        """Whose page a key is, by the claims."""
        return {
            page_key(pk.removeprefix("address#")): item["owner"]["S"]
            for (pk, _), item in self._cloud.dynamodb.items().items()
            if pk.startswith("address#")
        }


def _known(source_id: str, number: int, version: Version) -> Known:
    article = None
    if version.data is not None:
        try:
            article = read_article(version.data, article_id=source_id)  # type: ignore[arg-type]  # refused, if it is none
        except Rejected:
            article = None
    public_from = public_until = None
    if article is not None and article.status == "published":
        moments = [version.stored_at, article.published_at, article.embargo_until]
        public_from = max(moment for moment in moments if moment)
        public_until = article.expires_at
    media = frozenset(unquote(path.decode()) for path in _MEDIA.findall(version.data or b""))
    authors = {author for author in article.authors if isinstance(author, str)} if article is not None else set()
    undefined = bool(authors - {AUTHOR})
    return Known(
        id=source_id,
        number=number,
        version=version,
        public_from=None if undefined else public_from,
        public_until=public_until,
        refused=undefined or (article is None and version.data is not None),
        media=media,
        at_times=AUTHOR in authors,
    )


def _knows_better(new: Receipt, old: Receipt) -> bool:
    """Who found the version to be the newest knows more than who found a newer one; of two such, the later revision.

    Whoever would tell the same again leaves it.
    """
    if new.superseded_by is not None or replace(new, finished_at=old.finished_at, revision=old.revision) == old:
        return False
    return old.superseded_by is not None or new.revision >= old.revision


@lru_cache(maxsize=20_000)
def _words(body: bytes) -> frozenset[bytes]:
    return frozenset(_WORD.findall(body))


@lru_cache(maxsize=20_000)
def _links(body: bytes) -> frozenset[str]:
    found = {next(filter(None, links)).decode() for links in _LINK.findall(body)}
    return frozenset(page_key(unquote(link.partition("#")[0])) for link in found)


assert len(IDS) <= len("abcdefghi"), "each id has a letter of its own in the words"
