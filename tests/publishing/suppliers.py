"""Who brings media and takes them away, and what articles have of them."""

from broadsheet.publishing import supply
from broadsheet.stores.backlog import SupplyMedium
from tests.world import World


def put(world: World, path: str, data: bytes) -> None:
    """Somebody uploads a medium, and S3 tells of it."""
    world.inbox.put(path, data)
    look(world, path)


def delete(world: World, path: str) -> None:
    world.inbox.delete(path)
    look(world, path)


def look(world: World, path: str) -> None:
    supply(SupplyMedium(path=path), world.newsroom)
    world.settle()


def copies(world: World) -> dict[str, bytes]:
    return {key: body for key, body in world.pages().items() if key.startswith("media/")}
