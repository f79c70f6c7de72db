"""The local stack as a whole: made from the template, and from nothing else."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import broadsheet
from broadsheet.local.capacity import concurrency_of, workers_of
from broadsheet.local.cdn import Site
from broadsheet.local.chaos import BadDay, Reaper
from broadsheet.local.disorder import Disorder
from broadsheet.local.endpoint import Endpoint
from broadsheet.local.functions import Pool
from broadsheet.local.notifications import Notifier
from broadsheet.local.plan import Plan, plan_of
from broadsheet.local.queues import QueuePoller
from broadsheet.local.schedules import Ticker
from broadsheet.local.session import ACCOUNT, REGION, local_session, patient_config
from broadsheet.local.stopping import Part, stop_all
from broadsheet.local.streams import StreamPoller
from broadsheet.local.timers import TimerClock
from broadsheet.local.transform import TemplateError, facts_of, for_moto, read_template, with_facts

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef
    from mypy_boto3_sqs import SQSClient

STACK_NAME: Final = "broadsheet-local"
STATE_FILE: Final = "dev.json"
_OWN_PARAMETERS: Final = {"AnnounceTo": "loopback"}
"""What a local stack asks of a template that knows it: what is tried out here is nothing to tell the world of."""

_in_use = threading.Lock()


class LocalStack:
    """A running stack. Use it as a context manager, or call `stop`.

    There is one at a time in a process, since moto keeps its state in the process.

    Attributes:
        stack_name: the name that CloudFormation's clients ask for.
        endpoint_url: where AWS's clients find all services.
        site_url: the site's origin; "" where the template has no distribution.
        outputs: the stack's outputs; SiteUrl is the local site's.
    """

    def __init__(
        self, *, stack_name: str, endpoint: Endpoint, site: Site, notifier: Notifier, disorder: Disorder
    ) -> None:
        self.stack_name = stack_name
        self.endpoint_url = endpoint.url
        self.site_url = site.url
        self.outputs: Mapping[str, str] = {}
        self._endpoint = endpoint
        self._site = site
        self._notifier = notifier
        self._disorder = disorder
        self._session = local_session()
        self._config = patient_config(connections=50)
        self._sqs: SQSClient
        self._queues: list[str] = []
        self._pools: dict[str, Pool] = {}
        self._queue_pollers: list[QueuePoller] = []
        self._stream_pollers: list[StreamPoller] = []
        self._tickers: list[Ticker] = []
        self._timers: list[TimerClock] = []
        self._cleanup = ExitStack()

    @classmethod
    def start(  # noqa: PLR0913  # each has its default
        cls,
        *,
        template: Path | None = None,
        stack_name: str = STACK_NAME,
        site_port: int = 0,
        aws_port: int = 0,
        state_dir: Path | None = None,
        disorder: Disorder | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Self:
        """Make the stack of a template (the checkout's own by default), start its functions and serve its site.

        Ports of 0 are any free ones. In `state_dir`, while the stack runs, `dev.json` tells of it:
        `{"endpoint_url", "stack_name", "site_url", "region", "pid"}`.

        Raises:
            TemplateError: the template can't be made into a local stack.
            OSError: a port is taken.
            RuntimeError: there is a local stack in this process already.
        """
        path = template or checkout_template()
        if not _in_use.acquire(blocking=False):
            raise RuntimeError("there is a local stack in this process already; stop it first")
        cleanup = ExitStack()
        cleanup.callback(_in_use.release)
        try:
            site = Site(port=site_port)
            cleanup.callback(site.stop)
            disorder = disorder or Disorder()
            notifier = Notifier(disorder=disorder)
            endpoint = Endpoint(port=aws_port, watch=notifier.watch, bad_day=BadDay(disorder))
            cleanup.callback(endpoint.stop)
            cleanup.callback(endpoint.forget)
            endpoint.forget()
            cleanup.callback(notifier.stop)
            stack = cls(stack_name=stack_name, endpoint=endpoint, site=site, notifier=notifier, disorder=disorder)
            cleanup.callback(stack._stop_functions)
            stack._run(stack._create(path, parameters or {}))
            if state_dir is not None:
                cleanup.callback(stack._tell(state_dir))
        except BaseException:
            cleanup.close()
            raise
        stack._cleanup = cleanup
        return stack

    def session(self) -> "boto3.Session":
        """A session for clients of this stack: `stack.session().client("s3", endpoint_url=stack.endpoint_url)`."""
        return local_session()

    def client(self, service: str) -> Any:
        """A client of one of AWS's services, with the stack's address."""
        return self.session().client(service, endpoint_url=self.endpoint_url)  # type: ignore[call-overload]  # any name

    def settle(self, timeout_seconds: float = 600) -> None:
        """Wait until nothing is under way: notifications sent, queues empty, streams read to their end.

        Raises:
            TimeoutError: something still is; the message says what. A message that failed is under way until its
                visibility timeout has passed, and again, until it is in the dead-letter queue.
        """
        ends_at = time.monotonic() + timeout_seconds
        quiet_since: int | None = None
        while True:
            writes = self._endpoint.writes()
            busy = list(self._busy())
            if not busy and quiet_since == writes:
                return
            quiet_since = None if busy else writes
            if time.monotonic() > ends_at:
                raise TimeoutError(f"not quiet after {timeout_seconds:g} seconds: {', '.join(busy) or 'writes go on'}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop everything at once; what is under way is lost. May be called twice."""
        self._cleanup.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _create(self, path: Path, parameters: Mapping[str, str]) -> Plan:
        """Let moto make the stack, and ask it what has become of the template."""
        parameters = {**_OWN_PARAMETERS, **parameters}
        translated = read_template(path, region=REGION, parameters=parameters)
        template = for_moto(translated, site_url=self.site_url)
        cloudformation = self._session.client("cloudformation", endpoint_url=self.endpoint_url, config=self._config)
        values: list[ParameterTypeDef] = [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in parameters.items()
            if name in translated.get("Parameters", {})
        ]
        asking = json.dumps(with_facts(template, translated))
        cloudformation.create_stack(StackName=self.stack_name, TemplateBody=asking, Parameters=values)
        facts = facts_of(self._described(cloudformation))
        cloudformation.update_stack(StackName=self.stack_name, TemplateBody=json.dumps(template), Parameters=values)
        self.outputs = self._described(cloudformation)
        plan = plan_of(facts, template=path.resolve(), region=REGION, account=ACCOUNT)
        s3 = self._session.client("s3", endpoint_url=self.endpoint_url, config=self._config)
        for bucket in plan.versioned_buckets:  # moto's CloudFormation leaves that out
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        if plan.delivery is None:
            self.site_url = ""
        else:
            self._site.serve(plan.delivery, s3)
        return plan

    def _described(self, cloudformation: "CloudFormationClient") -> dict[str, str]:
        (stack,) = cloudformation.describe_stacks(StackName=self.stack_name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _run(self, plan: Plan) -> None:
        """Start the functions, then what brings them events."""
        sqs = self._session.client("sqs", endpoint_url=self.endpoint_url, config=self._config)
        streams = self._session.client("dynamodbstreams", endpoint_url=self.endpoint_url, config=self._config)
        self._sqs, self._queues = sqs, [source.queue_url for source in plan.queue_sources]
        reaper = Reaper(self._disorder)
        scheduled = {schedule.function for schedule in plan.schedules}
        for name, function in plan.functions.items():
            self._pools[name] = Pool(
                function,
                endpoint_url=self.endpoint_url,
                most=workers_of(name, plan),
                ready=name not in scheduled,  # nobody waits for it
                reaper=reaper,
            )
        scheduler = self._session.client("scheduler", endpoint_url=self.endpoint_url, config=self._config)
        self._timers += [
            TimerClock(
                group,
                endpoint=self._endpoint,
                scheduler=scheduler,
                sqs=sqs,
                urls=dict(plan.queue_urls),
                disorder=self._disorder,
            )
            for group in plan.timer_groups
        ]
        self._notifier.start(plan.rules, sqs)
        for queue in plan.queue_sources:
            for _ in range(concurrency_of(queue)):
                self._queue_pollers.append(
                    QueuePoller(
                        queue,
                        self._pools[queue.function],
                        self._endpoint,
                        sqs,
                        return_after=self._disorder.return_after,
                    )
                )
        for stream in plan.stream_sources:
            description = streams.describe_stream(StreamArn=stream.stream_arn)["StreamDescription"]
            for shard in description["Shards"]:
                self._stream_pollers.append(
                    StreamPoller(
                        stream,
                        self._pools[stream.function],
                        self._endpoint,
                        shard=shard["ShardId"],
                        streams=streams,
                        sqs=sqs,
                    )
                )

        self._tickers += [
            Ticker(schedule, self._pools[schedule.function], pace=self._disorder.pace) for schedule in plan.schedules
        ]

    def _stop_functions(self) -> None:
        pollers: list[Part] = [*self._queue_pollers, *self._stream_pollers, *self._tickers, *self._timers]
        stop_all([self._notifier, *pollers, *self._pools.values()])

    def _busy(self) -> Iterator[str]:
        """What is under way; first what is known here, and only if that is nothing, what has to be asked for."""
        at_work = [name for name, pool in self._pools.items() if pool.at_work]
        if at_work:
            yield f"{' and '.join(at_work)} at work"
        elif not self._notifier.idle:
            yield "notifications wait to be sent"
        elif not all(poller.at_end for poller in self._stream_pollers):
            yield "a stream is not read to its end"
        else:
            yield from self._queued()

    def _queued(self) -> Iterator[str]:
        for url in self._queues:
            counts = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            waiting = int(counts["ApproximateNumberOfMessages"]) + int(counts["ApproximateNumberOfMessagesDelayed"])
            taken = int(counts["ApproximateNumberOfMessagesNotVisible"])
            if waiting or taken:
                yield f"{url.rpartition('/')[2]} has {waiting} messages, and {taken} are taken"

    def _tell(self, state_dir: Path) -> Callable[[], None]:
        """Write the state file; returns what removes it."""
        state_dir.mkdir(parents=True, exist_ok=True)
        path = state_dir / STATE_FILE
        state = {
            "endpoint_url": self.endpoint_url,
            "stack_name": self.stack_name,
            "site_url": self.site_url,
            "region": REGION,
            "pid": os.getpid(),
        }
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(path)
        return lambda: path.unlink(missing_ok=True)


def checkout_template() -> Path:
    """The template of the checkout that this package runs from.

    Raises:
        TemplateError: the package doesn't run from a checkout.
    """
    path = Path(broadsheet.__file__).resolve().parents[2] / "infra" / "template.yaml"
    if not path.is_file():
        raise TemplateError(
            f"there is no {path}: the local stack is made from the template in a checkout of Broadsheet; "
            "run it from there, or name a template"
        )
    return path
