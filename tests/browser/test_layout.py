"""Narrow and wide screens, large text, keyboards, paper, and no script at all."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import tools
from tests.browser.pages import PAGES
from tests.browser.served import Served

pytestmark = pytest.mark.skipif(bool(tools.missing("Chromium")), reason=tools.missing("Chromium"))

EVERY_PAGE = pytest.mark.parametrize(
    ("site", "path"), [pytest.param(*page[:2], id=f"{page[0]}, {page[2]}") for page in PAGES]
)
LOST = """() => {
  const lost = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) lost.push(`${root.scrollWidth} wide, ${root.clientWidth} shown`);
  for (const one of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    if (one.closest(".skip") || !box.width || ["auto", "scroll"].includes(style.overflowX)) continue;
    const scroller = one.parentElement.closest("pre, .table-scroll");
    const told = one.outerHTML.slice(0, 120);
    if (!scroller && (box.left < -1 || box.right > root.clientWidth + 1)) lost.push(`beside the page: ${told}`);
    const cuts = ["hidden", "clip"].includes(style.overflowY) && one.tagName !== "IMG";
    if (cuts && one.scrollHeight > one.clientHeight + 1) lost.push(`cut off: ${told}`);
  }
  return lost;
}"""


@EVERY_PAGE
def test_nothing_is_lost_at_320_pixels_and_with_text_twice_as_large(
    site: str, path: str, page: Page, request: pytest.FixtureRequest
) -> None:
    served: Served = request.getfixturevalue(site)
    page.goto(served.url + path)
    for width, text in ((320, "100%"), (640, "200%"), (1280, "200%"), (1800, "100%")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)

        assert page.evaluate(LOST) == [], (width, text)


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(english: Served, page: Page) -> None:
    page.goto(f"{english.url}/2026/11/full/")
    page.wait_for_selector("[data-more]:not([hidden])")
    reached: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
          const one = document.activeElement;
          const style = getComputedStyle(one);
          const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
          return { name: one.tagName, href: one.href || "", outline: width };
        }""")
        if at["name"] == "BODY":
            break
        reached.append(at)
    links = page.evaluate(
        "() => [...document.querySelectorAll('a[href]:not([tabindex=\"-1\"])')].map((one) => one.href)"
    )

    assert [at["href"] for at in reached if at["name"] == "A"] == links
    assert all(at["outline"] >= 2 for at in reached)
    assert reached[0]["href"].endswith("#main")


def test_no_story_stands_beside_an_article_twice(english: Served, page: Page) -> None:
    page.goto(f"{english.url}/2026/11/full/")
    page.wait_for_selector("[data-more]:not([hidden])")
    stories = page.locator("aside li h3 a").evaluate_all("(links) => links.map((link) => link.href)")

    assert page.locator("aside.more li").count() > 0
    assert len(stories) == len(set(stories))


def test_a_page_is_whole_without_script(english: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(tools.PATIENCE_SECONDS * 1000)
    page = context.new_page()
    page.goto(f"{english.url}/2026/11/full/")

    assert page.locator("h1").inner_text() == "The night of the storm, hour by hour"
    assert page.locator("aside.recent li").count() == 6
    assert all(text.strip() for text in page.locator("time").all_inner_texts())
    context.close()


def test_on_paper_there_are_addresses_of_links_and_no_navigation(english: Served, page: Page) -> None:
    page.goto(f"{english.url}/2026/11/full/")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator("nav").first.is_visible()
    assert not page.locator("aside.recent").is_visible()
    after = "(one) => getComputedStyle(one, '::after').content"
    assert "radar.example" in page.locator(".body a[href*='radar.example']").evaluate(after)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves_for_readers_who_want_less_motion(english: Served, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{english.url}/")
    moving = """() => [...document.querySelectorAll("*")].map((one) => getComputedStyle(one)).filter((style) =>
      [style.transitionDuration, style.animationDuration].some((time) => parseFloat(time) > 0)
      || style.scrollBehavior === "smooth").length"""

    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("width", [390, 1200])
def test_a_picture_in_the_text_is_not_blown_up(width: int, english: Served, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{english.url}/2026/11/full/")
    sizes = {
        name: page.locator(f".body img[src*={name}]").evaluate("(one) => [one.clientWidth, one.clientHeight]")
        for name in ("portrait", "wide")
    }

    assert sizes["portrait"] == [144, 144]
    assert sizes["wide"][0] == page.locator(".body").evaluate("(one) => one.clientWidth")
