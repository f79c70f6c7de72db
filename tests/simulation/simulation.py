"""One simulated day: a seed's editors, the real functions on a fake cloud, readers, and the reckoning in the end."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.site.settings import read_settings
from broadsheet.stores.codec import decode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key, source_id_of
from broadsheet.stores.receipts import Receipt, Verdict, decode_receipt
from tests.simulation.acts import (
    Act,
    Check,
    Damage,
    Day,
    Deletion,
    Expiry,
    LostReceipt,
    Lull,
    Pause,
    Picture,
    Purge,
    Rebuild,
    Settings,
    Sweeping,
    Tidying,
    Upload,
)
from tests.simulation.choices import Choices
from tests.simulation.cloud import Cloud
from tests.simulation.environment import sweeping
from tests.simulation.holdings import Wrong, versions_of
from tests.simulation.invocations import Task
from tests.simulation.meddling import Meddling
from tests.simulation.names import INBOX, SITE
from tests.simulation.readers import Readers, Seen
from tests.simulation.reckoning import Reckoning
from tests.simulation.versions import Version, settings_verdict
from tests.simulation.words import Deed

MOST_STEPS: Final = 200_000
MOST_SWEEPS: Final = 2
MOST_WAITED_FOR_A_TIMER: Final = timedelta(minutes=30)
LONG_ENOUGH: Final = timedelta(minutes=10)
"""For leases to be over, and for most times that articles have to come."""
SCHEDULED: Final = ("release", "sweep")
MOST_STEPS_IN_BAD_WEATHER: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a day: what was wrong ("" if nothing), every choice, and all that happened."""

    day: Day
    wrong: str
    choices: tuple[int, ...]
    told: tuple[tuple[datetime, str, str | Deed], ...]


def simulate(day: Day, script: Sequence[int] | None = None) -> Outcome:
    """Live through a day; with a script, by its choices instead of the seed's."""
    return _Simulation(day, Choices(f"choices {day.luck or day.seed}", script)).run()


