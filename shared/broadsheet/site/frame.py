"""What every page has around its matter: languages, words of the furniture, masthead, navigation, addresses."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.article import Image, Person
from broadsheet.markup import srcset_of, with_addresses
from broadsheet.site.dates import Manner, Moment, manner_of
from broadsheet.site.dates import moment as day_and_time
from broadsheet.site.feeds import FEEDS, feed_url
from broadsheet.site.languages import Span, social_locale, span_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, section_title, section_url
from broadsheet.site.urls import absolute_url, safe_url, web_address
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
    """An image as a template writes it; `src` is safe and not empty, `srcset` is safe and "" without renditions."""

    src: str
    srcset: str
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
    `canonical` is its whole address, "" where it has none: where the site has no origin, or the page is for nobody to
    keep (`kept` is false).
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
    kept: bool = True
    """Whether search engines may keep the page."""
    feeds: tuple[FeedLink, ...] = ()
    home: bool = False
    refresh_to: str = ""
    head: tuple[tuple[str, str], ...] = ()
    """Open Graph's properties and their values, in their order."""
    card: str = ""
    """How Twitter shows a link to the page."""
    json_ld: Mapping[str, object] | None = None
    """What the page says of itself to machines."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Language tags and addresses of all versions of the page; none where it has no other."""


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
    head: Mapping[str, str | Sequence[str]] | None = None,
    json_ld: Mapping[str, object] | None = None,
    alternates: Iterable[tuple[str, str]] = (),
) -> Frame:
    """The frame of a page in `language` (the site's by default) at the percent-encoded path `url`.

    It tells of the feeds beside the page at `feeds_at` if it has an address of its own. `head` are Open Graph's
    properties, some with several values; empty ones are left out. A page with any has a language and a picture for
    those who link to it, its own or else the site's logo.
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
        canonical=web_address(url, base_url=settings.base_url),
        kept=bool(url),
        feeds=tuple(_feeds(feeds_at, settings)) if url and not refresh_to else (),
        home=home,
        refresh_to=refresh_to,
        head=tuple(_properties(head, span, settings)) if head else (),
        card="summary_large_image" if head and head.get("og:image") else "summary" if head else "",
        json_ld=json_ld,
        alternates=tuple(alternates),
    )


def _properties(
    head: Mapping[str, str | Sequence[str]], span: Span, settings: SiteSettings
) -> Iterator[tuple[str, str]]:
    logo = "" if head.get("og:image") else web_address(settings.logo_address, base_url=settings.base_url)
    besides = {"og:locale": social_locale(span.lang), "og:image": logo}
    for name, given in {**besides, **{name: given for name, given in head.items() if given}}.items():
        for text in (given,) if isinstance(given, str) else given:
            if text:
                yield name, text


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
        srcset=with_addresses(srcset_of(image), safe_url) or "",
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
    return Picture(src=src, srcset="", alt="", caption="", credit="", width=None, height=None)


def teaser_of(
    entry: Entry, *, page: Span, settings: SiteSettings, moment: Callable[..., Moment] = day_and_time
) -> Teaser:
    """The entry for a listing on a page whose language is `page`; `moment` tells its time, with the day or without."""
    span = span_of(entry.language or settings.language)
    return Teaser(
        entry=entry,
        span=span,
        published=moment(entry.published_at, language=page.lang, fallback=settings.language, zone=settings.zone),
        section=section_link(entry.section, span=span, settings=settings),
        picture=picture_of(entry.image),
    )
