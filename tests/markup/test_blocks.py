import pytest

from broadsheet.article import BlocksBody
from tests.markup.forms import faults_of, from_blocks


def html(**block: object) -> str:
    return str(from_blocks(block).html)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a *b* [c](/d) `e`", '<p>a <em>b</em> <a href="/d">c</a> <code>e</code></p>'),
        ("# a", "<p># a</p>"),
        ("a #", "<p>a #</p>"),
        ("C \\##", "<p>C ##</p>"),
        ("- a", "<p>- a</p>"),
        ("1. a", "<p>1. a</p>"),
        ("> a", "<p>&gt; a</p>"),
        ("***", "<p>***</p>"),
        ("    a", "<p>a</p>"),
        ("```\na\n```", "<p><code>a</code></p>"),
        ("a\n===", "<p>a ===</p>"),
        ("|a|\n|-|\n|b|", "<p>|a| |-| |b|</p>"),
        ("[a]: /b", "<p>[a]: /b</p>"),
        ("a\nb", "<p>a b</p>"),
        ("a  \nb", "<p>a<br>b</p>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("a\n \nb", "<p>a</p>\n<p>b</p>"),
        ("a <b>b", "<p>a <b>b</b></p>"),
        ("a</p></blockquote><table><tr><td>b", "<p>a b</p>"),
        ("<script>a</script>", ""),
        (" ", ""),
    ],
)
def test_a_paragraph_is_inline_markdown_only(text: str, result: str) -> None:
    assert html(type="paragraph", text=text) == result


@pytest.mark.parametrize(
    ("block", "result"),
    [
        ({"type": "heading", "text": "a *b*"}, "<h2>a <em>b</em></h2>"),
        ({"type": "heading", "text": "a", "level": 4}, "<h2>a</h2>"),
        ({"type": "quote", "text": "a"}, "<blockquote><p>a</p></blockquote>"),
        (
            {"type": "quote", "text": "a\n\nb", "cite": "C & D", "url": "https://example.org/e"},
            (
                "<blockquote><p>a</p>\n<p>b</p>"
                '<footer><cite><a href="https://example.org/e">C &amp; D</a></cite></footer></blockquote>'
            ),
        ),
        (
            {"type": "quote", "text": "a", "url": "https://www.example.org/e/"},
            (
                '<blockquote><p>a</p><footer><cite><a href="https://www.example.org/e/">example.org/e</a></cite></footer>'
                "</blockquote>"
            ),
        ),
        ({"type": "list", "items": ["a", "*b*"]}, "<ul><li>a</li><li><em>b</em></li></ul>"),
        ({"type": "list", "items": ["a"], "ordered": True}, "<ol><li>a</li></ol>"),
        ({"type": "list", "items": []}, ""),
        (
            {
                "type": "image",
                "src": "media/a.jpg",
                "alt": 'b "c"',
                "caption": "d *e*",
                "credit": "f",
                "width": 4,
                "height": 3,
            },
            (
                '<figure><img src="/media/a.jpg" alt="b &quot;c&quot;" width="4" height="3" loading="lazy">'
                '<figcaption>d *e* <small class="credit">f</small></figcaption></figure>'
            ),
        ),
        ({"type": "image", "src": "/a.jpg", "alt": ""}, '<figure><img src="/a.jpg" alt="" loading="lazy"></figure>'),
        (
            {
                "type": "image",
                "src": "media/a.jpg",
                "alt": "",
                "width": 900,
                "srcset": [
                    {"src": "https://pictures.example/a,b.jpg", "width": 600},
                    {"src": "media/c.jpg", "width": 300},
                ],
            },
            (
                '<figure><img src="/media/a.jpg" alt="" width="900" srcset="/media/c.jpg 300w, '
                'https://pictures.example/a%2Cb.jpg 600w, /media/a.jpg 900w" '
                'sizes="auto, 100vw" loading="lazy"></figure>'
            ),
        ),
        ({"type": "code", "text": "\n*a* <b>\n"}, "<pre><code>\n*a* &lt;b&gt;\n</code></pre>"),
        ({"type": "code", "text": "a", "language": "C++"}, '<pre><code class="language-c++">a</code></pre>'),
        (
            {"type": "embed", "url": "https://video.example.org/a", "title": "B <i>"},
            (
                '<figure class="embed"><a href="https://video.example.org/a">B &lt;i&gt;</a> '
                '<small class="host">video.example.org</small></figure>'
            ),
        ),
        (
            {"type": "embed", "url": "https://video.example.org/a"},
            '<figure class="embed"><a href="https://video.example.org/a">video.example.org/a</a></figure>',
        ),
        ({"type": "divider"}, "<hr>"),
        (
            {"type": "table", "head": ["a", "*b*"], "rows": [["1", "2"], ["3"]], "caption": "c"},
            (
                '<div class="table-scroll" role="region" aria-label="c" tabindex="0"><table><caption>c</caption>'
                '<thead><tr><th scope="col">a</th><th scope="col"><em>b</em></th></tr></thead>'
                "<tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table></div>"
            ),
        ),
        ({"type": "table", "rows": []}, ""),
        ({"type": "html", "html": "<div>a<script>b</script></div>"}, "<p>a</p>"),
    ],
)
def test_blocks(block: dict[str, object], result: str) -> None:
    assert from_blocks(block).html == result


def test_no_block_reaches_into_another() -> None:
    result = from_blocks(
        {"type": "html", "html": "<table><tr><td><b><!-- "},
        {"type": "paragraph", "text": "a </td></tr></table> <i>"},
        {"type": "paragraph", "text": "b"},
    )
    assert str(result.html).endswith("<p>a  </p>\n<p>b</p>")


def test_every_block_that_is_too_deep_is_told() -> None:
    deep: dict[str, object] = {"type": "paragraph", "text": "<b>" * 200 + "a"}
    body = BlocksBody.model_validate(
        {
            "blocks": [
                deep,
                {"type": "divider"},
                {"type": "html", "html": "<div>" * 200},
                {"type": "list", "items": ["<i>" * 200]},
            ]
        }
    )
    assert faults_of(body) == [("/body/0", "too_deep"), ("/body/2", "too_deep"), ("/body/3", "too_deep")]
