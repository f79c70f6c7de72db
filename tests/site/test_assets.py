import gzip
import hashlib
import re

import pytest

from broadsheet.site.assets import STYLED_KEY, asset_outputs, asset_url
from broadsheet.site.caching import cache_tag
from broadsheet.site.colours import contrast
from broadsheet.site.look import THEMES_OWN, Look
from broadsheet.site.page import article_page
from broadsheet.site.settings import SiteSettings
from tests.site.newsdesk import parsed, preceding, sample_settings, sample_stories

ASSETS = {f"/{output.key}": output for output in asset_outputs(sample_settings())}
STYLE = ASSETS[asset_url("style.css", sample_settings())].body.decode()
SCRIPT = ASSETS[asset_url("script.js", sample_settings())].body.decode()


def test_an_assets_name_holds_the_hash_of_its_bytes_and_it_may_be_kept_for_ever() -> None:
    for output in asset_outputs(sample_settings()):
        if output.key != STYLED_KEY:
            assert hashlib.sha256(output.body).hexdigest()[:12] in output.key
            assert output.cache_control == "public, max-age=31536000, immutable"


def test_the_types_are_those_that_browsers_insist_on() -> None:
    assert {output.key.rpartition(".")[2]: output.content_type for output in asset_outputs(sample_settings())} == {
        "css": "text/css; charset=utf-8",
        "ico": "image/vnd.microsoft.icon",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    }


def named(settings: SiteSettings) -> set[str]:
    """The assets that a page names."""
    tree = parsed(article_page(sample_stories()["sea-wall-report"], [], settings))
    addresses = {element.get("href") or element.get("src") for element in [*tree.iter("link"), *tree.iter("script")]}
    return {address for address in addresses if address and address.startswith("/assets/")}


@pytest.mark.parametrize("look", [{}, {"accent": "#0b5d4f"}])
def test_every_asset_that_a_page_names_is_there(look: dict[str, str]) -> None:
    settings = sample_settings().model_copy(update={"look": Look.model_validate(look)})

    assert named(settings) <= {f"/{one.key}" for one in asset_outputs(settings)}
    assert asset_url("style.css", settings) in named(settings)
    assert len(named(settings)) == 4


def test_new_colours_leave_no_asset_behind_and_keep_their_address_for_a_few_minutes_only() -> None:
    plain, green = (SiteSettings(look=Look.model_validate(look)) for look in ({}, {"accent": "#0b5d4f"}))

    assert [one.key for one in asset_outputs(plain)] == [one.key for one in asset_outputs(green)]
    assert asset_url("style.css", green) == f"/{STYLED_KEY}"
    styled = next(one for one in asset_outputs(green) if one.key == STYLED_KEY)
    assert styled.cache_control == "public, max-age=300, stale-while-revalidate=60"
    assert styled.body.startswith(STYLE.encode())
    assert b"--accent: #0b5d4f;" in styled.body.removeprefix(STYLE.encode())


def test_a_page_with_its_style_and_script_weighs_at_most_14_kilobytes_compressed() -> None:
    for story_id, told in sample_stories().items():
        page = article_page(told, preceding(story_id), sample_settings())
        loaded = [page.body, STYLE.encode(), SCRIPT.encode()]

        assert sum(len(gzip.compress(one, 9)) for one in loaded) <= 14 * 1024, story_id


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_style_knows_no_left_and_no_right(side: str) -> None:
    words = re.findall(r"[\w-]+", re.sub(r"/\*.*?\*/", "", STYLE))

    assert [word for word in words if side in word.split("-") and word != f"align-{side}"] == []


def test_the_style_fetches_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_the_script_writes_text_and_never_html() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", SCRIPT)


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
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    assert {name: palette[name] for name in THEMES_OWN[scheme]} == THEMES_OWN[scheme]


def test_a_cache_tag_is_short_visible_ascii() -> None:
    assert cache_tag("article", "storm") == "article-storm"
    assert cache_tag("article", "توفان, x").isascii()
    assert len(cache_tag("article", "ت" * 128)) <= 256
