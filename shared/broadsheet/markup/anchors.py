"""The places of a body that its own links lead to, such as its footnotes, under names that the page doesn't use.

A page's own ids, and what scripts and browsers find by an id, stay out of an editor's reach: every id of a body begins
with "text-". Of two that are the same the first counts (HTML, 3.2.6: an id is the document's only one of that name),
and a link to none is text.
"""

import re
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

from broadsheet.markup.safe_html import SafeHtml

_PREFIX: Final = "text-"
# In the sanitiser's output no attribute's value holds a plain ">", "<" or quotation mark, and no link
# is within another.
_ID: Final = re.compile(r'(<[a-z][^>]*?) id="([^"]*)"')
_LINK: Final = re.compile(r'<a((?: [^>]*?)?) href="#([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_FRAGMENT: Final = re.compile(r'(<a(?: [^>]*?)? href=")#')


def with_own_anchors(html: SafeHtml) -> SafeHtml:
    """The HTML with its ids and the links to them prefixed, those that aren't yet."""
    if ' id="' not in html and ' href="#' not in html:
        return html
    known: set[str] = set()

    def place(tag: re.Match[str]) -> str:
        name = _own(unescape(tag[2]))
        if name in known:
            return tag[1]
        known.add(name)
        return f'{tag[1]} id="{_own(tag[2])}"'

    def link(found: re.Match[str]) -> str:
        before, fragment, after, content = found.groups()
        if _own(unquote(unescape(fragment))) in known:
            return f'<a{before} href="#{_own(fragment)}"{after}>{content}</a>'
        # What others lead to stays, and leads to itself.
        own = re.search(' id="([^"]*)"', before + after)
        return f'<a{before} href="#{own[1]}"{after}>{content}</a>' if own else content

    return SafeHtml(_LINK.sub(link, _ID.sub(place, html)))


def _own(name: str) -> str:
    return name if name.startswith(_PREFIX) else _PREFIX + name


def with_anchors_at(html: SafeHtml, url: str) -> SafeHtml:
    """The HTML for where it isn't in its page: its own places lose their names, and links lead to those of the page."""
    if ' id="' not in html:
        return html
    page = escape(url)
    return SafeHtml(_FRAGMENT.sub(lambda link: f"{link[1]}{page}#", _ID.sub(r"\1", html)))
