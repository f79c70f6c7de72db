import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article.links import image_source, link, old_path


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "HTTPS://Example.org/",
        "/about/",
        "/",
        "https://نمونه.example/صفحه",
        "https://[::1]:8080/",
    ],
)
def test_web_addresses_and_paths_of_the_site_are_links(text: str) -> None:
    assert link(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " https://example.org",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:/example.org",
        "https:example.org",
        "https://",
        "https://.",
        "https://user:pass@example.org/",
        "https://bank.example@evil.example/",
        "https://example.org:port/",
        "https://[::1",
        "https://exa mple.org",
        "https://example.org/\u202egpj",
        'https://example.org/"onload=',
        "mailto:x@example.org",
        "about.html",
        "media/x.jpg",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"right would be|at most"):
        link(text)


def test_an_image_may_lie_under_media() -> None:
    assert image_source("media/2026/storm.jpg") == "media/2026/storm.jpg"
    assert image_source("/media/storm.jpg") == "/media/storm.jpg"


@pytest.mark.parametrize(
    "text",
    ["media/", "media/../site.toml", "media/%2e%2e/x", "media/a%00b", "pictures/x.jpg", "data:image/png;base64,x"],
)
def test_an_image_lies_nowhere_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"right would be"):
        image_source(text)


@pytest.mark.parametrize("text", ["/2019/storm.html", "/گزارش/", "/a%20b/"])
def test_an_old_path_is_absolute(text: str) -> None:
    assert old_path(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "//a",
        "/",
        "https://example.org/a",
        "/a?b",
        "/a#b",
        "/a/../b",
        "/./a",
        "/%2e%2e/b",
        "/a\nb",
        "/a%0ab",
        "/a%5cb",
        "/" + "न" * 400,
    ],
)
def test_an_old_path_is_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"right would be|at most"):
        old_path(text)


@given(st.text(alphabet="/\\:@.%2e\t\n javscript?#[]http", max_size=30))
def test_what_passes_cannot_leave_the_site_by_surprise(text: str) -> None:
    try:
        checked = link(text)
    except ValueError:
        return
    assert checked.lower().startswith(("http://", "https://")) or (
        checked[0] == "/" and checked[1:2] not in {"/", "\\"}
    )
