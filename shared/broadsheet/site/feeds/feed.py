"""What a feed tells, before it is written down in one of the three languages that feed readers speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from broadsheet.article import ArticleId
from broadsheet.markup import SafeHtml
from broadsheet.site.feeds.content import content_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, newest_first, section_title
from broadsheet.site.urls import absolute_url, encoded_path, web_address

EMPTY_SINCE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When an empty feed changed: Atom insists on a time, validators on a plausible one, and the site's bytes depend on no
clock."""
Texts = Mapping[ArticleId, SafeHtml]
"""The bodies of articles, as their pages have them."""
_IDS: Final = UUID("9d1ea0b8-0d0c-5c5e-8d5c-3f3f1b6a7a11")
"""The namespace of the ids of a site that has no origin (RFC 9562, section 6.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A language of feeds: its own name, that of its files, and its media type."""

    title: str
    name: str
    media_type: str


ATOM: Final = Kind(title="Atom", name="feed.atom", media_type="application/atom+xml")
RSS: Final = Kind(title="RSS", name="feed.rss", media_type="application/rss+xml")
JSON: Final = Kind(title="JSON Feed", name="feed.json", media_type="application/feed+json")
FEEDS: Final = (ATOM, RSS, JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What feeds tell besides the entries of their listing.

    `texts` are the bodies of the articles that are to be there as a whole. `gone_at` is when an article was last
    withdrawn from the listing.
    """

    texts: Texts = field(default_factory=dict)
    gone_at: datetime | None = None


NOTHING_BESIDES: Final = Supplement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article in a feed. `id` stays when its address changes, `html` is its content, addresses are absolute.

    `whole` says whether the content is the article itself.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    whole: bool
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    section: str
    language: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A listing for feed readers; its page and its files are at `address` ("/" or "/section/city/"), not encoded."""

    id: str
    title: str
    description: str
    language: str
    publisher: str
    address: str
    base_url: str
    hub: str
    picture: str
    updated_at: datetime
    items: tuple[Item, ...]

    @property
    def home(self) -> str:
        """The address of the page that shows the same to people."""
        return absolute_url(encoded_path(self.address), base_url=self.base_url)

    def url(self, kind: Kind) -> str:
        """The address of the feed itself."""
        return absolute_url(feed_url(kind, self.address), base_url=self.base_url)


def feed_url(kind: Kind, address: str = "/") -> str:
    """The root-relative, percent-encoded address of the feed beside the page at `address`, which is not encoded."""
    return encoded_path(address + kind.name)


def feed_keys(address: str) -> list[str]:
    """The keys of the feeds beside the page at `address`."""
    return [(address + kind.name).lstrip("/") for kind in FEEDS]


def feed_of(  # noqa: PLR0913  # each is one fact about a listing
    entries: Sequence[Entry],
    settings: SiteSettings,
    *,
    address: str,
    title: str,
    description: str,
    besides: Supplement = NOTHING_BESIDES,
) -> Feed:
    """The feed of the newest entries, as many as the settings say.

    It has changed when the last of them has, or when one was withdrawn. Of an article whose text isn't there it has
    the summary.
    """
    newest = newest_first(entries, settings.feeds.entries)
    items = tuple(_item(entry, settings, besides.texts.get(entry.id)) for entry in newest)
    gone = [besides.gone_at.astimezone(UTC)] if besides.gone_at else []
    return Feed(
        id=_id(address, settings),
        title=title,
        description=description or title,
        language=settings.language,
        publisher=settings.title,
        address=address,
        base_url=settings.base_url,
        hub=settings.websub.hub,
        picture=web_address(settings.logo_address, base_url=settings.base_url),
        updated_at=max([item.updated_at for item in items] + gone, default=EMPTY_SINCE),
        items=items,
    )


def _item(entry: Entry, settings: SiteSettings, text: SafeHtml | None) -> Item:
    touched = (entry.published_at, entry.updated_at)
    return Item(
        id=_id(f"article/{entry.id}", settings),
        url=absolute_url(entry.url, base_url=settings.base_url),
        title=entry.title,
        summary=entry.gist,
        html=content_of(entry, settings, text),
        whole=text is not None,
        published_at=entry.published_at.astimezone(UTC),
        updated_at=max(time.astimezone(UTC) for time in touched if time),
        authors=entry.authors,
        section=section_title(entry.section, settings) if entry.section else "",
        language=entry.language or settings.language,
        image=absolute_url(entry.image.src, base_url=settings.base_url) if entry.image else "",
    )


def _id(name: str, settings: SiteSettings) -> str:
    """A tag URI (RFC 4151) under the site's origin, or without one a UUID: as lasting as the name."""
    host = urlsplit(settings.base_url).hostname
    if not host:
        return uuid5(_IDS, name).urn
    return f"tag:{host},2026:{encoded_path(name.strip('/') or 'site')}"
