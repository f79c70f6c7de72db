"""The cloud that the handlers run in: stores, a queue, a stream, processes; at every call anything may happen.

The handlers, the runtime module, the wiring and the adapters are the real ones. Only the clients of S3, DynamoDB, SQS
and the Scheduler are fakes; the first two pass the same tests as moto's.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final
from zlib import crc32

from greenlet import greenlet

from broadsheet import wiring
from broadsheet.site.listings import ALL
from broadsheet.stores.backlog import LookAtAll, encode_errand
from tests.simulation.acts import Weather
from tests.simulation.calls import Calls, Client
from tests.simulation.choices import Choices
from tests.simulation.clocks import LateClock, SimulatedClock
from tests.simulation.events import SCHEDULED_EVENT, TEST_EVENT, batch_of, record_of
from tests.simulation.fake_dynamodb import FakeDynamoDB
from tests.simulation.fake_s3 import FakeS3
from tests.simulation.fake_scheduler import FakeSchedule, FakeScheduler
from tests.simulation.fake_sqs import FakeSQS
from tests.simulation.invocations import Killed, Message, Shard, Task, Teller
from tests.simulation.listeners import Listeners, SimulatedHerald
from tests.simulation.names import ANNOUNCEMENTS, CATALOG, INBOX, SITE
from tests.simulation.processes import TIMEOUTS, Process, done_with, new_process
from tests.simulation.witness import Witness

VISIBILITY_TIMEOUT: Final = timedelta(seconds=180)
MOST_DELIVERIES: Final = 40
"""Of one message: more than the template's queues allow, and than any bad weather takes."""
ANNOUNCED_AFTER: Final = timedelta(seconds=600)
STREAM_RETRY: Final = timedelta(seconds=1)
PAGE: Final = 3
"""How much of a listing comes at once: so little that a day's articles have several pages."""
PAGE_BYTES: Final = 1_500
"""How much of the catalog a query reads at once: some three entries of a listing, and much of all else."""


