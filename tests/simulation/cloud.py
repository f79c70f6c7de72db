"""The cloud that the handlers run in: stores, a queue, a stream, processes; at every call anything may happen.

The handlers, the runtime module, the wiring and the adapters are the real ones. Only the clients of S3 and DynamoDB are
fakes, which pass the same tests as moto's.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final
from urllib.parse import quote_plus
from zlib import crc32

from botocore.exceptions import ClientError, ReadTimeoutError
from greenlet import greenlet

from broadsheet.publishing.leasing import FRONT
from broadsheet.stores.backlog import LookAtAll, encode_errand
from broadsheet.stores.codec import decode_row
from broadsheet.stores.dynamodb_items import row_key
from broadsheet.stores.scheduler_timers import schedule_name
from broadsheet.wiring import cloud_newsroom
from tests.simulation.acts import Weather
from tests.simulation.choices import Choices
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeObject, FakeS3
from tests.simulation.fake_scheduler import FakeSchedule, FakeScheduler
from tests.simulation.fake_session import FakeSession
from tests.simulation.fake_sqs import FakeSQS, taken
from tests.world import START

INBOX, SITE, CATALOG = "the-inbox", "the-site", "the-catalog"
VISIBILITY_TIMEOUT: Final = timedelta(seconds=180)
MOST_DELIVERIES: Final = 40
"""Of one message: more than the template's queues allow, and than any bad weather takes."""
STREAM_RETRY: Final = timedelta(seconds=1)
WRITES: Final = ("update_item", "delete_item", "transact_write_items")
LONGEST_CALL: Final = timedelta(seconds=25)
"""After that time a client gives a call up (wiring.py), so it can't take effect any later."""
CALL: Final = timedelta(milliseconds=20)
TIMEOUTS: Final = {"publish": 900, "refresh": 900, "sweep": 900, "release": 900}
"""Longer than the template's: a slow handler is a danger that only leases and conditions are to avert."""
PAGE: Final = 3
"""How much of a listing comes at once: so little that a day's articles have several pages."""
FUNCTIONS: Final = Path(__file__).parents[2] / "functions"


class Killed(BaseException):
    """A process's end, which no handler of errors catches."""


class SimulatedClock:
    """The time, which passes with every call, and when somebody waits."""

    def __init__(self) -> None:
        self.moment = START
        self.wait: Callable[[float], None] = self._pass

    def now(self) -> datetime:
        """The present moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let others go on meanwhile."""
        self.wait(seconds)

    def _pass(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Late:
    """A clock that is some seconds behind."""

    def __init__(self, clock: SimulatedClock, seconds: float) -> None:
        self._clock = clock
        self._behind = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """What it shows."""
        return self._clock.now() - self._behind

    def sleep(self, seconds: float) -> None:
        """Let others go on meanwhile."""
        self._clock.sleep(seconds)


@dataclass(slots=True)
class Process:
    """The modules of the functions, as one process of Lambda's has loaded them."""

    runtime: ModuleType
    handlers: dict[str, ModuleType]

    def handler(self, function: str) -> Callable[[Any, Any], Any]:
        """The function's handler."""
        found: Callable[[Any, Any], Any] = self.handlers[function].handler
        return found


@dataclass(slots=True)
class Message:
    """A notification in the queue."""

    number: int
    body: str
    told: str
    visible_at: datetime
    received: int = 0


@dataclass(slots=True)
class Shard:
    """A part of the catalog's stream, of which one batch at a time is worked on."""

    records: list[dict[str, Any]] = field(default_factory=list)
    busy: bool = False
    retry_at: datetime = START


@dataclass(slots=True, eq=False)
class Task:
    """One invocation of a function."""

    name: str
    function: str
    process: Process
    ends_at: datetime
    done: Callable[[Any], None]
    wakes_at: datetime | None = None
    in_call_since: datetime | None = None
    doomed: bool = False
    asleep: bool = False
    began_at: int = 0
    let: greenlet | None = None
    holders: set[str] = field(default_factory=set)
    excused: set[str] = field(default_factory=set)
    wrote: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str | None] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    left: dict[str, str | None] = field(default_factory=dict)


