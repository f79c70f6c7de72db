"""A theme's files, templates and pages are judged; every fault is told with its place."""

from pathlib import Path

import pytest

from broadsheet.site.assets import asset_outputs, asset_url
from broadsheet.site.home import home_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.theme_check import check_theme
from broadsheet.site.themes import theme_names, theme_of
from tests.site.newsdesk import entry, parsed, text_of, with_class


def theme(folder: Path, **files: str) -> str:
    """A theme of files, "templates/home.html" as `templates__home_html`."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return str(folder)


def told(folder: Path, **files: str) -> list[str]:
    """The faults, each as "where:line: message"."""
    return [f"{one.where}:{one.line}: {one.message}" for one in check_theme(theme(folder, **files))]


def with_theme(name: str) -> SiteSettings:
    return SiteSettings().model_copy(update={"theme": name})


@pytest.mark.parametrize("name", theme_names())
def test_the_themes_that_are_installed_are_right(name: str) -> None:
    assert check_theme(name) == ()


def test_a_template_stands_in_for_the_default_one_and_may_extend_it(tmp_path: Path) -> None:
    text = '{% extends "default/home.html" %}{% block matter %}<p class="weather">Rain</p>{{ super() }}{% endblock %}'
    settings = with_theme(theme(tmp_path, templates__home_html=text))
    page = parsed(home_page([entry()], settings))

    assert check_theme(settings.theme) == ()
    assert text_of(next(with_class(page, "weather"))) == "Rain"
    assert next(with_class(page, "teaser")) is not None


def test_additions_come_after_the_style_in_one_file_and_name_assets(tmp_path: Path) -> None:
    style = 'body { background: url("asset:paper.svg") }'
    settings = with_theme(theme(tmp_path, assets__additions_css=style, assets__paper_svg="<svg/>"))
    outputs = {f"/{one.key}": one for one in asset_outputs(settings)}
    body = outputs[asset_url("style.css", settings)].body.decode()

    assert check_theme(settings.theme) == ()
    assert body.startswith("/* Broadsheet's default theme.")
    assert body.endswith(f'body {{ background: url("{asset_url("paper.svg", settings)}") }}')
    assert asset_url("paper.svg", settings) in outputs


def test_a_themes_digest_changes_with_each_of_its_files(tmp_path: Path) -> None:
    name = theme(tmp_path, templates__home_html="a")
    before = theme_of(name).digest
    theme(tmp_path, templates__home_html="b")

    assert theme_of(name).digest != before


EXTENDING = '{% extends "base.html" %}\n'
PAGE = (
    '<!doctype html><html lang="en" dir="ltr"><head><title>x</title>'
    '<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ page.canonical }}">'
    '<meta name="description" content="{{ page.description }}">{% for feed in page.feeds %}'
    '<link rel="alternate" type="{{ feed.media_type }}" href="{{ feed.url }}">{% endfor %}'
    '<script type="application/ld+json">{{ page.json_ld | json }}</script></head>'
    '<body><a href="#main">s</a><header></header><main id="main"><h1>x</h1><></main><footer></footer></body></html>'
)


@pytest.mark.parametrize(
    ("files", "where", "said"),
    [
        ({"templtes__home_html": ""}, "templtes:None", "right may be 'templates'"),
        ({"README_md": ""}, ".:None", "neither a folder templates nor a folder assets"),
        (
            {"templates__hom_html": EXTENDING},
            "templates/hom.html:None",
            "no page is made of this template; right may be",
        ),
        ({"templates__home_html": "{% if %}"}, "templates/home.html:1", "Expected an expression"),
        ({"templates__home_html": '{% extends "bas.html" %}'}, "templates/home.html:None", "right may be 'base.html'"),
        (
            {"templates__home_html": EXTENDING + "{% block mater %}{% endblock %}"},
            "templates/home.html:2",
            "no block 'mater', so this is shown nowhere; right may be 'matter'",
        ),
        (
            {"templates__home_html": EXTENDING + "\n{% block matter %}{{ front.leed.url }}{% endblock %}"},
            "templates/home.html:3",
            "has no attribute 'leed'",
        ),
        ({"templates__home_html": "{{ asset_url('stile.css') }}"}, "templates/home.html:1", "right may be 'style.css'"),
        ({"assets__font_ttf": ""}, "assets/font.ttf:None", "right would be .avif, .css"),
        ({"assets__more_css": ""}, "assets/more.css:None", "right would be style.css, or additions.css"),
        (
            {"assets__additions_css": "\n@import 'x';"},
            "assets/additions.css:2",
            "a style fetches nothing from elsewhere",
        ),
        (
            {"assets__additions_css": "a{b:url(https://x)}"},
            "assets/additions.css:1",
            'right would be url("asset:<name>")',
        ),
        ({"assets__additions_css": "a{b:url(asset:x.svg)}"}, "assets/additions.css:1", "there is no asset 'x.svg'"),
        (
            {"assets__additions_css": "a {}\na { b: url(\n'https://x'\n) }"},
            "assets/additions.css:2",
            'url("https://x"): a style fetches nothing from elsewhere',
        ),
        (
            {"assets__additions_css": 'a { b: image-set("https://x" 1x, url("asset:style.css") 2x) }'},
            "assets/additions.css:1",
            'image-set("https://x"): a style fetches nothing',
        ),
        ({"assets__additions_css": "a{b:u\\72l(x)}"}, "assets/additions.css:1", "fetches nothing"),
        ({"assets__additions_css": "a { b: c }\n@media print {\n a { b: c }"}, "assets/additions.css:2", "{ is never"),
        ({"assets__additions_css": "a { b: var(--c }"}, "assets/additions.css:1", "( is never closed"),
        ({"assets__additions_css": "a { b: c }\n}"}, "assets/additions.css:2", "} has no partner before it"),
        ({"assets__additions_css": "a {}\n/* b"}, "assets/additions.css:2", "a comment that is never closed"),
        ({"assets__additions_css": "a {\n b: 'c;\n}"}, "assets/additions.css:2", "a string that ends with its line"),
        ({"assets__additions_css": "a {\n b c;\n}"}, "assets/additions.css:2", "so browsers drop it"),
        ({"assets__additions_css": "(" * 5000}, "assets/additions.css:1", "( is never closed"),
        (
            {"templates__home_html": '{% extends "home.html" %}'},
            "templates/home.html:1",
            "without end; right would be one that leads to none before it, such as 'default/home.html'",
        ),
        ({"templates__home_html": '{% include "home.html" %}'}, "templates/home.html:1", "without end"),
        (
            {"templates__home_html": "\n{{ 1/0 }}"},
            "templates/home.html:2",
            "division by zero; right would be an expression that has a value on every page",
        ),
        ({"templates__home_html": "{{ [][1] }}"}, "templates/home.html:1", "has no element 1"),
        ({"templates__home_html": "{{ page.title | tilte }}"}, "templates/home.html:1", "No filter named 'tilte'"),
        ({"templates__home_html": "{{ '\\ud800' }}"}, "templates:None", "surrogates not allowed"),
        ({"templates__home_html": "{% extends 1 %}"}, "templates/home.html:1", "right would be"),
        ({"templates__home_html": "{{ " + "(" * 5000}, "templates/home.html:None", "nested too deeply"),
    ],
)
def test_a_fault_of_a_file_is_told_with_its_place(tmp_path: Path, files: dict[str, str], where: str, said: str) -> None:
    (fault,) = told(tmp_path, **files)

    assert fault.startswith(f"{where}: ")
    assert said in fault


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("{{ page.settings.title | safe }}", "a text is written without being escaped"),
        ('<p style="color: red">', "<p style=…>: the content security policy stops it"),
        ('<p onclick="x()">', "<p onclick=…>"),
        ('<a href="javascript:x()">x</a>', "<a href='javascript:x()'>"),
        ("<script>x()</script>", "<script> in the page"),
        ("<style>a{}</style>", "<style> in the page"),
        ('<script src="https://evil.example/x.js"></script>', "the script 'https://evil.example/x.js' is no asset"),
        ('<img src="/x.png">', "<img> without alt"),
        ("<h1>y</h1>", "there are 2 <h1>"),
        ("<h3>y</h3>", "<h3> follows <h1>: a level is left out"),
        ('<p id="a">x</p><p id="a">', '2 elements have the id "a"'),
        ('<p aria-labelledby="b">', 'no element has the id "b", which is named'),
        ("<div>", "</main> stands where <div> is open"),
    ],
)
def test_a_fault_of_a_page_is_told_once_with_what_the_page_is(tmp_path: Path, matter: str, said: str) -> None:
    faults = told(tmp_path, templates__home_html=PAGE.replace("<>", matter))

    assert [fault for fault in faults if said in fault]
    assert all(fault.startswith("the front page (en):None: ") for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!doctype html>", "", "there is no <!doctype html>"),
        ('dir="ltr"', "", "<html> has no lang, or no dir"),
        ("<title>x</title>", "<title> </title>", "there is no <title>, or it is empty"),
        ("device-width", "device-width, user-scalable=no", "keeps readers from zooming"),
        ("width=device-width", "", "there is no <meta name="),
        ('<a href="#main">s</a>', "", 'there is no link to "#main"'),
        ("<footer></footer>", "", "there is no <footer>"),
        ('<main id="main">', "<main>", '<main> has not the id "main"'),
    ],
)
def test_what_a_page_lacks_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    faults = told(tmp_path, templates__home_html=PAGE.replace(old, new).replace("<>", ""))

    assert [fault for fault in faults if said in fault]


def test_a_page_that_has_all_has_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, templates__home_html=PAGE.replace("<>", "")) == []


def test_a_comment_of_a_style_names_nothing(tmp_path: Path) -> None:
    style = '/* url("https://x") { url("asset:nowhere.svg") @import "y"; */ a { content: "url(asset:nowhere.svg) {" }'

    assert told(tmp_path, assets__additions_css=style) == []


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    for place in ("templates/home.html", "assets/additions.css"):
        path = tmp_path / place
        path.parent.mkdir()
        path.write_bytes(b"\xff")

    assert [fault.message for fault in check_theme(str(tmp_path))] == [
        "no text in UTF-8; right would be to save it as such"
    ] * 2


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('<link rel="canonical" href="{{ page.canonical }}">', "by which search engines know the page"),
        ('<meta name="description" content="{{ page.description }}">', "which search engines show"),
        ('<meta name="robots" content="noindex">', "so it would be found"),
        ('hreflang="{{ language }}" ', "for each of page.alternates"),
        (
            '<link rel="alternate" type="{{ feed.media_type }}" title="{{ feed.title }}" href="{{ feed.url }}">',
            "page.feeds",
        ),
        ('<script type="application/ld+json">{{ page.json_ld | json }}</script>', "for search engines"),
    ],
)
def test_what_a_base_no_longer_tells_machines_is_told(tmp_path: Path, part: str, said: str) -> None:
    base = (theme_of("default").template_folders()[0] / "base.html").read_text("utf-8")
    assert part in base

    faults = told(tmp_path, templates__base_html=base.replace(part, ""))

    assert [fault for fault in faults if said in fault and ": there is no <" in fault]


def test_a_base_with_an_address_of_its_own_for_every_page_is_told(tmp_path: Path) -> None:
    base = (theme_of("default").template_folders()[0] / "base.html").read_text("utf-8")
    faults = told(tmp_path, templates__base_html=base.replace('href="{{ page.canonical }}"', 'href="/"'))

    assert len(faults) == 1
    assert "by which search engines know the page" in faults[0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [one.message for one in check_theme(str(tmp_path / "nowhere"))] == ["there is no such folder"]
