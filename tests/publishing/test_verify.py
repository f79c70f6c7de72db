"""Every kind of damage is found, named and mended; and what is right is left in peace."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.article import StoreError, Unreadable
from broadsheet.publishing import Kind, publish, release, verify, verify_and_repair
from broadsheet.publishing.sampling import sampled
from broadsheet.site.outputs import Output
from broadsheet.stores.inbox import article_key
from tests.publishing.damaged import DAMAGES
from tests.publishing.varied import a_world, in_minutes, state
from tests.stage import Stage
from tests.world import World, minutes_ago, source


def test_where_nothing_is_damaged_nothing_is_found() -> None:
    world = a_world()
    report = verify(world.newsroom)
    assert report.differences == ()
    assert report.articles == 16
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


def test_to_repair_twice_changes_nothing_the_second_time() -> None:
    world = a_world()
    for name in ("a page's body", "the row of a moved one is gone", "a claim of nobody's", "an entry is gone"):
        DAMAGES[name][0](world)
    assert verify_and_repair(world.newsroom)[1].differences == ()
    world.settle()
    objects, rows = dict(world.site.objects), world.catalog.rows()
    first, last = verify_and_repair(world.newsroom)
    assert (first.differences, last.differences) == ((), ())
    assert world.catalog.rows() == rows
    assert all(world.site.objects[key] is output for key, output in objects.items())


VOUCHING = {name for name in DAMAGES if any(word in name for word in ("claim", "receipt", "row", "address"))}


@given(
    names=st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=5, unique=True).filter(
        lambda names: len(VOUCHING & set(names)) <= 1
    )
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_damaged_at_once_is_mended(names: list[str]) -> None:
    """Claims, rows and receipts vouch for one another: with several of them gone at once nobody knows what was."""
    world = a_world()
    before = world.pages()
    for name in names:
        with suppress(AssertionError, KeyError, Unreadable):
            DAMAGES[name][0](world)
    _, left = verify_and_repair(world.newsroom)
    world.settle()
    assert left.differences == ()
    assert verify(world.newsroom).differences == ()
    assert world.pages() == before


ACTS = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from(
        [
            {},
            {"body": "Changed."},
            {"slug": "other"},
            {"slug": "s", "section": "Sea"},
            {"section": "City", "redirect_from": ["/old/", "/older.html"]},
            {"status": "draft"},
            {"status": "withdrawn", "withdrawal_reason": "Wrong."},
            {"embargo_until": in_minutes(40)},
            {"expires_at": in_minutes(30)},
            {"colour": "red"},
            {"published_at": None},
            None,
        ]
    ),
    st.sampled_from([0, 1, 600]),
)


@given(acts=st.lists(ACTS, max_size=14), damages=st.lists(st.integers(0, 2**16), max_size=3))
@settings(max_examples=80, deadline=None)
def test_after_any_life_nothing_is_found_and_what_is_damaged_then_is_mended(
    acts: list[tuple[str, dict[str, Any] | None, int]], damages: list[int]
) -> None:
    world = World()
    for number, (source_id, fields, seconds) in enumerate(acts):
        world.clock.sleep(seconds)
        if fields is None:
            world.inbox.delete(article_key(source_id))
            world.publish(source_id)
        else:
            given_fields = {"title": "Storm", "published_at": minutes_ago(60 + number), **fields}
            world.publish(source_id, source(**{name: value for name, value in given_fields.items() if value}))
    release(world.newsroom)
    world.settle()
    assert verify(world.newsroom).differences == ()
    before = state(world)
    for seed in damages:
        _damage_anything(world, seed)
    found, left = verify_and_repair(world.newsroom)
    world.settle()
    assert left.differences == ()
    assert state(world) == before, found.differences


def _damage_anything(world: World, seed: int) -> None:
    """Delete one thing of all that there is, or change it."""
    connection = world.catalog._connection  # noqa: SLF001  # that is the damage
    things: list[Any] = [("object", key) for key in sorted(world.site.objects)]
    things += [("row", row.id) for row in world.catalog.rows()]
    things += [("entry", *place) for place in connection.execute("SELECT listing, sort_key FROM entries ORDER BY 1, 2")]
    kind, *place = things[seed % len(things)]
    if kind == "object" and seed % 2:
        del world.site.objects[place[0]]
    elif kind == "object":
        world.site.objects[place[0]] = replace(world.site.objects[place[0]], body=b"wrong")
    elif kind == "row":
        connection.execute("DELETE FROM articles WHERE id = ?", place)
    else:
        connection.execute("DELETE FROM entries WHERE listing = ? AND sort_key = ?", place)


def test_what_somebody_is_at_work_on_is_no_damage() -> None:
    world = a_world()
    world.upload("a", source(title="Alpha", published_at=minutes_ago(90), section="City", body="Newer."))

    def meanwhile(seconds: float) -> None:
        assert seconds > 0
        world.publish("a")

    world.clock.sleep = meanwhile  # type: ignore[method-assign]
    assert verify(world.newsroom).differences == ()


def test_what_is_there_too_much_is_told_once() -> None:
    world = a_world()
    keys = ("section/nobody/index.html", "2026/11/nobody/index.html", "nobody.txt")
    for key in keys:
        world.site.objects[key] = Output(key=key, body=b"?", content_type="text/plain", cache_control="")
    found = verify(world.newsroom)
    assert sorted(str(each.key) for each in found.differences if each.kind is Kind.ORPHAN) == sorted(keys)


def test_what_stays_behind_is_reported() -> None:
    world = a_world()
    world.upload("a", source(title="Alpha", published_at=minutes_ago(90), section="City", body="Newer."))
    kinds = {each.kind for each in verify(world.newsroom).differences if each.id == "a"}
    assert Kind.STALE in kinds
    assert Kind.STALE_ROW in kinds


def test_samples_between_them_reach_everything() -> None:
    names = [f"article-{number}" for number in range(997)]
    reached = set()
    for run in range(3 * len(names) // 10):
        chosen = sampled(names, 10, run=497_000 + run)
        assert len(chosen) == 10
        reached |= set(chosen)
    assert reached == set(names)


@pytest.mark.parametrize("name", ["a page's body", "a planted row", "a claim of nobody's", "an entry is gone", "home"])
def test_a_sample_of_a_small_site_is_all_of_it(name: str) -> None:
    world = a_world()
    DAMAGES[name][0](world)
    assert verify(world.newsroom, sample=50).differences


@pytest.mark.parametrize("seed", range(12))
def test_repairing_while_others_publish_ends_in_the_same_site(seed: int) -> None:
    newer = source(title="Beta", published_at=minutes_ago(80), updated_at=minutes_ago(9), slug="moved", body="Newest.")
    undamaged, world = a_world(), a_world()
    undamaged.publish("b", newer)
    stage = Stage(seed)
    room = replace(world.newsroom, catalog=stage.proxy(world.catalog), site=stage.proxy(world.site))
    for name in ("a page's body", "an old claim is gone", "an entry is gone", "a planted row", "home is gone"):
        DAMAGES[name][0](world)

    def editor() -> None:
        world.upload("b", newer)
        for source_id in ("b", "a", "b"):
            with suppress(StoreError):
                publish(source_id, room)

    stage.run([lambda: verify_and_repair(room), editor, editor])
    world.publish("b")
    assert verify_and_repair(world.newsroom)[1].differences == ()
    world.settle()
    assert world.pages() == undamaged.pages()
