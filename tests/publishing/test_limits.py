"""What is as large as it may be fits into the stores; what is larger is refused with its place."""

from typing import Any

from broadsheet.article import FaultCode
from broadsheet.publishing.judge import MAX_BIOGRAPHIES_BYTES
from broadsheet.stores.dynamodb_items import encoded
from broadsheet.stores.items import Kept, Listed
from broadsheet.stores.receipts import Verdict
from tests.world import World, minutes_ago, source

MAX_ITEM_BYTES = 400 * 1024
"""DynamoDB's, names of attributes included."""


def authors(bio: str) -> list[dict[str, str]]:
    """As many as there may be."""
    image = f"media/{'x' * 190}0.jpg"
    return [
        {"name": f"{'ن' * 60} {n}", "bio": bio, "url": f"https://x.example/{'a' * 1900}", "image": image}
        for n in range(20)
    ]


def largest(bio: str) -> dict[str, Any]:
    """An article with as much as possible of everything that the catalog keeps."""
    pictures = "\n\n".join(f"![a](media/{'x' * 190}{n}.jpg)" for n in range(50))
    return {
        "title": "😀" * 300,
        "summary": "😀" * 1000,
        "body": pictures,
        "tags": [f"{'😀' * 70}ت{n}" for n in range(30)],
        "authors": authors(bio),
        "redirect_from": [f"/old/{'p' * 200}/{'q' * 200}/{n}.html" for n in range(50)],
        "published_at": minutes_ago(10),
    }


def item_bytes(item: dict[str, Any]) -> int:
    return sum(len(name.encode()) + len(str(value[kind]).encode()) for name, value in item.items() for kind in value)


def test_the_largest_article_fits_into_the_catalog() -> None:
    world = World()
    for number in range(50):
        world.inbox.put(f"media/{'x' * 190}{number}.jpg", b"x")
    bio = "😀" * (MAX_BIOGRAPHIES_BYTES // 20 // 4)
    receipt = world.publish("largest", source(**largest(bio)))
    assert receipt is not None
    assert receipt.verdict is Verdict.PUBLISHED, receipt.errors
    [row] = world.catalog.rows()
    assert 200_000 < item_bytes(encoded(Kept(id=row.id, row=row))) < MAX_ITEM_BYTES
    for position, entry in row.entries().items():
        assert item_bytes(encoded(Listed(position=position, entry=entry))) < MAX_ITEM_BYTES


def test_longer_biographies_are_refused_where_they_stand() -> None:
    receipt = World().publish("larger", source(authors=authors("😀" * 5000)))
    assert receipt is not None
    [fault] = [fault for fault in receipt.errors if fault.pointer == "/authors"]
    assert (fault.code, fault.line) == (FaultCode.TOO_LARGE, 1)
    assert "400,000 bytes together" in fault.message
