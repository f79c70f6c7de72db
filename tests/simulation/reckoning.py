"""The reckoning at a day's end: the site, the catalog and the timers against what must be there."""

from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from broadsheet.site.media import media_key
from broadsheet.site.sitemaps import NEWS_FOR
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import Medium, Row
from broadsheet.stores.codec import decode_entry, decode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.scheduler_timers import schedule_name
from tests.simulation import oracle
from tests.simulation.accounts import Accounts
from tests.simulation.acts import Weather
from tests.simulation.clocks import START
from tests.simulation.cloud import Cloud
from tests.simulation.holdings import Wrong, claims_in, history_of, media_in, rows_in, versions_of
from tests.simulation.names import BY_HAND, INBOX, SITE
from tests.simulation.oracle import Fate, Truth
from tests.simulation.readers import Readers
from tests.simulation.sizes import MOST_MEDIA_BYTES
from tests.simulation.versions import Version


class Reckoning:
    """Compares what a quiet cloud holds with what follows from the sources that editors have left there."""

    def __init__(self, cloud: Cloud, readers: Readers, weather: Weather) -> None:
        self._cloud = cloud
        self._readers = readers
        self._weather = weather
        self._accounts = Accounts(cloud, weather)

    def check(self) -> None:
        """Compare the site, the catalog and the receipts with what follows from the sources.

        Raises:
            Wrong: something differs.
        """
        sources, truth = self._truth()
        self._check_site(truth)
        self._check_told(sources, truth)
        if unheard := self._cloud.listeners.unheard(self._cloud.s3.objects(SITE).keys(), rows_in(self._cloud)):
            raise Wrong(f"nobody has been told of {', '.join(unheard)} as they are in the end")

    def check_what_is_told(self) -> None:
        """The same without the site, on which a handler that has died may have left something.

        Raises:
            Wrong: something differs.
        """
        self._check_told(*self._truth())

    def _check_told(self, sources: dict[str, list[Version]], truth: Truth) -> None:
        items = self._cloud.dynamodb.items()
        self._check_catalog(truth, sources, claims_in(items), items)
        self._check_timers(items)
        for source_id, versions in sources.items():
            self._accounts.check(source_id, versions, truth.fates[source_id], truth)
        self._accounts.check_settings(versions_of(self._cloud, SETTINGS_KEY))

    def _truth(self) -> tuple[dict[str, list[Version]], Truth]:
        sources = {source_id: versions_of(self._cloud, article_key(source_id)) for source_id in self._readers.versions}
        sources = {source_id: versions for source_id, versions in sources.items() if self._readers.versions[source_id]}
        ever = {source_id: [each.version for each in known] for source_id, known in self._readers.versions.items()}
        history, now = history_of(self._cloud), self._cloud.clock.now()
        return sources, oracle.truth(
            sources,
            ever,
            versions_of(self._cloud, SETTINGS_KEY),
            inbox=media_in(self._cloud),
            history=history,
            now=now,
        )

    def _check_site(self, truth: Truth) -> None:
        site = self._cloud.s3.objects(SITE)
        for key, output in truth.pages.items():
            if key not in site:
                raise Wrong(f"{key} is missing in the end")
            there = site[key]
            if there.body != output.body:
                raise Wrong(f"{key} is wrong in the end: {_difference(there.body, output.body)}")
            if there.body == BY_HAND:
                # A copy whose original is gone: nobody can mend it.
                continue
            tags = ",".join(output.tags)
            right = {"cache-tag": tags, "location": output.location}
            right |= {"status": str(output.status)} if output.status != HTTPStatus.OK else {}
            right = {name: text for name, text in right.items() if text}
            told = {name: text for name, text in there.metadata.items() if name != "digest"}
            headers = (there.content_type, there.cache_control, told)
            if headers != (output.content_type, output.cache_control, right):
                raise Wrong(f"{key} has the headers {headers} in the end")
        for key, source_id in truth.staying.items():
            self._check_staying(key, source_id, truth)
        if more := site.keys() - truth.pages.keys() - truth.staying.keys():
            raise Wrong(f"{', '.join(sorted(more))} should not be there in the end")

    def _check_staying(self, key: str, source_id: str, truth: Truth) -> None:
        """What is shown is as it was when all its versions are refused by now, or removed."""
        there, entry = self._cloud.s3.objects(SITE).get(key), truth.fates[source_id].entry
        if there is None or there.metadata.get("status") == str(int(HTTPStatus.GONE)):
            raise Wrong(f"{key} is gone in the end, and nobody has taken it back")
        if entry is not None and key == page_key(unquote(entry.url)) and entry.title not in there.body.decode():
            raise Wrong(f"{key} doesn't show {entry.title} any more")

    def _check_catalog(
        self, truth: Truth, sources: dict[str, list[Version]], claims: dict[str, str], items: dict[tuple[str, str], Any]
    ) -> None:
        entries = {
            (pk.removeprefix("listing#"), sk): decode_entry(item["entry"]["S"])
            for (pk, sk), item in items.items()
            if pk.startswith("listing#")
        }
        rows = {
            pk.removeprefix("article#"): decode_row(item["row"]["S"])
            for (pk, _), item in items.items()
            if pk.startswith("article#") and "row" in item
        }
        expected: dict[Any, Any] = {}
        for source_id, fate in truth.fates.items():
            row = rows.pop(source_id, None)
            if source_id == "not an id":
                continue
            versions = sources[source_id]
            if row is None and versions:
                raise Wrong(f"the catalog knows nothing of {source_id} in the end")
            if row is None:
                continue
            self._check_row(row, fate, versions[-1].name if versions else None, claims)
            expected |= {tuple(position): entry for position, entry in row.entries().items()}
        if rows:
            raise Wrong(f"the catalog knows of {', '.join(rows)}, which have no source")
        references = {(pk.removeprefix("media#"), sk) for pk, sk in items if pk.startswith("media#")}
        wanted = {(path, source_id) for source_id, fate in truth.fates.items() for path in fate.media | fate.awaited}
        if references != wanted:
            raise Wrong(f"the references to media are {sorted(references)} in the end, not {sorted(wanted)}")
        if entries != expected:
            raise Wrong(
                f"the catalog's listings differ from its rows in the end: {sorted(entries.keys() ^ expected.keys())}"
            )

    def _check_row(self, row: Row, fate: Fate, newest: str | None, claims: dict[str, str]) -> None:
        told = (row.verdict, row.judged_version, row.live and row.live.entry, row.live and row.live.source_version)
        deciding = fate.deciding if fate.story or fate.stays else None
        if told != (fate.verdict, newest, fate.entry, deciding):
            right = (fate.verdict, newest, fate.entry, deciding)
            raise Wrong(f"the catalog says of {row.id} in the end: {told}, and it is {right}")
        if fate.entries and fate.entry not in fate.entries:
            raise Wrong(f"listings tell of {row.id}, which stays as it was, in the end: {fate.entry}")
        gone = row.gone and (row.gone.at, row.gone.section)
        if gone != fate.gone:
            raise Wrong(f"the catalog says of {row.id} in the end that it is gone {gone}, and it is {fate.gone}")
        if row.due_at != fate.due_at:
            raise Wrong(f"the catalog says of {row.id} in the end that it is due {row.due_at}, and it is {fate.due_at}")
        if set(row.addresses) != {address for address, owner in claims.items() if owner == row.id}:
            raise Wrong(f"the row of {row.id} doesn't know its addresses in the end")
        named = {medium.path for medium in row.media}
        if named != fate.media | fate.awaited:
            raise Wrong(f"the row of {row.id} has the media {named} in the end, not {fate.media | fate.awaited}")
        for medium in row.media:
            self._check_medium(row, medium, fate)
        if row.live is not None and (never := self._never_there(row.id, row.live.source_version)):
            raise Wrong(f"{row.id} is shown as of a version whose {', '.join(never)} was never there with it")

    def _never_there(self, source_id: str, version: str) -> list[str]:
        """The media of a version that the inbox hasn't had at any time since it was uploaded."""
        s3 = self._cloud.s3
        shown = next((known for known in self._readers.versions[source_id] if known.version.name == version), None)
        if shown is None:
            return []
        since, never = s3.serial_of(version), []
        for path in sorted(shown.media):
            history = s3.history(INBOX, path)
            ends = [s3.serial_of(after.version) for after in history[1:]]
            there = [each for each, end in zip_longest(history, ends) if end is None or end > since]
            if not any(not each.deleted and len(each.body) <= MOST_MEDIA_BYTES for each in there):
                never.append(path)
        return never

    def _check_medium(self, row: Row, medium: Medium, fate: Fate) -> None:
        there = self._cloud.s3.objects(INBOX).get(medium.path)
        copy = self._cloud.s3.objects(SITE).get(media_key(medium.path, row.id))
        if medium.seen != (there.etag if there else ""):
            raise Wrong(f"the row of {row.id} has not seen {medium.path} as it is in the end")
        was = {each.etag: sha256(each.body).hexdigest() for each in self._cloud.s3.history(INBOX, medium.path)}
        if (copy is not None) != (medium.path in fate.media) or bool(copy) != bool(medium.digest):
            raise Wrong(f"the row of {row.id} is wrong in the end about its having a copy of {medium.path}")
        if copy is not None and was.get(medium.copied) != medium.digest:
            raise Wrong(f"the copy of {medium.path} that {row.id} has was never uploaded")
        # Of one that stays when the medium is deleted, the row tells of the last that was confirmed.
        fits = there is not None and len(there.body) <= MOST_MEDIA_BYTES
        if copy is not None and fits and sha256(copy.body).hexdigest() != medium.digest:
            raise Wrong(f"the row of {row.id} is wrong in the end about its copy of {medium.path}")

    def _check_timers(self, items: dict[tuple[str, str], Any]) -> None:
        """Whatever is still to come has its timer, and its place among what falls due."""
        rows = [decode_row(item["row"]["S"]) for item in items.values() if "row" in item]
        to_come = {(row.due_at, row.id, row.timer or 0) for row in rows if row.due_at}
        falling_due = {(sk, item["id"]["S"]) for (pk, sk), item in items.items() if pk == "due"}
        if falling_due != {(f"{due_at:%Y-%m-%dT%H:%M:%SZ}#{source_id}", source_id) for due_at, source_id, _ in to_come}:
            raise Wrong(f"what falls due differs from the rows in the end: {sorted(falling_due)}")
        timers = set(self._cloud.scheduler.schedules)
        needed = {schedule_name(source_id, due_at, revision=timer) for due_at, source_id, timer in to_come}
        if not needed <= timers:
            raise Wrong(f"there are {len(needed - timers)} timers missing in the end")
        weather = self._weather
        # A handler that takes longer than its lease may have set a timer for what another one commits.
        trouble = weather.fault or weather.crash or weather.doze or self._cloud.unanswered or self._cloud.stalled
        if not trouble and timers - needed:
            raise Wrong(f"there are {len(timers - needed)} timers too many in the end")

    def check_all_but(self, cursed: str, function: str, *, failed: bool) -> None:
        """What can be had has been looked at by a function, although something can't; it has failed if it should.

        Raises:
            Wrong: something was left behind, or nobody is told of it.
        """
        behind = self._overdue() if function == "release" else self._overdue() | self._unjudged()
        if others := sorted(behind - {cursed}):
            raise Wrong(f"the {function} leaves {', '.join(others)} behind, since {cursed} can't be had")
        if cursed in behind and not failed:
            raise Wrong(f"the {function} leaves {cursed} behind, and says that all is well")

    def some_news_is_old(self) -> bool:
        """Whether something that was news when the day began isn't any more, which only the release comes to see."""
        now = self._cloud.clock.now()
        published = [row.live.entry.published_at for row in rows_in(self._cloud) if row.live is not None]
        return any(START - NEWS_FOR < moment <= now - NEWS_FOR for moment in published)

    def moments_until(self, end: datetime) -> list[datetime]:
        """When something falls due until then, beginning with the next one."""
        now = self._cloud.clock.now()
        return sorted(row.due_at for row in rows_in(self._cloud) if row.due_at is not None and now < row.due_at <= end)

    def _overdue(self) -> set[str]:
        """The articles whose time has come."""
        now = self._cloud.clock.now()
        return {row.id for row in rows_in(self._cloud) if row.due_at is not None and row.due_at <= now}

    def _unjudged(self) -> set[str]:
        """The articles whose newest version nobody has judged."""
        judged = {str(row.id): row.judged_version for row in rows_in(self._cloud)}
        newest = {
            source_id: versions[-1].name
            for source_id in self._readers.versions
            if source_id != "not an id" and (versions := versions_of(self._cloud, article_key(source_id)))
        }
        return {source_id for source_id, version in newest.items() if judged.get(source_id) != version}


def _difference(there: bytes, expected: bytes) -> str:
    lines = zip(there.decode().splitlines(), expected.decode().splitlines(), strict=False)
    different = next(((one, other) for one, other in lines if one != other), ("", "more or fewer lines"))
    return f"it has {different[0].strip()[:160]!r} for {different[1].strip()[:160]!r}"
