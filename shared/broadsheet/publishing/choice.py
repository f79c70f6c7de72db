"""The choice: the version of an article that decides, and what follows from it for readers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.publishing.judge import Judgement
from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, Story
from broadsheet.stores.catalog import Gone, Text
from broadsheet.stores.inbox import Media, Source
from broadsheet.stores.receipts import Verdict

Supplies = Mapping[str, Media | None]
"""Media by path, as the inbox has them; None for one that it hasn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The version that decides, and what it asks for.

    With `stays`, no version is acceptable, and what readers see stays as it is. `media` are those of the story.
    `awaited` are those that other versions need: one that is held, and those that are refused for the lack of them.
    """

    verdict: Verdict
    source: Source | None = None
    story: Story | None = None
    text: Text | None = None
    withdrawal: Withdrawal | None = None
    gone: Gone | None = None
    due_at: datetime | None = None
    stays: bool = False
    media: Supplies = field(default_factory=dict)
    awaited: Supplies = field(default_factory=dict)


def pages_of(
    choice: Choice, addresses: Sequence[str], preceding: Sequence[Entry], settings: SiteSettings
) -> Iterator[Output]:
    """A page for every address: the story at its own, redirects to it at the others, or the word that it is gone."""
    story = choice.story
    if story is not None:
        yield article_page(story, preceding, settings)
        for address in addresses:
            if address != story.address:
                yield redirect_page(address, story.address, settings)
    elif not choice.stays:
        for address in addresses:
            yield gone_page(address, settings, choice.withdrawal)


def withdrawal_of(judgement: Judgement) -> Withdrawal | None:
    """What readers are told of a withdrawal; an article that has expired, or whose source is gone, gives no reason."""
    if judgement.verdict is not Verdict.WITHDRAWN:
        return None
    article = judgement.accepted.article if judgement.accepted else None
    if article is None or article.status != "withdrawn":
        return Withdrawal()
    return Withdrawal(reason=article.withdrawal_reason, language=article.language)


def gone_of(source: Source, judgement: Judgement) -> Gone | None:
    """Since when an article is withdrawn by this version, and from which section; None if it isn't.

    A deletion doesn't tell the section, and no version before it is asked: it may be gone as well.
    """
    if judgement.verdict is not Verdict.WITHDRAWN:
        return None
    article = judgement.accepted.article if judgement.accepted else None
    if article is None:
        return Gone(at=source.stored_at)
    expired_at = article.expires_at if article.status == "published" else None
    return Gone(at=max(filter(None, (source.stored_at, expired_at))), section=article.section)
