"""What must be there in the end, said as simply as possible: read everything, work it out one after the other.

It shares the parser and the renderers with the product, and nothing of how that goes about its work: no rounds, no
leases, no conditions. Who came first to a contested address is given, since that is history.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from broadsheet.article import ArticleId, Slug, slugify
from broadsheet.formats import read_article
from broadsheet.markup import SafeHtml, render_body
from broadsheet.site.assets import asset_outputs
from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.media import SITE_WIDE, media_copy, media_key, with_own_media
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.standing import standing_outputs
from broadsheet.site.story import Entry, Story, address_of, entry_of, page_key
from broadsheet.stores.receipts import Verdict
from tests.simulation.addresses import address_at
from tests.simulation.oracle_listings import SIMULATED, Limits, Shown, listing_outputs
from tests.simulation.versions import (
    Version,
    article_of,
    authors_of,
    gone_of,
    media_named_in,
    moments_of,
    settings_of,
    text_changed_at,
    verdict_of,
    withdrawal_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What must have become of one article.

    `verdict` is the newest version's, `standing` that of the newest version that isn't refused: it decides. `due_at` is
    when time alone changes something. `media` are those of which it has copies, `awaited` those of the version that is
    held, and of the versions that are refused without them. `gone` is since when it is withdrawn, and from which
    section. One that stays as it was has the entry that it had: one of `entries`, by any settings that ever held; none
    of them is known when its version is removed for good.
    """

    verdict: Verdict
    standing: Verdict
    deciding: str | None = None
    story: Story | None = None
    entry: Entry | None = None
    withdrawal: Withdrawal | None = None
    gone: tuple[datetime, str | None] | None = None
    due_at: datetime | None = None
    media: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()
    stays: bool = False
    featured: bool = False
    entries: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The whole state that must be reached. `staying` are the keys of what is as it was, and whose it is."""

    settings: SiteSettings
    fates: Mapping[str, Fate]
    pages: Mapping[str, Output]
    staying: Mapping[str, str]
    ever: Sequence[SiteSettings]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What doesn't follow from the sources: who came first.

    `claims` are ids by address. `shown` are, by id, a version that is shown already, and where: it stays there if
    others are where new settings would move it, and it stays as it is when media of it are deleted. `copies` are those
    that articles have, by key. `settings` are all that ever held, one of which gave an article its place. `entries` are
    those of what is shown, and `featured` the ids of those that say that they are to stay on top.
    """

    claims: Mapping[str, str]
    shown: Mapping[str, tuple[str, str]]
    copies: Mapping[str, bytes]
    entries: Mapping[str, Entry] = field(default_factory=dict)
    featured: AbstractSet[str] = frozenset()
    settings: Sequence[SiteSettings] = ()


