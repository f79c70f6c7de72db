"""The built function packages under AWS's own runtime client, with every sample event."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.local import LocalStack
from broadsheet.local.functions import Pool
from broadsheet.local.plan import Function
from broadsheet.local.stopping import stop_all
from tests.distribution import made
from tests.functions.conftest import EVENTS
from tests.world import source

ROOT = Path(__file__).parents[2]
FUNCTIONS = {
    name: f"{name.title()}Function"
    for name in ("announce", "forget", "publish", "refresh", "release", "sweep", "verify")
}
FAILS = {"announce-mixed-batch-with-poison": 1, "publish-mixed-batch-with-poison": 2}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AWS ships awslambdaric for Linux")
Invoke = Callable[[str, dict[str, Any]], Any]


@pytest.fixture(scope="module")
def invoke(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Invoke]:
    pools: dict[str, Pool] = {}
    with LocalStack.start() as stack:
        s3, outputs = stack.client("s3"), stack.outputs
        for source_id, data in {
            "harbour-reopens": source(section="City"),
            "night-ferry": source(title="Night ferry"),
            "بندر_باز-شد.2": source(title="بندر باز شد", language="fa"),
            "no good": source(),
        }.items():
            s3.put_object(Bucket=outputs["InboxBucket"], Key=f"articles/{source_id}.json", Body=data)
        stack.settle()
        distribution_id = made(stack.client("cloudfront"))
        for name, logical_id in FUNCTIONS.items():
            built = tmp_path_factory.mktemp(name)
            make = ["make", "--silent", "-C", str(ROOT / "functions"), f"build-{logical_id}", f"ARTIFACTS_DIR={built}"]
            subprocess.run(make, check=True)
            function = Function(
                name=logical_id,
                arn=f"arn:aws:lambda:eu-central-1:123456789012:function:{name}",
                handler=f"{name}.handler",
                folder=built,
                layers=(ROOT / "shared",),
                environment={
                    "INBOX_BUCKET": outputs["InboxBucket"],
                    "SITE_BUCKET": outputs["SiteBucket"],
                    "CATALOG_TABLE": outputs["CatalogTable"],
                    "BACKLOG_QUEUE_URL": outputs["BacklogQueueUrl"],
                    "PUBLISH_QUEUE_ARN": outputs["PublishQueueArn"],
                    "TIMER_GROUP": outputs["TimerGroup"],
                    "TIMER_ROLE_ARN": outputs["TimerRoleArn"],
                    "DISTRIBUTION_ID": distribution_id,
                },
                timeout_seconds=120,
                memory_mb=1024,
            )
            command = (sys.executable, "-m", "awslambdaric", f"{name}.handler")
            pools[name] = Pool(function, endpoint_url=stack.endpoint_url, command=command)

        def invoked(name: str, event: dict[str, Any]) -> Any:
            outcome = pools[name].invoke(event)
            assert outcome.error is None, outcome.error
            return outcome.payload

        yield invoked
        stop_all(list(pools.values()), within_seconds=600)


@pytest.mark.parametrize("path", sorted(EVENTS.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_event_is_answered_with_just_its_poison(path: Path, invoke: Invoke) -> None:
    answer = invoke(path.stem.partition("-")[0], json.loads(path.read_text()))
    assert len(answer.get("batchItemFailures", [])) == FAILS.get(path.stem, 0)
