from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.article import Image
from broadsheet.site.home import home_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.recent import recent_index
from broadsheet.site.section import section_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, entry_of
from broadsheet.site.urls import has_safe_scheme, safe_url
from tests.site.newsdesk import entry, found, meta, node, parsed, story, text_of, with_class

PIECES = [
    *("<", ">", "&", '"', "'", "`", "/", "\\", "=", " ", "--", "]]>", "<!--", "&lt;", "&#60;", "%s", "{0}", "a"),
    *("</script>", "<script>", "</title>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% raw %}", "javascript:"),
    *("\u200f", "סערה", "ي", "\U0001d4b3"),
]
SCHEMES = ["http:", "https:", "//", "java\tscript:", "data:", "media/", "\n", "\x00", "\u00a0"]
UNSAFE = [
    *("javascript:alert(1)", "java\nscript:alert(1)", " javascript:x", "data:text/html,x"),
    *("//evil.example/", "/\\evil.example", "https:///x"),
]
hostile = st.lists(st.sampled_from(PIECES), max_size=12).map(
    lambda pieces: " ".join(("x" + "".join(pieces) + "x").split())
)


def written(text: str) -> tuple[SiteSettings, dict[str, Any]]:
    """Settings and an article, with a text wherever one may stand."""
    site = SiteSettings.model_validate(
        {
            "title": text,
            "description": text,
            "base_url": "https://tidewater.example",
            "sections": {text[:80].strip(): {"title": text, "description": text}},
        },
    )
    fields = {
        "title": text,
        "kicker": text[:100].strip(),
        "summary": text,
        "section": text[:80].strip(),
        "tags": [text[:80].strip()],
        "authors": [{"name": text, "bio": text, "url": "https://a.example/?a=1&b='2'", "image": "/a.jpg?a&b"}],
        "image": {"src": "/b.jpg?a&b='c'", "alt": text, "caption": text, "credit": text},
        "corrections": [{"at": "2026-11-20T12:00:00Z", "text": text}],
    }
    return site, fields


def skeleton(output: Output) -> list[tuple[str, list[str]]]:
    """The elements of a page and the names of their attributes."""
    return [(str(element.tag), sorted(element.keys())) for element in parsed(output).iter()]


def listed(site: SiteSettings, fields: dict[str, Any]) -> list[Entry]:
    """Two entries that say the text wherever an entry says something."""
    return [entry_of(story(settings=site, **fields), site), entry(title=fields["title"], excerpt=fields["title"])]


@settings(deadline=None, max_examples=60)
@given(hostile)
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    for render in (article, home, section):
        assert skeleton(render(*written(text))) == skeleton(render(*written("plain")))


def article(site: SiteSettings, fields: dict[str, Any]) -> Output:
    """The article page, its recent block filled."""
    return article_page(story(settings=site, **fields), listed(site, fields), site)


def home(site: SiteSettings, fields: dict[str, Any]) -> Output:
    """The front page."""
    return home_page(listed(site, fields), site)


def section(site: SiteSettings, fields: dict[str, Any]) -> Output:
    """The section's page."""
    return section_page(fields["section"], listed(site, fields), site)


@settings(deadline=None, max_examples=60)
@given(hostile)
def test_readers_and_machines_get_the_text_as_it_was_written(text: str) -> None:
    site, fields = written(text)
    tree = parsed(article(site, fields))

    assert text_of(found(tree, ".//article/header/h1")) == text
    assert text_of(next(with_class(tree, "name"))) == text
    assert found(next(with_class(tree, "lead-image")), "img").get("alt") == text
    assert found(next(with_class(tree, "lead-image")), "img").get("src") == "/b.jpg?a&b='c'"
    assert meta(tree, "og:title") == text
    assert node(tree, "NewsArticle")["headline"] == text
    assert node(tree, "NewsMediaOrganization")["name"] == text


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "\u2028", "\u2029"]), max_size=12).map("".join))
def test_json_in_a_page_holds_nothing_that_html_or_a_script_minds(text: str) -> None:
    told = story()
    body = article_page(told, [], SiteSettings.model_construct(title=text, language="en")).body.decode()
    script = body.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    assert not set("<>&\u2028\u2029") & set(script)


@given(st.lists(st.sampled_from([*PIECES, *SCHEMES]), max_size=6).map("".join))
def test_an_address_is_http_or_a_path_of_the_site_or_nothing(url: str) -> None:
    safe = safe_url(url)

    assert (
        safe == ""
        or safe.lower().startswith(("http://", "https://"))
        or (safe[0] == "/" and safe[1:2] not in {"/", "\\"})
    )


def test_an_unsafe_address_that_passed_the_model_is_not_written() -> None:
    for url in UNSAFE:
        assert not has_safe_scheme(url)

    told = entry(
        image=Image.model_construct(src="javascript:alert(1)", alt="", caption="", credit="", width=None, height=None)
    )

    assert not list(parsed(home_page([told], SiteSettings())).iter("img"))


def test_the_recent_index_is_json_whatever_a_title_says() -> None:
    output = recent_index([entry(title='"</script>\u2028\\')], SiteSettings())

    assert b'"title": "\\"</script>\xe2\x80\xa8\\\\"' in output.body
