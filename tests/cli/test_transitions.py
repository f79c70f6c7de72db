"""Every transition of an article, through the commands at a real local stack; then nothing differs from a build."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from broadsheet.local import LocalStack
from tests.cli.desk import run, write
from tests.trees import files_below, objects_of

STATES: dict[str, dict[str, Any] | None] = {
    "draft": {"status": "draft"},
    "scheduled": {"embargo_until": "2999-01-01T00:00:00Z"},
    "published": {},
    "withdrawn": {"status": "withdrawn", "withdrawal_reason": "Because."},
    "expired": {"expires_at": "2026-11-02T08:00:00Z"},
    "deleted": None,
}
STEPS = 5


def _lives() -> dict[str, list[str]]:
    """Lives by id, in which each state follows each, itself included, once.

    One walk along all pairs, unused ones from the last on (M. H. Martin, "A problem in arrangements", 1934), cut up.
    """
    walk, last = [next(iter(STATES))], len(STATES) ** 2
    left = set(product(STATES, STATES))
    for _ in range(last):
        follower = next(state for state in reversed(STATES) if (walk[-1], state) in left)
        left.remove((walk[-1], follower))
        walk.append(follower)
    return {f"life-{at}": walk[at : at + STEPS] for at in range(0, last, STEPS - 1)}


LIVES = _lives()


@pytest.fixture
def stack() -> Iterator[LocalStack]:
    with LocalStack.start() as stack:
        yield stack


def test_every_transition_ends_as_a_build_of_the_newest_sources(
    stack: LocalStack, articles: Path, tmp_path: Path
) -> None:
    target = ("--target", stack.endpoint_url)
    for step in range(STEPS):
        for source_id, states in LIVES.items():
            _write(articles, source_id, states[step], step)
        assert run("publish", articles, *target).code == 0
        for source_id, states in LIVES.items():
            if step and states[step] == "deleted" != states[step - 1]:
                assert run("unpublish", source_id, "--delete", "--no-wait", *target).code == 0
        stack.settle()

    told = {each["id"]: each["verdict"] for each in run("list", *target, "--json").document["articles"]}
    shown = {"expired": "withdrawn", "deleted": "withdrawn"}
    ends = {source_id: states[-1] for source_id, states in LIVES.items()}
    assert told == {source_id: shown.get(state, state) for source_id, state in ends.items() if source_id in told}
    assert ends.keys() == told.keys()

    verified = run("verify", *target, "--json")
    assert (verified.code, verified.document["differences"]) == (0, [])

    assert run("build", articles, "--out", tmp_path / "built", "--claims", stack.endpoint_url).code == 0
    assert files_below(tmp_path / "built") == objects_of(stack)


def _write(folder: Path, source_id: str, state: str, step: int) -> None:
    """The source as it is in a state; a deleted one has no file."""
    fields = STATES[state]
    if fields is None:
        (folder / f"{source_id}.json").unlink(missing_ok=True)
        return
    document = {
        "title": source_id.title(),
        "body": f"Text number {step // 2}.",
        "section": "City" if step % 2 else "Sea",
        "slug": f"{source_id}-{step // 2}",
        "published_at": "2026-11-01T08:00:00Z",
        **fields,
    }
    write(folder / f"{source_id}.json", json.dumps(document))
