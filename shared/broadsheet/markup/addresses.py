"""The addresses in safe HTML: which there are, and the same HTML with others in their places."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Final

from broadsheet.markup.safe_html import SafeHtml
from broadsheet.markup.srcset import candidates, with_addresses

# In the sanitiser's output no attribute's value holds a plain ">", "<" or quotation mark.
_TAG: Final = re.compile(r"<(?:a|img) [^>]*>")
_ADDRESS: Final = re.compile(r'(?<= href=")[^"]*|(?<= src=")[^"]*')
_SRCSET: Final = re.compile(r'(?<= srcset=")[^"]*')


def addresses_in(html: SafeHtml) -> Iterator[str]:
    """The addresses of the links and images, in their order."""
    for tag in _TAG.findall(html):
        yield from map(unescape, _ADDRESS.findall(tag))
        for srcset in _SRCSET.findall(tag):
            yield from (address for address, _ in candidates(unescape(srcset)) or ())


def readdressed(html: SafeHtml, change: Callable[[str], str]) -> SafeHtml:
    """The HTML with each link's and image's address as `change` has it, which is escaped and not judged again."""

    def changed(found: re.Match[str]) -> str:
        address = unescape(found[0])
        return found[0] if (new := change(address)) == address else escape(new)

    def chosen(found: re.Match[str]) -> str:
        return escape(with_addresses(unescape(found[0]), change) or found[0])

    return SafeHtml(_TAG.sub(lambda tag: _SRCSET.sub(chosen, _ADDRESS.sub(changed, tag[0])), html))
