"""A copy of the real template with throwaway functions, which write down what they are given."""

import json
import shutil
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parents[2] / "infra" / "template.yaml"

RECORDER = """
import json, os

def handler(event, context):
    with open("{name}.jsonl", "a") as file:
        file.write(json.dumps({{"event": event, "environment": dict(os.environ)}}) + "\\n")
"""


def sketch(  # one for each function
    folder: Path, *changes: tuple[str, str], publish: str = "", refresh: str = "", sweep: str = "", release: str = ""
) -> Path:
    """A template in `folder` with each change (text there must be, text instead) made; returns its path.

    `publish` and the others are what the functions do after they have written down their event, indented once.
    """
    text = TEMPLATE.read_text()
    for old, new in changes:
        assert old in text, f"the template has no {old!r}"
        text = text.replace(old, new)
    (folder / "infra").mkdir(parents=True)
    (folder / "shared").mkdir()
    (folder / "functions").mkdir()
    for name, more in (("publish", publish), ("refresh", refresh), ("sweep", sweep), ("release", release)):
        (folder / "functions" / f"{name}.py").write_text(RECORDER.format(name=name) + more)
    template = folder / "infra" / "template.yaml"
    template.write_text(text)
    return template


def heard(template: Path, name: str) -> list[dict[str, Any]]:
    """What a function was given, invocation by invocation: `event`, `environment`; a line may be half written."""
    path = template.parents[1] / "functions" / f"{name}.jsonl"
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def forget(template: Path) -> None:
    """Forget what the functions were given."""
    for path in (template.parents[1] / "functions").glob("*.jsonl"):
        path.unlink()


def bodies(template: Path) -> list[Any]:
    """The bodies of all messages that the publish function was given, in order, without S3's test events."""
    messages = [record for call in heard(template, "publish") for record in call["event"]["Records"]]
    found = [json.loads(message["body"]) for message in messages]
    return [body for body in found if not (isinstance(body, dict) and body.get("Event") == "s3:TestEvent")]


def notified(template: Path) -> list[tuple[str, str]]:
    """Of each S3 notification that the publish function was given, the event's name and the key."""
    return [
        (record["eventName"], record["s3"]["object"]["key"]) for body in bodies(template) for record in body["Records"]
    ]


def has_make() -> bool:
    """Whether this machine can run the makefiles."""
    return shutil.which("make") is not None
