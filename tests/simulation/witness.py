"""What must be true of each call that a handler makes, and of its end: seen by a witness beside it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.publishing.leasing import FRONT
from broadsheet.site.media import SITE_WIDE
from broadsheet.stores.catalog import LEASE, Row
from broadsheet.stores.codec import decode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.scheduler_timers import schedule_name
from tests.simulation.clocks import SimulatedClock
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeObject, FakeS3
from tests.simulation.invocations import Task
from tests.simulation.names import INBOX, SITE
from tests.simulation.words import deed

_WRITES: Final = ("update_item", "delete_item", "transact_write_items")
_READS: Final = ("get_item", "query", "scan")
_PATIENCE: Final = timedelta(seconds=10)
"""So old a lease may be, or so long a handler may work and wait, before it may fail although nothing has happened."""
_CLOCKS_DIFFER: Final = timedelta(seconds=1)
_LOOKS: Final = {"head_object", "get_object"}
_TRIES: Final = 3
"""How often a handler has to try to give a lease back."""
_FRONT_WRITES: Final = ("index.html", "archive/", "sitemap.xml", "sitemaps/")
_FRONT_REMOVES: Final = ("archive/", "section/", "sitemaps/")
"""What only who has the front page's lease may write, and remove."""
_MOST_ERRANDS: Final = 60
"""How often the same part of a rebuild, or of a medium's supply, may be sent for on one day."""


