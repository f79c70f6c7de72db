"""The calls that handlers make of their clients, with all that may happen to them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError, ReadTimeoutError

from broadsheet.stores.dynamodb_items import row_key
from broadsheet.stores.http_herald import LONGEST_POST_SECONDS
from tests.simulation.fake_sqs import taken
from tests.simulation.invocations import Killed, Task
from tests.simulation.words import deed

if TYPE_CHECKING:
    from tests.simulation.cloud import Cloud

_BETWEEN_TRIES: Final = timedelta(seconds=1)
"""How long a client waits before it tries again, all in all."""
LONGEST_POST: Final = timedelta(seconds=LONGEST_POST_SECONDS)
_FAILS_OFTEN: Final = {"send_message_batch": 25, "send_message": 5, "post": 5, "create_schedule": 10}
"""How much likelier than others a call fails of which there are few, each of which does much."""
CALL: Final = timedelta(milliseconds=20)

Method = Callable[..., Any]


class Client:
    """A fake client as a process sees it: each of its calls goes through the weather."""

    def __init__(self, target: Any, service: str, calls: "Calls", config: Any) -> None:
        self._target = target
        self._service = service
        self._calls = calls
        seconds = config.retries["max_attempts"] * (config.connect_timeout + config.read_timeout)
        self._longest = timedelta(seconds=seconds) + _BETWEEN_TRIES

    def __getattr__(self, name: str) -> Method:
        method = getattr(self._target, name)

        def call(**options: Any) -> Any:
            return self._calls.call(self._service, name, method, options, self._longest)

        return call

    def get_paginator(self, name: str) -> Any:
        """Pages, each of which is a call."""
        paginator = self._target.get_paginator(name)

        def paginate(**options: Any) -> Iterator[Any]:
            pages = iter(paginator.paginate(**options))
            while True:
                page = self._calls.call(self._service, name, _next_of(pages), options, self._longest)
                if page is None:
                    return
                yield page

        return SimpleNamespace(paginate=paginate)


def _next_of(pages: Iterator[Any]) -> Method:
    """Gives the next page, and the same one again to the SDK that asks twice, since an answer was lost."""
    page = cache(partial(next, pages, None))
    return lambda **_options: page()


class Calls:
    """Lets calls have their effect, or not, or twice; at each of them others may go on."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._weather = cloud.weather
        self._tokens = 0

    def call(
        self, service: str, operation: str, method: Method, options: dict[str, Any], longest: timedelta = LONGEST_POST
    ) -> Any:
        """One call of a client's, which it gives up after the `longest` time: then it can't take effect any later."""
        cloud, weather, task = self._cloud, self._weather, self._cloud.current
        assert task is not None, f"{operation} outside of any function"
        self._wait_for_answer(task, service, operation, options, longest)
        if cloud.cursed and options.get("Key", {}) == row_key(cloud.cursed):
            cloud.witness.troubled(task, operation, options)
            cloud.tell(task.name, deed(operation, options, "it can't be had"))
            raise _throttled(service, operation)
        if self._happens(weather.crash):
            self._die(task, f"before it {deed(operation, options)}")
        if self._happens(weather.fault * _FAILS_OFTEN.get(operation, 1)):
            cloud.witness.troubled(task, operation, options)
            try:
                return self._fail(task, service, operation, method, options)
            finally:
                cloud.witness.settled(task, options)
        answer = self._take_effect(task, operation, method, options)
        if self._happens(weather.crash):
            self._die(task, "after that")
        ponders = operation == "query" and task.function.startswith(weather.who_ponders) and weather.ponder
        task.asleep = self._happens(ponders or weather.doze)
        cloud.point()
        return answer

    def _happens(self, chance: float) -> bool:
        return not self._cloud.calm and self._cloud.choices.happens(chance)

    def _take_effect(self, task: Task, operation: str, method: Method, options: dict[str, Any]) -> Any:
        """Before the eyes of the witness."""
        cloud = self._cloud
        before = cloud.witness.call(task, operation, options)
        try:
            answer = method(**options)
        except ClientError as error:
            cloud.witness.refused(task, operation, options, before)
            cloud.tell(task.name, deed(operation, options, error.response["Error"]["Code"]))
            if str(options.get("Key", "")).startswith("media/"):
                task.asleep = self._happens(self._weather.doze)
            cloud.point()
            raise
        cloud.tell(task.name, deed(operation, options))
        cloud.witness.answered(task, operation, options, before)
        return answer

    def _wait_for_answer(
        self, task: Task, service: str, operation: str, options: dict[str, Any], longest: timedelta
    ) -> None:
        cloud = self._cloud
        task.called_at = cloud.clock.now()
        cloud.clock.moment += CALL
        if operation == "post" and self._weather.hub_seconds:
            cloud.pass_time(self._weather.hub_seconds)
        task.in_call_since = cloud.clock.now()
        if self._weather.slow and not cloud.calm:
            task.asleep = cloud.choices.happens(self._weather.slow)
        cloud.point()
        late = cloud.clock.now() - task.in_call_since > longest
        task.in_call_since = None
        if late:
            cloud.unanswered = True
            cloud.witness.troubled(task, operation, options)
            cloud.tell(task.name, deed(operation, options, "it waits too long for the answer, and gives up"))
            raise ReadTimeoutError(endpoint_url=service)

    def _die(self, task: Task, when: str) -> None:
        self._cloud.tell(task.name, f"dies {when}")
        raise Killed

    def _fail(self, task: Task, service: str, operation: str, method: Method, options: dict[str, Any]) -> Any:  # noqa: C901  # a table of cases
        kinds = ["throttled", "timed out", "timed out, but took effect", "answer lost, and tried again by the SDK"]
        if {"IfMatch", "IfNoneMatch"} & options.keys():
            kinds.append("409")
        if operation == "transact_write_items":
            kinds.append("transaction conflict")
        if operation == "send_message_batch":
            kinds += ["taken in part"] * len(kinds)
        kind = self._cloud.choices.one_of(kinds)
        self._cloud.tell(task.name, deed(operation, options, kind))
        if operation == "transact_write_items":
            # boto3 adds one to each call, and its retries have the same.
            self._tokens += 1
            options = {**options, "ClientRequestToken": f"token-{self._tokens}"}
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
                with suppress(ClientError):
                    method(**options)
                self._cloud.point()
                raise ReadTimeoutError(endpoint_url=service)
            case "answer lost, and tried again by the SDK":
                with suppress(ClientError):
                    method(**options)
                self._cloud.point()
                return method(**options)
            case _:
                raise ReadTimeoutError(endpoint_url=service)


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
