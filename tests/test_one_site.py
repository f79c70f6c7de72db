"""The same articles through the cloud path and through the folder build are the same site, byte for byte."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from broadsheet.local import LocalStack
from tests.trees import files_below, objects_of

SAMPLES = Path(__file__).parents[1] / "samples"

HOSTILE: dict[str, dict[str, Any]] = {
    "twice-a": {"title": "The same title", "body": "One.", "published_at": "2026-10-01T09:00:00Z"},
    "twice-b": {"title": "The same title", "body": "Two.", "published_at": "2026-10-01T09:00:00Z"},
    "twice-c": {"title": "The same title", "body": "Three.", "published_at": "2026-10-01T09:00:01Z"},
    "script": {
        "title": "</script><script>alert(1)</script> & “quotes” \u2028",
        "body": {"html": "<p onclick=x>Text<script>alert(2)</script><a href='javascript:x'>link</a>"},
    },
    "thai": {"title": "ท่าเรือเปิดอีกครั้ง", "language": "th", "body": "ท่าเรือเปิดอีกครั้งหลังพายุ " * 60},
    "hebrew": {"title": "הנמל נפתח מחדש", "language": "he", "section": "עיר ים", "body": "# כותרת\n\nהנמל נפתח."},
    "long": {"title": "Long " + "word " * 50, "section": "A / B", "body": "\n\n".join(["Many words here. " * 40] * 80)},
    "tiny": {"title": "x", "body": ""},
    "moved": {"title": "Moved", "body": "m", "redirect_from": ["/old/moved.html", "/%D9%82%D8%AF%DB%8C%D9%85%DB%8C"]},
    "draft": {"title": "Draft", "body": "d", "status": "draft"},
    "held": {"title": "Held", "body": "h", "embargo_until": "2999-01-01T00:00:00Z"},
    "pictured": {
        "title": "A picture, and a document",
        "image": {
            "src": "media/%D8%A8%D8%A7%D8%AF%20%D9%88%20%D8%A8%D8%A7%D8%B1%D8%A7%D9%86%20100%25.jpg",
            "alt": "Rain",
        },
        "body": "See [the table](/media/tide%20table.pdf#page=2).",
    },
    "blocks": {
        "title": "Blocks",
        "body": [{"type": "table", "head": ["a"], "rows": [["<b>1</b>"]]}, {"type": "code", "text": "</pre><script>"}],
    },
}


@pytest.fixture
def stack() -> Iterator[LocalStack]:
    with LocalStack.start() as stack:
        yield stack


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    copytree(SAMPLES, folder, dirs_exist_ok=True)
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media/باد و باران 100%.jpg").write_bytes(b"wind and rain")
    (folder / "media/tide table.pdf").write_bytes(b"high at ten")
    for number, (source_id, fields) in enumerate(sorted(HOSTILE.items())):
        moment = {"published_at": f"2026-11-{number + 1:02}T10:00:00+02:00"}
        (folder / f"{source_id}.json").write_text(json.dumps(moment | fields))
    return folder


def _broadsheet(*arguments: object) -> None:
    command = [str(Path(sys.executable).with_name("broadsheet")), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_cloud_path_and_the_folder_build_give_the_same_bytes(
    stack: LocalStack, articles: Path, tmp_path: Path
) -> None:
    _broadsheet("publish", articles, "--target", stack.endpoint_url)
    stack.settle()
    _broadsheet("build", articles, "--out", tmp_path / "site")
    cloud, built = objects_of(stack), files_below(tmp_path / "site")
    assert cloud.keys() == built.keys()
    for key, body in cloud.items():
        assert body.decode(errors="replace") == built[key].decode(errors="replace"), key
    assert "old/moved.html" in cloud
    assert cloud["media/pictured/باد و باران 100%.jpg"] == b"wind and rain"
    assert "media/pictured/tide table.pdf" in cloud
    assert not any(b"Held" in body or b">Draft<" in body for body in cloud.values())


def test_after_a_fight_for_an_address_the_listings_still_follow(stack: LocalStack) -> None:
    """A failed transaction must not cut the reader of the catalog's stream off from what comes after it."""
    s3, inbox = stack.client("s3"), stack.outputs["InboxBucket"]
    for source_id in ("fight-a", "fight-b", "after-the-fight"):
        body = {"title": source_id, "slug": source_id.replace("-b", "-a"), "body": "x", "section": "Fights"}
        s3.put_object(Bucket=inbox, Key=f"articles/{source_id}.json", Body=json.dumps(body))
        stack.settle()
    page = s3.get_object(Bucket=stack.outputs["SiteBucket"], Key="section/fights/index.html")["Body"].read().decode()
    assert ("fight-a" in page, "fight-b" in page, "after-the-fight" in page) == (True, False, True)