class Witness:
    """Knows what is in the stores, and what each task can know of it."""

    def __init__(
        self, s3: FakeS3, dynamodb: FakeDynamoDB, clock: SimulatedClock, on_wrong: Callable[[str], None]
    ) -> None:
        self._s3 = s3
        self._dynamodb = dynamodb
        self._clock = clock
        self._wrong = on_wrong
        self._sent: Counter[str] = Counter()

    def call(self, task: Task, operation: str, options: dict[str, Any]) -> "WitnessedCall":
        """What is there right before a call that reaches its store."""
        if operation == "delete_schedule":
            self._see_needed(task, options["Name"])
        key = _site_key(options)
        return WitnessedCall(
            key=key,
            there=self._s3.objects(SITE).get(key) if key else None,
            held=self._held() if operation in _WRITES else {},
            rows=self._rows_in(options) if operation == "transact_write_items" else {},
        )

    def answered(self, task: Task, operation: str, options: dict[str, Any], before: "WitnessedCall") -> None:
        """A call has had its effect, and the handler knows it."""
        if operation == "delete_object" and before.key.startswith("section/") and task.record.last_read != SETTINGS_KEY:
            self._wrong(
                f"{task.name} removes {before.key}, and hasn't asked right before whether it is declared by now"
            )
        self._note_read(task, options)
        if before.key:
            self._see_write(task, before.key, before.there, written=operation not in _LOOKS)
        self._see_condition(task, operation, options)
        if operation == "delete_object" and before.key.startswith(_FRONT_REMOVES):
            self._see_front(task, before.key)
        if operation == "delete_object" and _owner_of_copy(before.key):
            self._see_right(task, before.key)
        if operation == "put_object":
            owner = self._see_right(task, options["Key"])
            if owner and before.key:
                self._note_write(task, owner)
        for source_id in _articles_in(options) if operation == "transact_write_items" else ():
            self._note_write(task, source_id)
        self._see_respect(task, before.held)
        self._note_lease(task, operation, options)
        if operation in _READS and not options.get("ConsistentRead"):
            self._wrong(f"{task.name} {deed(operation, options)}, and that may be old")
        self._see_order(task, before.rows)

    def refused(self, task: Task, operation: str, options: dict[str, Any], before: "WitnessedCall") -> None:
        """A store has refused a call, and the handler knows it."""
        record = task.record
        self._note_read(task, options)
        if operation in _LOOKS and before.key:
            record.saw(before.key, before.there)
            record.refused.discard(before.key)
        elif before.key:
            self._see_refusal(task, before.key, before.there)
        if operation == "update_item" and _is_taken(options):
            record.waits_since = record.waits_since or self._clock.now()
            if self._is_old(options) or self._clock.now() - record.waits_since > _PATIENCE:
                record.trouble = True

    def troubled(self, task: Task, operation: str, options: dict[str, Any]) -> None:
        """The handler doesn't know whether a call has had an effect, or whether it will."""
        task.record.trouble = True
        holder = options.get("ExpressionAttributeValues", {}).get(":holder", {}).get("S")
        if holder is None or operation not in {"update_item", "delete_item"}:
            return
        task.record.holders.add(holder)
        if not _is_taken(options):
            task.record.given_up[holder] = task.record.given_up.get(holder, 0) + 1

    def settled(self, task: Task, options: dict[str, Any]) -> None:
        """After trouble, a call has been answered, or has failed for good."""
        if key := _site_key(options):
            there = self._s3.objects(SITE).get(key)
            task.record.saw(key, there)

    def sent(self, task: Task, errand: dict[str, Any]) -> None:
        """See that an errand to go on begins behind all that the errands before it are about."""
        looks = task.record.looks
        if "look" in errand:
            key = article_key(errand["look"])
            if looks and key < max(looks):
                looks.clear()  # an errand has been done, and this is another
            looks.add(key)
            # It is done with this one: whoever runs the errand looks at what has come.
            task.record.wrote.pop(errand["look"], None)
            return
        self._sent[str(errand)] += 1
        if self._sent[str(errand)] > _MOST_ERRANDS:
            self._wrong(f"{task.name} sends {errand}, which comes again and again")
        if "refresh_all" in errand:
            return
        [told] = errand.values()
        after = told["after"] if "look_at_all" in errand else article_key(told["after"])
        if told["after"] and looks and after < max(looks):
            self._wrong(f"{task.name} sends an errand to go on after {after}, and has sent one for {max(looks)}")
        looks.clear()

    def ended(self, task: Task, *, failed: bool) -> None:
        """See that whoever comes to an end, a bad one included, keeps nobody waiting, if it could help it."""
        record = task.record
        excused = {holder for holder, tries in record.given_up.items() if tries >= _TRIES}
        for (pk, _), item in self._dynamodb.items().items():
            if item.get("holder", {}).get("S") in record.holders - excused:
                self._wrong(f"{task.name} ends, and keeps the lease of {pk.removeprefix('article#')}")
        if failed and not record.trouble and self._clock.now() - task.began < _PATIENCE:
            self._wrong(f"{task.name} fails, and nothing has happened to it")

    def _note_read(self, task: Task, options: dict[str, Any]) -> None:
        named = str(options.get("Key") or options.get("Prefix"))
        task.record.last_read = named if options.get("Bucket") == INBOX else ""

    # ---- Leases ---------------------------------------------------------------------------------------------------

    def _note_lease(self, task: Task, operation: str, options: dict[str, Any]) -> None:
        """Leases that a handler has, or may have."""
        holder = options.get("ExpressionAttributeValues", {}).get(":holder")
        if holder is not None and operation == "update_item":
            task.record.holders.add(holder["S"])
            task.record.waits_since = None

    def _held(self) -> dict[str, str]:
        """Whose each article is now, by leases that aren't over."""
        now = self._clock.now().timestamp()
        return {
            pk.removeprefix("article#"): item["holder"]["S"]
            for (pk, _), item in self._dynamodb.items().items()
            if "holder" in item and float(item["until"]["N"]) >= now
        }

    def _is_old(self, options: dict[str, Any]) -> bool:
        """Whether a lease has been somebody's for so long that it needn't be waited for."""
        item = self._dynamodb.items().get((options["Key"]["pk"]["S"], options["Key"]["sk"]["S"]), {})
        if "until" not in item:
            return True
        until = datetime.fromtimestamp(float(item["until"]["N"]), UTC)
        return self._clock.now() > until - LEASE + _PATIENCE

    def _see_respect(self, task: Task, held: dict[str, str]) -> None:
        """See that a call left alone what was held by others before it."""
        after = self._held() if held else {}
        for source_id, holder in held.items():
            if holder not in task.record.holders and after.get(source_id) != holder:
                self._wrong(f"{task.name} takes the lease of {source_id} from whoever has it")

    def _see_right(self, task: Task, key: str) -> str:
        """See that only who has an article's lease writes what its readers and editors see; whose it is."""
        items = self._dynamodb.items()
        if key.startswith("receipts/"):
            source_id = key.removeprefix("receipts/").rpartition("/")[0]
        else:
            claim = items.get((f"address#/{key.removesuffix('index.html')}", "claim"))
            source_id = claim["owner"]["S"] if claim else _owner_of_copy(key)
            if key.startswith(_FRONT_WRITES):
                self._see_front(task, key)
        item = items.get((f"article#{source_id}", "article"))
        if item is not None and item.get("holder", {}).get("S") not in task.record.holders:
            self._wrong(f"{task.name} writes {key} without the lease of {source_id}")
        elif item is not None:
            self._see_in_time(task, key, item)
        return source_id

    def _see_front(self, task: Task, key: str) -> None:
        """See that one at a time writes what links to pages that come and go, and removes these."""
        item = self._dynamodb.items().get((f"article#{FRONT}", "article"), {})
        if item.get("holder", {}).get("S") not in task.record.holders:
            self._wrong(f"{task.name} changes {key} without the lease of the front page")
        else:
            self._see_in_time(task, key, item)

    def _see_in_time(self, task: Task, key: str, item: dict[str, Any]) -> None:
        """See that nobody begins to write so late that the call may last longer than the lease."""
        until = datetime.fromtimestamp(float(item["until"]["N"]), UTC)
        if self._clock.now() > until:
            self._wrong(f"{task.name} writes {key} by a call that it has not given up when its lease is over")
        taken_at = until - LEASE
        if task.called_at > taken_at + _PATIENCE + _CLOCKS_DIFFER:
            self._wrong(f"{task.name} begins to write {key} when it has had the lease for too long")

    def _see_condition(self, task: Task, operation: str, options: dict[str, Any]) -> None:
        """See that nothing of the site, and no receipt, is written or removed whatever is there by then."""
        if task.function == "repair" and str(options.get("Key", "")).startswith("receipts/"):
            return  # what stands there may be nothing that anybody can read
        if operation in {"put_object", "delete_object"} and not {"IfMatch", "IfNoneMatch"} & options.keys():
            self._wrong(f"{task.name} {deed(operation, options)}, whatever is there by then")

    # ---- The site -------------------------------------------------------------------------------------------------

    def _see_write(self, task: Task, key: str, before: FakeObject | None, *, written: bool) -> None:
        """See that a handler writes only over what it has seen, and only what is new."""
        record, after = task.record, self._s3.objects(SITE).get(key)
        # An article that refers to a medium anew has no copy of it, whatever there was before.
        is_new = before is None and key.startswith(MEDIA_PREFIX)
        # What is there again as it was seen may be written over, whatever was there meanwhile.
        if written and not is_new and (before.etag if before else None) not in record.seen.get(key, {None}):
            self._wrong(f"{task.name} writes {key} over something that it hasn't seen")
        if written and before and after and (before.body, before.metadata) == (after.body, after.metadata):
            self._wrong(f"{task.name} writes {key} as it is already")
        record.saw(key, after)
        record.refused.discard(key)
        if written:
            record.left[key] = after

    def _see_refusal(self, task: Task, key: str, there: FakeObject | None) -> None:
        """See that a handler whose condition doesn't hold could not know it, and looks before it tries again."""
        if key in task.record.refused:
            self._wrong(f"{task.name} tries again to write {key}, and hasn't looked what is there")
        if there is not None and task.record.left.get(key) is there:
            self._wrong(f"{task.name} has written {key} itself, and doesn't know it")
        task.record.refused.add(key)

    # ---- The catalog ----------------------------------------------------------------------------------------------

    def _note_write(self, task: Task, source_id: str) -> None:
        """Of each article that a handler writes, the version that is the newest by then."""
        history = self._s3.history(INBOX, f"articles/{source_id}.json")
        task.record.wrote[source_id] = history[-1].version if history else ""

    def _rows_in(self, options: dict[str, Any]) -> dict[str, str]:
        """The rows that a transaction puts, as they are before it; "" for none."""
        found: dict[str, str] = {}
        for item in options["TransactItems"]:
            new = item.get("Put", {}).get("Item", {})
            if "row" in new:
                old = self._dynamodb.items().get((new["pk"]["S"], new["sk"]["S"]), {})
                found[new["pk"]["S"]] = old["row"]["S"] if "row" in old else ""
        return found

    def _see_order(self, task: Task, before: dict[str, str]) -> None:
        """See that with each change a row's revision rises, and its addresses stay in the order of their claims.

        One that leaves listings, since there are more than a transaction holds, is else as it was. Whoever repairs
        what an article is published by leaves it to the publication that follows to make the revision rise.
        """
        for pk, text in before.items():
            new = decode_row(self._dynamodb.items()[pk, "article"]["row"]["S"])
            old = decode_row(text) if text else None
            least = (old.revision if old else 0) + (0 if task.function == "repair" else 1)
            if new.revision < least and not _only_leaves_listings(old, new):
                self._wrong(f"{task.name} changes the row of {new.id}, which stays at revision {new.revision}")
            if old is not None and new.addresses[: len(old.addresses)] != old.addresses:
                self._wrong(f"{task.name} gives the addresses of {new.id} another order")

    def _see_needed(self, task: Task, schedule: str) -> None:
        """See that nobody takes a timer back that an article still counts on."""
        for item in self._dynamodb.items().values():
            row = decode_row(item["row"]["S"]) if "row" in item else None
            if row is not None and row.due_at is not None:
                needed = schedule_name(row.id, row.due_at, revision=row.timer or 0)
                if schedule == needed:
                    self._wrong(f"{task.name} takes back the timer that {row.id} counts on")


