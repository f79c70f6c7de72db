"""Look at a site as a reader does: is everything there that was published?"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

import click

from broadsheet.cli.excerpts import printable
from broadsheet.cli.sending import Sending
from broadsheet.site.media import media_key
from broadsheet.site.section import LISTED
from broadsheet.site.story import section_slug
from broadsheet.site.urls import encoded_path
from broadsheet.stores.catalog import Row

_TIMEOUT_SECONDS: Final = 10
_NOWHERE: Final = "/there/is/no/such/page/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheck:
    """One address and what is to be there; `problem` says what is wrong with it, "" for nothing.

    `status` is 0 where nothing answered.
    """

    what: str
    address: str
    status: int
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
        return not self.problem

    def line(self) -> str:
        """The check as a line of a table."""
        word = click.style("ok    ", fg="green") if self.ok else click.style("failed", fg="red", bold=True)
        problem = f"  {printable(self.problem)}" if self.problem else ""
        return f"{word}  {self.status:3}  {self.what:<9}  {self.address}{problem}"

    def as_json(self) -> dict[str, Any]:
        """The check for machines."""
        return asdict(self) | {"ok": self.ok}


def check_site(sending: Sending) -> list[SiteCheck]:
    """Ask for all articles that were sent with their media, the listings of them, and an address where nothing is."""
    rows = {row.id: row for row in sending.target.rows()}
    return [*_articles(sending, rows), *_listings(sending, rows), _nowhere(sending)]


def _articles(sending: Sending, rows: dict[Any, Row]) -> Iterator[SiteCheck]:
    for sent in sending.articles:
        verdict = sent.receipt.verdict if sent.receipt else None
        url = sent.receipt.url if sent.receipt else None
        if verdict is not sent.checked.verdict:
            problem = (
                f"{sent.checked.id} should be {sent.checked.verdict.value}, and is {verdict or 'without a receipt'}"
            )
            yield SiteCheck(what="article", address=str(sent.checked.path), status=0, problem=problem)
        elif url is not None:
            live = rows[sent.checked.id].live
            yield _page(sending, "article", url, needed=live.entry.title if live else "")
            for path in sent.checked.media:
                yield _page(sending, "medium", encoded_path(f"/{media_key(path, sent.checked.id)}"))


def _listings(sending: Sending, rows: dict[Any, Row]) -> Iterator[SiteCheck]:
    entries = [row.live.entry for row in rows.values() if row.live is not None]
    entries.sort(key=lambda entry: (entry.published_at, entry.id), reverse=True)
    yield _page(sending, "home", "/", needed=entries[0].title if entries else "")
    for section in sorted({section_slug(entry.section) for entry in entries if entry.section}):
        yield _page(sending, "section", f"/section/{section}/")
    address, status, body = _fetched(sending, "/recent.json")
    problem = "" if status == HTTPStatus.OK else f"answers {status}, not 200"
    if not problem:
        try:
            told = [article["id"] for article in json.loads(body)["articles"]]
        except (ValueError, KeyError, TypeError):
            problem = "is no index of articles"
        else:
            problem = "" if told == [entry.id for entry in entries[:LISTED]] else "names other articles than the newest"
    yield SiteCheck(what="recent", address=address, status=status, problem=problem)


def _nowhere(sending: Sending) -> SiteCheck:
    address, status, body = _fetched(sending, _NOWHERE)
    _, _, page = _fetched(sending, "/404.html")
    problem = "" if status == HTTPStatus.NOT_FOUND else f"answers {status}, not 404"
    if not problem and (not body or body != page):
        problem = "shows another page than /404.html"
    return SiteCheck(what="not found", address=address, status=status, problem=problem)


def _page(sending: Sending, what: str, url: str, *, needed: str = "") -> SiteCheck:
    address, status, body = _fetched(sending, url)
    problem = "" if status == HTTPStatus.OK else f"answers {status}, not 200"
    if not problem and needed not in unescape(body.decode("utf-8", "replace")):
        problem = f"doesn't show {needed!r}"
    return SiteCheck(what=what, address=address, status=status, problem=problem)


def _fetched(sending: Sending, url: str) -> tuple[str, int, bytes]:
    """The address, the status and the body that is there; status 0 where nothing answers."""
    address = sending.target.site_url.rstrip("/") + url
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(Request(address), timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310  # the stack's own address
            return address, answer.status, answer.read()
    except HTTPError as error:
        with error:
            return address, error.code, error.read()
    except (URLError, TimeoutError, ConnectionError):
        return address, 0, b""
