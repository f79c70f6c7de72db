"""The functions' environment for every simulation."""

from collections.abc import Iterator

import pytest

from tests.simulation.environment import environment


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    with environment():
        yield
