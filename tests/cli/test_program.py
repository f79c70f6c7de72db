"""What holds for every command: exit codes, JSON, no traceback, a quick start."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadsheet import __version__
from broadsheet.cli.program import COMMANDS
from tests.cli.desk import article, run, write

BROADSHEET = (sys.executable, "-c", "from broadsheet.cli import main; main()")


def test_the_version() -> None:
    assert run("--version").out == f"broadsheet {__version__}\n"


def test_help_names_every_command() -> None:
    ran = run("--help")
    assert ran.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in ran.out


def test_without_a_command_help_is_shown_as_wrong_usage() -> None:
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_a_mistyped_command_is_told_what_was_meant() -> None:
    ran = run("publ")
    assert ran.code == 2
    assert "there is no command 'publ'; did you mean 'publish'?" in ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_takes_json(name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    groups = {"site": [("site", "push"), ("site", "show")], "theme": [("theme", "check")]}
    for commands in groups.get(name, [(name,)]):
        assert "--json" in run(*commands, "--help").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("publ",),
        ("validate",),
        ("validate", "nowhere"),
        ("validate", "--nonsense", "x.json"),
        ("build", "nowhere"),
        ("publish", "nowhere", "--target", "local"),
        ("publish", "nowhere", "--at", "tomorrow"),
        ("status",),
        ("status", "x"),
        ("list", "--target", "?!"),
        ("list", "--target", ""),
        ("list", "--target", "https://example.com"),
        ("list", "--target", "http://[::1"),
        ("list", "--target", "./nowhere"),
        ("dev", "--port", "99999"),
    ],
)
def test_wrong_usage_is_2_and_with_json_one_document(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "error: " in ran.err
    told = run(*arguments, "--json")
    assert told.code == 2
    assert told.document["error"].keys() == {"code", "message"}


def test_the_schema_is_json_with_and_without_json() -> None:
    plain, told = run("schema"), run("schema", "--json")
    assert (plain.code, told.code) == (0, 0)
    assert json.loads(plain.out) == told.document
    assert told.document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_pipe_that_nobody_reads_any_more_ends_it_quietly(articles: Path) -> None:
    article(articles, "wrong", **{f"field-{number}": 1 for number in range(900)})
    for options in ((), ("--json",)):
        with subprocess.Popen(
            [*BROADSHEET, "validate", articles, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.wait(timeout=30) == 141
            assert process.stderr.read() == b""


def test_ctrl_c_ends_it_quietly_with_130(articles: Path) -> None:
    # A pipe in the place of a file holds the command up for as long as it takes.
    pipe = articles / "site.toml"
    os.mkfifo(pipe)
    script = "import time, broadsheet.cli.sources as s; s.gather = lambda _: time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{script}\nfrom broadsheet.cli import main; main()", "validate", articles, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == b""
    assert json.loads(out)["error"]["code"] == "interrupted"


def test_an_output_that_knows_no_persian_gets_escapes(articles: Path) -> None:
    write(articles / "باران.json", '{"title": "باران"}')
    environment = {**os.environ, "PYTHONIOENCODING": "iso-8859-1"}
    for options in ((), ("--json",)):
        ended = subprocess.run(
            [*BROADSHEET, "validate", articles, *options], env=environment, capture_output=True, check=False
        )
        assert ended.returncode == 1
        assert ended.stderr == b""
        assert ended.stdout.isascii()
    assert json.loads(ended.stdout)["files"][0]["id"] == "باران"


@pytest.mark.parametrize("arguments", ["--help", "validate nowhere", "schema", "build nowhere --out x"])
def test_offline_commands_load_neither_aws_nor_moto(arguments: str) -> None:
    script = (
        "import sys\nfrom broadsheet.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('boto3', 'moto', 'samtranslator') if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments.split()], capture_output=True, check=True, text=True
    )
    assert ended.stderr.splitlines()[-1] == "[]"
