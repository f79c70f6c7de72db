"""The commands against a real local stack: uploads, events, handlers, pages."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from broadsheet.cli.local_stack import trouble
from tests.cli.desk import Ran, article, run

BROADSHEET = (sys.executable, "-c", "from broadsheet.cli import main; main()")
PATIENCE_SECONDS = 600


@contextmanager
def running_dev(folder: Path, *options: str, ends: signal.Signals = signal.SIGINT) -> Iterator[Path]:
    """The directory of a running dev; afterwards, a signal ends it, Ctrl-C by default, and leaves nothing behind."""
    command = [*BROADSHEET, "dev", "--port", "0", "--json", *options]
    # What it says goes into a file: nobody reads a pipe meanwhile, and a full one would stop it.
    with TemporaryFile() as told, subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=told) as process:
        note = folder / ".broadsheet/dev.json"
        ends_at = time.monotonic() + PATIENCE_SECONDS
        while not note.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < ends_at
            time.sleep(0.1)
        yield folder
        process.send_signal(ends)
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
        told.seek(0)
        err = told.read()
    assert process.returncode == 130
    assert json.loads(out).keys() == {"site_url", "endpoint_url", "stack_name"}
    assert b"Traceback" not in err
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_dev(tmp_path_factory.mktemp("dev")) as folder:
        yield folder


def test_an_article_lives_and_goes(dev: Path, monkeypatch: pytest.MonkeyPatch, articles: Path) -> None:
    monkeypatch.chdir(dev)
    article(articles, "good")
    article(articles, "wrong", colour="red")
    sent = run("publish", articles, "--json")
    assert sent.code == 1
    good, wrong = sent.document["articles"]
    assert good["verdict"] == "published"
    assert good["address"] == sent.document["site_url"].rstrip("/") + "/2026/11/good/"
    assert (wrong["verdict"], wrong["version"]) == ("rejected", None)

    ran = run("publish", articles / "wrong.json", "--force")
    assert ran.code == 1
    assert f"--> {articles}/wrong.json:1:" in ran.out
    assert run("status", "wrong", "--json").document["verdict"] == "rejected"
    told = run("list", "--target", "local", "--json").document["articles"]
    verdicts = {each["id"]: each["verdict"] for each in told}
    assert (verdicts["good"], verdicts["wrong"]) == ("published", "rejected")

    endpoint = json.loads((dev / ".broadsheet/dev.json").read_bytes())["endpoint_url"]
    assert run("status", "good", "--target", endpoint, "--json").document["live"]["url"] == "/2026/11/good/"
    assert run("unpublish", "good").out.split() == ["withdrawn", "good"]
    assert run("unpublish", "good", "--json").document["changed"] is False
    assert run("unpublish", "nobody").code == 1


def persistently(*arguments: str | Path) -> Ran:
    """Run a command until AWS lets it."""
    for _ in range(5):
        ran = run(*arguments)
        if ran.code != 3:
            break
    return ran


def test_work_gets_done_in_chaos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = tmp_path / "articles"
    sources.mkdir()
    (tmp_path / "dev").mkdir()
    with running_dev(tmp_path / "dev", "--chaos", "7") as folder:
        monkeypatch.chdir(folder)
        for number in range(6):
            article(sources, f"a{number}")
        sent = persistently("publish", sources, "--json")
        assert sent.code == 0, sent.out
        assert {each["verdict"] for each in sent.document["articles"]} == {"published"}
        gone = persistently("unpublish", "a0", "--json")
        assert gone.code == 0, gone.out
        told = persistently("list", "--json").document["articles"]
        assert {each["id"]: each["verdict"] for each in told} == {
            **{f"a{number}": "published" for number in range(1, 6)},
            "a0": "withdrawn",
        }


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_it_can_be_ended_in_the_midst_of_a_burst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: signal.Signals
) -> None:
    sources = tmp_path / "articles"
    sources.mkdir()
    (tmp_path / "dev").mkdir()
    with running_dev(tmp_path / "dev", "--chaos", "8", ends=ends) as folder:
        monkeypatch.chdir(folder)
        for number in range(30):
            article(sources, f"a{number}")
        persistently("publish", sources, "--no-wait", "--json")


def test_a_signal_that_another_thread_is_given_ends_it_too() -> None:
    program = """
import signal, threading
from broadsheet.cli.local_stack import serve_for_ever
threading.Timer(0.3, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGINT)).start()
try:
    serve_for_ever()
except KeyboardInterrupt:
    print("ended")
"""
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    assert ran.stdout == b"ended\n"


def test_chaos_says_what_goes_wrong() -> None:
    told = trouble(7)
    assert "10% of the notifications are lost" in told
    assert "3% of the calls to AWS fail" in told
    assert "1% of the invocations the worker is killed" in told


def test_one_dev_in_one_directory(dev: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dev)
    ran = run("dev")
    assert ran.code == 2
    assert "running for this directory already" in ran.err


def test_a_timeout_names_what_has_no_receipt(dev: Path, monkeypatch: pytest.MonkeyPatch, articles: Path) -> None:
    monkeypatch.chdir(dev)
    article(articles, "hasty")
    ran = run("publish", articles, "--timeout", "0", "--json")
    assert ran.code == 3
    assert ran.document["pending"] == ["hasty"]


def test_an_address_that_is_no_endpoint_is_told(dev: Path) -> None:
    site_url = json.loads((dev / ".broadsheet/dev.json").read_bytes())["site_url"]
    ran = run("list", "--target", site_url)
    assert ran.code == 3
    assert "Traceback" not in ran.err


def test_a_port_that_is_taken_is_told(dev: Path) -> None:
    site_url = json.loads((dev / ".broadsheet/dev.json").read_bytes())["site_url"]
    port = site_url.rpartition(":")[2]
    ran = run("dev", "--port", port)
    assert ran.code == 3
    assert f"can't listen on port {port}" in ran.err


def test_the_demo_ends_when_every_sample_is_live(samples: Path) -> None:
    ran = run("demo", "--once", "--json")
    assert ran.code == 0, ran.out
    assert ran.document["pending"] == []
    assert len(ran.document["articles"]) == len(list(samples.glob("*.json")))
    assert all(check["ok"] for check in ran.document["checks"])
    looked_at = {check["what"] for check in ran.document["checks"]}
    assert looked_at == {"article", "medium", "home", "section", "recent", "not found"}
