"""The theme's files, each under a name that holds a hash of its bytes, so that they may be kept for ever."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from broadsheet.site.outputs import Output

_ASSETS: Final = Path(__file__).parent / "theme" / "assets"
_CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def asset_outputs() -> tuple[Output, ...]:
    """Every file of the theme, in the order of their names."""
    return tuple(_assets().values())


def asset_url(name: str) -> str:
    """The root-relative address of a file of the theme: "style.css" is "/assets/style.<hash>.css"."""
    return f"/{_assets()[name].key}"


@cache
def _assets() -> Mapping[str, Output]:
    files = sorted(path for path in _ASSETS.iterdir() if path.suffix in _CONTENT_TYPES)
    return {path.name: _output(path) for path in files}


def _output(path: Path) -> Output:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Output(
        key=f"assets/{path.stem}.{digest}{path.suffix}",
        body=body,
        content_type=_CONTENT_TYPES[path.suffix],
        cache_control=_FOR_EVER,
        tags=("asset",),
    )
