"""What all tests share."""

import signal
from collections.abc import Iterator

import pytest
from moto import mock_aws

from broadsheet.local import quick_buckets, quick_tables
from tests.hub import Hub

quick_tables.install()
quick_buckets.install()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background like that, and the programs that are started and ended here inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_real_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test ever uses a person's own credentials or region."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    # moto knows the regional endpoints of DynamoDB and its streams, not those with an account in the name.
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")


@pytest.fixture
def aws() -> Iterator[None]:
    """AWS, as moto has it, inside this process."""
    with mock_aws():
        yield


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """A hub on this machine."""
    hub = Hub()
    yield hub
    hub.stop()