Teller = Callable[[str, str], None]


class Cloud:
    """Everything between the editors and the readers. Nothing happens but by `go_on` and what the simulation calls."""

    def __init__(self, choices: Choices, weather: Weather, tell: Teller) -> None:
        self.clock = SimulatedClock()
        self.clock.wait = self._sleep
        self.s3 = FakeS3(self.clock, page=PAGE)
        self.dynamodb = FakeDynamoDB(self.clock, page=PAGE)
        self.scheduler = FakeScheduler(self.clock)
        self.sqs = FakeSQS(self._add_to_backlog)
        self.weather = weather
        self.choices = choices
        self.tell = tell
        self.tasks: list[Task] = []
        self.messages: list[Message] = []
        self.backlog: list[Message] = []
        self.in_transit: list[Message] = []
        self.shards = [Shard() for _ in range(weather.shards)]
        self.calm = False
        self.unanswered = False
        self.current: Task | None = None
        self.last: Task | None = None
        self.lost_notifications = 0
        self.lost_timers = 0
        self.lost_records = 0
        self.cursed = ""
        self.failed: set[str] = set()
        self.on_done: Callable[[Task], None] | None = None
        self.on_wrong: Callable[[str], None] = lambda _wrong: None
        self._read_to = 0
        self._serial = 0
        self._idle: list[Process] = []
        self._kernel = greenlet.getcurrent()
        self._furnish()

    # ---- Stores ---------------------------------------------------------------------------------------------------

    def _furnish(self) -> None:
        for bucket in (INBOX, SITE):
            self.s3.create_bucket(Bucket=bucket)
        self.s3.put_bucket_versioning(Bucket=INBOX, VersioningConfiguration={"Status": "Enabled"})
        self.dynamodb.create_table(
            TableName=CATALOG,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )

    # ---- Notifications --------------------------------------------------------------------------------------------

    def notify(self, change: dict[str, Any]) -> None:
        """S3 tells of a change of a source: at least once, or not at all, now or later."""
        key, event = change["key"], change["event"]
        is_article = key.startswith("articles/") and key.endswith(".json")
        if not (key == "site.toml" or key.startswith("media/") or is_article):
            return
        if not self.calm and self.choices.happens(self.weather.drop):
            self.lost_notifications += 1
            self.tell("S3", f"loses the notification of {event} {key}")
            return
        copies = 2 if not self.calm and self.choices.happens(self.weather.duplicate) else 1
        record = {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": "eu-central-1",
            "eventTime": self.clock.now().isoformat(),
            "eventName": event,
            "s3": {
                "s3SchemaVersion": "1.0",
                "bucket": {"name": INBOX, "arn": f"arn:aws:s3:::{INBOX}"},
                "object": {"key": quote_plus(key, safe="/"), "versionId": change["version"], "sequencer": "00"},
            },
        }
        for _ in range(copies):
            self._serial += 1
            told = f"{event.partition(':')[0]} {key}"
            message = Message(self._serial, json.dumps({"Records": [record]}), told, self.clock.now())
            if self._is_bundled(record, told):
                continue
            delayed = not self.calm and self.choices.happens(self.weather.delay)
            (self.in_transit if delayed else self.messages).append(message)

    def _is_bundled(self, record: dict[str, Any], told: str) -> bool:
        """Whether S3 tells it in one message with what it told last, which nobody has taken yet."""
        last = self.messages[-1] if self.messages else None
        if self.calm or last is None or last.received or not self.weather.bundle:
            return False
        body = json.loads(last.body)
        if "Records" not in body or not self.choices.happens(self.weather.bundle):
            return False
        last.body = json.dumps({"Records": [*body["Records"], record]})
        last.told = f"{last.told} with {told}"
        return True

    def go_off(self, schedule: FakeSchedule) -> None:
        """A timer's time has come: once, twice, or never."""
        del self.scheduler.schedules[schedule.name]
        source_id = json.loads(schedule.input)["look"]
        if not self.calm and self.choices.happens(self.weather.lose_timer or self.weather.drop):
            self.lost_timers += 1
            self.tell("the scheduler", f"loses the timer of {source_id}")
            return
        self.tell("the scheduler", f"tells that {source_id} is due")
        for _ in range(2 if not self.calm and self.choices.happens(self.weather.duplicate) else 1):
            self._serial += 1
            self.messages.append(Message(self._serial, schedule.input, f"the timer of {source_id}", self.clock.now()))

    def _add_to_backlog(self, body: str) -> None:
        errand = json.loads(body)
        told = errand.get("look") or errand.get("supply", {}).get("path") or "all articles"
        for _ in range(2 if not self.calm and self.choices.happens(self.weather.duplicate / 3) else 1):
            self._serial += 1
            self.backlog.append(Message(self._serial, body, f"an errand for {told}", self.clock.now()))

    def rebuild(self) -> None:
        """An operator asks for a rebuild."""
        self._add_to_backlog(encode_errand(LookAtAll()))

    def visible(self, queue: list[Message]) -> list[Message]:
        """The messages that can be taken from a queue."""
        return [message for message in queue if message.visible_at <= self.clock.now()]

    def read_stream(self) -> None:
        """Sort what is new in the catalog's stream into its shards, by the partition key; others are filtered out."""
        stream = self.dynamodb.stream
        for record in stream[self._read_to :]:
            partition = record["dynamodb"]["Keys"]["pk"]["S"]
            if not partition.startswith("listing#"):
                continue
            if self.weather.forget and not self.calm and self.choices.happens(self.weather.forget):
                self.lost_records += 1
                self.tell("the stream", f"gives up a record of {partition.removeprefix('listing#')}")
            else:
                self.shards[crc32(partition.encode()) % len(self.shards)].records.append(record)
        self._read_to = len(stream)

    # ---- Invocations ----------------------------------------------------------------------------------------------

    def invoke_publish(self, queue: list[Message]) -> None:
        """A batch from a queue."""
        waiting = self.visible(queue)
        if not self.calm and len(waiting) > 1 and self.choices.happens(0.3):
            waiting.reverse()
        batch = waiting[: self.choices.one_of((1, 2, 10))]
        for message in batch:
            message.visible_at = self.clock.now() + VISIBILITY_TIMEOUT
            message.received += 1
            if message.received > MOST_DELIVERIES:
                self.on_wrong(f"{message.told} comes back again and again")
        event = {
            "Records": [
                {
                    "messageId": f"m{message.number}",
                    "receiptHandle": f"r{message.number}",
                    "body": message.body,
                    "attributes": {"ApproximateReceiveCount": str(message.received)},
                    "messageAttributes": {},
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:publish",
                    "awsRegion": "eu-central-1",
                }
                for message in batch
            ]
        }

        def done(answer: Any) -> None:
            failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
            for message in batch:
                if f"m{message.number}" not in failed and message in queue:
                    queue.remove(message)

        self._invoke("publish", event, done, ", ".join(message.told for message in batch))

    def invoke_refresh(self, shard: Shard) -> None:
        """A batch from a shard, which nobody else works on meanwhile."""
        batch = shard.records[: self.choices.one_of((100, 1, 3))]
        shard.busy = True
        shard.retry_at = self.clock.now() + STREAM_RETRY

        def done(answer: Any) -> None:
            if answer == {"batchItemFailures": []}:
                del shard.records[: len(batch)]
                shard.retry_at = self.clock.now()

        def free(answer: Any) -> None:
            shard.busy = False
            if answer is not None:
                done(answer)

        keys = [record["dynamodb"]["Keys"] for record in batch]
        told = ", ".join(dict.fromkeys(f"{key['pk']['S'].removeprefix('listing#')}" for key in keys))
        self._invoke("refresh", {"Records": batch}, free, told, always=True)

    def invoke_scheduled(self, function: str) -> None:
        """The turn of a function that is invoked on schedule."""
        event = {"version": "0", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
        self._invoke(function, event, lambda _answer: None, "everything")

    def _invoke(
        self, function: str, event: Any, done: Callable[[Any], None], told: str, *, always: bool = False
    ) -> None:
        process = self._idle.pop() if self._idle else self._new_process()
        self._serial += 1
        task = Task(
            name=f"{function} {self._serial}",
            function=function,
            process=process,
            ends_at=self.clock.now() + timedelta(seconds=TIMEOUTS[function]),
            done=done,
            began_at=self.s3.newest_serial(),
        )
        context = SimpleNamespace(
            function_name=function,
            memory_limit_in_mb=1024,
            invoked_function_arn=f"arn:aws:lambda:eu-central-1:123456789012:function:{function}",
            aws_request_id=task.name,
            get_remaining_time_in_millis=lambda: 1000 * TIMEOUTS[function],
        )

        def perform() -> None:
            answer: Any = None
            try:
                answer = process.handler(function)(event, context)
            except Killed:
                _SPARE.append(process)
            except Exception as error:  # noqa: BLE001  # what a handler raises fails the invocation
                self.tell(task.name, f"fails: {error}")
                self.failed.add(function)
                self._idle.append(process)
                self._see_leases(task)
            else:
                self._idle.append(process)
                self._see_leases(task)
            if answer is not None and not answer.get("batchItemFailures") and self.on_done is not None:
                self.on_done(task)
            if answer is not None:
                self.tell(task.name, f"answers {json.dumps(answer)}" if answer.get("batchItemFailures") else "is done")
            if always or answer is not None:
                done(answer)

        task.let = greenlet(perform, parent=self._kernel)
        self.tasks.append(task)
        self.tell(task.name, f"begins with {told}")

    def warm_up(self) -> None:
        """Have some processes that have furnished the site already."""
        before, self.calm = self.calm, True
        for _ in range(self.weather.handlers):
            self._invoke("publish", {"Records": [_TEST_EVENT]}, lambda _answer: None, "S3's test event")
        while self.tasks:
            self.go_on(self.tasks[0])
        self.calm = before

    def go_on(self, task: Task) -> None:
        """Let a task go on to its next point."""
        assert task.let is not None
        self.current = self.last = task
        task.asleep = False
        if task.wakes_at is not None:
            self.clock.moment = max(self.clock.moment, task.wakes_at)
            task.wakes_at = None
        task.let.switch()
        self.current = None
        if task.let.dead:
            self.tasks.remove(task)

    def pass_time(self, seconds: float) -> None:
        """Let time pass for all: what runs longer than Lambda allows is killed."""
        self.clock.moment += timedelta(seconds=seconds)
        for task in self.tasks:
            if self.clock.now() > task.ends_at:
                task.doomed = True

    def stop(self) -> None:
        """End what is under way."""
        for task in list(self.tasks):
            task.doomed = True
            while task in self.tasks:
                self.go_on(task)
        _SPARE.extend(self._idle)
        self._idle.clear()

    def _new_process(self) -> Process:
        """A process with this cloud's clients and clock, and without a memory."""
        process = _SPARE.pop() if _SPARE else load_process()
        clients = {"s3": self.s3, "dynamodb": self.dynamodb, "sqs": self.sqs, "scheduler": self.scheduler}
        session: Any = FakeSession(**{name: Client(fake, name, self) for name, fake in clients.items()})
        process.runtime.forget()
        clock = Late(self.clock, self.choices.one_of((0.0, self.weather.skew))) if self.weather.skew else self.clock
        process.runtime.cloud_newsroom = (  # type: ignore[attr-defined]  # the module's own import
            lambda names: cloud_newsroom(names, session=session, clock=clock)
        )
        return process

    # ---- Points ---------------------------------------------------------------------------------------------------

    def point(self) -> None:
        """Here others may go on, and the process may be found dead."""
        task = self.current
        if task is None:
            return
        self._kernel.switch()
        if task.doomed:
            self.tell(task.name, "is killed, out of time")
            raise Killed

    def _sleep(self, seconds: float) -> None:
        if self.current is not None:
            self.current.wakes_at = self.clock.now() + timedelta(seconds=seconds)
            self.point()

    def call(self, service: str, operation: str, method: Callable[..., Any], options: dict[str, Any]) -> Any:
        """One call of a client's, with all that may happen to it."""
        task = self.current
        assert task is not None, f"{operation} outside of any function"
        self._wait_for_answer(task, service, operation, options)
        if self.cursed and options.get("Key", {}) == row_key(self.cursed):
            self.tell(task.name, f"{_words(operation, options)}: can't be had")
            raise _throttled(service, operation)
        if not self.calm and self.choices.happens(self.weather.crash):
            self._die(task, f"before {_words(operation, options)}")
        # There are few of these calls, and each of them does much.
        chance = self.weather.fault * (25 if operation == "send_message_batch" else 1)
        if not self.calm and self.choices.happens(chance):
            self._note_lease(task, operation, options, answered=False)
            try:
                answer = self._fail(task, service, operation, method, options)
                self._note_lease(task, operation, options, answered=True)
                return answer
            finally:
                if options.get("Bucket") == SITE and "Key" in options:
                    task.seen[options["Key"]] = self._etag(options["Key"])
        site_key = options.get("Key") if options.get("Bucket") == SITE else None
        there = self.s3.objects(SITE).get(site_key) if site_key else None
        held = self._held() if operation in WRITES else {}
        before = self._rows_in(options) if operation == "transact_write_items" else {}
        if operation == "delete_schedule":
            self._see_needless(task, options["Name"])
        try:
            answer = method(**options)
        except ClientError as error:
            if operation == "head_object" and site_key:
                task.seen[site_key] = there.etag if there else None
                task.refused.discard(site_key)
            elif site_key:
                self._see_refusal(task, site_key, there)
            self.tell(task.name, f"{_words(operation, options)}: {error.response['Error']['Code']}")
            if str(options.get("Key", "")).startswith("media/"):
                task.asleep = not self.calm and self.choices.happens(self.weather.doze)
            self.point()
            raise
        self.tell(task.name, _words(operation, options))
        if site_key:
            self._note_site(task, site_key, there, written=operation != "head_object")
        if operation == "put_object":
            owner = self._see_right(task, options["Key"])
            if owner and site_key:
                self._note_write(task, owner)
        self._note_catalog(task, operation, options, held)
        self._see_order(task, before)
        if not self.calm and self.choices.happens(self.weather.crash):
            self._die(task, f"after {_words(operation, options)}")
        ponders = operation == "query" and self.weather.ponder
        task.asleep = not self.calm and self.choices.happens(ponders or self.weather.doze)
        self.point()
        return answer

    def _note_lease(self, task: Task, operation: str, options: dict[str, Any], *, answered: bool) -> None:
        """Leases that a handler knows of, and knows how to give back."""
        holder = options.get("ExpressionAttributeValues", {}).get(":holder")
        if holder is not None and operation == "update_item" and answered:
            task.holders.add(holder["S"])
        elif holder is not None and operation in {"update_item", "delete_item"}:
            # It may be the handler's, and may be given back.
            task.excused.add(holder["S"])

    def _held(self) -> dict[str, str]:
        """Whose each article is now, by leases that aren't over."""
        now = self.clock.now().timestamp()
        return {
            pk.removeprefix("article#"): item["holder"]["S"]
            for (pk, _), item in self.dynamodb.items().items()
            if "holder" in item and float(item["until"]["N"]) >= now
        }

    def _see_respect(self, task: Task, held: dict[str, str]) -> None:
        """See that a call left alone what was held by others before it."""
        after = self._held() if held else {}
        for source_id, holder in held.items():
            if holder not in task.holders | task.excused and after.get(source_id) != holder:
                self.on_wrong(f"{task.name} takes the lease of {source_id} from whoever has it")

    def _see_right(self, task: Task, key: str) -> str:
        """See that only who has an article's lease writes what its readers and editors see; whose it is."""
        items = self.dynamodb.items()
        if key.startswith("receipts/"):
            source_id = key.removeprefix("receipts/").rpartition("/")[0]
        else:
            claim = items.get((f"address#/{key.removesuffix('index.html')}", "claim"))
            source_id = claim["owner"]["S"] if claim else str(FRONT) if key == "index.html" else ""
        item = items.get((f"article#{source_id}", "article"))
        if item is not None and item.get("holder", {}).get("S") not in task.holders:
            self.on_wrong(f"{task.name} writes {key} without the lease of {source_id}")
        return source_id if source_id != FRONT else ""

    def _see_leases(self, task: Task) -> None:
        """See that whoever comes to an end, a bad one included, keeps nobody waiting, if it could help it."""
        for (pk, _), item in self.dynamodb.items().items():
            if item.get("holder", {}).get("S") in task.holders - task.excused:
                self.on_wrong(f"{task.name} ends, and keeps the lease of {pk.removeprefix('article#')}")

    def _see_consistency(self, task: Task, operation: str, options: dict[str, Any]) -> None:
        """See that nobody reads what may be old: all that is decided depends on it."""
        if operation in {"get_item", "query", "scan"} and not options.get("ConsistentRead"):
            self.on_wrong(f"{task.name} reads what may be old: {_words(operation, options)}")

    def _wait_for_answer(self, task: Task, service: str, operation: str, options: dict[str, Any]) -> None:
        self.clock.moment += CALL
        task.in_call_since = self.clock.now()
        if self.weather.slow and not self.calm:
            task.asleep = self.choices.happens(self.weather.slow)
        self.point()
        late = self.clock.now() - task.in_call_since > LONGEST_CALL
        task.in_call_since = None
        if late:
            self.unanswered = True
            self._note_lease(task, operation, options, answered=False)
            self.tell(task.name, f"gives up waiting for {_words(operation, options)}")
            raise ReadTimeoutError(endpoint_url=service)

    def _note_catalog(self, task: Task, operation: str, options: dict[str, Any], held: dict[str, str]) -> None:
        self._note_writes(task, operation, options)
        self._see_respect(task, held)
        self._note_lease(task, operation, options, answered=True)
        self._see_consistency(task, operation, options)

    def _note_site(self, task: Task, key: str, before: FakeObject | None, *, written: bool) -> None:
        """See that a handler writes only over what it has seen, and only what is new."""
        after = self.s3.objects(SITE).get(key)
        if written and task.seen.get(key) != (before.etag if before else None):
            self.on_wrong(f"{task.name} writes {key} over something that it hasn't seen")
        if written and before and after and (before.body, before.metadata) == (after.body, after.metadata):
            self.on_wrong(f"{task.name} writes {key} as it is already")
        task.seen[key] = after.etag if after else None
        task.refused.discard(key)
        if written:
            task.left[key] = task.seen[key]

    def _see_refusal(self, task: Task, key: str, there: FakeObject | None) -> None:
        """See that a handler whose condition doesn't hold could not know it, and looks before it tries again."""
        if key in task.refused:
            self.on_wrong(f"{task.name} tries again to write {key}, and hasn't looked what is there")
        if there is not None and task.left.get(key) == there.etag:
            self.on_wrong(f"{task.name} has written {key} itself, and doesn't know it")
        task.refused.add(key)

    def _see_needless(self, task: Task, schedule: str) -> None:
        """See that nobody takes a timer back that an article still counts on."""
        for item in self.dynamodb.items().values():
            row = decode_row(item["row"]["S"]) if "row" in item else None
            if (
                row is not None
                and row.due_at is not None
                and schedule == schedule_name(row.id, row.due_at, revision=row.timer or 0)
            ):
                self.on_wrong(f"{task.name} takes back the timer that {row.id} counts on")

    def _rows_in(self, options: dict[str, Any]) -> dict[tuple[str, str], str | None]:
        """The rows that a transaction puts, as they are before it."""
        keys = [
            (item["Put"]["Item"]["pk"]["S"], item["Put"]["Item"]["sk"]["S"])
            for item in options["TransactItems"]
            if "row" in item.get("Put", {}).get("Item", {})
        ]
        items = self.dynamodb.items()
        return {key: items[key]["row"]["S"] if "row" in items.get(key, {}) else None for key in keys}

    def _see_order(self, task: Task, before: dict[tuple[str, str], str | None]) -> None:
        """See that with each change a row's revision rises, and that its addresses stay in the order of their claims."""
        for key, text in before.items():
            old, new = decode_row(text) if text else None, decode_row(self.dynamodb.items()[key]["row"]["S"])
            if new.revision <= (old.revision if old else 0):
                self.on_wrong(f"{task.name} changes the row of {new.id}, which stays at revision {new.revision}")
            if old is not None and new.addresses[: len(old.addresses)] != old.addresses:
                self.on_wrong(f"{task.name} gives the addresses of {new.id} another order")

    def _etag(self, key: str) -> str | None:
        there = self.s3.objects(SITE).get(key)
        return None if there is None else there.etag

    def _note_writes(self, task: Task, operation: str, options: dict[str, Any]) -> None:
        """Of each article that a handler writes, the version that is the newest by then."""
        for item in options["TransactItems"] if operation == "transact_write_items" else ():
            pk = item.get("Put", {}).get("Item", {}).get("pk", {"S": ""})["S"]
            if pk.startswith("article#"):
                self._note_write(task, pk.removeprefix("article#"))

    def _note_write(self, task: Task, source_id: str) -> None:
        history = self.s3.history(INBOX, f"articles/{source_id}.json")
        task.wrote[source_id] = history[-1].version if history else ""

    def _die(self, task: Task, when: str) -> None:
        self.tell(task.name, f"dies {when}")
        raise Killed

    def _fail(  # noqa: C901  # a table of cases
        self, task: Task, service: str, operation: str, method: Callable[..., Any], options: dict[str, Any]
    ) -> Any:
        kinds = ["throttled", "timed out", "timed out, but took effect", "answer lost, and tried again by the SDK"]
        if {"IfMatch", "IfNoneMatch"} & options.keys():
            kinds.append("409")
        if operation == "transact_write_items":
            kinds.append("transaction conflict")
        if operation == "send_message_batch":
            kinds += ["taken in part"] * len(kinds)
        kind = self.choices.one_of(kinds)
        self.tell(task.name, f"{_words(operation, options)}: {kind}")
        if operation == "transact_write_items":
            # boto3 adds one to each call, and its retries have the same.
            self._serial += 1
            options = {**options, "ClientRequestToken": f"token-{self._serial}"}
        match kind:
            case "throttled":
                raise _throttled(service, operation)
            case "409":
                raise _error("ConditionalRequestConflict", 409, operation)
            case "transaction conflict":
                reasons = [{"Code": "TransactionConflict"}, *[{"Code": "None"}] * (len(options["TransactItems"]) - 1)]
                raise _error("TransactionCanceledException", 400, operation, CancellationReasons=reasons)
            case "taken in part":
                first, *others = options["Entries"]
                if not others:
                    return taken([], refused=[first])
                method(**{**options, "Entries": [first]})
                return taken([first], refused=others)
            case "timed out, but took effect":
                with _ignored():
                    method(**options)
                self.point()
                raise ReadTimeoutError(endpoint_url=service)
            case "answer lost, and tried again by the SDK":
                with _ignored():
                    method(**options)
                self.point()
                return method(**options)
            case _:
                raise ReadTimeoutError(endpoint_url=service)


class Client:
    """A fake client as a process sees it: each of its calls goes through the cloud."""

    def __init__(self, target: Any, service: str, cloud: Cloud) -> None:
        self._target = target
        self._service = service
        self._cloud = cloud

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._target, name)

        def call(**options: Any) -> Any:
            return self._cloud.call(self._service, name, method, options)

        return call

    def get_paginator(self, name: str) -> Any:
        """Pages, each of which is a call."""
        paginator = self._target.get_paginator(name)

        def paginate(**options: Any) -> Iterator[Any]:
            pages = iter(paginator.paginate(**options))
            while True:
                page = self._cloud.call(self._service, name, _next_of(pages), options)
                if page is None:
                    return
                yield page

        return SimpleNamespace(paginate=paginate)


