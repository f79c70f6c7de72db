"""What every page has around its matter: languages, words of the furniture, masthead, navigation, addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.article import Image, Person
from broadsheet.site.dates import Manner, Moment, manner_of
from broadsheet.site.dates import moment as moment_in
from broadsheet.site.feeds import FEEDS, feed_url
from broadsheet.site.languages import Span, span_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, section_title, section_url
from broadsheet.site.urls import absolute_url, safe_url
from broadsheet.site.words import Words, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the navigation, or from an article to its section; `span` is the language of `text`."""

    text: str
    url: str
    span: Span
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page tells feed readers of."""

    url: str
    media_type: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image as a template writes it; `src` is safe and not empty."""

    src: str
    alt: str
    caption: str
    credit: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """An entry as a listing shows it; `span` is its own language, the time is told in the page's."""

    entry: Entry
    span: Span
    published: Moment
    section: Link | None
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The page around its matter.

    `span` is the page's language, `words` its furniture in that language or in English (`words.span` says which),
    `manner` how its readers tell dates.
    `canonical` is "" for a page that no search engine should keep.
    """

    settings: SiteSettings
    title: str
    span: Span
    words: Words
    manner: Manner
    site_span: Span
    site_words: Words
    navigation: tuple[Link, ...]
    description: str = ""
    canonical: str = ""
    feeds: tuple[FeedLink, ...] = ()
    home: bool = False
    refresh_to: str = ""
    head: dict[str, str] = field(default_factory=dict)
    """Open Graph's properties in their order; empty values are left out."""


def frame(  # noqa: PLR0913 - each is one fact about a page, all but two by name
    settings: SiteSettings,
    title: str,
    *,
    language: str | None = None,
    description: str = "",
    url: str = "",
    section: str | None = None,
    feeds_at: str = "/",
    home: bool = False,
    refresh_to: str = "",
    head: dict[str, str] | None = None,
) -> Frame:
    """The frame of a page in `language` (the site's by default) at the percent-encoded path `url`.

    It tells of the feeds beside the page at `feeds_at` if it has an address of its own.
    """
    site_span = span_of(settings.language)
    span = span_of(language) if language else site_span
    return Frame(
        settings=settings,
        title=title,
        span=span,
        words=words_for(span.lang),
        manner=manner_of(span.lang, settings.language),
        site_span=site_span,
        site_words=words_for(site_span.lang),
        navigation=tuple(_navigation(settings, site_span, current=section)),
        description=description,
        canonical=absolute_url(url, base_url=settings.base_url),
        feeds=tuple(_feeds(feeds_at, settings)) if url and not refresh_to else (),
        home=home,
        refresh_to=refresh_to,
        head={name: text for name, text in (head or {}).items() if text},
    )


def _feeds(address: str, settings: SiteSettings) -> Iterable[FeedLink]:
    for kind in FEEDS:
        url = absolute_url(feed_url(kind, address), base_url=settings.base_url)
        yield FeedLink(url=url, media_type=kind.media_type, title=f"{settings.title} ({kind.title})")


def _navigation(settings: SiteSettings, span: Span, *, current: str | None) -> Iterable[Link]:
    for slug, section in settings.sections_by_slug.items():
        yield Link(text=section.title, url=section_url(slug), span=span, current=slug == current)


def section_link(section: str | None, *, span: Span, settings: SiteSettings) -> Link | None:
    """The link to a section; a name that the settings don't declare is in the article's own language, `span`."""
    if not section:
        return None
    title = section_title(section, settings)
    declared = title != section or section in settings.sections
    return Link(text=title, url=section_url(section), span=span_of(settings.language) if declared else span)


def picture_of(image: Image | None) -> Picture | None:
    """The image for a template; None where there is none that may be shown."""
    if image is None or not (src := safe_url(image.src)):
        return None
    return Picture(
        src=src,
        alt=image.alt,
        caption=image.caption,
        credit=image.credit,
        width=image.width,
        height=image.height,
    )


def portrait_of(person: Person) -> Picture | None:
    """An author's picture; it says nothing that the name beside it doesn't."""
    if not (src := safe_url(person.image)):
        return None
    return Picture(src=src, alt="", caption="", credit="", width=None, height=None)


def teaser_of(entry: Entry, *, page: Span, settings: SiteSettings) -> Teaser:
    """The entry for a listing on a page whose language is `page`."""
    span = span_of(entry.language or settings.language)
    return Teaser(
        entry=entry,
        span=span,
        published=moment_in(entry.published_at, language=page.lang, fallback=settings.language, zone=settings.zone),
        section=section_link(entry.section, span=span, settings=settings),
        picture=picture_of(entry.image),
    )
