"""Markdown to HTML that is not safe yet: CommonMark, with GitHub's tables, strikethrough and footnotes.

Raw HTML passes through, for the sanitiser to judge. Quotation marks and dashes stay as they were typed.
"""

import re
from typing import Final

import pyromark

_OPTIONS: Final = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_WITH_FOOTNOTES: Final = _OPTIONS | pyromark.Options.ENABLE_FOOTNOTES
_FOOTNOTE_REFERENCE: Final = re.compile(r'<sup class="footnote-reference"><a href="#[^"]*">([0-9]+)</a></sup>')
_FOOTNOTE: Final = re.compile(
    r'<div class="footnote-definition" id="[^"]*"><sup class="footnote-definition-label">([0-9]+)</sup>\n(?:<p>)?'
)
_ALIGNMENT: Final = re.compile(r'(<t[dh]) style="text-align: (left|center|right)"')
_CLOSING_HASHES: Final = re.compile(r"(^|[ \t])(#+)[ \t]*$")


def html_of(markdown: str) -> str:
    """Return the document as HTML; first-level headings become second-level ones."""
    html = pyromark.html(markdown, options=_WITH_FOOTNOTES if "[^" in markdown else _OPTIONS)
    if 'class="footnote-' in html:
        html = _with_linked_footnotes(html)
    if "<h1>" in html:
        html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    if "<table>" in html:
        html = _ALIGNMENT.sub(r'\1 class="align-\2"', html)
    return html


def _with_linked_footnotes(html: str) -> str:
    """Footnotes as numbered paragraphs where they were written, each with a link back to where it is referred to."""
    html = _FOOTNOTE_REFERENCE.sub(r'<sup id="reference-\1"><a href="#note-\1">\1</a></sup>', html)
    html = _FOOTNOTE.sub(r'<p id="note-\1"><sup><a href="#reference-\1">\1</a></sup> ', html)
    return html.replace("</div>\n", "").replace("</div>", "")


def inline_html_of(markdown: str) -> str:
    """Return the text as HTML of inline elements only: nothing in it is taken for a list or a heading.

    CommonMark has no inline mode, but the content of a heading is exactly that, so the text is put on one line and
    read as a heading.
    """
    line = markdown.strip()
    if "\n" in line:
        line = _on_one_line(line)
    if line.endswith("#"):
        line = _CLOSING_HASHES.sub(r"\1\\\2", line)
    return pyromark.html(f"# {line}", options=_OPTIONS).removeprefix("<h1>").removesuffix("</h1>\n")


def _on_one_line(markdown: str) -> str:
    line = ""
    parts = []
    for following in markdown.split("\n"):
        if line.endswith(("  ", "\\")):
            parts.append(line.rstrip("\\").strip())
            parts.append("<br>")
        elif line:
            parts.append(line.strip())
            parts.append(" ")
        line = following
    return "".join([*parts, line.strip()])
