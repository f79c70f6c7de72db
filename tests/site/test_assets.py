import gzip
import hashlib
import re

import pytest

from broadsheet.site.assets import asset_outputs, asset_url
from broadsheet.site.caching import cache_tag
from broadsheet.site.page import article_page
from tests.site.newsdesk import parsed, preceding, sample_settings, sample_stories

STYLE = next(output for output in asset_outputs() if output.key.endswith(".css")).body.decode()


def test_an_assets_name_holds_the_hash_of_its_bytes_and_it_may_be_kept_for_ever() -> None:
    for output in asset_outputs():
        assert hashlib.sha256(output.body).hexdigest()[:12] in output.key
        assert output.cache_control == "public, max-age=31536000, immutable"


def test_the_types_are_those_that_browsers_insist_on() -> None:
    assert {output.key.rpartition(".")[2]: output.content_type for output in asset_outputs()} == {
        "css": "text/css; charset=utf-8",
        "ico": "image/vnd.microsoft.icon",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    }


def test_every_asset_that_a_page_names_is_there() -> None:
    tree = parsed(article_page(sample_stories()["sea-wall-report"], [], sample_settings()))
    named = {element.get("href") or element.get("src") for element in [*tree.iter("link"), *tree.iter("script")]}

    assert {name for name in named if name and name.startswith("/assets/")} == {
        f"/{one.key}" for one in asset_outputs()
    }
    assert asset_url("style.css") in named


def test_a_page_with_its_style_and_script_weighs_at_most_14_kilobytes_compressed() -> None:
    for story_id, told in sample_stories().items():
        page = article_page(told, preceding(story_id), sample_settings())
        loaded = [page, *(one for one in asset_outputs() if one.key.endswith((".css", ".js")))]

        assert sum(len(gzip.compress(one.body, 9)) for one in loaded) <= 14 * 1024, story_id


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_style_knows_no_left_and_no_right(side: str) -> None:
    words = re.findall(r"[\w-]+", re.sub(r"/\*.*?\*/", "", STYLE))

    assert [word for word in words if side in word.split("-") and word != f"align-{side}"] == []


def test_the_style_fetches_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_the_script_writes_text_and_never_html() -> None:
    script = next(output for output in asset_outputs() if output.key.endswith(".js")).body.decode()

    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", script)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_that_wcag_asks_for(scheme: str) -> None:
    palettes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    ]
    full = [palette for palette in palettes if "ink" in palette]
    palette = full[0] if scheme == "light" else full[1]

    for ink in ("ink", "soft", "accent"):
        for ground in ("paper", "tint"):
            assert _contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)


def test_a_cache_tag_is_short_visible_ascii() -> None:
    assert cache_tag("article", "storm") == "article-storm"
    assert cache_tag("article", "توفان, x").isascii()
    assert len(cache_tag("article", "ت" * 128)) <= 256
