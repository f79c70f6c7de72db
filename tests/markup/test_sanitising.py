import subprocess
import sys

import pytest

from broadsheet.markup import SafeHtml
from tests.markup.forms import from_html, from_markdown


def html(source: str) -> str:
    return str(from_html(source).html)


@pytest.mark.parametrize(
    "source",
    [
        '<p>a <em>b</em> <strong>c</strong> <q>d</q> <time datetime="2026-11-23">e</time> <bdi dir="rtl">f</bdi></p>',
        '<ol start="3"><li>a</li><li><p>b</p></li></ol>',
        '<figure><img src="/media/a.jpg" alt="A" width="4" loading="lazy"><figcaption>b</figcaption></figure>',
        '<pre><code class="language-c++">if (a &lt; b) {}\n</code></pre>',
        "<details><summary>a</summary><p>b</p></details>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<blockquote><p>a</p><footer><cite>b</cite></footer></blockquote>",
        '<p lang="fa" dir="rtl">سلام</p>',
        '<p><a href="https://example.org/?a=1&amp;copy=2" rel="nofollow">a</a></p>',
        "<h2>a</h2><h3>b</h3><hr>",
    ],
)
def test_what_is_allowed_stays_as_it_is(source: str) -> None:
    assert html(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        "<iframe src=https://example.org></iframe>",
        "<svg><p>a</p></svg>",
        "<math><mi>x</mi></math>",
        "<template><p>a</p></template>",
        "<noscript>a</noscript>",
        "<video controls>a</video>",
        "<textarea><p>a</p></textarea>",
        "<!-- a -->",
        "<p></p>",
        "<p>&nbsp;</p>",
        "<p> <b> </b><br></p>",
        "<h2></h2>",
        "<ul><li></li></ul>",
        "<input value=a>",
    ],
)
def test_what_is_not_allowed_or_empty_is_dropped_with_its_content(source: str) -> None:
    assert html(f"<p>before</p>{source}<p>after</p>") == "<p>before</p><p>after</p>"


def test_attributes_that_are_not_allowed_are_removed() -> None:
    source = '<p class=b style="color:red" onclick="alert(1)" data-x=1 title=t align=center>a</p>'
    assert html(source) == "<p>a</p>"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ('<code class="language-py x">a</code>', '<p><code class="language-py">a</code></p>'),
        ("<ol start=x><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<p dir=RTL lang='en-GB\"'>a</p>", '<p dir="rtl">a</p>'),
        ("<p><img src=/a.jpg srcset='b.jpg 2x'>", '<p><img alt="" src="/a.jpg" loading="lazy"></p>'),
        ("<p><img src=/a.jpg srcset='javascript:x 2w'>", '<p><img alt="" src="/a.jpg" loading="lazy"></p>'),
        ("<p><img src=/a.jpg srcset='/b.jpg 2w, //c 3w'>", '<p><img alt="" src="/a.jpg" loading="lazy"></p>'),
        ("<p>a<img src=/a.jpg width=100%>", '<p>a<img alt="" src="/a.jpg" loading="lazy"></p>'),
        ('<a href=/a rel="opener nofollow">a</a>', '<p><a href="/a" rel="nofollow">a</a></p>'),
    ],
)
def test_attributes_hold_only_what_they_may(source: str, result: str) -> None:
    assert html(source) == result


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/\u0633?a=1&copy=2", "https://example.org/\u0633?a=1&amp;copy=2"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+49301234", "tel:+49301234"),
        ("/about/", "/about/"),
        ("/", "/"),
    ],
)
def test_links_lead_to_the_web_to_mail_to_phones_and_into_the_site(address: str, written: str) -> None:
    assert html(f'<p><a href="{address}">a</a></p>') == f'<p><a href="{written}">a</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,a",
        "vbscript:a",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/&#9;/evil.example",
        "/&#x202e;/evil.example",
        "/&#1;/evil.example",
        "https:evil.example",
        "https:///evil.example",
        "page.html",
        "#here",
        "?a",
        "",
    ],
)
def test_a_link_to_anywhere_else_becomes_its_text(address: str) -> None:
    assert html(f'<p>a <a href="{address}">b</a> c</p>') == "<p>a b c</p>"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("media/a.jpg", "/media/a.jpg"),
        ("./media/a.jpg", "/media/a.jpg"),
        ("/a.jpg", "/a.jpg"),
        ("a b.jpg", "/a%20b.jpg"),
    ],
)
def test_a_relative_image_is_relative_to_the_site(address: str, written: str) -> None:
    assert f'src="{written}"' in html(f'<img src="{address}">')
    assert f'src="{written}"' in from_markdown(f"![a](<{address}>)").html


