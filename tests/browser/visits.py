"""A visit to a page, with what the browser has to say of it."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request

_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    window.shifts.push([shift.value, ...shift.sources.map((one) => String(one.node?.outerHTML).slice(0, 200))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# The newest posts have come, if the page asks for them, and there was time to show them.
_SETTLED = """async () => {
  const come = () => performance.getEntriesByType("resource").some((one) => one.name.endsWith("/recent.json"));
  while (document.querySelector("[data-recent]") && !come()) await new Promise((done) => setTimeout(done, 20));
  for (let frame = 0; frame < 5; frame += 1) await new Promise((done) => requestAnimationFrame(done));
}"""
_TO_THE_END = """async () => {
  for (let at = 0; at <= document.documentElement.scrollHeight; at += 600) {
    scrollTo(0, at);
    await new Promise((done) => requestAnimationFrame(done));
  }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""


@dataclass
class Visit:
    """What happened: complaints of the browser, and requests in their order."""

    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


def visit_with_a_late_script(page: Page, url: str, script: str) -> None:
    """Go to a page whose script, at this address, comes when all else has been there for a while."""
    page.add_init_script(_SHIFTS)
    page.route(f"**{script}", lambda route: route.abort())
    page.goto(url)
    page.unroute(f"**{script}")
    page.add_script_tag(url=script)
    page.evaluate(_SETTLED)


def visit(page: Page, url: str) -> Visit:
    """Go to a page, and read it to its end, where every picture has been loaded."""
    seen = Visit()

    def heard(message: ConsoleMessage) -> None:
        is_its_own_status = message.location["url"] == url and "the server responded with a status of" in message.text
        if message.type in {"error", "warning"} and not is_its_own_status:
            seen.complaints.append(message.text)

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the browser's own wish, when it leaves a page
            seen.complaints.append(f"{request.url}: {request.failure}")

    page.on("console", heard)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("requestfailed", failed)
    page.on("request", lambda request: seen.requests.append(request))  # noqa: PLW0108  # Playwright marks what it calls
    page.add_init_script(_SHIFTS)
    page.goto(url)
    page.evaluate(_SETTLED)
    page.evaluate(_TO_THE_END)
    return seen
