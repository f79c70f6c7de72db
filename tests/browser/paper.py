"""Two newspapers made to be hard on their pages: one in English, one in Persian."""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

SAMPLES: Final = Path(__file__).parents[2] / "samples"
HOSTILE: Final = (
    "</title></style></script><script>document.title = 'run'</script>\"'><img src=x onerror=alert(1)>&amp; \u2028"
)
_HARMLESS: Final = HOSTILE.replace("src=x", "src=media/tall.png")
LONG_WORD: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
LONG_TITLE: Final = (
    "The harbour board, after eleven hours and two adjournments, finds that it has no harbour to be the board of"
)
PARAGRAPH: Final = (
    "The tide came in at ten to twelve, and nobody who stood on the quay that night will say that it came in slowly. "
    "The harbour master had his log open; the gulls, he wrote, walked. "
)
PERSIAN: Final = "باد از سوی جنوب می‌آمد و هیچ‌کس روی اسکله باور نمی‌کرد که آب تا این اندازه بالا بیاید. "


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A newspaper: settings (TOML, without its origin), sources and media by key, and which are withdrawn again."""

    settings: str
    sources: Mapping[str, bytes]
    media: Mapping[str, bytes]
    withdrawn: tuple[str, ...]


def picture(width: int, height: int, shade: int) -> bytes:
    """A PNG of one colour."""
    row = b"\0" + bytes((shade, 90, 120)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _image(**fields: Any) -> dict[str, Any]:
    return {"src": "media/wide.png", "alt": "The quay at low tide", "width": 1200, "height": 800, **fields}


_SRCSET: Final = [{"src": f"media/wide-{width}.png", "width": width} for width in (400, 800)]
_AUTHORS: Final = [
    {"name": "Mara Voss", "bio": "Mara Voss has covered the harbour since 2011.", "image": "media/portrait.png"},
    {"name": "لیلا کریمی", "bio": "لیلا کریمی روزنامه‌نگار و مترجم است.", "url": "https://tidewater.example/leila"},
    {"name": LONG_WORD[:150]},
]
_BLOCKS: Final = [
    {"type": "paragraph", "text": PARAGRAPH * 2},
    {"type": "heading", "text": "What the gauge saw", "level": 2},
    {"type": "table", "caption": "Gusts, in knots", "head": ["Hour", "Gust", "Tide"], "rows": [["22:00", "31", "2 m"]]},
    {"type": "quote", "text": "They walked, in a line, uphill.", "cite": "Wilf Tregenza, harbour master"},
    {"type": "heading", "text": "At the foot", "level": 3},
    {"type": "code", "text": f"2026-11-11T02:17:00Z gust=!! {LONG_WORD}", "language": "text"},
    {"type": "list", "items": ["forty-one people,", "*two* crews,", "a `goat`."], "ordered": True},
    {"type": "divider"},
    {**_image(caption="The quay", credit="Ines Calder", srcset=_SRCSET), "type": "image"},
    {"type": "image", "src": "media/portrait.png", "alt": "A buoy", "width": 144, "height": 144},
    {"type": "embed", "url": "https://radar.example/saltholm", "title": "Radar pictures"},
    {"type": "html", "html": "<p id='main'><a href='#main'>Here.</a></p>"},
    {"type": "html", "html": "<details><summary>More</summary><p>The harbour office <del>counts</del>.</p></details>"},
]
_TRANSLATIONS: Final = [
    {"language": language, "url": f"https://tidewater.example/{language}/storm/"}
    for language in ("de", "fr", "fa", "pt-BR", "zh-Hant", "ru", "tr")
]
_CORRECTIONS: Final = [{"at": "2026-11-19T09:00:00Z", "text": "The goat was two goats."}]

_ENGLISH: Final[dict[str, dict[str, Any]]] = {
    "full": {
        "title": "The night of the storm, hour by hour",
        "kicker": "Chronicle",
        "summary": "What the harbour master’s log, a baker, two nurses and a wind gauge remember.",
        "section": "harbour",
        "tags": ["storm", "weather", LONG_WORD[:80]],
        "authors": _AUTHORS,
        "image": _image(caption="The quay, before", credit="Ines Calder", srcset=_SRCSET),
        "corrections": _CORRECTIONS,
        "translations": _TRANSLATIONS,
        "updated_at": "2026-11-20T08:00:00Z",
        "body": _BLOCKS,
    },
    "plain": {"title": "Short", "body": PARAGRAPH, "section": "town"},
    "empty": {"title": "Nothing but a headline", "body": ""},
    "long": {
        "title": f"{LONG_TITLE}, and {LONG_TITLE[:150]}",
        "kicker": "A kicker of a hundred characters, which is more than any kicker should have, and yet it is allowed",
        "summary": "A standfirst. " * 60,
        "section": "town",
        "authors": [{"name": f"Author Number {number}"} for number in range(1, 21)],
        "body": "\n\n".join([PARAGRAPH * 4] * 30),
    },
    "words": {"title": "Nine hundred words", "body": "\n\n".join([PARAGRAPH * 2] * 10), "section": "town"},
    "word": {"title": LONG_WORD[:200], "summary": LONG_WORD, "section": LONG_WORD[:80], "body": LONG_WORD},
    "hostile": {
        "title": f"A title {HOSTILE}",
        "kicker": HOSTILE[:99],
        "summary": HOSTILE,
        "section": "Harbour",
        "authors": [{"name": HOSTILE, "bio": HOSTILE}],
        "image": {"src": "media/tall.png", "alt": HOSTILE, "caption": HOSTILE, "credit": HOSTILE},
        "body": {"html": f"<h2>{_HARMLESS}</h2><p>{_HARMLESS}</p><div onclick=x><p>a<p>b<li>c<table><td>d"},
    },
    "persian": {
        "title": "توفان از بندر گذشت",
        "kicker": "گزارش",
        "summary": PERSIAN,
        "section": "harbour",
        "language": "fa",
        "authors": [{"name": "لیلا کریمی", "bio": PERSIAN}],
        "image": _image(alt="اسکله هنگام جزر", caption="اسکله", credit="Ines Calder"),
        "body": f"{PERSIAN * 3}\n\n## ساعت به ساعت\n\n> {PERSIAN}\n\n- یک\n- دو, see `code` and *English words*[^a]"
        f"\n\n[^a]: {PERSIAN}",
    },
    "mixed": {
        "title": "The word توفان, and the word 嵐, in one (long) headline: \u200f«باد» 12.5",
        "section": "Sea & Shore",
        "authors": [{"name": "森田 葵"}, {"name": "سامر حداد"}],
        "body": f"{PARAGRAPH}\n\n{PERSIAN}\n\n嵐の夜のことを、町の人は長く語りつぐだろう。",
    },
    "moved": {"title": "Moved", "body": PARAGRAPH, "redirect_from": ["/old/path/"], "image": _image(alt="")},
    "gone": {"title": "Gone", "body": "Nobody shall read this."},
}
_PERSIAN: Final[dict[str, dict[str, Any]]] = {
    "one": _ENGLISH["persian"],
    "two": {"title": "The night of the storm", "language": "en", "section": "harbour", "body": PARAGRAPH},
    "three": {"title": "بندر دوباره باز شد", "body": PERSIAN, "section": "شهر", "image": _image(alt="بندر")},
    "gone": {"title": "رفته", "body": "رفته"},
}


def english() -> Paper:
    """The paper from left to right."""
    return _paper(
        'title = "The Tidewater"\ndescription = "News of Saltholm and the sea"\nlanguage = "en-GB"\n'
        '[sections.harbour]\ntitle = "Harbour"\ndescription = "Boats, tides, the quay"\n'
        '[sections.town]\ntitle = "Town"\n[sections.letters]\ntitle = "Letters"\n',
        _ENGLISH,
    )


def tabloid() -> Paper:
    """The same in another theme, with colours and fonts by its settings."""
    plain = english()
    colours = 'accent = "#0d7680"\npaper = "#fff1e5"\nink = "#33302e"\ndark = {paper = "#10131a"}\n'
    return replace(plain, settings=f'theme = "tabloid"\n{plain.settings}[look]\ntext = "old-style"\n{colours}')


def salmon() -> Paper:
    """The paper with nothing of its own but the colour of what it is printed on."""
    plain = english()
    return replace(plain, settings=f'{plain.settings}[look]\npaper = "#fff1e5"\n')


def persian() -> Paper:
    """The paper from right to left."""
    return _paper(
        'title = "روزنامهٔ بندر"\ndescription = "خبرهای بندر و دریا"\nlanguage = "fa"\ntime_zone = "Asia/Tehran"\n'
        'logo = "media/logo.png"\n[sections.harbour]\ntitle = "بندر"\n[sections.town]\ntitle = "شهر"\n',
        _PERSIAN,
    )


def _paper(settings: str, articles: Mapping[str, Mapping[str, Any]]) -> Paper:
    return Paper(
        settings=settings,
        sources={
            source_id: json.dumps(
                {"published_at": f"2026-11-{20 - number:02}T10:00:00Z", "slug": source_id, **fields}
            ).encode()
            for number, (source_id, fields) in enumerate(articles.items())
        },
        media={
            "media/wide.png": picture(1200, 800, 200),
            "media/wide-400.png": picture(400, 267, 200),
            "media/wide-800.png": picture(800, 533, 200),
            "media/tall.png": picture(300, 900, 140),
            "media/portrait.png": picture(144, 144, 80),
            "media/logo.png": picture(400, 100, 30),
        },
        withdrawn=("gone",),
    )
