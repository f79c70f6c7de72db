import re
from itertools import combinations

import pytest

from broadsheet.article import FaultCode, Rejected
from broadsheet.site.assets import asset_outputs
from broadsheet.site.colours import colour, contrast
from broadsheet.site.settings import read_settings


def style(text: str) -> str:
    return read_settings(f"[look]\n{text}".encode()).look.style


def variables(text: str, scheme: str) -> dict[str, str]:
    """What the style sets in a scheme."""
    (light, _, dark) = style(text).partition("(prefers-color-scheme: dark)")
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def test_without_a_look_there_is_no_style_of_ours() -> None:
    assert style("") == ""


def test_an_accent_is_all_that_a_paper_needs_and_is_made_readable_in_the_dark() -> None:
    assert variables('accent = "#05A"', "light") == {"accent": "#0055aa"}
    dark = variables('accent = "#05A"', "dark")

    assert dark.keys() == {"accent"}
    assert contrast(dark["accent"], "#161513") >= 4.5


def test_what_goes_with_paper_and_ink_follows_from_them() -> None:
    for scheme, text in (
        ("light", 'paper = "#fff1e5"\nink = "#33302e"\naccent = "#0d7680"'),
        ("dark", 'dark = {paper = "#10131a", ink = "#dfe6ee", accent = "#8ab4f8"}'),
    ):
        found = variables(text, scheme)

        assert found.keys() == {"paper", "ink", "soft", "line", "tint", "accent"}
        for ink in ("ink", "soft", "accent"):
            for ground in ("paper", "tint"):
                assert contrast(found[ink], found[ground]) >= 4.5, (scheme, ink, ground)


def test_colours_are_for_screens_and_for_nobody_who_asks_for_more_contrast() -> None:
    conditions = re.findall(r"@media ([^{]+) \{", style('accent = "#05a"'))

    assert conditions == [
        "screen and (prefers-contrast: no-preference) and (prefers-color-scheme: light)",
        "screen and (prefers-contrast: no-preference) and (prefers-color-scheme: dark)",
    ]


def whole_style(look: str) -> str:
    """The style sheet as a browser gets it: the theme's, and what the settings say."""
    settings = read_settings(f"[look]\n{look}".encode())
    (body,) = [output.body.decode() for output in asset_outputs(settings) if output.key == "assets/site.css"]
    return body


def in_force(css: str, *holding: str) -> dict[str, str]:
    """The root's colours where these conditions of media hold and no other does, as the cascade has them."""
    found: dict[str, str] = {}
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for condition, declared in re.findall(r"(?:@media ([^{]*?) *\{\s*)?:root *\{([^}]*)\}", without_comments):
        if not condition or set(condition.split(" and ")) <= set(holding):
            colours = re.findall(r"--(paper|ink|soft|tint|accent): (#[0-9a-f]+);", declared)
            found |= {name: colour(text) for name, text in colours}
    return found


PALETTE = {"paper": "#fff1e5", "ink": "#0a1a2a", "accent": "#0d6570"}
DARK = {"paper": "#10131a", "ink": "#dfe6ee", "accent": "#8ab4f8"}


@pytest.mark.parametrize("dark", [names for size in range(4) for names in combinations(DARK, size)])
@pytest.mark.parametrize("light", [names for size in range(4) for names in combinations(PALETTE, size)])
def test_every_scheme_can_be_read_whichever_colours_are_set(light: tuple[str, ...], dark: tuple[str, ...]) -> None:
    of_the_dark = ", ".join(f'{name} = "{DARK[name]}"' for name in dark)
    look = "\n".join((*(f'{name} = "{PALETTE[name]}"' for name in light), f"dark = {{{of_the_dark}}}", 'text = "sans"'))
    css = whole_style(look)

    for scheme in ("light", "dark"):
        for contrasts in ("no-preference", "more"):
            found = in_force(css, "screen", f"(prefers-color-scheme: {scheme})", f"(prefers-contrast: {contrasts})")
            for text in ("ink", "soft", "accent"):
                for ground in ("paper", "tint"):
                    assert contrast(found[text], found[ground]) >= 4.5, (scheme, contrasts, text, ground)


def test_paper_for_the_light_leaves_the_dark_as_the_theme_has_it() -> None:
    dark = ("screen", "(prefers-color-scheme: dark)", "(prefers-contrast: no-preference)")

    assert in_force(whole_style('paper = "#fff1e5"'), *dark) == in_force(whole_style('text = "sans"'), *dark)


def test_fonts_are_chosen_by_name() -> None:
    assert style('text = "old-style"\nheadlines = "sans"').startswith(':root, [lang] { --text: "Iowan Old Style"')
    assert "--display: var(--sans);" in style('headlines = "sans"')


@pytest.mark.parametrize(
    ("text", "pointer", "said"),
    [
        ('accent = "red"', "/look/accent", "'red' is no colour; right would be '#' and three or six"),
        ('accent = "#12345"', "/look/accent", "is no colour"),
        ('accent = "#fff; } body { display: none"', "/look/accent", "is no colour"),
        ('text = "comic"', "/look/text", "'comic' is no font; those that exist are 'serif', 'sans'"),
        ('headlines = "Serif"', "/look/headlines", "right may be 'serif'"),
        ('acent = "#000"', "/look/acent", "There is no setting 'acent'; right may be 'accent'."),
        ('dark = {papr = "#000"}', "/look/dark/papr", "right may be 'paper'"),
        ('accent = "#999"', "/look/accent", "Accent #999999 on paper #fdfcf9 has a contrast of 2.78 to 1"),
        ('ink = "#777"', "/look/ink", "right would be 4.5 to 1 at least"),
        (
            'paper = "#8f1d1d"\nink = "#fff"',
            "/look/paper",
            "Accent #8f1d1d on paper #8f1d1d has a contrast of 1.00 to 1",
        ),
        ('dark = {accent = "#700"}', "/look/dark/accent", "on paper #161513"),
    ],
)
def test_what_nobody_could_read_or_is_no_colour_is_refused(text: str, pointer: str, said: str) -> None:
    with pytest.raises(Rejected) as refusal:
        style(text)
    (fault,) = refusal.value.faults

    assert (fault.pointer, fault.code, fault.line) == (pointer, FaultCode.SETTINGS, 2)
    assert said in fault.message
