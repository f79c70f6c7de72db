"""How media are called, and which there may be."""

import pytest

from broadsheet.article.media import address_suffix, checked_media_path, content_type_of, media_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("media/storm.jpg", "media/storm.jpg"),
        ("/media/storm.jpg", "media/storm.jpg"),
        ("/media/2026/my%20boat.JPG?v=2#top", "media/2026/my boat.JPG"),
        ("media/%D8%B7%D9%88%D9%81%D8%A7%D9%86.png", "media/طوفان.png"),
        ("media/cafe%CC%81.png", "media/café.png"),
        ("/media/100%25.png", "media/100%.png"),
        ("/media/می\u200cروم.png", "media/می\u200cروم.png"),
    ],
)
def test_an_address_of_this_site_names_a_medium(address: str, path: str) -> None:
    assert media_path(address) == path


@pytest.mark.parametrize(
    "address", ["https://example.org/media/a.jpg", "/2026/11/media/a.jpg", "/mediate/a.jpg", "/about/", "mailto:a@b.c"]
)
def test_other_addresses_name_none(address: str) -> None:
    assert media_path(address) is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/media/", "empty name"),
        ("/media//a.jpg", "empty name"),
        ("media/a/", "empty name"),
        ("/media/../site.toml", '".."'),
        ("/media/%2e%2e/site.toml", '".."'),
        ("/media/./a.jpg", '".."'),
        ("/media/a%00.jpg", "U+0000"),
        ("/media/a%5Cb.jpg", "U+005C"),
        ("/media/%E2%80%AEgpj.exe.jpg", "U+202E"),
        ("/media/a%FF.jpg", "U+FFFD"),
        ("/media/" + "a" * 256, "too long"),
        ("/media/" + "/".join(["a" * 200] * 5), "too long"),
    ],
)
def test_a_path_that_no_medium_may_have_is_told(address: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"right would be") as refused:
        media_path(address)
    assert told in str(refused.value)


def test_a_key_is_checked_as_it_is() -> None:
    assert checked_media_path("media/100%25.png") == "media/100%25.png"
    with pytest.raises(ValueError, match="NFC"):
        checked_media_path("media/cafe\u0301.png")


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("media/a.jpg", "image/jpeg"),
        ("media/a.b/c.JPEG", "image/jpeg"),
        ("media/a.webm", "video/webm"),
        ("media/a.pdf", "application/pdf"),
        ("media/a.svg", None),
        ("media/a.jpg.html", None),
        ("media/a.jpg/b", None),
        ("media/jpg", None),
    ],
)
def test_what_a_medium_is_follows_from_its_extension(path: str, content_type: str | None) -> None:
    assert content_type_of(path) == content_type


def test_query_and_fragment_stay_with_the_address() -> None:
    assert address_suffix("/media/a.pdf?v=1#page=3") == "?v=1#page=3"
    assert address_suffix("/media/a.pdf") == ""