class _Simulation:
    def __init__(self, day: Day, choices: Choices) -> None:
        self._day = day
        self._choices = choices
        self._told: list[tuple[datetime, str, str | Deed]] = []
        self._wrong = ""
        self._cloud = Cloud(choices, day.weather, self._tell)
        self._readers = Readers(self._cloud)
        self._cloud.s3.on_change = self._changed
        self._cloud.on_done = self._done
        self._cloud.on_wrong = self._see
        self._meddling = Meddling(self._cloud, self._readers, self._tell)
        self._acts = list(reversed(day.acts))

    def run(self) -> Outcome:
        try:
            with sweeping(self._day.weather.swept):
                self._run()
        except (Seen, Wrong) as problem:
            self._wrong = str(problem)
        except Exception as error:  # noqa: BLE001  # what nobody has thought of, in whatever the product has left there
            at = traceback.extract_tb(error.__traceback__)[-1]
            self._wrong = f"it can't be told what is there: {error!r}, {Path(at.filename).name}, line {at.lineno}"
        finally:
            self._cloud.s3.on_change = None
            self._cloud.stop()
        return Outcome(day=self._day, wrong=self._wrong, choices=tuple(self._choices.made), told=tuple(self._told))

    def _run(self) -> None:
        cloud = self._cloud
        if self._day.weather.warm:
            cloud.warm_up()
        self._until_quiet()
        cloud.calm = True
        self._tell("the weather", "is calm from now on")
        while cloud.in_transit:
            cloud.messages.append(cloud.in_transit.pop(0))
        self._until_quiet()
        if self._day.weather.curse and self._day_has_sources():
            self._suffer()
        cloud.pass_time(LONG_ENOUGH.total_seconds())
        self._until_quiet()
        if cloud.lost_timers:
            cloud.invoke_scheduled(self._choices.one_of(SCHEDULED))
            self._until_quiet()
        if self._needs_sweep():
            if not cloud.lost_notifications:
                Reckoning(self._cloud, self._readers, self._day.weather).check_what_is_told()
            cloud.invoke_scheduled("sweep")
            self._until_quiet()
        reckoning = Reckoning(self._cloud, self._readers, self._day.weather)
        if reckoning.some_news_is_old():
            cloud.invoke_scheduled("release")
            self._until_quiet()
        if self._day_has_sources():
            reckoning.check()

    def _suffer(self) -> None:
        """One article can't be had: the others are found nevertheless, and somebody is told of it."""
        cloud, reckoning = self._cloud, Reckoning(self._cloud, self._readers, self._day.weather)
        cloud.cursed = self._choices.one_of(sorted(self._readers.versions))
        latest = cloud.clock.now() + LONG_ENOUGH
        if moments := reckoning.moments_until(cloud.clock.now() + LONG_ENOUGH):
            cloud.clock.moment = moments[0]
        for function in ("release", *SCHEDULED):
            cloud.failed.clear()
            cloud.invoke_scheduled(function)
            while cloud.tasks:
                cloud.go_on(cloud.tasks[0])
            reckoning.check_all_but(cloud.cursed, function, failed=function in cloud.failed)
            cloud.clock.moment = max(cloud.clock.moment, latest)
        cloud.cursed = ""

    def _until_quiet(self) -> None:
        """Go on until nothing is left to be done; bad weather ends some time after the last act."""
        worst = MOST_STEPS_IN_BAD_WEATHER
        for _ in range(MOST_STEPS):
            if not self._step():
                return
            if self._wrong:
                raise Seen(self._wrong)
            if not self._acts and not self._cloud.calm:
                worst -= 1
                if not worst:
                    return
        raise Wrong("it never comes to rest")

    # ---- What happens next ----------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Let one thing happen; whether there was any."""
        cloud, choices, weather = self._cloud, self._choices, self._day.weather
        cloud.read_stream()
        waits = bool(self._acts) and isinstance(self._acts[-1], Lull)
        if self._acts and not waits and not cloud.calm and choices.happens(weather.pace):
            self._act()
            return True
        # A handler that has fallen asleep goes on when all others have done what they could.
        awake = [task for task in cloud.tasks if task.wakes_at is None and not task.asleep]
        last = cloud.last
        if last is not None and last in awake and not choices.happens(weather.switch):
            cloud.go_on(last)
            return True
        scheduled = sum(task.function in SCHEDULED for task in cloud.tasks)
        if weather.sweep and scheduled < MOST_SWEEPS and not cloud.calm and choices.happens(weather.sweep):
            cloud.invoke_scheduled(choices.one_of(SCHEDULED))
            return True
        now = cloud.clock.now()
        options: list[Any] = [(cloud.go_on, task) for task in awake]
        options += [
            (cloud.invoke_refresh, shard)
            for shard in cloud.shards
            if shard.records and not shard.busy and shard.retry_at <= now
        ]
        busy = sum(task.function == "publish" for task in cloud.tasks)
        if busy < weather.handlers:
            options += [
                (cloud.invoke_publish, queue) for queue in (cloud.messages, cloud.backlog) if cloud.visible(queue)
            ]
        if cloud.visible(cloud.announcements) and not any(task.function == "announce" for task in cloud.tasks):
            options.append((cloud.invoke_announce,))
        options += [(cloud.go_off, schedule) for schedule in cloud.scheduler.due()]
        options += [(self._arrive, message) for message in cloud.in_transit]
        if not options and self._acts and not waits and choices.happens(0.5):
            options.append((self._act,))
        options = options or [(cloud.go_on, task) for task in cloud.tasks]
        if not options and self._acts:
            options.append((self._act,))
        if not options:
            return self._wait()
        doing, *with_what = choices.one_of(options)
        doing(*with_what)
        return True

    def _arrive(self, message: Any) -> None:
        self._cloud.in_transit.remove(message)
        self._cloud.messages.append(message)

    def _wait(self) -> bool:
        """Nothing can happen now: let time pass until something can; whether anything will."""
        cloud = self._cloud
        moments = [message.visible_at for message in (*cloud.messages, *cloud.backlog, *cloud.announcements)]
        soon = cloud.clock.now() + MOST_WAITED_FOR_A_TIMER
        moments += [schedule.at for schedule in cloud.scheduler.schedules.values() if schedule.at <= soon]
        moments += [shard.retry_at for shard in cloud.shards if shard.records and not shard.busy]
        if not moments:
            return False
        cloud.pass_time(max((min(moments) - cloud.clock.now()).total_seconds(), 0.001))
        return True

    # ---- Editors --------------------------------------------------------------------------------------------------

    def _act(self) -> None:  # noqa: C901, PLR0912  # a table of cases
        act: Act = self._acts.pop()
        s3 = self._cloud.s3
        match act:
            case Upload(id=source_id, data=data, words=words):
                self._tell("an editor", f"uploads {source_id}: {words}")
                s3.put_object(Bucket=INBOX, Key=article_key(source_id), Body=data)
            case Deletion(id=source_id):
                if self._readers.versions[source_id]:
                    self._tell("an editor", f"deletes {source_id}")
                    s3.delete_object(Bucket=INBOX, Key=article_key(source_id))
            case Tidying(id=source_id):
                self._meddling.tidy(source_id)
            case Purge(id=source_id):
                self._meddling.purge(source_id)
            case Expiry(id=source_id):
                self._meddling.expire(source_id)
            case Damage():
                self._meddling.damage(act)
            case LostReceipt():
                self._meddling.lose_receipt(act)
            case Check(mends=mends):
                self._tell("an operator", "has the site verified" + (" and mended" if mends else ""))
                self._cloud.check(mends=mends)
            case Sweeping():
                self._cloud.invoke_scheduled("sweep")
            case Picture(path=path, data=None):
                if s3.history(INBOX, path):
                    self._tell("an editor", f"deletes {path}")
                    s3.delete_object(Bucket=INBOX, Key=path)
            case Picture(path=path, data=bytes(data)):
                self._tell("an editor", f"uploads {data.decode().strip()}")
                s3.put_object(Bucket=INBOX, Key=path, Body=data)
            case Settings(data=None, words=words):
                if s3.history(INBOX, SETTINGS_KEY):
                    self._tell("an editor", words)
                    s3.delete_object(Bucket=INBOX, Key=SETTINGS_KEY)
            case Settings(data=bytes(data), words=words):
                self._tell("an editor", words)
                s3.put_object(Bucket=INBOX, Key=SETTINGS_KEY, Body=data)
            case Lull():
                self._tell("everybody", "waits until all is quiet")
                if settings := s3.objects(INBOX).get(SETTINGS_KEY):
                    self._cloud.listeners.listen(settings.body)
            case Rebuild():
                self._tell("an operator", "asks for a rebuild")
                self._cloud.rebuild()
            case Pause(seconds=seconds):
                self._tell("everybody", f"pauses for {seconds} seconds")
                self._cloud.stalled |= bool(self._cloud.tasks)
                self._cloud.pass_time(seconds)

    def _day_has_sources(self) -> bool:
        return any(self._readers.versions.values()) or bool(self._cloud.s3.history(INBOX, SETTINGS_KEY))

    def _needs_sweep(self) -> bool:
        """Only if something was lost that tells of a change, or a handler died with old settings in the furniture.

        Else all must be well without.
        """
        weather = self._day.weather
        new_settings = any(isinstance(act, Settings) for act in self._day.acts)
        lost = self._cloud.lost_notifications + self._cloud.lost_records
        return lost > 0 or (new_settings and bool(weather.crash or weather.fault))

    def _changed(self, change: dict[str, Any]) -> None:
        if self._wrong:
            return
        key = change["key"]
        task = self._cloud.current
        if change["bucket"] == SITE and task is not None and task.function == "refresh":
            self._cloud.listeners.feed_changed(key)
        if change["bucket"] == INBOX and not key.startswith("receipts/"):
            if change["event"] != "ObjectRemoved:Delete" and not key.startswith(MEDIA_PREFIX):
                version = versions_of(self._cloud, key)[-1]
                source_id = source_id_of(key)
                if source_id is not None:
                    self._readers.uploaded(source_id, version)
                else:
                    self._declare(version)
            self._cloud.notify(change)
            return
        try:
            self._readers.look(change)
            if key.startswith("receipts/"):
                self._told_late(decode_receipt(self._cloud.s3.objects(INBOX)[key].body))
        except Seen as seen:
            self._wrong = str(seen)

    def _done(self, task: Task) -> None:
        """Whoever has written looks again before it is done: what was there when it wrote has been judged by then."""
        for source_id, newest in task.record.wrote.items():
            item = self._cloud.dynamodb.items().get((f"article#{source_id}", "article"), {})
            row = decode_row(item["row"]["S"]) if "row" in item else None
            if row is not None and row.verdict is None:
                # Another handler has claimed an address, and has the newest version to judge, or has failed since.
                continue
            judged = (row.judged_version or "") if row else None
            names = [known.version.name for known in self._readers.versions[source_id]]
            if judged not in names[names.index(newest) :] and not self._wrong:
                self._wrong = (
                    f"{task.name} is done with {source_id}, and has overlooked a version that came while it worked"
                )

    def _told_late(self, receipt: Receipt) -> None:
        """Only what was the newest after a handler had begun is told of as the newest."""
        task = self._cloud.current
        key = SETTINGS_KEY if receipt.id == SETTINGS_KEY else article_key(receipt.id)
        names = [version.name for version in versions_of(self._cloud, key)]
        if task is None or receipt.superseded_by is not None or receipt.source_version not in names:
            return
        newer = names[names.index(receipt.source_version) + 1 :]
        if newer and self._cloud.s3.serial_of(newer[0]) <= task.began_at:
            raise Seen(f"{task.name} tells of {receipt.source_version} of {receipt.id} as of the newest version")

    def _see(self, wrong: str) -> None:
        self._wrong = self._wrong or wrong

    def _declare(self, settings: Version) -> None:
        if settings_verdict(settings) is Verdict.REJECTED:
            return
        declared = read_settings(settings.data or b"").sections_by_slug
        self._readers.declare(declared, self._cloud.s3.serial_of(settings.name))

    def _tell(self, who: str, what: str | Deed) -> None:
        self._told.append((self._cloud.clock.now(), who, what))
