"""Lighthouse and the weights of pages, measured on this machine when it is quiet, into benchmarks/PAGES.md."""

import gzip
import platform
from pathlib import Path
from typing import Final

from tests.browser import lighthouse, paper, tools
from tests.browser.served import Served

REPORT: Final = Path(__file__).parents[2] / "benchmarks" / "PAGES.md"
JUDGED: Final = {"article": "/2026/11/full/", "home": "/", "section": "/section/harbour/"}
WEIGHED: Final = {
    "article with everything": "2026/11/full/index.html",
    "article of 900 words": "2026/11/words/index.html",
    "home": "index.html",
    "section": "section/harbour/index.html",
}
RUNS: Final = 5


def main() -> None:
    """Measure, and write the report."""
    if reason := tools.missing("Chromium", "Node", "Lighthouse"):
        raise SystemExit(reason)
    with Served(paper.english()) as served:
        judged = [_judged(name, served.url + path) for name, path in JUDGED.items()]
        weighed = [_weighed(name, served, key) for name, key in WEIGHED.items()]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(
        "\n".join(
            [
                "# Figures of pages",
                "",
                "Made by `make figures`, on the paper of `tests/browser/paper.py`;",
                "how and why: [docs/pages.md](../docs/pages.md).",
                "",
                "## Lighthouse, mobile",
                "",
                f"The best of {RUNS} runs: whatever else a machine does costs points, and nothing can win any.",
                "",
                "| page | performance | accessibility | best practices | SEO | blocking time | largest paint | shift |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |",
                *judged,
                "",
                "## On the wire, gzip, bytes",
                "",
                "| page | HTML | style | script | together (at most 14,336) |",
                "| --- | --- | --- | --- | --- |",
                *weighed,
                "",
                f"{platform.machine()}, Python {platform.python_version()}.",
                "",
            ]
        ),
        encoding="utf-8",
    )


def _judged(name: str, url: str) -> str:
    reports = [lighthouse.report(url) for _ in range(RUNS)]
    best = max(reports, key=lambda report: sorted(lighthouse.scores(report).values()))
    scores = lighthouse.scores(best)
    metrics = ("total-blocking-time", "largest-contentful-paint", "cumulative-layout-shift")
    shown = [str(best["audits"][metric]["displayValue"]).replace("\xa0", " ") for metric in metrics]
    return f"| {' | '.join([name, *(str(scores[category]) for category in lighthouse.CATEGORIES), *shown])} |"


def _weighed(name: str, served: Served, key: str) -> str:
    assets = [output for output in served.objects.values() if output.key.startswith("assets/")]
    parts = [served.objects[key], *(next(one for one in assets if one.key.endswith(end)) for end in (".css", ".js"))]
    sizes = [len(gzip.compress(part.body, mtime=0)) for part in parts]
    return f"| {name} | {' | '.join(f'{size:,}' for size in (*sizes, sum(sizes)))} |"


if __name__ == "__main__":
    main()
