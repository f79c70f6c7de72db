"""When an article's text was last changed: told by its source's versions, and by nothing else."""

from hashlib import sha256
from itertools import dropwhile
from typing import Final

from broadsheet.article import Article, ArticleId, Rejected
from broadsheet.formats import read_article
from broadsheet.publishing.history import History
from broadsheet.stores.catalog import Text
from broadsheet.stores.inbox import Source

_SUBSTANCE: Final = {"title", "kicker", "summary", "image", "body", "corrections"}
"""What readers would call a change of the article. A new tag, section or slug is none."""


def substance_of(article: Article) -> str:
    """The digest of what makes the article what it is."""
    return sha256(article.model_dump_json(include=_SUBSTANCE).encode()).hexdigest()


def text_of(source: Source, history: History, article_id: ArticleId, known: Text | None) -> Text:
    """The text of one of the versions in `history`, and since when it has been the same.

    `known` is an older one's, which spares going back further. Versions that can't be read never were a text; whether
    one that can be was refused for another reason doesn't count, since that may change.
    """
    text: Text | None = None
    since: list[Source] = []
    for version in dropwhile(lambda each: each.version != source.version, history):
        if known is not None and version.version == known.version:
            text = known
            break
        since.append(version)
    for version in reversed(since):
        substance = _substance_in(version, article_id)
        if substance is None:
            continue
        changed_at = None if text is None else text.changed_at if text.substance == substance else version.stored_at
        text = Text(version=version.version, substance=substance, changed_at=changed_at)
    assert text is not None  # noqa: S101  # the source itself is an article
    return text


def _substance_in(source: Source, article_id: ArticleId) -> str | None:
    if source.data is None:
        return None
    try:
        return substance_of(read_article(source.data, article_id=article_id))
    except Rejected:
        return None
