"""What the template asks of the local stack, as values: functions and what sets them off, notifications, delivery."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from broadsheet.local.delivery import Delivery, delivery_of
from broadsheet.local.transform import LOCAL_CODE, Facts, TemplateError

_PARTIAL: Final = "ReportBatchItemFailures"
_MOST_IN_A_QUEUE_BATCH: Final = 10
_MOST_IN_A_STREAM_BATCH: Final = 100
_LAMBDA_TIMEOUT_SECONDS: Final = 3
_LAMBDA_MEMORY_MB: Final = 128
_UNPLAYED: Final = {
    "MaximumRecordAgeInSeconds": -1,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}
"""What a source may ask for and the local stack doesn't play, each with the value that asks for nothing."""
_RATE: Final = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_UNIT_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function: its code's folder, its layers' folders, and exactly the environment that the template gives it."""

    name: str
    arn: str
    handler: str
    folder: Path
    layers: tuple[Path, ...]
    environment: Mapping[str, str]
    timeout_seconds: int
    memory_mb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSource:
    """A queue whose messages go to a function in batches. Without patterns every message does."""

    function: str
    queue_arn: str
    queue_url: str
    batch_size: int
    window_seconds: float
    patterns: tuple[Any, ...]
    reports_failures: bool
    concurrency: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSource:
    """A table's stream whose records go to a function in batches. `retries` None is for ever."""

    function: str
    stream_arn: str
    batch_size: int
    window_seconds: float
    patterns: tuple[Any, ...]
    reports_failures: bool
    bisects: bool
    retries: int | None
    on_failure_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A function that is invoked every so many seconds; `rule` is the name of the rule that says so."""

    function: str
    rule: str
    every_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which events ("s3:ObjectCreated:*") of which keys of a bucket go to a queue."""

    bucket: str
    event: str
    prefix: str
    suffix: str
    queue_url: str

    def covers(self, bucket: str, event: str, key: str) -> bool:
        """Whether an event ("ObjectCreated:Put") is to be told."""
        wanted = self.event.removeprefix("s3:")
        matches = event.startswith(wanted[:-1]) if wanted.endswith("*") else event == wanted
        return matches and bucket == self.bucket and key.startswith(self.prefix) and key.endswith(self.suffix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the local stack plays itself, the queues by ARN, and the buckets that keep versions."""

    functions: Mapping[str, Function]
    queue_sources: Sequence[QueueSource]
    stream_sources: Sequence[StreamSource]
    schedules: Sequence[Schedule]
    timer_groups: Sequence[str]
    queue_urls: Mapping[str, str]
    rules: Sequence[Rule]
    versioned_buckets: Sequence[str]
    delivery: Delivery | None


def plan_of(facts: Sequence[Facts], *, template: Path, region: str, account: str) -> Plan:
    """Read the plan from the facts of the stack's resources.

    Raises:
        TemplateError: the template asks for something that the local stack doesn't play.
    """
    named = {each.logical_id: each for each in facts}
    urls = {each.attributes["Arn"]: each.attributes["Url"] for each in facts if each.type == "AWS::SQS::Queue"}
    functions = [
        _function(each, named, template, prefix=f"arn:aws:lambda:{region}:{account}:function:")
        for each in facts
        if each.type == "AWS::Lambda::Function"
    ]
    mappings = [
        each
        for each in facts
        if each.type == "AWS::Lambda::EventSourceMapping" and each.properties.get("Enabled", True)
    ]
    buckets = [each for each in facts if each.type == "AWS::S3::Bucket"]
    return Plan(
        functions={function.name: function for function in functions},
        queue_sources=[_queue_source(each, urls) for each in mappings if ":sqs:" in _source_arn(each)],
        stream_sources=[_stream_source(each, urls) for each in mappings if ":dynamodb:" in _source_arn(each)],
        schedules=[
            schedule
            for each in facts
            if each.type == "AWS::Events::Rule" and each.properties.get("State", "ENABLED") != "DISABLED"
            for schedule in _schedules(each, functions)
        ],
        # moto makes no groups of schedules, so one is called by its logical id wherever the template names it.
        timer_groups=[each.logical_id for each in facts if each.type == "AWS::Scheduler::ScheduleGroup"],
        queue_urls=urls,
        rules=[rule for bucket in buckets for rule in _rules(bucket, urls)],
        versioned_buckets=[bucket.attributes["Name"] for bucket in buckets if _keeps_versions(bucket)],
        delivery=delivery_of(facts),
    )


def _function(facts: Facts, named: Mapping[str, Facts], template: Path, *, prefix: str) -> Function:
    properties = facts.properties
    layers = [named[layer] for layer in properties.get("Layers", []) if layer in named]
    name = properties.get("FunctionName", facts.logical_id)
    return Function(
        name=facts.logical_id,
        arn=prefix + name,
        handler=properties["Handler"],
        folder=_folder(facts, "Code", template),
        layers=tuple(_folder(layer, "Content", template) for layer in layers),
        environment={key: str(value) for key, value in properties.get("Environment", {}).get("Variables", {}).items()},
        timeout_seconds=int(properties.get("Timeout", _LAMBDA_TIMEOUT_SECONDS)),
        memory_mb=int(properties.get("MemorySize", _LAMBDA_MEMORY_MB)),
    )


def _folder(facts: Facts, key: str, template: Path) -> Path:
    code = facts.properties.get(key, {})
    if code.get("S3Bucket") != LOCAL_CODE:
        raise TemplateError(f"{facts.logical_id}: the local stack runs code from a folder beside the template only")
    folder = (template.parent / unquote(code["S3Key"])).resolve()
    if not folder.is_dir():
        raise TemplateError(f"{facts.logical_id}: there is no folder {folder}")
    return folder


def _source_arn(mapping: Facts) -> str:
    arn = mapping.properties.get("EventSourceArn", "")
    if ":sqs:" not in arn and ":dynamodb:" not in arn:
        raise TemplateError(f"{mapping.logical_id}: the local stack plays queues and streams as sources, not {arn!r}")
    for name, nothing in _UNPLAYED.items():
        if mapping.properties.get(name, nothing) != nothing:
            raise TemplateError(f"{mapping.logical_id}: the local stack doesn't play {name}")
    return str(arn)


def _patterns(mapping: Facts) -> tuple[Any, ...]:
    filters = mapping.properties.get("FilterCriteria", {}).get("Filters", [])
    return tuple(json.loads(each["Pattern"]) for each in filters)


def _queue_source(mapping: Facts, urls: Mapping[str, str]) -> QueueSource:
    properties = mapping.properties
    arn = _source_arn(mapping)
    concurrency = properties.get("ScalingConfig", {}).get("MaximumConcurrency")
    return QueueSource(
        function=properties["FunctionName"],
        queue_arn=arn,
        queue_url=urls[arn],
        batch_size=int(properties.get("BatchSize", _MOST_IN_A_QUEUE_BATCH)),
        window_seconds=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        patterns=_patterns(mapping),
        reports_failures=_PARTIAL in properties.get("FunctionResponseTypes", []),
        concurrency=None if concurrency is None else int(concurrency),
    )


def _stream_source(mapping: Facts, urls: Mapping[str, str]) -> StreamSource:
    properties = mapping.properties
    retries = int(properties.get("MaximumRetryAttempts", -1))
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    if destination is not None and destination not in urls:
        raise TemplateError(f"{mapping.logical_id}: the local stack gives up to queues only, not to {destination!r}")
    return StreamSource(
        function=properties["FunctionName"],
        stream_arn=_source_arn(mapping),
        batch_size=int(properties.get("BatchSize", _MOST_IN_A_STREAM_BATCH)),
        window_seconds=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        patterns=_patterns(mapping),
        reports_failures=_PARTIAL in properties.get("FunctionResponseTypes", []),
        bisects=bool(properties.get("BisectBatchOnFunctionError", False)),
        retries=None if retries < 0 else retries,
        on_failure_url=None if destination is None else urls[destination],
    )


def _schedules(rule: Facts, functions: Sequence[Function]) -> Iterable[Schedule]:
    expression = rule.properties.get("ScheduleExpression")
    if expression is None or "EventPattern" in rule.properties:
        raise TemplateError(f"{rule.logical_id}: the local stack plays rules with a schedule only, not with a pattern")
    rate = _RATE.fullmatch(expression)
    if rate is None or int(rate[1]) == 0:
        raise TemplateError(
            f"{rule.logical_id}: the local stack plays schedules such as rate(15 minutes), not {expression!r}"
        )
    names = {function.name for function in functions}
    for target in rule.properties.get("Targets", []):
        if target["Arn"] not in names or target.keys() > {"Arn", "Id"}:
            raise TemplateError(
                f"{rule.logical_id}: the local stack invokes the template's functions on schedule, "
                "with EventBridge's own event, and plays nothing else of a target"
            )
        every = int(rate[1]) * _UNIT_SECONDS[rate[2]]
        yield Schedule(function=target["Arn"], rule=rule.logical_id, every_seconds=every)


def _rules(bucket: Facts, urls: Mapping[str, str]) -> Iterable[Rule]:
    configuration = bucket.properties.get("NotificationConfiguration", {})
    if others := set(configuration) - {"QueueConfigurations"}:
        raise TemplateError(f"{bucket.logical_id}: the local stack notifies queues, not {', '.join(sorted(others))}")
    for entry in configuration.get("QueueConfigurations", []):
        filters = {
            rule["Name"].lower(): rule["Value"] for rule in entry.get("Filter", {}).get("S3Key", {}).get("Rules", [])
        }
        yield Rule(
            bucket=bucket.attributes["Name"],
            event=entry["Event"],
            prefix=filters.get("prefix", ""),
            suffix=filters.get("suffix", ""),
            queue_url=urls[entry["Queue"]],
        )


def _keeps_versions(bucket: Facts) -> bool:
    return bool(bucket.properties.get("VersioningConfiguration", {}).get("Status") == "Enabled")
