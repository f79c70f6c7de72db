"""The outline of a body: its headings stand below the article's title, and none skips a level.

Assistive technology reads headings as a table of contents, in which a level that is left out is a section that seems to
be missing (WCAG 2.2, technique G141).
"""

import re
from typing import Final

from broadsheet.markup.safe_html import SafeHtml

_TAG: Final = re.compile(r"<(/?)h([2-6])(?=[ >])")
_TOP: Final = 2


def with_even_outline(html: SafeHtml) -> SafeHtml:
    """The HTML with each heading one level below the one that it stands under: h3, h6, h4, h2 become h2, h3, h3, h2."""
    above: list[int] = []

    def changed(tag: re.Match[str]) -> str:
        level = int(tag[2])
        if not tag[1]:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        return f"<{tag[1]}h{_TOP - 1 + len(above)}"

    return SafeHtml(_TAG.sub(changed, html)) if "<h" in html else html