class Cloud:
    """Everything between the editors and the readers. Nothing happens but by `go_on` and what the simulation calls."""

    def __init__(self, choices: Choices, weather: Weather, tell: Teller) -> None:
        self.clock = SimulatedClock()
        self.clock.wait = self._sleep
        self.s3 = FakeS3(self.clock, page=PAGE)
        self.dynamodb = FakeDynamoDB(self.clock, page=PAGE, page_bytes=PAGE_BYTES)
        self.scheduler = FakeScheduler(self.clock)
        self.sqs = FakeSQS(self._sent)
        self.weather = weather
        self.choices = choices
        self.tell = tell
        self.tasks: list[Task] = []
        self.messages: list[Message] = []
        self.backlog: list[Message] = []
        self.announcements: list[Message] = []
        self.in_transit: list[Message] = []
        self.shards = [Shard() for _ in range(weather.shards)]
        self.calm = False
        self.unanswered = False
        self.stalled = False
        self.current: Task | None = None
        self.last: Task | None = None
        self.lost_notifications = 0
        self.lost_timers = 0
        self.lost_records = 0
        self.cursed = ""
        self.failed: set[str] = set()
        self.on_done: Callable[[Task], None] | None = None
        self.on_wrong: Callable[[str], None] = lambda _wrong: None
        self.witness = Witness(self.s3, self.dynamodb, self.clock, self._see)
        self.calls = Calls(self)
        self.listeners = Listeners(self.clock, lambda: not self.calm and choices.happens(weather.fault))
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
        record = record_of(change, self.clock.now())
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

    def _sent(self, queue_url: str, body: str) -> None:
        (self._add_to_announcements if queue_url == ANNOUNCEMENTS else self._add_to_backlog)(body)

    def _add_to_announcements(self, body: str) -> None:
        told = json.loads(body)["announce"]
        names = ", ".join((*told["listings"], *told["articles"]))
        for _ in range(2 if not self.calm and self.choices.happens(self.weather.duplicate) else 1):
            self._serial += 1
            # Where a hub is slow, many wait by the time that the first one is told.
            visible_at = self.clock.now() + (ANNOUNCED_AFTER if self.weather.hub_seconds else timedelta())
            self.announcements.append(Message(self._serial, body, f"the announcement of {names}", visible_at))

    def _add_to_backlog(self, body: str) -> None:
        errand = json.loads(body)
        if self.current is not None:
            self.witness.sent(self.current, errand)
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
            if partition == f"listing#{ALL}":
                self.listeners.article_changed(record["dynamodb"]["Keys"]["sk"]["S"].partition("#")[2])
            if self.weather.forget and not self.calm and self.choices.happens(self.weather.forget):
                self.lost_records += 1
                self.tell("the stream", f"gives up a record of {partition.removeprefix('listing#')}")
            else:
                self.shards[crc32(partition.encode()) % len(self.shards)].records.append(record)
        self._read_to = len(stream)

    # ---- Invocations ----------------------------------------------------------------------------------------------

    def invoke_announce(self) -> None:
        """A batch of announcements."""
        self._invoke_with_messages("announce", self.announcements)

    def invoke_publish(self, queue: list[Message]) -> None:
        """A batch from a queue."""
        self._invoke_with_messages("publish", queue)

    def _invoke_with_messages(self, function: str, queue: list[Message]) -> None:
        waiting = self.visible(queue)
        if not self.calm and len(waiting) > 1 and self.choices.happens(0.3):
            waiting.reverse()
        batch = waiting[: self.choices.one_of((1, 2, 10))]
        for message in batch:
            message.visible_at = self.clock.now() + VISIBILITY_TIMEOUT
            message.received += 1
            if message.received > MOST_DELIVERIES:
                self.on_wrong(f"{message.told} comes back again and again")

        def done(answer: Any) -> None:
            failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
            for message in batch:
                if f"m{message.number}" not in failed and message in queue:
                    queue.remove(message)

        self._invoke(function, batch_of(batch), done, ", ".join(message.told for message in batch))

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
        self._invoke(function, SCHEDULED_EVENT, lambda _answer: None, "everything")

    def check(self, *, mends: bool) -> None:
        """The site is verified, and mended."""
        if mends:
            self._invoke("repair", {}, lambda _answer: None, "what it finds")
        else:
            self.invoke_scheduled("verify")

    def _invoke(
        self, function: str, event: Any, done: Callable[[Any], None], told: str, *, always: bool = False
    ) -> None:
        process = self._idle.pop() if self._idle else self._new_process()
        self._serial += 1
        task = Task(
            name=f"{function} {self._serial}",
            function=function,
            process=process,
            began=self.clock.now(),
            ends_at=self.clock.now() + timedelta(seconds=TIMEOUTS.get(function, 900)),
            began_at=self.s3.newest_serial(),
        )
        context = SimpleNamespace(
            function_name=function,
            memory_limit_in_mb=1024,
            invoked_function_arn=f"arn:aws:lambda:eu-central-1:123456789012:function:{function}",
            aws_request_id=task.name,
            get_remaining_time_in_millis=lambda: (task.ends_at - self.clock.now()) // timedelta(milliseconds=1),
        )

        def perform() -> None:
            answer: Any = None
            try:
                answer = process.handler(function)(event, context)
            except Killed:
                done_with(process)
            except Exception as error:  # noqa: BLE001  # what a handler raises fails the invocation
                self.tell(task.name, f"fails: {error}")
                self.failed.add(function)
                self._end(task, answer)
            else:
                self._end(task, answer)
            if always or answer is not None:
                done(answer)

        task.let = greenlet(perform, parent=self._kernel)
        self.tasks.append(task)
        self.tell(task.name, f"begins with {told}")

    def _end(self, task: Task, answer: Any) -> None:
        self._idle.append(task.process)
        failures = answer is None or answer.get("batchItemFailures")
        self.witness.ended(task, failed=bool(failures))
        if not failures and self.on_done is not None:
            self.on_done(task)
        if answer is not None:
            self.tell(task.name, f"answers {json.dumps(answer)}" if failures else "is done")

    def warm_up(self) -> None:
        """Have some processes that have furnished the site already."""
        before, self.calm = self.calm, True
        for _ in range(self.weather.handlers):
            self._invoke("publish", TEST_EVENT, lambda _answer: None, "S3's test event")
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
        done_with(*self._idle)
        self._idle.clear()

    def _new_process(self) -> Process:
        """A process with this cloud's clients and clock, and without a memory."""
        process = new_process()
        clients: dict[str, Any] = {
            "s3": self.s3,
            "dynamodb": self.dynamodb,
            "sqs": self.sqs,
            "scheduler": self.scheduler,
        }
        session: Any = SimpleNamespace(
            client=lambda name, *, endpoint_url, config: Client(clients[name], name, self.calls, config)  # noqa: ARG005  # as boto3 has it
        )
        clock = (
            LateClock(self.clock, self.choices.one_of((0.0, self.weather.skew))) if self.weather.skew else self.clock
        )
        process.runtime.cloud_newsroom = (  # type: ignore[attr-defined]  # the module's own import
            lambda names: wiring.cloud_newsroom(names, session=session, clock=clock)
        )
        process.handlers["announce"].HttpHerald = (  # type: ignore[attr-defined]  # the module's own import
            lambda _reach: SimulatedHerald(self.calls.call, self.listeners)
        )
        return process

    # ---- Points ---------------------------------------------------------------------------------------------------

    def _see(self, wrong: str) -> None:
        self.on_wrong(wrong)

    def point(self) -> None:
        """Here others may go on, and the process may be found dead."""
        task = self.current
        if task is None:
            return
        self._kernel.switch()
        if task.doomed:
            self.tell(task.name, "is killed, out of time")
            if self.weather.hub_seconds and task.function == "announce":
                self.on_wrong(f"{task.name} is killed, since it has begun what it has no time for")
            raise Killed

    def _sleep(self, seconds: float) -> None:
        if self.current is not None:
            self.current.wakes_at = self.clock.now() + timedelta(seconds=seconds)
            self.point()
