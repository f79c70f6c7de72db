"""The pages that are measured: one of each kind, and those that are hard to get right."""

from typing import Final

LEFT_TO_RIGHT: Final = {
    "home": "/",
    "section": "/section/harbour/",
    "empty section": "/section/letters/",
    "section that nobody declared": "/section/sea-shore/",
    "tag": "/tag/storm/",
    "author": "/author/mara-voss/",
    "archive": "/archive/",
    "month": "/archive/2026/11/",
    "day": "/archive/2026/11/20/",
    "not found": "/nowhere/",
    "gone": "/2026/11/gone/",
    "article with everything": "/2026/11/full/",
    "article without a picture": "/2026/11/plain/",
    "article without a word": "/2026/11/empty/",
    "long article": "/2026/11/long/",
    "one long word": "/2026/11/word/",
    "hostile article": "/2026/11/hostile/",
    "Persian article": "/2026/11/persian/",
    "mixed article": "/2026/11/mixed/",
}
RIGHT_TO_LEFT: Final = {
    "home": "/",
    "section": "/section/harbour/",
    "archive": "/archive/",
    "month": "/archive/2026/11/",
    "not found": "/nowhere/",
    "gone": "/2026/11/gone/",
    "article": "/2026/11/one/",
    "English article": "/2026/11/two/",
}
IN_ANOTHER_THEME: Final = {"home": "/", "article": "/2026/11/full/", "Persian article": "/2026/11/persian/"}
ON_ANOTHER_PAPER: Final = {"home": "/", "article": "/2026/11/full/"}
PAGES: Final = [
    *(("english", path, name) for name, path in LEFT_TO_RIGHT.items()),
    *(("persian", path, name) for name, path in RIGHT_TO_LEFT.items()),
    *(("tabloid", path, name) for name, path in IN_ANOTHER_THEME.items()),
    *(("salmon", path, name) for name, path in ON_ANOTHER_PAPER.items()),
]
