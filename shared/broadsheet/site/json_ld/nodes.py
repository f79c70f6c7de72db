"""The nodes that graphs have in common: publisher, site, breadcrumbs, pictures.

Addresses are absolute, as schema.org's readers want them. A site without an origin (`base_url`) leaves them out; the
ids of nodes stay, being names that are only looked up in the same graph.
"""

from collections.abc import Sequence
from typing import Final

from broadsheet.article import Image, Person
from broadsheet.site.settings import SiteSettings
from broadsheet.site.urls import absolute_url, web_address
from broadsheet.site.words import words_for

Node = dict[str, object]

_NOTHING: Final[tuple[object, ...]] = ("", [], {}, None)
_OWN_KEYS: Final = frozenset({"name", "url"})
"""Of the settings' organisation, what has a default elsewhere in the settings."""
_TEXTS: Final = frozenset({"legal_name", "founding_date", "email", "telephone"})
"""Of the settings' organisation, what is no address."""


def graph(*nodes: Node) -> Node:
    """The nodes as one document; those that say nothing are left out."""
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def filled(properties: Node) -> Node:
    """The properties that have a value."""
    return {name: value for name, value in properties.items() if value not in _NOTHING}


def named(fragment: str, settings: SiteSettings, *, url: str = "/") -> str:
    """The id of a node that is told of on the page at `url`: "https://tidewater.example/#publisher"."""
    return f"{absolute_url(url, base_url=settings.base_url)}#{fragment}"


def publisher(settings: SiteSettings) -> Node:
    """The newsroom, as far as its articles need it."""
    organization = settings.organization
    return filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": named("publisher", settings),
            "name": organization.name or settings.title,
            "url": web_address(organization.url or "/", base_url=settings.base_url),
            "logo": _logo(settings),
        }
    )


def full_publisher(settings: SiteSettings) -> Node:
    """The newsroom with all that the settings tell of it."""
    told: Node = {}
    for name, value in settings.organization:
        if name in _OWN_KEYS or not value:
            continue
        if isinstance(value, tuple):
            told[_camel(name)] = [
                address for each in value if (address := web_address(each, base_url=settings.base_url))
            ]
        elif name in _TEXTS:
            told[_camel(name)] = value
        else:
            told[_camel(name)] = web_address(value, base_url=settings.base_url)
    return filled(publisher(settings) | {"description": settings.description} | told)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


def _logo(settings: SiteSettings) -> Node:
    address = web_address(settings.logo_address, base_url=settings.base_url)
    return {"@type": "ImageObject", "url": address} if address else {}


def website(settings: SiteSettings) -> Node:
    """The site that a page is part of."""
    return filled(
        {
            "@type": "WebSite",
            "@id": named("website", settings),
            "name": settings.title,
            "url": web_address("/", base_url=settings.base_url),
        }
    )


def full_website(settings: SiteSettings) -> Node:
    """The site, with what its home page tells of it."""
    return website(settings) | filled(
        {
            "description": settings.description,
            "inLanguage": settings.language,
            "publisher": {"@id": named("publisher", settings)},
        }
    )


def breadcrumbs(steps: Sequence[tuple[str, str]], settings: SiteSettings, *, language: str) -> Node:
    """The way from the home page to a page: names with root-relative addresses, the page itself last.

    Home is called as the page's language calls it. Nothing without an origin: a step needs an address.
    """
    if not settings.base_url:
        return {}
    way = [(words_for(language).breadcrumb_home, "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "@id": named("breadcrumbs", settings, url=way[-1][1]),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": web_address(url, base_url=settings.base_url),
            }
            for position, (name, url) in enumerate(way, 1)
        ],
    }


def picture(image: Image | None, settings: SiteSettings) -> Node:
    """A picture with its size, caption and credit; nothing without an address."""
    address = web_address(image.src, base_url=settings.base_url) if image else ""
    if image is None or not address:
        return {}
    return filled(
        {
            "@type": "ImageObject",
            "url": address,
            "contentUrl": address,
            "width": image.width,
            "height": image.height,
            "caption": image.caption or image.alt,
            "creditText": image.credit,
        }
    )


def author(person: Person, settings: SiteSettings, *, url: str) -> Node:
    """An author, a person or an organisation, whose page here is at the root-relative `url`; one in all graphs."""
    portrait = web_address(person.image, base_url=settings.base_url)
    elsewhere = web_address(person.url, base_url=settings.base_url)
    return filled(
        {
            "@type": "Organization" if person.organization else "Person",
            "@id": named("author", settings, url=url),
            "name": person.name,
            "url": web_address(url, base_url=settings.base_url),
            "sameAs": [elsewhere] if elsewhere else [],
            "logo" if person.organization else "image": portrait,
            "description": person.bio,
        }
    )
