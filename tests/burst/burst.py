"""A burst from its first upload to its end."""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.cli.cloud_target import connect
from broadsheet.local import Disorder, LocalStack, local_session
from broadsheet.publishing import sweep
from broadsheet.stores.inbox import SETTINGS_KEY
from tests.burst.comparison import problems
from tests.burst.editors import SETTINGS, Act, acts_of
from tests.burst.stack import BadDay, spared_newsroom, spared_session, stack_on

EDITORS: Final = 16
MOST_REDRIVES: Final = 5
PACE_SECONDS: Final = 20.0


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a burst took, what went wrong in it, and what is wrong after it."""

    seconds_uploading: float = 0.0
    seconds_until_quiet: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    dead_letters: Counter[str] = field(default_factory=Counter)
    swept: int = 0
    problems: list[str] = field(default_factory=list)


def burst(  # noqa: PLR0913  # each is a circumstance
    *,
    uploads: int,
    bad_day: BadDay,
    disorder: Disorder,
    folder: Path,
    longest_seconds: float = 3600,
    told: Callable[[str], None] = lambda _what: None,
) -> Outcome:
    """Upload, wait until nothing is under way, bring back dead letters, sweep once, and compare.

    `told` is called now and then with what is under way.

    Raises:
        TimeoutError: it never comes to rest.
    """
    outcome = Outcome()
    with stack_on(bad_day, folder, disorder) as (stack, faults):

        def settle() -> None:
            _settle(stack, longest_seconds, lambda busy: told(f"{busy}; {faults.total():,} faults"))

        _upload(stack, [Act(key=SETTINGS_KEY, data=SETTINGS, kind="settings")])
        settle()
        acts = acts_of(bad_day.seed, uploads)
        started = time.monotonic()
        _upload(stack, acts)
        outcome.seconds_uploading = time.monotonic() - started
        settle()
        for _ in range(MOST_REDRIVES):
            dead = _redriven(stack)
            if not dead:
                break
            outcome.dead_letters += dead
            settle()
        outcome.seconds_until_quiet = time.monotonic() - started
        swept = sweep(spared_newsroom(stack))
        settle()
        outcome.swept = swept.done
        outcome.kinds = Counter(act.kind for act in acts)
        outcome.faults = faults
        outcome.problems = [*swept.failed, *problems(stack, folder)]
    return outcome


def _settle(stack: LocalStack, longest_seconds: float, told: Callable[[str], None]) -> None:
    started = time.monotonic()
    while True:
        try:
            stack.settle(PACE_SECONDS)
        except TimeoutError as error:
            seconds = time.monotonic() - started
            if seconds > longest_seconds:
                raise
            told(f"{seconds:,.0f} s, {str(error).partition(': ')[2]}")
        else:
            return


def _upload(stack: LocalStack, acts: Sequence[Act]) -> None:
    """Let the editors upload at the same time; what fails is tried again, and may be there twice then."""
    waiting: queue.SimpleQueue[Act] = queue.SimpleQueue()
    for act in acts:
        waiting.put(act)
    errors: list[Exception] = []

    def editor() -> None:
        s3 = local_session().client("s3", endpoint_url=stack.endpoint_url, config=Config(read_timeout=60))
        try:
            while True:
                _send(s3, stack.outputs["InboxBucket"], waiting.get_nowait())
        except queue.Empty:
            pass
        except Exception as error:  # noqa: BLE001  # it is raised again below
            errors.append(error)

    threads = [threading.Thread(target=editor, name=f"editor-{number}") for number in range(min(EDITORS, len(acts)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _send(s3: Any, bucket: str, act: Act) -> None:
    for _ in range(20):
        try:
            if act.data is None:
                s3.delete_object(Bucket=bucket, Key=act.key)
            else:
                s3.put_object(Bucket=bucket, Key=act.key, Body=act.data)
        except (BotoCoreError, ClientError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{act.key} could not be uploaded")


def _redriven(stack: LocalStack) -> Counter[str]:
    """Have done again what has failed too often, as `broadsheet redrive` does it."""
    place = connect(stack.stack_name, session=spared_session(), endpoint_url=stack.endpoint_url)
    return +Counter({name: letters.redrive() for name, letters in place.dead_letters.items()})
