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
PATHS = {f"{one}-{other}": (one, other, one) for one, other in product(STATES, STATES)}


@pytest.fixture
def stack() -> Iterator[LocalStack]:
    with LocalStack.start() as stack:
        yield stack


def test_every_transition_ends_as_a_build_of_the_newest_sources(
    stack: LocalStack, articles: Path, tmp_path: Path
) -> None:
    target = ("--target", stack.endpoint_url)
    for step in range(3):
        for source_id, states in PATHS.items():
            _write(articles, source_id, states[step], step)
        assert run("publish", articles, *target).code == 0
        for source_id, states in PATHS.items():
            if step and states[step] == "deleted" != states[step - 1]:
                assert run("unpublish", source_id, "--delete", "--no-wait", *target).code == 0
        stack.settle()

    told = {each["id"]: each["verdict"] for each in run("list", *target, "--json").document["articles"]}
    shown = {"expired": "withdrawn", "deleted": "withdrawn"}
    ends = {source_id: states[2] for source_id, states in PATHS.items()}
    assert told == {source_id: shown.get(state, state) for source_id, state in ends.items() if source_id in told}
    assert ends.keys() - told.keys() == {"deleted-deleted"}

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
