"""What editors upload besides articles: settings and media."""

import random
from typing import Final

from tests.simulation.acts import AUTHOR, Picture, Settings
from tests.simulation.sizes import MOST_MEDIA_BYTES, MOST_SOURCE_BYTES

LOGO = "media/logo.png"
PICTURES = ("media/a.jpg", "media/b.png", "media/sea/باد.webp")
ORIGIN, HUB, SEARCH_ENGINE = "https://pier.example", "https://hub.example/", "https://search.example/"
LIGHTHOUSE: Final = b"""\
title = "The Lighthouse"
featured = ["b", "a"]
time_zone = "Pacific/Auckland"
[look]
accent = "#0b5d4f"
"""


def any_settings(order: random.Random) -> Settings:
    """Any of the settings that a day may have, and some that can't be read."""
    match order.randrange(7):
        case 0:
            return Settings(data=None, words="deletes site.toml")
        case 1:
            return Settings(data=b"title = ", words="uploads a site.toml that can't be read")
        case 2:
            return lighthouse_settings()
        case 3:
            pattern = order.choice(("/news/{slug}/", "/{section}/{slug}/", "/{year}/{month}/{day}/{slug}/"))
            text = f'title = "The Pier"\npermalink = "{pattern}"\n'
            return Settings(data=text.encode(), words=f"uploads a site.toml with the permalink {pattern}")
        case _:
            section = order.choice(("city", "sea", "letters"))
            data = f'title = "The Pier"\n[sections.{section}]\ntitle = "{section.upper()}"\nfeatured = ["c", "a"]\n'
            return Settings(data=data.encode(), words=f"uploads a site.toml that declares the section {section}")


def lighthouse_settings() -> Settings:
    """Another title, colour, front page and time zone."""
    return Settings(data=LIGHTHOUSE, words="uploads a site.toml that changes title, colour, front page, time zone")


def city_settings() -> Settings:
    """One section is declared."""
    return Settings(
        data=b'[sections.city]\ntitle = "City"\n', words="uploads a site.toml that declares the section city"
    )


def announcing_settings(order: random.Random, *, both: bool = False) -> Settings:
    """A hub and a search engine are to be told, or one of them; feeds hold whole texts, or not."""
    text = f'base_url = "{ORIGIN}"\n'
    whom = 0 if both else order.randrange(3)
    if whom != 1:
        text += f'[websub]\nhub = "{HUB}"\n'
    if whom != 2:
        text += f'[indexnow]\nkey = "0123456789abcdef"\nendpoint = "{SEARCH_ENGINE}"\n'
    if order.random() < 0.6:
        text += f'[feeds]\ncontent = "full"\nentries = {order.choice((1, 2, 30))}\n'
    return Settings(data=text.encode(), words="uploads a site.toml with others who are to be told")


def logo_settings() -> Settings:
    """Settings that name a logo."""
    return Settings(data=f'logo = "{LOGO}"\n'.encode(), words="uploads a site.toml with a logo")


def author_settings(*, defined: bool) -> Settings:
    """Settings that define the author, or not."""
    if defined:
        text = f'title = "The Pier"\n[authors.{AUTHOR}]\nname = "Kim"\nbio = "Writes."\n'
        return Settings(data=text.encode(), words=f"uploads a site.toml that defines the author {AUTHOR}")
    return Settings(data=b'title = "The Pier"\n', words="uploads a site.toml without authors")


def swollen_settings() -> Settings:
    """Settings that would be good, but are larger than a source may be."""
    data = b'title = "The Quay"\n' + b"#" * MOST_SOURCE_BYTES
    return Settings(data=data, words="uploads a site.toml that is too large")


def swollen_picture(path: str) -> Picture:
    """A medium that is larger than one may be."""
    return Picture(path=path, data=f"{path}, too large".ljust(MOST_MEDIA_BYTES + 1).encode())


def any_picture(order: random.Random, path: str, *, gone: bool) -> Picture:
    """A medium, with any of a few contents, or its deletion."""
    return Picture(path=path, data=None if gone else f"{path} {order.randrange(3)}".encode())