def _next_of(pages: Iterator[Any]) -> Callable[..., Any]:
    """Gives the next page, and the same one again to the SDK that asks twice, since an answer was lost."""
    page = cache(partial(next, pages, None))
    return lambda **_options: page()


_TEST_EVENT: Final = {
    "messageId": "test",
    "receiptHandle": "test",
    "body": json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": INBOX}),
    "attributes": {},
    "messageAttributes": {},
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:publish",
    "awsRegion": "eu-central-1",
}
_SPARE: list[Process] = []
"""Loading modules takes longer than a whole simulation: a process that is done with is used again, as a new one."""

_CHANGED_TEXTS: dict[str, str] = {}


def load_process() -> Process:
    """The functions' modules, loaded once more, as a new process would."""
    before = {name: sys.modules.get(name) for name in ("runtime", *TIMEOUTS)}
    try:
        modules = {name: _load(name) for name in ("runtime", *TIMEOUTS) if (FUNCTIONS / f"{name}.py").exists()}
    finally:
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
    runtime = modules.pop("runtime")
    runtime.metrics.add_metric = lambda **_metric: None
    return Process(runtime=runtime, handlers=modules)


def _load(name: str) -> ModuleType:
    path = FUNCTIONS / f"{name}.py"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    exec(compile(_CHANGED_TEXTS.get(name) or path.read_text(), path, "exec"), vars(module))
    return module


