"""`[feeds]`, `[websub]` and `[indexnow]` in `site.toml`: what feeds hold, and who is told of what is new."""

import re
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from broadsheet.article.links import link
from broadsheet.site.tables import Table

MOST_LISTED: Final = 30
"""How many of the newest entries a listing knows."""
_KEY: Final = re.compile(r"[A-Za-z0-9-]{8,128}")


def _elsewhere(text: str) -> str:
    if text and not urlsplit(link(text)).scheme:
        msg = f"{text!r} is a path; right would be a whole address such as 'https://hub.example/'"
        raise ValueError(msg)
    return text


def _key(text: str) -> str:
    if text and not _KEY.fullmatch(text):
        msg = "must be 8 to 128 letters a-z, digits and hyphens, such as 32 random hexadecimal digits"
        raise ValueError(msg)
    return text


Elsewhere = Annotated[str, AfterValidator(_elsewhere)]
"""An http(s) address with its host, or ""."""


class FeedSettings(Table):
    """What feeds hold: of each article its summary or the whole text, and of how many articles."""

    content: Literal["summary", "full"] = "summary"
    entries: Annotated[int, Field(ge=1, le=MOST_LISTED)] = MOST_LISTED


class WebSub(Table):
    """The hub that is told of new entries, and that the feeds name; "" for none (W3C WebSub)."""

    hub: Elsewhere = ""


class IndexNow(Table):
    """The key that search engines know the site by, and where they are told of changes; without a key they are not.

    The key is public: a file of its name proves that who tells of the site is its owner (indexnow.org).
    """

    key: Annotated[str, AfterValidator(_key)] = ""
    endpoint: Elsewhere = "https://api.indexnow.org/indexnow"
