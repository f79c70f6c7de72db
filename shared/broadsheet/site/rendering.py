"""A theme's templates, compiled once, when the first page is asked for.

A theme's template stands in for the default one of the same name, which it may extend as "default/<name>".
"""

import json
from functools import lru_cache
from typing import Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from broadsheet.site.assets import asset_url
from broadsheet.site.dates import Manner
from broadsheet.site.frame import Frame
from broadsheet.site.languages import Span
from broadsheet.site.tag_urls import tag_url
from broadsheet.site.themes import DEFAULT, theme_of
from broadsheet.site.urls import safe_url

_IN_HTML: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def render(template: str, *, page: Frame, **context: object) -> bytes:
    """The page that a template of the settings' theme makes of its context, in UTF-8.

    A name that the context lacks is an error.
    """
    return environment_of(page.settings.theme).get_template(template).render(context, page=page).encode()


@lru_cache(maxsize=16)
def environment_of(theme: str) -> Environment:
    """Where a theme's templates are found and what they may use."""
    *_, default = folders = [FileSystemLoader(folder) for folder in theme_of(theme).template_folders()]
    environment = Environment(
        loader=ChoiceLoader([*folders, PrefixLoader({DEFAULT: default})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals["asset_url"] = _asset_url
    environment.filters["safe_url"] = safe_url
    environment.filters["tag_url"] = tag_url
    environment.filters["json"] = json_in_html
    environment.filters["attributes"] = span_attributes
    environment.filters["foreign"] = foreign
    environment.filters["manner"] = manner_attributes
    return environment


@pass_context
def _asset_url(context: Context, name: str) -> str:
    return asset_url(name, context["page"].settings)


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
