"""A browser and some papers, each made once for all tests of a process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import paper, tools
from tests.browser.served import Served


@pytest.fixture(scope="session")
def english() -> Iterator[Served]:
    """The paper from left to right."""
    with Served(paper.english()) as served:
        yield served


@pytest.fixture(scope="session")
def persian() -> Iterator[Served]:
    """The paper from right to left."""
    with Served(paper.persian()) as served:
        yield served


@pytest.fixture(scope="session")
def tabloid() -> Iterator[Served]:
    """The paper in another theme and other colours."""
    with Served(paper.tabloid()) as served:
        yield served


@pytest.fixture(scope="session")
def salmon() -> Iterator[Served]:
    """The paper on paper of another colour."""
    with Served(paper.salmon()) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which speaks to this machine only."""
    if reason := tools.missing("Chromium"):
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.CHROMIUM, args=list(tools.SILENT), timeout=tools.PATIENCE_SECONDS * 1000
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing in its memory, as wide as a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(tools.PATIENCE_SECONDS * 1000)
    yield context.new_page()
    context.close()
