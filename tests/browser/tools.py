"""The browser and the checkers, which are no part of what `make setup` installs."""

import shutil
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_MODULES: Final = HERE / "node_modules"

AXE: Final = _MODULES / "axe-core" / "axe.min.js"
LIGHTHOUSE: Final = _MODULES / "lighthouse" / "cli" / "index.js"
NU: Final = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or ""
JAVA: Final = shutil.which("java") or ""
NODE: Final = shutil.which("node") or ""

SILENT: Final = (
    "--headless=new",
    "--no-sandbox",  # the tests of CI run as root, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--metrics-recording-only",
    # Whatever else it may want to ask of the world: no name but this machine's own is ever resolved.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Chromium's flags for a browser that speaks to this machine only."""

PATIENCE_SECONDS: Final = 600
"""How long a page or a checker may take on a slow machine."""


_TOOLS: Final[dict[str, str | Path]] = {
    "Chromium": CHROMIUM,
    "Java": JAVA,
    "Node": NODE,
    "axe": AXE,
    "Lighthouse": LIGHTHOUSE,
    "Nu HTML checker": NU,
}


def missing(*names: str) -> str:
    """What of these tools isn't there, in words for who runs the tests; "" if nothing is missing."""
    absent = [name for name in names if not _TOOLS[name] or not Path(_TOOLS[name]).exists()]
    return f"no {', no '.join(absent)}: `make browser-tools` installs what these tests need" if absent else ""
