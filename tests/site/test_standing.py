"""robots.txt, and the proof of IndexNow's key."""

from urllib.robotparser import RobotFileParser

import pytest

from broadsheet.article import Rejected
from broadsheet.site.settings import read_settings
from broadsheet.site.standing import STANDING_KEYS, standing_outputs

ORIGIN = "https://tidewater.example"


def files(toml: str = "") -> dict[str, str]:
    settings = read_settings(f"base_url = '{ORIGIN}'\n{toml}".encode())
    outputs = list(standing_outputs(settings))
    assert {output.key for output in outputs} <= set(STANDING_KEYS)
    return {output.key: output.body.decode() for output in outputs}


def crawler(toml: str = "") -> RobotFileParser:
    """robots.txt as a crawler reads it."""
    parser = RobotFileParser()
    parser.parse(files(toml)["robots.txt"].splitlines())
    return parser


def test_everybody_may_read_everything_and_finds_the_sitemaps() -> None:
    robots = crawler()

    assert robots.can_fetch("Googlebot", f"{ORIGIN}/2026/11/storm/")
    assert robots.site_maps() == [f"{ORIGIN}/sitemap.xml", f"{ORIGIN}/news-sitemap.xml"]


def test_paths_and_crawlers_can_be_left_out() -> None:
    robots = crawler("[robots]\ndisallow = ['/archive/', '/بندر/']\nrefuse = ['GPTBot', 'CCBot']\n")

    assert not robots.can_fetch("Googlebot", f"{ORIGIN}/archive/2026/11/")
    assert not robots.can_fetch("Googlebot", f"{ORIGIN}/%D8%A8%D9%86%D8%AF%D8%B1/x")
    assert robots.can_fetch("Googlebot", f"{ORIGIN}/2026/11/storm/")
    assert not robots.can_fetch("GPTBot", f"{ORIGIN}/2026/11/storm/")
    assert not robots.can_fetch("CCBot", f"{ORIGIN}/")


def test_a_site_can_ask_everybody_to_stay_away() -> None:
    robots = crawler("[robots]\nindex = false\nrefuse = ['GPTBot']\n")

    assert not robots.can_fetch("Googlebot", f"{ORIGIN}/")
    assert not robots.can_fetch("GPTBot", f"{ORIGIN}/")
    assert robots.site_maps() is None


def test_without_an_origin_no_sitemap_is_named() -> None:
    (robots,) = [output for output in standing_outputs(read_settings(b"")) if output.key == "robots.txt"]

    assert b"Sitemap" not in robots.body


def test_the_proof_of_a_key_is_there_if_there_is_a_key() -> None:
    assert files("[indexnow]\nkey = '0123456789abcdef'\n")["indexnow.txt"] == "0123456789abcdef"
    assert "indexnow.txt" not in files()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("disallow = ['drafts']", "right would be one such as '/drafts/'"),
        ("disallow = ['/a\\nAllow: /']", "no path"),
        ("disallow = '/a'", "a list"),
        ("refuse = ['GPT Bot']", "no crawler's name"),
        ("index = 'no'", "true or false"),
        ("noindex = true", "right may be 'index'"),
    ],
)
def test_what_is_wrong_is_told(line: str, hint: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_settings(f"[robots]\n{line.replace(chr(39), chr(34))}\n".encode())

    assert hint in refusal.value.faults[0].message