@contextmanager
def changed_text(name: str, old: str, new: str) -> Iterator[None]:
    """Let processes load a function's module with a change.

    Raises:
        AssertionError: there is nothing to be changed.
    """
    text = (FUNCTIONS / f"{name}.py").read_text()
    assert text.count(old) == 1, f"functions/{name}.py has no longer just one {old!r}"
    forget_processes()
    _CHANGED_TEXTS[name] = text.replace(old, new)
    try:
        yield
    finally:
        del _CHANGED_TEXTS[name]
        forget_processes()


def forget_processes() -> None:
    """Load all anew: the modules that are loaded hold on to the product as it was then."""
    _SPARE.clear()


@contextmanager
def _ignored() -> Iterator[None]:
    with suppress(ClientError):
        yield


def _throttled(service: str, operation: str) -> ClientError:
    if service == "s3":
        return _error("SlowDown", 503, operation)
    return _error("ProvisionedThroughputExceededException", 400, operation)


def _error(code: str, status: int, operation: str, **besides: Any) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": "simulated"},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}},
        **besides,
    }
    return ClientError(response, operation)


def _words(operation: str, options: dict[str, Any]) -> str:
    """A call in a few words."""
    if operation == "transact_write_items":
        parts = []
        for item in options["TransactItems"]:
            [(verb, write)] = item.items()
            key = write.get("Item") or write["Key"]
            parts.append(f"{verb.lower()} {key['pk']['S']}")
        return f"transact {', '.join(parts)}"
    names = [options.get(name) for name in ("Key", "Name", "Prefix")]
    what = next((name for name in names if name), None) or options.get("ExpressionAttributeValues", {}).get(":pk") or ""
    if isinstance(what, dict):
        what = what.get("pk", what).get("S", "")
    return f"{operation} {what}".strip()
