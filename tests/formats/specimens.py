"""Articles as JSON, whole and broken, for tests to draw."""

import json
from typing import Any, Final

from hypothesis import strategies as st

JSON_VALUES: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=25,
)

FULL: Final[dict[str, Any]] = {
    "id": "storm",
    "title": "The storm that never came",
    "kicker": "Exclusive",
    "summary": "Harbours closed.\nNothing happened.",
    "withdrawal_reason": "It was wrong.",
    "slug": "the-storm",
    "section": "Weather",
    "tags": ["sea", "wind"],
    "authors": ["mina", {"name": "Mina Rad", "bio": "Writes.", "url": "https://example.org/", "image": "media/m.jpg"}],
    "language": "en-GB",
    "published_at": "2026-11-23T09:30:00Z",
    "updated_at": "2026-11-23T13:00:00+03:30",
    "embargo_until": "2026-11-23T09:00:00Z",
    "expires_at": "2027-11-23T09:00:00Z",
    "status": "published",
    "image": {
        "src": "/media/s.jpg",
        "alt": "A quiet sea",
        "caption": "",
        "credit": "R.",
        "width": 5,
        "height": 4,
        "srcset": [{"src": "media/s-small.jpg", "width": 3}],
    },
    "body": [
        {"type": "paragraph", "text": 'A "quiet" \\ day 🌊'},
        {"type": "heading", "text": "Why", "level": 3},
        {"type": "quote", "text": "Odd", "cite": "A sailor", "url": "/sailors/"},
        {"type": "list", "items": ["one", "two"], "ordered": True},
        {"type": "image", "src": "media/q.jpg", "alt": ""},
        {"type": "code", "text": "wind = 0\n", "language": "python"},
        {"type": "embed", "url": "https://example.org/map"},
        {"type": "divider"},
        {"type": "table", "head": ["day"], "rows": [["Monday"], []]},
        {"type": "html", "html": "<p>So it was."},
    ],
    "corrections": [{"at": "2026-11-24T00:00:00Z", "text": "It was Monday."}],
    "featured": True,
    "redirect_from": ["/2026/old-storm/"],
    "translations": [{"language": "fa", "url": "/2026/11/toofan/"}],
}

_STRANGE: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, 10**90, "", " ", "x", "../x", "\u202e", "a\x00b", "2026-11-23", "javascript:x"),
        *([], {}, [[]], [None], [1], {"type": []}, {"type": "nope"}, {"html": 1}, {"name": ""}, ["x"] * 101),
    ],
)
_KEYS: Final = st.sampled_from(["Title", "titel", "__proto__", "", "~/", "type", "html", "body", "x" * 300])
_SNIPPETS: Final = st.sampled_from(
    [
        *('"', "'", ",", ":", "{", "}", "[", "]", "null", "NaN", "1e400", "-", "01", "\\", "\\u", "\\ud800", "\\x"),
        *("\n", "\r\n", "\t", "\x00", "//", "/*", "#", "\u201c", "\u201d", "\ufeff", "\udce9", "\udcff\udcfe", "🌊"),
        *("True", "=", '"a":1,"a":2', "[[[[", '{"a":', "x y", "9" * 200, "\u00a0"),
    ],
)


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    """An article's object with up to three values replaced, renamed or taken out."""
    article: dict[str, Any] = json.loads(json.dumps(FULL))
    for name in draw(st.lists(st.sampled_from(sorted(FULL)), max_size=8)):
        article.pop(name, None)
    for _ in range(draw(st.integers(0, 3))):
        container: Any = article
        while True:
            places = list(container) if isinstance(container, dict) else list(range(len(container)))
            if not places:
                break
            place = draw(st.sampled_from(places))
            if isinstance(container[place], dict | list) and container[place] and draw(st.booleans()):
                container = container[place]
                continue
            if isinstance(container, dict) and draw(st.booleans()):
                container[draw(_KEYS)] = container.pop(place)
            else:
                container[place] = json.loads(json.dumps(draw(_STRANGE)))
            break
    return article


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """An article's file, as often as not with broken syntax."""
    text = json.dumps(draw(articles()), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2])))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2, 4]))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(_SNIPPETS) + text[start + draw(st.sampled_from([0, 0, 1, 9, 10**9])) :]
    return text.encode(errors="surrogateescape")
