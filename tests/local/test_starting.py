"""Starting and stopping stacks."""

import json
import os
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import broadsheet
from broadsheet.local import LocalStack, TemplateError
from broadsheet.local.stack import checkout_template
from tests.local.sketch import TEMPLATE, heard, sketch


def test_a_started_stack_tells_of_itself_and_a_stopped_one_leaves_nothing(tmp_path: Path) -> None:
    template = sketch(tmp_path / "sketch")
    stack = LocalStack.start(template=template, state_dir=tmp_path / "state", stack_name="gazette")
    state = json.loads((tmp_path / "state" / "dev.json").read_text())
    assert state == {
        "endpoint_url": stack.endpoint_url,
        "stack_name": "gazette",
        "site_url": stack.site_url,
        "region": "eu-central-1",
        "pid": os.getpid(),
    }
    stack.settle()
    stack.stop()
    stack.stop()
    assert list((tmp_path / "state").iterdir()) == []
    for url in (stack.endpoint_url, stack.site_url):
        address = urlsplit(url)
        with pytest.raises(OSError, match="refused"):
            HTTPConnection(str(address.hostname), address.port, timeout=2).connect()


def test_a_stack_stops_at_once_while_a_function_is_at_work(tmp_path: Path) -> None:
    template = sketch(tmp_path, ("Timeout: 30", "Timeout: 900"), publish="    import time; time.sleep(600)\n")
    with LocalStack.start(template=template) as stack:
        while not heard(template, "publish"):
            time.sleep(0.02)
        with pytest.raises(TimeoutError, match="PublishFunction at work"):
            stack.settle(timeout_seconds=0.1)
        begun = time.monotonic()
    assert time.monotonic() - begun < 300


def test_ports_can_be_chosen_and_a_taken_one_is_an_error(tmp_path: Path) -> None:
    template = sketch(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            LocalStack.start(template=template, site_port=port)
        with pytest.raises(OSError, match="in use"):
            LocalStack.start(template=template, aws_port=port)
    with LocalStack.start(template=template, site_port=port) as stack:
        assert stack.site_url == f"http://127.0.0.1:{port}"


def test_without_a_distribution_there_is_no_site(tmp_path: Path) -> None:
    with LocalStack.start(template=sketch(tmp_path), parameters={"WithCdn": "false"}) as stack:
        assert stack.site_url == ""


def test_the_checkouts_template_is_found() -> None:
    assert checkout_template() == TEMPLATE


def test_outside_of_a_checkout_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(broadsheet, "__file__", str(tmp_path / "lib" / "broadsheet" / "__init__.py"))
    with pytest.raises(TemplateError, match="checkout"):
        checkout_template()