@pytest.mark.parametrize(
    "address",
    ["data:image/png;base64,a", "//evil.example/a.jpg", "../a.jpg", "media/%2e%2e/a.jpg", "mailto:a", "\\a", ""],
)
def test_an_image_from_anywhere_else_is_dropped(address: str) -> None:
    assert html(f'<p>a<em><img src="{address}" alt="b"></em></p>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("just text", "<p>just text</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b>a<p>b</b>c</p>", "<p><b>a</b></p><p><b>b</b>c</p>"),
        ("<p>a <b>b <i>c</b> d</i> e", "<p>a <b>b <i>c</i></b><i> d</i> e</p>"),
        ("<a href=/a><div>b</div></a>", '<p><a href="/a">b</a></p>'),
        ("<a href=/a>b<a href=/c>d</a>", '<p><a href="/a">b</a><a href="/c">d</a></p>'),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<li>a<p>b", "<ul><li>a<p>b</p></li></ul>"),
        ("<h1>a</h1>", "<h2>a</h2>"),
        ("<h2>a<h3>b</h3>", "<h2>a</h2><h3>b</h3>"),
        ("<h2><div>a</div>b</h2>", "<h2>a b</h2>"),
        ("<b style='font-weight:normal'><p>a</p></b>", "<p>a</p>"),
        ("<span>a</span><font color=red>b</font><x-y>c</x-y>", "<p>abc</p>"),
        ("</p></div></article>a", "<p>a</p>"),
        ("<pre>\n\n  a\n <b>b</b></pre>", "<pre>  a\n <b>b</b></pre>"),
        ("<pre>&#10;&#10;a</pre>", "<pre>a</pre>"),
        ("<pre>a<div>b</div>c</pre>", "<pre>a\nb\nc</pre>"),
        ("<h2>a<p>b</p>c</h2>", "<h2>a b c</h2>"),
        ("a</br>b", "<p>a<br>b</p>"),
        ("<dl><dt>a<p>b</dl>", "<dl><dt>a b</dt></dl>"),
        ("<dt>a<dd>b<p>c</p></dd>d", "<dl><dt>a</dt><dd>b<p>c</p></dd></dl><p>d</p>"),
        ("<ul>a<p>b</p></ul>", "<ul><li>a<p>b</p></li></ul>"),
        (
            "<figure><figcaption>a<p>b</p></figcaption></figure><figcaption>c</figcaption>",
            "<figure><figcaption>a<p>b</p></figcaption></figure><p>c</p>",
        ),
        (
            "<blockquote>a<footer>b</footer></blockquote><footer>c</footer>",
            "<blockquote><p>a</p><footer>b</footer></blockquote><p>c</p>",
        ),
        (
            "<details>a<summary>b<ul><li>c</ul></summary>d</details>",
            "<details><p>a</p><summary>b c </summary><p>d</p></details>",
        ),
        ("<td>a</td><td>b</td>", "<p>a</p><p>b</p>"),
        ("<ul><li>a</li> <ol><li>b</ol></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<h2>a<ul><li>b</ul>c", "<h2>a</h2><ul><li>b</li></ul><p>c</p>"),
        ("<li>a<hr>b", "<ul><li>a<hr>b</li></ul>"),
        ("<pre>a<hr>b</pre>", "<pre>a</pre><hr><p>b</p>"),
    ],
)
def test_html_is_put_right(source: str, result: str) -> None:
    assert html(source) == result


