"""The local stack of the real template, its functions with one layer more: the one in which AWS fails them."""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3
import botocore.session
from botocore.config import Config
from samtranslator.yaml_helper import yaml_parse

from broadsheet.cli.cloud_target import connect
from broadsheet.local import Disorder, LocalStack
from broadsheet.local.session import ACCESS_KEY, REGION, STACK_AGENT
from broadsheet.local.stack import checkout_template
from broadsheet.publishing import Newsroom

LAYER: Final = Path(__file__).with_name("layer")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDay:
    """How likely it is that a call of a function's fails, and that its process dies of one."""

    seed: int
    faults: float = 0.03
    deaths: float = 0.0005


class FaultCount(logging.Handler):
    """Counts the faults that workers tell of in their logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.faults: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        if found := re.search(r": fault (\w+)$", record.getMessage()):
            self.faults[found[1]] += 1


@contextmanager
def stack_on(bad_day: BadDay, folder: Path, disorder: Disorder) -> Iterator[tuple[LocalStack, Counter[str]]]:
    """A running stack whose functions AWS fails, and the faults so far."""
    count = FaultCount()
    log = logging.getLogger("broadsheet.local.functions")
    level = log.level
    log.addHandler(count)
    log.setLevel(logging.INFO)
    try:
        with LocalStack.start(template=template_of(bad_day, folder), disorder=disorder) as stack:
            yield stack, count.faults
    finally:
        log.removeHandler(count)
        log.setLevel(level)


def template_of(bad_day: BadDay, folder: Path) -> Path:
    """The project's template with the layer in it, in a file in `folder`."""
    path = checkout_template()
    template: dict[str, Any] = yaml_parse(path.read_text(encoding="utf-8"))
    every = template["Globals"]["Function"]
    every["CodeUri"] = str((path.parent / every["CodeUri"]).resolve())
    shared = template["Resources"]["SharedLayer"]["Properties"]
    shared["ContentUri"] = str((path.parent / shared["ContentUri"]).resolve())
    template["Resources"]["FaultsLayer"] = {
        "Type": "AWS::Serverless::LayerVersion",
        "Properties": {"ContentUri": str(LAYER), "CompatibleRuntimes": [every["Runtime"]]},
    }
    every["Layers"] = [*every["Layers"], {"Ref": "FaultsLayer"}]
    every["Environment"]["Variables"] |= {
        "FAULTS": str(bad_day.faults),
        "DEATHS": str(bad_day.deaths),
        "FAULTS_SEED": str(bad_day.seed),
    }
    faulty = folder / "template.json"
    faulty.write_text(json.dumps(template), encoding="utf-8")
    return faulty


def spared_session() -> boto3.Session:
    """A session whose calls `dev --chaos` takes for the stack's own, and spares."""
    core = botocore.session.Session()
    core.set_default_client_config(Config(proxies={}, user_agent_extra=STACK_AGENT))
    return boto3.Session(
        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=ACCESS_KEY, region_name=REGION, botocore_session=core
    )


def spared_newsroom(stack: LocalStack) -> Newsroom:
    """The stack's stores, for whoever is to be spared."""
    return connect(stack.stack_name, session=spared_session(), endpoint_url=stack.endpoint_url).newsroom