def truth(  # noqa: PLR0913  # all that a site depends on
    sources: Mapping[str, Sequence[Version]],
    ever: Mapping[str, Sequence[Version]],
    settings_versions: Sequence[Version],
    *,
    inbox: Mapping[str, bytes],
    history: History,
    now: datetime,
    limits: Limits = SIMULATED,
) -> Truth:
    """The state that follows from the sources (by id, oldest version first), the settings, and what is history.

    `ever` are all versions that there ever were, those that have been removed for good included. `inbox` are the media.
    """
    claims = history.claims
    settings = settings_of(settings_versions)
    history = replace(
        history, settings=[settings_of(settings_versions[:end]) for end in range(len(settings_versions) + 1)]
    )
    fates = {
        source_id: _fate(
            source_id, versions, ever=ever[source_id], settings=settings, inbox=inbox, history=history, now=now
        )
        for source_id, versions in sources.items()
    }
    entries = sorted(
        (fate.entry for fate in fates.values() if fate.entry), key=lambda each: (each.published_at, each.id)
    )
    outputs = [*asset_outputs(settings), *standing_outputs(settings)]
    if settings.logo_path is not None and settings.logo_path in inbox:
        outputs.append(media_copy(settings.logo_path, SITE_WIDE, inbox[settings.logo_path]))
    staying: dict[str, str] = {}
    for source_id, fate in fates.items():
        for path in sorted(fate.media):
            copy = history.copies.get(media_key(path, source_id), b"")
            body = copy if fate.stays else inbox.get(path) or copy
            outputs.append(media_copy(path, source_id, body))
        addresses = [address for address, owner in claims.items() if owner == source_id]
        if fate.story is not None:
            place = entries.index(fate.entry)  # type: ignore[arg-type]  # a story has an entry
            outputs.append(article_page(fate.story, entries[max(place - 6, 0) : place][::-1], settings))
            outputs += [
                redirect_page(address, fate.story.address, settings)
                for address in addresses
                if address != fate.story.address
            ]
        elif fate.stays:
            staying |= {page_key(address): source_id for address in addresses}
        elif addresses:
            outputs += [gone_page(address, settings, fate.withdrawal) for address in addresses]
    gone = [fate.gone for fate in fates.values() if fate.gone]
    shown = [Shown(fate.entry, featured=fate.featured) for fate in fates.values() if fate.entry]
    wanted = entries if settings.feeds.content == "full" else ()
    texts = {entry.id: _whole(entry, fates[entry.id], sources[entry.id]) for entry in wanted}
    outputs += listing_outputs(shown, gone, texts, settings, now=now, limits=limits)
    return Truth(
        settings=settings,
        fates=fates,
        pages={output.key: output for output in outputs},
        staying=staying,
        ever=history.settings,
    )


def _fate(  # noqa: PLR0913  # all that a fate depends on
    source_id: str,
    versions: Sequence[Version],
    *,
    ever: Sequence[Version],
    settings: SiteSettings,
    inbox: Mapping[str, bytes],
    history: History,
    now: datetime,
) -> Fate:
    """The newest version that isn't refused decides; one that asks for an address of another's is refused.

    So is one whose media aren't all there. But of what is shown already, the editor is told so, and it stays. What has
    no version any more is withdrawn.
    """
    if not versions:
        return Fate(verdict=Verdict.WITHDRAWN, standing=Verdict.WITHDRAWN, withdrawal=Withdrawal())
    verdicts: list[Verdict] = []
    moments: list[datetime] = []
    awaited: set[str] = set()
    stays = source_id in history.shown
    once_shown = source_id in history.claims.values()
    for version in reversed(versions):
        moments += moments_of(source_id, version, settings)
        verdict, story = verdict_of(source_id, version, settings, now), None
        media = (
            media_named_in(source_id, version, settings) if verdict in {Verdict.PUBLISHED, Verdict.SCHEDULED} else set()
        )
        missing = media - inbox.keys()
        shown = history.shown.get(source_id, ("", ""))[0] == version.name and verdict is Verdict.PUBLISHED
        kept = shown and all(media_key(path, source_id) in history.copies for path in missing)
        if verdict is Verdict.SCHEDULED or (missing and not kept):
            awaited |= media
        if missing and not kept:
            verdicts.append(Verdict.REJECTED)
            stays = stays and history.shown[source_id][0] != version.name
            continue
        if verdict is Verdict.PUBLISHED:
            changed_at = text_changed_at(source_id, version, ever)
            story = _story(source_id, version, (ever[0].stored_at, changed_at), settings, history)
            verdict = verdict if story else Verdict.REJECTED
            awaited |= set() if story else media
        verdicts.append(Verdict.REJECTED if missing else verdict)
        if verdict is not Verdict.REJECTED:
            entry = entry_of(story, settings) if story else None
            withdrawal = withdrawal_of(source_id, version, settings) if verdict is Verdict.WITHDRAWN else None
            return Fate(
                verdict=verdicts[0],
                standing=verdict,
                deciding=version.name,
                story=story,
                entry=entry,
                featured=story is not None and story.article.featured,
                withdrawal=withdrawal,
                gone=gone_of(source_id, version, settings) if verdict is Verdict.WITHDRAWN and once_shown else None,
                due_at=min((moment for moment in moments if moment > now), default=None),
                media=frozenset(media if story else ()),
                awaited=frozenset(awaited),
            )
    return Fate(
        verdict=Verdict.REJECTED,
        standing=Verdict.REJECTED,
        deciding=history.shown[source_id][0] if stays else None,
        entry=history.entries[source_id] if stays else None,
        entries=_entries(source_id, history.shown[source_id][0], ever, history) if stays else (),
        stays=stays,
        media=_copied(source_id, history.shown[source_id][0], ever, history) if stays else frozenset(),
        featured=stays and source_id in history.featured,
        due_at=min((moment for moment in moments if moment > now), default=None),
        awaited=frozenset(awaited),
    )


