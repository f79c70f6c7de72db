"""The whole texts of articles for feeds, read from the sources that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from broadsheet.article import ArticleId, Rejected
from broadsheet.formats import read_article
from broadsheet.markup import SafeHtml, render_body
from broadsheet.site.feeds import Texts
from broadsheet.site.media import with_own_media
from broadsheet.site.story import Entry
from broadsheet.stores.inbox import Inbox, article_key

LONGEST_BYTES: Final = 64 * 1024
"""Of HTML in UTF-8; of an article that has more, feeds hold the summary. That is some 10,000 words."""
_MOST_KEPT: Final = 256


@dataclass(slots=True)
class TextCache:
    """Texts by article and version: a version never changes, so what was read once is as it was."""

    _kept: dict[tuple[ArticleId, str], SafeHtml | None] = field(default_factory=dict)

    def texts_of(self, entries: Sequence[Entry], inbox: Inbox) -> Texts:
        """The texts of those entries that name a version of their source, and of which it can be had."""
        found = {entry.id: self._text(entry, inbox) for entry in entries if entry.source_version}
        return {article_id: text for article_id, text in found.items() if text is not None}

    def _text(self, entry: Entry, inbox: Inbox) -> SafeHtml | None:
        key = (entry.id, entry.source_version)
        if key in self._kept:
            return self._kept[key]
        source = inbox.read(article_key(entry.id), version=entry.source_version)
        if source is None or source.data is None:
            return None
        text = _read(source.data, entry.id)
        while len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = text
        return text


def _read(data: bytes, article_id: ArticleId) -> SafeHtml | None:
    """The body as the page has it, naming the article's own media; None if it is too long for feeds."""
    try:
        article = read_article(data, article_id=article_id)
        body = render_body(article.body)
    except Rejected:
        return None
    _, _, body = with_own_media(article, (), body, article_id)
    return body.html if len(body.html.encode()) <= LONGEST_BYTES else None
