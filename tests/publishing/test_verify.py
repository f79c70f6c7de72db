"""Every kind of damage is found, named and mended; and what is right is left in peace."""

import pytest

from broadsheet.publishing import verify, verify_and_repair
from tests.publishing.damaged import DAMAGES, a_world, state


def test_where_nothing_is_damaged_nothing_is_found() -> None:
    world = a_world()
    report = verify(world.newsroom)
    assert report.differences == ()
    assert report.articles == 12
    assert report.objects == len(world.site.objects)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_by_its_name_and_mended(name: str) -> None:
    damage, kind, where = DAMAGES[name]
    world = a_world()
    before = state(world)
    damage(world)
    found, left = verify_and_repair(world.newsroom)
    assert [each for each in found.differences if each.kind is kind and where in (each.key, each.id)], found.differences
    assert left.differences == ()
    assert state(world) == before
    world.settle()
    assert state(world) == before


@pytest.mark.parametrize("name", DAMAGES)
def test_to_verify_is_to_look_and_no_more(name: str) -> None:
    world = a_world()
    DAMAGES[name][0](world)
    before = state(world) if "can't be read" not in name else None
    verify(world.newsroom)
    if before is not None:
        assert state(world) == before
    assert not world.catalog.changes()
