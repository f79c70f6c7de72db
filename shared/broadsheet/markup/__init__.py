"""Bodies in Markdown, HTML or blocks become one kind of safe HTML, through one allow-list."""

from broadsheet.markup.addresses import addresses_in, readdressed
from broadsheet.markup.anchors import with_anchors_at
from broadsheet.markup.body import RenderedBody, render_body
from broadsheet.markup.safe_html import SafeHtml
from broadsheet.markup.srcset import srcset_of, with_addresses
from broadsheet.markup.text import excerpt

__all__ = [
    "RenderedBody",
    "SafeHtml",
    "addresses_in",
    "excerpt",
    "readdressed",
    "render_body",
    "srcset_of",
    "with_addresses",
    "with_anchors_at",
]
