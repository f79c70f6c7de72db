"""The plain text of a body, and excerpts of it."""

import re
import unicodedata
from typing import Final

from broadsheet.article.isolates import paired
from broadsheet.markup.characters import decoded

_LEFT_OUT: Final = re.compile(r"<(h[2-6]|pre|figure|table|footer)\b[^>]*+>.*?</\1>", re.DOTALL)
_NOTE_NUMBER: Final = re.compile(r'<sup(?: [^>]*+)?><a (?:[^>]*? )?href="#[^>]*+>[^<]*+</a></sup>')
_BLOCK_ENDS: Final = ("</p>", "</li>", "</dt>", "</dd>", "</summary>", "<br>")
_TAG: Final = re.compile(r"<[^>]*+>")

_ELLIPSIS: Final = "…"
_TRAILING: Final = " \t\n,;:.-–—·،؛۔、。・([{“‘«‹„‚「『（【《〈¿¡"  # noqa: RUF001  # of several scripts
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef"
    "\U00020000-\U0003ffff]"
)
_ZERO_WIDTH_JOINER: Final = "\u200d"
_EXTENDING: Final = re.compile("[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_PRECEDING_VOWEL: Final = re.compile("[\u0e40-\u0e44\u0ec0-\u0ec4]")  # Thai and Lao write these before their consonant
_REGIONAL: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_JAMO: Final = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")


def plain_text(html: str) -> str:
    """Return the running text of sanitised HTML: without headings, code, figures, tables, attributions, notes' numbers.

    Blocks are parted by one space; white space is folded.
    """
    text = _LEFT_OUT.sub(" ", html)
    if 'href="#' in text:
        text = _NOTE_NUMBER.sub("", text)
    for end in _BLOCK_ENDS:
        text = text.replace(end, " ")
    text = _TAG.sub("", text)
    if "&" in text:
        text = decoded(text.replace("&nbsp;", " "))
    text = text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")
    while "  " in text:  # some passes over long runs at most; a split into words takes ten times as long
        text = text.replace("  ", " ")
    return text.strip()


def excerpt(text: str, limit: int = 100) -> str:
    """Return the text if it has at most `limit` characters; otherwise its beginning and "…", as long together at most.

    It is cut between words. Text in a script that does not part words (Chinese, Thai, …), and a single word that is too
    long, are cut between characters as readers see them (grapheme clusters, Unicode Standard Annex 29, approximately).
    Isolates (Unicode Standard Annex 9) that the cut leaves open are closed, and those characters are not counted.
    """
    return paired(_beginning(text.strip(), limit))


def _beginning(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = limit - len(_ELLIPSIS)
    for cut in range(end, 0, -1):
        if text[cut].isspace() or (
            (_UNSPACED.match(text[cut]) or _UNSPACED.match(text[cut - 1])) and not _joined(text, cut)
        ):
            head = text[:cut].rstrip(_TRAILING)
            if head:
                return head + _ELLIPSIS
    cut = end
    while cut > 1 and _joined(text, cut):
        cut -= 1
    return text[: max(cut, 0)] + _ELLIPSIS


def _joined(text: str, cut: int) -> bool:
    """Whether the characters on both sides belong to one grapheme cluster."""
    before, after = text[cut - 1], text[cut]
    if before == _ZERO_WIDTH_JOINER or _PRECEDING_VOWEL.match(before):
        return True
    if _EXTENDING.match(after) or _HANGUL_JAMO.match(after) or unicodedata.category(after).startswith("M"):
        return True
    if _REGIONAL.match(after):
        start = cut
        while start > 0 and _REGIONAL.match(text[start - 1]):
            start -= 1
        return (cut - start) % 2 == 1
    return False
