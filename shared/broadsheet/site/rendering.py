"""The default theme's templates (`theme/templates`), compiled once, when the first page is asked for."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from broadsheet.site.assets import asset_url
from broadsheet.site.dates import Manner
from broadsheet.site.languages import Span
from broadsheet.site.urls import safe_url

_TEMPLATES: Final = Path(__file__).parent / "theme" / "templates"
_IN_HTML: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def render(template: str, **context: object) -> bytes:
    """The page that a template makes of its context, in UTF-8. A name that the context lacks is an error."""
    return _environment().get_template(template).render(context).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals["asset_url"] = asset_url
    environment.filters["safe_url"] = safe_url
    environment.filters["json"] = json_in_html
    environment.filters["attributes"] = span_attributes
    environment.filters["foreign"] = foreign
    environment.filters["manner"] = manner_attributes
    return environment


def json_in_html(value: object) -> Markup:
    """JSON that can stand inside a <script> element: nothing in it ends the element or a line of script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_HTML))  # noqa: S704 - every character that HTML minds is escaped in JSON's way


@lru_cache(maxsize=512)
def span_attributes(span: Span, around: Span) -> Markup:
    """` lang="…" dir="…"` for a piece of text, nothing where the text around it is of the same kind."""
    return Markup() if span.fits_in(around) else Markup(' lang="{}" dir="{}"').format(span.lang, span.dir)


def manner_attributes(manner: Manner) -> Markup:
    """Attributes that tell script the calendar and the digits of the page's dates where they aren't the usual ones."""
    calendar = "" if manner.calendar == "gregory" else manner.calendar
    numbering = "" if manner.numbering == "latn" else manner.numbering
    told = (("calendar", calendar), ("numbering", numbering))
    return Markup().join(Markup(' data-{}="{}"').format(name, value) for name, value in told if value)


def foreign(text: str, span: Span, around: Span) -> Markup:
    """The text, isolated and with its own language and direction where it differs from the text around it."""
    attributes = span_attributes(span, around)
    return Markup("<bdi%s>%s</bdi>") % (attributes, text) if attributes else escape(text)