def test_a_table_is_completed_and_wrapped_for_scrolling() -> None:
    assert html("<table><tr><td style='text-align:right' colspan=2>a<td>b</table>") == (
        '<div class="table-scroll" tabindex="0"><table><tbody><tr>'
        '<td class="align-right" colspan="2">a</td><td>b</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<table>a<tr>b</table>", "<tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody>"),
        ("<table><caption>a<p>b</p><table>", "<caption>a b </caption>"),
        ("<table>\xa0<tr> <td>a</table>", "<tbody><tr> <td>a</td></tr></tbody>"),
    ],
)
def test_what_stands_in_no_cell_gets_one(source: str, result: str) -> None:
    assert html(source).partition("<table>")[2].strip().removesuffix("</table></div>") == result


def test_a_table_with_a_caption_is_a_region_of_that_name() -> None:
    assert html('<table><caption>"A" &amp; <i>b</i></caption><tr><th scope=col>a</table>').startswith(
        '<div class="table-scroll" role="region" aria-label="&quot;A&quot; &amp; b" tabindex="0"><table><caption>'
    )


def test_of_a_whole_document_only_the_body_is_kept() -> None:
    source = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Title</title><style>a</style>"
        "<script>b</script><link rel=stylesheet href=c></head><body class=d><h1>Headline</h1><p>Text.</body></html>"
    )
    assert html(source) == "<h2>Headline</h2><p>Text.</p>"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("a <b", "<p>a &lt;b</p>"),
        ("a <a href='/b>c</a> d", "<p>a &lt;a href='/b&gt;c&lt;/a&gt; d</p>"),
        ("a <!-- b <b>c</b>", "<p>a &lt;!-- b &lt;b&gt;c&lt;/b&gt;</p>"),
        ("a <script>b", "<p>a b</p>"),
        ("1 < 2 <3 > 2", "<p>1 &lt; 2 &lt;3 &gt; 2</p>"),
    ],
)
def test_what_never_ends_is_shown_and_not_lost(source: str, result: str) -> None:
    assert html(source) == result


def test_overrides_and_controls_are_removed_however_they_are_written() -> None:
    assert html("<p>a\u202eb&#x202e;c&#8237;d\x00e&#1;f\x0cg&#x80;h\r\ni\rj</p>") == "<p>abcdefg€h\ni\nj</p>"
    assert html('<p><abbr title="a&#x202e;b">c</abbr></p>') == '<p><abbr title="ab">c</abbr></p>'


def test_marks_isolates_and_joiners_that_scripts_need_are_kept() -> None:
    source = "<p>می\u200cشود \u2067a\u2069 \u200f👩\u200d🚒</p>"
    assert html(source) == source


def test_long_texts_with_many_references_come_out_whole() -> None:
    text = "AT&amp;T &nbsp; " * 5000
    assert html(f"<p>{text}x</p>") == f"<p>{text}x</p>"
    assert from_markdown("AT&T " * 5000).html == f"<p>{'AT&amp;T ' * 4999}AT&amp;T</p>\n"


def test_overlong_attributes_are_cut_or_removed() -> None:
    assert html(f"<p>a<a href=/{'b' * 5000}>c</a>") == "<p>ac</p>"
    assert f'alt="{"b" * 4096}"' in html(f"<img src=/a alt={'b' * 5000}>")


def test_every_process_writes_the_same_bytes() -> None:
    program = (
        "from broadsheet.article import HtmlBody; from broadsheet.markup import render_body;"
        "print(render_body(HtmlBody(html='<img height=1 width=2 src=/a alt=b lang=en><ol start=2 dir=rtl lang=fa>"
        "<li>a')).html)"
    )
    runs = {subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout for _ in range(4)}
    assert len(runs) == 1


def test_a_template_knows_safe_html_by_its_protocol() -> None:
    safe = from_html("<b>a</b>").html
    assert isinstance(safe, SafeHtml)
    assert safe.__html__() == "<p><b>a</b></p>"
    assert not isinstance(from_html("<b>a</b>").text, SafeHtml)
