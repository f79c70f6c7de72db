"""What one version of a source says for itself, by whichever settings hold: its verdict, moments, media, end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.article import Article, Person, Rejected, article_id
from broadsheet.formats import read_article, strict_json
from broadsheet.markup import render_body
from broadsheet.site.gone import Withdrawal
from broadsheet.site.media import media_of
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.stores.receipts import Verdict
from tests.simulation.addresses import address_at, is_the_sites_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a source, as the bucket has it; `data` None is a deletion."""

    name: str
    data: bytes | None
    stored_at: datetime


def is_too_large(data: bytes) -> bool:
    """Whether a source is so large that nobody reads it."""
    return len(data) > strict_json.MAX_SOURCE_BYTES


def settings_of(versions: Sequence[Version]) -> SiteSettings:
    """The newest settings that can be read; a deletion takes back all before it."""
    for version in reversed(versions):
        if version.data is None:
            break
        if settings_verdict(version) is Verdict.PUBLISHED:
            return read_settings(version.data)
    return SiteSettings()


def settings_verdict(version: Version) -> Verdict:
    """What becomes of a site.toml."""
    if version.data is None:
        return Verdict.WITHDRAWN
    if is_too_large(version.data):
        return Verdict.REJECTED
    try:
        read_settings(version.data)
    except Rejected:
        return Verdict.REJECTED
    return Verdict.PUBLISHED


def verdict_of(source_id: str, version: Version, settings: SiteSettings, now: datetime) -> Verdict:
    """What a version asks for, whatever addresses are free."""
    article = article_of(source_id, version, settings)
    if version.data is None:
        return Verdict.WITHDRAWN
    if article is None:
        return Verdict.REJECTED
    if article.status != "published":
        return Verdict(article.status)
    if article.expires_at and article.expires_at <= now:
        return Verdict.WITHDRAWN
    held = any(moment and moment > now for moment in (article.published_at, article.embargo_until))
    return Verdict.SCHEDULED if held else Verdict.PUBLISHED


def verdicts_of(source_id: str, version: Version, settings: SiteSettings, until: datetime) -> set[Verdict]:
    """What a version may have been told at any time from its upload on, whatever addresses were free."""
    article = article_of(source_id, version, settings)
    times = (article.published_at, article.embargo_until, article.expires_at) if article else ()
    moments = [version.stored_at, *(time for time in times if time and version.stored_at < time <= until)]
    return {verdict_of(source_id, version, settings, moment) for moment in moments}


def media_named_in(source_id: str, version: Version, settings: SiteSettings) -> set[str]:
    """The media that a version names."""
    article = article_of(source_id, version, settings)
    if article is None:
        return set()
    return {each.path for each in media_of(article, authors_of(article, settings), render_body(article.body))}


def moments_of(source_id: str, version: Version, settings: SiteSettings) -> list[datetime]:
    """When readers are to see it, and until when, if they are to see it at all."""
    article = article_of(source_id, version, settings)
    if article is None or article.status != "published":
        return []
    return [each for each in (article.published_at, article.embargo_until, article.expires_at) if each]


def withdrawal_of(source_id: str, version: Version, settings: SiteSettings) -> Withdrawal:
    article = article_of(source_id, version, settings)
    if article is None or article.status != "withdrawn":
        return Withdrawal()
    return Withdrawal(reason=article.withdrawal_reason, language=article.language)


def gone_of(source_id: str, version: Version, settings: SiteSettings) -> tuple[datetime, str | None]:
    article = article_of(source_id, version, settings)
    if article is None:
        return version.stored_at, None
    if article.status == "withdrawn" or article.expires_at is None:
        return version.stored_at, article.section
    return max(version.stored_at, article.expires_at), article.section


def text_changed_at(source_id: str, version: Version, ever: Sequence[Version]) -> datetime | None:
    """When the text became what it is in this version: the last of the changes up to it."""
    changed_at = before = None
    for each in ever:
        text = _text(source_id, each)
        if text is not None:
            changed_at = each.stored_at if before is not None and text != before else changed_at
            before = text
        if each.name == version.name:
            break
    return changed_at


def _text(source_id: str, version: Version) -> object:
    if version.data is None:
        return None
    try:
        article = read_article(version.data, article_id=article_id(source_id))
    except (Rejected, ValueError):
        return None
    return (article.title, article.kicker, article.summary, article.body, article.image, article.corrections)


def article_of(source_id: str, version: Version, settings: SiteSettings) -> Article | None:
    if version.data is None:
        return None
    try:
        article = read_article(version.data, article_id=article_id(source_id))
    except (Rejected, ValueError):
        return None
    known = all(not isinstance(author, str) or author in settings.authors for author in article.authors)
    free = not any(is_the_sites_own(address_at(path)) for path in article.redirect_from)
    if not (known and free and _has_changed(article, version.stored_at)):
        return None
    try:
        media_of(article, authors_of(article, settings), render_body(article.body))
    except Rejected:
        return None
    return article


def _has_changed(article: Article, stored_at: datetime) -> bool:
    """Whether all changes that it tells of can have been made, by whichever clock."""
    changes = [article.updated_at or stored_at, *(each.at for each in article.corrections)]
    seen_at = max(stored_at, article.published_at or stored_at, article.embargo_until or stored_at)
    return max(changes) <= seen_at + timedelta(days=1)


def authors_of(article: Article, settings: SiteSettings) -> tuple[Person, ...]:
    return tuple(settings.authors[each] if isinstance(each, str) else each for each in article.authors)