class WitnessedCall:
    """What was there right before a call: the object of the site, whose each article was, the rows that are put."""

    __slots__ = ("held", "key", "rows", "there")

    def __init__(self, *, key: str, there: FakeObject | None, held: dict[str, str], rows: dict[str, str]) -> None:
        self.key = key
        self.there = there
        self.held = held
        self.rows = rows


def _site_key(options: dict[str, Any]) -> str:
    return str(options.get("Key", "")) if options.get("Bucket") == SITE else ""


def _owner_of_copy(key: str) -> str:
    """The article that has a copy of a medium; "" for what is none, or the site's own."""
    owner = key.removeprefix(MEDIA_PREFIX).partition("/")[0] if key.startswith(MEDIA_PREFIX) else ""
    return "" if owner == SITE_WIDE else owner


def _only_leaves_listings(old: Row | None, new: Row) -> bool:
    if old is None or old.live is None or new.live is None or not set(new.live.listings) < set(old.live.listings):
        return False
    return new == replace(old, live=replace(old.live, listings=new.live.listings))


def _is_taken(options: dict[str, Any]) -> bool:
    """Whether an update takes a lease, and doesn't give one back."""
    return str(options.get("UpdateExpression", "")).startswith("SET")


def _articles_in(options: dict[str, Any]) -> list[str]:
    """The articles whose rows a transaction puts."""
    keys = [item.get("Put", {}).get("Item", {}).get("pk", {"S": ""})["S"] for item in options["TransactItems"]]
    return [key.removeprefix("article#") for key in keys if key.startswith("article#")]
