"""What a page loads, what that weighs, and whether anything moves or complains meanwhile."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from broadsheet.site.assets import asset_url
from tests.browser import tools
from tests.browser.pages import PAGES
from tests.browser.served import Served
from tests.browser.visits import visit, visit_with_a_late_script

pytestmark = pytest.mark.skipif(bool(tools.missing("Chromium")), reason=tools.missing("Chromium"))

ARTICLES = ("full", "plain", "hostile", "persian", "mixed")
EVERY_PAGE = pytest.mark.parametrize(
    ("site", "path"), [pytest.param(*page[:2], id=f"{page[0]}, {page[2]}") for page in PAGES]
)


@EVERY_PAGE
def test_nothing_moves_and_nothing_complains(site: str, path: str, page: Page, request: pytest.FixtureRequest) -> None:
    served: Served = request.getfixturevalue(site)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        seen = visit(page, served.url + path)

        assert seen.complaints == []
        assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("size", [(390, 844), (390, 4000), (1280, 844), (1280, 4000)])
@pytest.mark.parametrize(
    ("site", "path"),
    [("english", "/"), ("english", "/2026/11/full/"), ("english", "/2026/11/plain/"), ("persian", "/2026/11/one/")],
)
def test_nothing_moves_when_the_script_comes_late(
    site: str, path: str, size: tuple[int, int], page: Page, request: pytest.FixtureRequest
) -> None:
    served: Served = request.getfixturevalue(site)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit_with_a_late_script(page, served.url + path, asset_url("script.js", served.settings))

    assert page.locator("time[title]").count() > 0
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_with_its_style_and_script_is_at_most_14_kilobytes_on_the_wire(
    name: str, english: Served, page: Page
) -> None:
    seen = visit(page, f"{english.url}/2026/11/{name}/")
    sizes = {
        one.resource_type: one.sizes()["responseBodySize"]
        for one in seen.requests
        if one.resource_type in {"document", "stylesheet", "script"}
    }

    assert set(sizes) == {"document", "stylesheet", "script"}
    assert sum(sizes.values()) <= 14 * 1024, sizes


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_makes_at_most_three_requests_before_images(name: str, english: Served, page: Page) -> None:
    seen = visit(page, f"{english.url}/2026/11/{name}/")
    kinds = [one.resource_type for one in seen.requests if "/favicon." not in one.url]
    before = kinds[: kinds.index("image")] if "image" in kinds else [kind for kind in kinds if kind != "fetch"]

    assert len(before) <= 3, before


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_asks_nobody_but_its_own_site(name: str, english: Served, page: Page) -> None:
    seen = visit(page, f"{english.url}/2026/11/{name}/")

    assert {urlsplit(one.url).netloc for one in seen.requests} == {urlsplit(english.url).netloc}
