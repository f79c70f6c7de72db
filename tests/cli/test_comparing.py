"""What differs between two versions is told word by word, spaces where they belong."""

import json
from datetime import UTC, datetime

import pytest

from broadsheet.cli.comparing import changes_between
from broadsheet.stores.inbox import Source, article_key

_MARKS = {" ": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}


def _version(title: str) -> Source:
    data = json.dumps({"title": title, "body": "The same."}).encode()
    return Source(
        key=article_key("a"),
        version=title,
        stored_at=datetime(2026, 11, 1, tzinfo=UTC),
        size_bytes=len(data),
        data=data,
    )


def _told(old: str, new: str) -> str:
    (change,) = changes_between(_version(old), _version(new), "a")
    return "\n".join("".join(_MARKS[piece.sign].format(piece.text) for piece in line) for line in change.lines)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Storm over town", "Storm over town hall", "Storm over town {+hall+}"),
        ("Storm over town hall", "Storm over town", "Storm over town [-hall-]"),
        ("Storm over town", "A storm over town", "[-Storm-]{+A storm+} over town"),
        ("Storm over town", "Storm over the town", "Storm over {+the +}town"),
        ("Storm over town", "Storm near town", "Storm [-over-]{+near+} town"),
        ("Storm, over town", "Storm over town", "[-Storm,-]{+Storm+} over town"),
    ],
)
def test_only_the_words_that_differ_are_marked(old: str, new: str, told: str) -> None:
    assert _told(old, new) == told
