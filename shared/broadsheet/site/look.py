"""What `[look]` in site.toml says of colours and fonts, and the style that it becomes."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from broadsheet.site.colours import READABLE, colour, contrast, mixed, readable

FONTS: Final = {
    "serif": "",
    "sans": "var(--sans)",
    "old-style": '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "Book Antiqua", serif',
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Noto Sans", sans-serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Noto Serif", serif',
}
"""Stacks of fonts that readers have already: nothing is loaded, and nothing moves. "serif" is the theme's own."""

THEMES_OWN: Final = {
    "light": {"paper": "#fdfcf9", "ink": "#1b1a18", "accent": "#8f1d1d"},
    "dark": {"paper": "#161513", "ink": "#ebe8e1", "accent": "#ff9d8c"},
}
"""The default theme's colours, with which one that is set alone is judged."""

_TINT: Final = 0.05
"""How much ink is in the ground behind boxes."""

# Paper is white, and who asks for more contrast gets the theme's own colours for that.
_ON_SCREENS: Final = "screen and (prefers-contrast: no-preference)"


def _font(name: str) -> str:
    if name not in FONTS:
        near = get_close_matches(name.casefold(), FONTS, n=1)
        right = f"right may be {near[0]!r}" if near else f"those that exist are {', '.join(map(repr, FONTS))}"
        msg = f"{name!r} is no font; {right}"
        raise ValueError(msg)
    return name


def _colour(text: str) -> str:
    return colour(text) if text else text


Colour = Annotated[str, AfterValidator(_colour)]
Font = Annotated[str, AfterValidator(_font)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Palette(_Table):
    """The colours of one scheme; "" is the theme's own."""

    paper: Colour = ""
    ink: Colour = ""
    accent: Colour = ""


class Look(Palette):
    """The light scheme's colours, those of the dark one, and the fonts.

    Neither scheme has the other's paper or ink: what is set for one alone leaves the theme's own colours to the other.
    Without an accent of its own the dark scheme has the light one's, made light enough to be read.
    """

    dark: Palette = Field(default_factory=Palette)
    text: Font = "serif"
    headlines: Font = "serif"

    @cached_property
    def style(self) -> str:
        """CSS that comes after the theme's own; "" where nothing is set. No value in it is anything but checked."""
        light, dark = _variables(self, "light"), _variables(self._dark_palette, "dark")
        rules = []
        if light:
            rules.append(f"@media {_ON_SCREENS} and (prefers-color-scheme: light) {{ :root {{ {light} }} }}")
        if dark:
            rules.append(f"@media {_ON_SCREENS} and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}")
        fonts = {"--text": FONTS[self.text], "--display": FONTS[self.headlines]}
        if said := "".join(f" {name}: {stack};" for name, stack in fonts.items() if stack):
            rules.append(f":root, [lang] {{{said} }}")
        return "".join(f"{rule}\n" for rule in rules)

    def faint(self) -> Iterator[tuple[str, str]]:
        """What can't be read, by its place in the table ("dark/accent") and in words."""
        for scheme, place, palette in (("light", "", self), ("dark", "dark/", self._dark_palette)):
            given = self if scheme == "light" else self.dark
            paper = palette.paper or THEMES_OWN[scheme]["paper"]
            for name in ("ink", "accent"):
                text = getattr(palette, name) or THEMES_OWN[scheme][name]
                if (ratio := contrast(text, paper)) < READABLE:
                    told = f"{name} {text} on paper {paper} has a contrast of {ratio:.2f} to 1, and is hard to read"
                    message = f"{told}; right would be {READABLE} to 1 at least."
                    yield place + (name if getattr(given, name) else "paper"), message

    @property
    def _dark_palette(self) -> Palette:
        if not self.accent or self.dark.accent:
            return self.dark
        paper, ink = _ground(self.dark, "dark")
        return self.dark.model_copy(update={"accent": readable(self.accent, mixed(paper, ink, _TINT), ink)})


def _ground(palette: Palette, scheme: str) -> tuple[str, str]:
    own = THEMES_OWN[scheme]
    return palette.paper or own["paper"], palette.ink or own["ink"]


def _variables(palette: Palette, scheme: str) -> str:
    """The custom properties of a scheme: those that are set, and those that follow from them."""
    set_here: dict[str, str] = {}
    if palette.paper or palette.ink:
        paper, ink = _ground(palette, scheme)
        tint = mixed(paper, ink, _TINT)
        if any(contrast(text, tint) < READABLE for text in (ink, palette.accent or THEMES_OWN[scheme]["accent"])):
            tint = paper
        soft = readable(mixed(ink, paper, 0.3), tint, ink)
        set_here = {"paper": paper, "ink": ink, "soft": soft, "line": mixed(paper, ink, 0.18), "tint": tint}
    if palette.accent:
        set_here["accent"] = palette.accent
    return " ".join(f"--{name}: {value};" for name, value in set_here.items())
