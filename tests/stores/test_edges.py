"""One contract for every edge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from broadsheet.article import Denied, StoreError, Unavailable
from broadsheet.stores.cloudfront_edge import CloudFrontEdge
from broadsheet.stores.edge import Edge, MemoryEdge
from tests.distribution import forgotten, made


@dataclass(frozen=True)
class Place:
    edge: Edge
    wishes: Callable[[], Mapping[str, tuple[str, ...]]]


@pytest.fixture(params=["memory", "CloudFront"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "memory":
        memory = MemoryEdge()
        yield Place(memory, lambda: memory.wishes)
        return
    request.getfixturevalue("aws")
    client = boto3.client("cloudfront")
    distribution_id = made(client)
    yield Place(CloudFrontEdge(client, distribution_id), lambda: forgotten(client, distribution_id))


def test_tags_are_forgotten_by_the_name_of_the_wish(place: Place) -> None:
    place.edge.forget({"article-b", "article-a"}, reference="one")
    place.edge.forget(["article-a"], reference="two")
    assert place.wishes() == {"one": ("article-a", "article-b"), "two": ("article-a",)}


def test_what_is_wished_twice_is_one_wish(place: Place) -> None:
    for _ in range(2):
        place.edge.forget(["article-a"], reference="one")
    assert place.wishes() == {"one": ("article-a",)}


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("code", "status", "raised"),
    [
        ("TooManyInvalidationsInProgress", 400, Unavailable),
        ("ServiceUnavailable", 503, Unavailable),
        ("AccessDenied", 403, Denied),
        ("NoSuchDistribution", 404, StoreError),
    ],
)
def test_what_cloudfront_refuses_is_told_by_its_kind(code: str, status: int, raised: type[StoreError]) -> None:
    client: Any = boto3.client("cloudfront")
    with Stubber(client) as stub:
        stub.add_client_error("create_invalidation", code, http_status_code=status)
        with pytest.raises(StoreError, match="invalidate") as caught:
            CloudFrontEdge(client, "E1").forget(["article-a"], reference="one")
    assert caught.type is raised
