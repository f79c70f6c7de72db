"""axe-core's judgement: WCAG 2.2 AA and best practice, in both schemes, whatever the page is."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import tools
from tests.browser.pages import PAGES
from tests.browser.served import Served
from tests.browser.visits import visit

pytestmark = pytest.mark.skipif(bool(tools.missing("Chromium", "axe")), reason=tools.missing("Chromium", "axe"))

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Some rules of WCAG 2.2 are off unless they are asked for by name.
ASKED_FOR = {"target-size": {"enabled": True}, "css-orientation-lock": {"enabled": True}}


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line for each place."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(tools.AXE.read_text(encoding="utf-8"))
    options = {"runOnly": RULES, "rules": ASKED_FOR, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [f"{one['id']}: {one['help']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize(("site", "path"), [pytest.param(*page[:2], id=f"{page[0]}, {page[2]}") for page in PAGES])
def test_axe_finds_nothing_in_light_or_dark(site: str, path: str, page: Page, request: pytest.FixtureRequest) -> None:
    served: Served = request.getfixturevalue(site)
    visit(page, served.url + path)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], scheme


def test_axe_finds_nothing_where_a_server_shows_a_redirects_page(english: Served, page: Page) -> None:
    text = english.objects["old/path/index.html"].body.decode()
    still = text.replace('<meta http-equiv="refresh"', '<meta name="was-refresh"')
    page.route("**/old/path/", lambda route: route.fulfill(body=still, content_type="text/html; charset=utf-8"))
    page.goto(f"{english.url}/old/path/")

    assert violations(page) == []
