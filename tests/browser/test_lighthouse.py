"""Lighthouse on its mobile setting. What depends on how fast this machine is, `make figures` measures."""

from typing import Final

import pytest

from tests.browser import lighthouse, tools
from tests.browser.served import Served

NEEDED: Final = ("Chromium", "Node", "Lighthouse")
pytestmark = pytest.mark.skipif(bool(tools.missing(*NEEDED)), reason=tools.missing(*NEEDED))

STEADY: Final = (
    "cumulative-layout-shift",
    "cls-culprits-insight",
    "dom-size-insight",
    "duplicated-javascript-insight",
    "font-display-insight",
    "image-delivery-insight",
    "legacy-javascript-insight",
    "lcp-discovery-insight",
    "third-parties-insight",
    "total-byte-weight",
    "unminified-css",
    "unminified-javascript",
    "unused-css-rules",
    "unused-javascript",
    "uses-responsive-images",
    "uses-text-compression",
    "viewport-insight",
)
"""The audits of performance that say the same on every machine."""


@pytest.mark.parametrize("path", ["/", "/section/harbour/", "/2026/11/full/"])
def test_lighthouse_finds_nothing(path: str, english: Served) -> None:
    found = lighthouse.report(english.url + path)
    scores = lighthouse.scores(found)
    perfect = ("accessibility", "best-practices", "seo")

    assert [scores[name] for name in perfect] == [100, 100, 100], lighthouse.faults(found, *perfect)
    assert {name: found["audits"][name]["score"] for name in STEADY if found["audits"][name]["score"] != 1} == {
        name: None for name in STEADY if found["audits"][name]["score"] is None
    }
