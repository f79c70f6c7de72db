"""A site on loopback, from a newsroom in memory: its bucket's objects, as the template's distribution serves them."""

from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from samtranslator.yaml_helper import yaml_parse

from broadsheet.local.cdn import Site
from broadsheet.local.delivery import Delivery, delivery_of
from broadsheet.local.transform import Facts
from broadsheet.publishing import furnish
from broadsheet.site.settings import read_settings
from broadsheet.stores.s3_site import S3Site
from tests.browser.paper import Paper
from tests.simulation.fake_s3 import FakeS3
from tests.world import World

TEMPLATE: Final = Path(__file__).parents[2] / "infra" / "template.yaml"
BUCKET: Final = "SiteBucket"


class Served:
    """A paper that is published and served; `objects` are its outputs by key, `url` its origin."""

    def __init__(self, paper: Paper) -> None:
        self._server = Site()
        self.url = self._server.url
        self.settings = read_settings(f'base_url = "{self.url}"\n{paper.settings}'.encode())
        world = World(self.settings)
        for path, data in paper.media.items():
            world.inbox.put(path, data)
        furnish(world.newsroom)
        for source_id, data in paper.sources.items():
            receipt = world.publish(source_id, data)
            assert receipt is not None
            assert not receipt.errors, receipt.errors
        for source_id in paper.withdrawn:
            world.inbox.delete(f"articles/{source_id}.json")
            world.publish(source_id)
        self.objects = world.site.objects
        bucket: Any = FakeS3(world.clock)
        bucket.create_bucket(Bucket=BUCKET)
        store = S3Site(bucket, BUCKET)
        for output in self.objects.values():
            store.put(output, expected=None)
        self._server.serve(_delivery(), bucket)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.stop()


@cache
def _delivery() -> Delivery:
    """What the template's distribution does; a resource is known by its logical id."""
    resources = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
    facts = [
        Facts(name, each["Type"], _resolved(each.get("Properties", {})), {"Name": name, "Domain": name})
        for name, each in resources.items()
    ]
    delivery = delivery_of(facts)
    assert delivery is not None
    return delivery


def _resolved(value: Any) -> Any:
    match value:
        case {"Ref": name}:
            return name
        case {"Fn::GetAtt": [name, *_]}:
            return name
        case dict():
            return {key: _resolved(each) for key, each in value.items()}
        case list():
            return [_resolved(each) for each in value]
        case _:
            return value
