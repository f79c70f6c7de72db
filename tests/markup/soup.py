"""Strategies for hypothesis: HTML and Markdown as nobody should write them, and articles' blocks."""

import re

from hypothesis import strategies as st

from broadsheet.article import BlocksBody, Body, HtmlBody, MarkdownBody
from broadsheet.markup.vocabulary import ALLOWED, DIVISIONS, DROPPED, RENAMED

_NAMES = sorted(
    ALLOWED | DIVISIONS | DROPPED | RENAMED.keys() | {"span", "font", "body", "html", "head", "x-y", "math", "mi"}
)
_ADDRESSES = [
    "https://example.org/a?b=1&copy=2",
    "/about/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,x",
    "media/a.jpg",
    "../a.jpg",
    "mailto:a@example.org",
    "#here",
    "#x",
    "#text-x",
    "#%C3%A9",
    "",
    "https://مثال.example/راه",
]
_ATTRIBUTES = [
    *(f'{name}="{address}"' for name in ("href", "src") for address in _ADDRESSES),
    "href=/a",
    "SRC='/a.jpg'",
    "onclick=alert(1)",
    "style='text-align: right'",
    "style=font-weight:normal",
    "class='language-py credit align-left x'",
    "id=x",
    "id=text-x",
    'id="\u00e9"',
    'id="a b"',
    "dir=RTL",
    "lang=fa",
    "title='a > b \" <i>'",
    "alt",
    "colspan=2",
    "width=100%",
    "height=4",
    "loading=eager",
    "title=b",
    "start=x",
    "/",
    "=",
    "a='",
    'b="',
]
_TEXTS = st.sampled_from(
    [
        "a",
        " ",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "&nbsp;",
        "\xa0",
        "&#10;",
        "&#13;",
        "&#x202e;",
        "&lt;b&gt;",
        "&amp;lt;",
        "&",
        "&copy",
        "\u202e",
        "\x00",
        "\r",
        "<",
        ">",
        "]]>",
        "<!--",
        "-->",
        "<!-- a -->",
        "<!doctype html>",
        "<?x",
        "</>",
        "</ ",
        "سلام",
        "漢字",
        "😀",
    ]
) | st.text(max_size=4)
_tags = st.builds(
    lambda slash, name, attributes, end: f"<{slash}{name}{''.join(' ' + a for a in attributes)}{end}",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(_NAMES) | st.sampled_from(["p", "b", "i", "a", "li", "table", "td", "div", "pre", "h2", "ul"]),
    st.lists(st.sampled_from(_ATTRIBUTES), max_size=2),
    st.sampled_from([">", ">", ">", ">", ">", ">", "/>", " >", ""]),
)
_marks = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "[a](",
        "![",
        "# ",
        "## ",
        "#",
        "> ",
        "- ",
        "1. ",
        "    ",
        "|a|b|\n|:-|-:|\n|1|2|",
        "|",
        "---",
        "***",
        "\\",
        "  \n",
        "\n",
        "\n\n",
        "[a]: /b\n",
        "<https://example.org>",
        "![x](media/a.jpg)",
        "[y](javascript:x)",
        "=",
        "+ ",
    ]
)

html_soup = st.lists(_tags | _TEXTS, max_size=25).map("".join)
markdown_soup = st.lists(_marks | _TEXTS | _tags, max_size=25).map("".join)
plain_markdown = st.lists(_marks | st.sampled_from(["a", " ", "&nbsp;", "&", ">", "سلام"]), max_size=25).map("".join)
_line = st.sampled_from(["", "a", 'a "b" <c> & d', "سلام"])
_blocks = st.one_of(
    st.builds(lambda text: {"type": "paragraph", "text": text}, markdown_soup),
    st.builds(lambda text, level: {"type": "heading", "text": text, "level": level}, markdown_soup, st.integers(2, 6)),
    st.builds(lambda text, cite: {"type": "quote", "text": text, "cite": cite, "url": "/a"}, markdown_soup, _line),
    st.builds(lambda items: {"type": "list", "items": items}, st.lists(markdown_soup, max_size=3)),
    st.builds(lambda alt, caption: {"type": "image", "src": "/a.jpg", "alt": alt, "caption": caption}, _line, _line),
    st.builds(lambda text, language: {"type": "code", "text": text, "language": language}, markdown_soup, _line),
    st.builds(lambda title: {"type": "embed", "url": "https://example.org/a", "title": title}, _line),
    st.just({"type": "divider"}),
    st.builds(
        lambda head, rows, caption: {"type": "table", "head": head, "rows": rows, "caption": caption},
        st.none() | st.lists(markdown_soup, max_size=2),
        st.lists(st.lists(markdown_soup, max_size=2), max_size=2),
        _line,
    ),
    st.builds(lambda html: {"type": "html", "html": html}, html_soup),
)


def _block_body(blocks: list[dict[str, object]]) -> BlocksBody:
    clean = [_without_controls(block) for block in blocks]
    return BlocksBody.model_validate({"blocks": clean}, strict=False)


def _without_controls(value: object) -> object:
    """Leave out what the article's own model refuses before the markup ever sees it."""
    if isinstance(value, dict):
        return {key: _without_controls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_controls(item) for item in value]
    if isinstance(value, str):
        return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0001ffff]", "", value)
    return value


# The other two forms are made without validation, to show that the markup needs none.
bodies: st.SearchStrategy[Body] = st.one_of(
    html_soup.map(lambda html: HtmlBody.model_construct(html=html)),
    markdown_soup.map(lambda markdown: MarkdownBody.model_construct(markdown=markdown)),
    plain_markdown.map(lambda markdown: MarkdownBody.model_construct(markdown=markdown)),
    st.text().map(lambda text: HtmlBody.model_construct(html=text)),
    st.text().map(lambda text: MarkdownBody.model_construct(markdown=text)),
    st.lists(_blocks, max_size=4).map(_block_body),
)
