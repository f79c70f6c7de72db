"""What the renderers are told: a story is an article with all that its page needs; an entry is what a listing knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

from broadsheet.article import Article, ArticleId, Correction, Fault, FaultCode, Image, Person, Rejected, Slug, slugify
from broadsheet.markup import RenderedBody, excerpt
from broadsheet.site.contributors import Contributor, contributors_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.urls import encoded_path

EXCERPT_CHARACTERS: Final = 100
MAX_KEY_BYTES: Final = 1024
"""The longest key of an S3 object."""
MAX_PART_BYTES: Final = 255
"""The longest name of a file or folder on the file systems in use."""

RESERVED_PARTS: Final = frozenset(
    {
        "404.html",
        "archive",
        "assets",
        "author",
        "favicon.ico",
        "feed.atom",
        "feed.json",
        "feed.rss",
        "index.html",
        "indexnow.txt",
        "media",
        "news-sitemap.xml",
        "recent.json",
        "robots.txt",
        "section",
        "sitemap.xml",
        "sitemaps",
        "tag",
    }
)
"""First parts of addresses that are the site's own; no article may live there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What listings know of an article.

    `url` is a root-relative path, percent-encoded ("/2026/11/storm/"). `authors` are names. `language` None is the
    site's. `tags` are as the article writes them.
    """

    id: ArticleId
    title: str
    url: str
    excerpt: str
    published_at: datetime
    updated_at: datetime | None
    section: str | None
    language: str | None
    kicker: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    image: Image | None = None
    corrections: tuple[Correction, ...] = ()
    tags: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    source_version: str = ""
    """The version of the source that is shown, where feeds are to hold its whole text."""

    @property
    def gist(self) -> str:
        """What is told of the article in one paragraph: its summary, else how it begins, else its title."""
        return self.summary or self.excerpt or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article that is ready to become a page.

    `address` is root-relative and not encoded ("/2026/11/storm/"). `authors` are resolved: those given by id are
    taken from the settings. `updated_at` is None where nothing was changed since publication. `source_version` is the
    version of the source that it was made of.
    """

    article: Article
    id: ArticleId
    published_at: datetime
    updated_at: datetime | None
    address: str
    authors: tuple[Person, ...]
    body: RenderedBody
    source_version: str = ""


@lru_cache(maxsize=1024)
def section_slug(section: str) -> Slug:
    """The part of an address that a section has: /section/<slug>/."""
    return slugify(section, fallback="section")


def section_url(section: str) -> str:
    """The percent-encoded address of a section's page."""
    return encoded_path(f"/section/{section_slug(section)}/")


def section_title(section: str, settings: SiteSettings) -> str:
    """The section's name for readers: as the settings declare it, else as the article writes it."""
    declared = settings.sections_by_slug.get(section_slug(section))
    return declared.title if declared else section


def is_reserved(address: str) -> bool:
    """Whether an address (root-relative, not encoded) is the site's own: the home page, a listing, a feed, an asset."""
    return address.strip("/").split("/", 1)[0] in RESERVED_PARTS | {""}


def address_of(article: Article, id: ArticleId, published_at: datetime, settings: SiteSettings, slug: Slug) -> str:  # noqa: A002 - the field's own name
    """The article's address by the settings' permalink: root-relative, not encoded, with a slash at both ends.

    Dates are told in the site's time zone. A part that is left empty (a {section} that the article hasn't) is dropped.
    Raises Rejected (code `slug`) for an address that is the site's own or too long for a store to keep.
    """
    day = published_at.astimezone(settings.zone)
    filled = settings.permalink.format(
        year=f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
        slug=slug,
        section=section_slug(article.section) if article.section else "",
        id=id,
    )
    parts = [part for part in filled.split("/") if part]
    address = f"/{'/'.join(parts)}/"
    if is_reserved(address):
        raise _refused(f"The address {address} would be among the site's own pages; give the article another slug.")
    longest = max(len(part.encode()) for part in parts)
    if longest > MAX_PART_BYTES or len(page_key(address).encode()) > MAX_KEY_BYTES:
        limit = f"a part may have {MAX_PART_BYTES} bytes of UTF-8, the whole {MAX_KEY_BYTES}"
        raise _refused(f"The address {address} is too long: {limit}; give the article a shorter slug.")
    return address


def _refused(message: str) -> Rejected:
    return Rejected([Fault(pointer="/slug", message=message, code=FaultCode.SLUG)])


def page_key(address: str) -> str:
    """The key of the page at an address: "/2026/11/storm/" is "2026/11/storm/index.html".

    An address that ends in a file's name ("/2019/storm.html", an old path) is its own key, as web servers have it.
    """
    path = address.lstrip("/")
    folder, _, name = path.rpartition("/")
    if "." in name:
        return path
    return "/".join(part for part in (folder, name, "index.html") if part)


def old_address(path: str) -> str:
    """The address that an old path names: decoded, in Unicode's NFC, with a slash at the end unless it names a file.

    A folder's index.html is the folder: one page has one address, and so one owner.
    """
    decoded = normalize("NFC", unquote(path.partition("?")[0].partition("#")[0]))
    parts = [part for part in decoded.split("/") if part not in {"", ".", ".."}]
    if parts and parts[-1] == "index.html":
        return f"/{'/'.join(parts[:-1])}/".replace("//", "/")
    if not parts or ("." in parts[-1] and not decoded.endswith("/")):
        return "/" + "/".join(parts)
    return f"/{'/'.join(parts)}/"


def url_of(address: str) -> str:
    """The address as it is written into pages, percent-encoded."""
    return encoded_path(address)


def entry_of(story: Story, settings: SiteSettings) -> Entry:
    """What listings will know of the story; its excerpt is cut from the summary, or without one from the body."""
    article = story.article
    words = " ".join((article.summary or story.body.text).split())
    return Entry(
        id=story.id,
        title=article.title,
        url=url_of(story.address),
        excerpt=excerpt(words, EXCERPT_CHARACTERS),
        published_at=story.published_at,
        updated_at=story.updated_at,
        section=article.section,
        language=article.language,
        kicker=article.kicker,
        summary=article.summary,
        authors=tuple(person.name for person in story.authors),
        image=article.image,
        corrections=tuple(article.corrections),
        tags=article.tags,
        contributors=contributors_of(article, story.authors, settings),
        source_version=story.source_version if settings.feeds.content == "full" else "",
    )


def newest_first(entries: Iterable[Entry], limit: int) -> tuple[Entry, ...]:
    """The newest `limit` entries by (published_at, id), the newest first."""
    return tuple(sorted(entries, key=lambda entry: (entry.published_at, entry.id), reverse=True)[:limit])
