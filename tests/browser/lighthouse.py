"""Lighthouse on one page, on its mobile setting."""

import json
import os
import re
import subprocess
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.browser import tools

CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")


TRIES: Final = 3
"""A browser that doesn't come up, or goes down, says nothing of the page."""


def report(url: str) -> dict[str, Any]:
    """Lighthouse's report on a page: its "categories" and "audits"."""
    for _ in range(TRIES):
        done = _run(url)
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(done.stdout)
            return found
    raise AssertionError(done.stderr.decode())


def _run(url: str) -> subprocess.CompletedProcess[bytes]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = " ".join(re.sub("=(.* .*)", r'="\1"', flag) for flag in tools.SILENT)
        command = [tools.NODE, str(tools.LIGHTHOUSE), url, "--quiet", "--output=json", "--output-path=stdout"]
        patience = [f"--max-wait-for-load={tools.PATIENCE_SECONDS * 100}", "--no-enable-error-reporting"]
        return subprocess.run(
            [*command, *patience, f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"],
            env={"PATH": os.environ["PATH"], "HOME": profile, "CHROME_PATH": tools.CHROMIUM, "CI": "1"},
            capture_output=True,
            check=False,
            timeout=tools.PATIENCE_SECONDS,
        )


def scores(found: dict[str, Any]) -> dict[str, int]:
    """The scores of a report, 0 to 100, by category."""
    return {name: round((found["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def faults(found: dict[str, Any], *categories: str) -> list[str]:
    """What cost points in these categories, in words."""
    return [
        f"{name}: {audit['title']}: {audit.get('displayValue', '')} {json.dumps(audit.get('details', {}))[:500]}"
        for category in categories
        for reference in found["categories"][category]["auditRefs"]
        if (audit := found["audits"][(name := reference["id"])])["score"] not in (None, 1)
        and (reference["weight"] or category != "performance")
    ]
