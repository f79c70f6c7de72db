"""The themes' files, each under a name that holds a hash of its bytes, so that they may be kept for ever.

The style is one file, however many it comes from: a theme's style.css, its additions.css, and what the settings say of
colours and fonts. With the latter it has one address, whatever they say: so new settings leave nothing behind, and a
page that was rendered by older ones has a style all the same. For that reason, too, all themes are there.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePath
from typing import Final

from broadsheet.site import caching
from broadsheet.site.outputs import Output
from broadsheet.site.settings import SiteSettings
from broadsheet.site.themes import theme_names, theme_of

STYLE: Final = "style.css"
ADDITIONS: Final = "additions.css"
STYLED_KEY: Final = "assets/site.css"
"""The style by the settings; it keeps its address when they change, and so may not be kept for ever."""

CONTENT_TYPES: Final = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NAMED: Final = re.compile(
    r"""(?i:url)\(\s*["']?asset:([^"')\s]+)["']?\s*\)|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL
)
"""An asset that a style names; or a comment or a string, in which none is named."""


class NoSuchAssetError(Exception):
    """A template or a style names an asset that the theme hasn't; the message says which one it may mean."""


def asset_outputs(settings: SiteSettings) -> tuple[Output, ...]:
    """Every file of every theme, and the style by the settings; each key once, in their order."""
    found = {output.key: output for name in theme_names() for output in _assets(name).values()}
    found |= {output.key: output for output in _assets(settings.theme).values()}
    found[STYLED_KEY] = _styled(settings)
    return tuple(found[key] for key in sorted(found))


def asset_url(name: str, settings: SiteSettings) -> str:
    """The root-relative address of a file of the settings' theme: "style.css" is "/assets/style.<hash>.css".

    Raises:
        NoSuchAssetError: there is none of this name.
    """
    if name == STYLE and settings.look.style:
        return f"/{STYLED_KEY}"
    return _url(name, _assets(settings.theme))


def _styled(settings: SiteSettings) -> Output:
    plain = _assets(settings.theme)[STYLE]
    body = plain.body + settings.look.style.encode()
    return replace(plain, key=STYLED_KEY, body=body, cache_control=caching.MEDIA)


@lru_cache(maxsize=16)
def _assets(theme: str) -> Mapping[str, Output]:
    files = {
        name: path.read_bytes()
        for name, path in theme_of(theme).assets().items()
        if PurePath(name).suffix in CONTENT_TYPES
    }
    style = files.pop(STYLE, b"") + files.pop(ADDITIONS, b"")
    found = {name: _output(name, body) for name, body in files.items()}
    found[STYLE] = _output(STYLE, _NAMED.sub(lambda one: _placed(one, found), style.decode()).encode())
    return found


def _placed(named: re.Match[str], assets: Mapping[str, Output]) -> str:
    return f'url("{_url(named[1], assets)}")' if named[1] else named[0]


def _url(name: str, assets: Mapping[str, Output]) -> str:
    if name not in assets:
        near = get_close_matches(name, assets, n=1)
        right = f"right may be {near[0]!r}" if near else f"those that exist are {', '.join(map(repr, assets))}"
        message = f"the theme has no asset {name!r}; {right}"
        raise NoSuchAssetError(message)
    return f"/{assets[name].key}"


def _output(name: str, body: bytes) -> Output:
    digest = hashlib.sha256(body).hexdigest()[:12]
    plain = PurePath(name)
    return Output(
        key=f"assets/{plain.stem}.{digest}{plain.suffix}",
        body=body,
        content_type=CONTENT_TYPES[plain.suffix],
        cache_control=_FOR_EVER,
        tags=("asset",),
    )
