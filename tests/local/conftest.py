from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.local import LocalStack
from tests.local.sketch import forget, sketch


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sketch(tmp_path_factory.mktemp("sketch"))


@pytest.fixture(scope="module")
def _running(template: Path) -> Iterator[LocalStack]:
    with LocalStack.start(template=template) as stack:
        stack.settle()
        yield stack


@pytest.fixture
def stack(_running: LocalStack, template: Path) -> LocalStack:
    """One stack for a module's tests, quiet, its functions' memory empty."""
    _running.settle()
    forget(template)
    return _running
