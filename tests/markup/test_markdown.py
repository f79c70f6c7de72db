import pytest

from tests.markup.forms import from_markdown


def html(source: str) -> str:
    return str(from_markdown(source).html).strip()


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>"),
        ("# a\n\n### b", "<h2>a</h2>\n<h3>b</h3>"),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
        ('[a](https://example.org "b")', '<p><a href="https://example.org" title="b">a</a></p>'),
        ("![a](media/b.jpg)", '<p><img src="/media/b.jpg" alt="a" loading="lazy"></p>'),
        ("[a](javascript:b)", "<p>a</p>"),
        ("a *[](/b)* c", "<p>a  c</p>"),
        (
            "One[^a] two.\n\n[^a]: Said at sea.\n\nEnd.",
            (
                '<p>One<sup id="text-reference-1"><a href="#text-note-1">1</a></sup> two.</p>\n'
                '<p id="text-note-1"><sup><a href="#text-reference-1">1</a></sup> Said at sea.</p>\n<p>End.</p>'
            ),
        ),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("---", "<hr>"),
        ('"a" -- b...', '<p>"a" -- b...</p>'),
        ("a <kbd>b</kbd> <script>c</script>", "<p>a <kbd>b</kbd> </p>"),
        ("<div onclick=a>\n\n*b*\n\n</div>", "<p><em>b</em></p>"),
        ("&nbsp;\n\na", "<p>a</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("", ""),
    ],
)
def test_markdown(source: str, result: str) -> None:
    assert html(source) == result


def test_tables_keep_their_columns_alignment() -> None:
    assert html("| a | b |\n| --- | --: |\n| 1 | 2 |") == (
        '<div class="table-scroll" tabindex="0"><table><thead><tr><th>a</th><th class="align-right">b</th></tr></thead>'
        '<tbody>\n<tr><td>1</td><td class="align-right">2</td></tr>\n</tbody></table></div>'
    )