def _copied(source_id: str, shown: str, ever: Sequence[Version], history: History) -> frozenset[str]:
    """The media of which a version has copies that stays as it was."""
    versions = [each for each in ever if each.name == shown]
    named = (media_named_in(source_id, each, settings) for each in versions for settings in history.settings)
    return frozenset().union(*named)


def _entries(source_id: str, shown: str, ever: Sequence[Version], history: History) -> list[Entry]:
    """How listings may tell of a version, by whichever settings gave it its place."""
    version = next((each for each in ever if each.name == shown), None)
    if version is None:
        return []
    moments = (ever[0].stored_at, text_changed_at(source_id, version, ever))
    readable = [each for each in history.settings if article_of(source_id, version, each)]
    stories = [(_story(source_id, version, moments, each, history), each) for each in readable]
    return [entry_of(story, settings) for story, settings in stories if story]


def _whole(entry: Entry, fate: Fate, versions: Sequence[Version]) -> SafeHtml:
    """The whole text of an article, as its page has it."""
    if fate.story is not None:
        return fate.story.body.html
    [data] = [version.data for version in versions if version.name == fate.deciding]
    article = read_article(data or b"", article_id=entry.id)
    _, _, body = with_own_media(article, (), render_body(article.body), entry.id)
    return body.html


def _story(
    source_id: str,
    version: Version,
    moments: tuple[datetime, datetime | None],
    settings: SiteSettings,
    history: History,
) -> Story | None:
    """The story at the address that is the article's own; None if another has what it insists on.

    `moments` are when the first version was stored, and when the text was last changed.
    """
    article = article_of(source_id, version, settings)
    assert article is not None
    first_stored_at, changed_at = moments
    published_at = article.published_at or first_stored_at
    told = [article.updated_at or changed_at, *(one.at for one in article.corrections)]
    modified = [at for at in told if at is not None and at > published_at]
    wanted = article.slug or slugify(article.title, fallback=source_id)
    slugs = [wanted] if article.slug else [wanted, f"{wanted}-{sha256(source_id.encode()).hexdigest()[:6]}"]
    if any(history.claims.get(address_at(path)) != source_id for path in article.redirect_from):
        return None
    addresses = [address_of(article, ArticleId(source_id), published_at, settings, Slug(slug)) for slug in slugs]
    shown, place = history.shown.get(source_id, ("", ""))
    if shown == version.name:
        addresses += [
            place
            for each in history.settings
            for slug in slugs
            if address_of(article, ArticleId(source_id), published_at, each, Slug(slug)) == place
        ]
    for address in addresses:
        if history.claims.get(address) == source_id:
            article, authors, body = with_own_media(
                article, authors_of(article, settings), render_body(article.body), source_id
            )
            return Story(
                source_version=version.name,
                article=article,
                id=ArticleId(source_id),
                published_at=published_at,
                updated_at=max(modified, default=article.updated_at),
                address=address,
                authors=authors,
                body=body,
            )
    return None
