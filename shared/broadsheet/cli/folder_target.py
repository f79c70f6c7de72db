"""A folder as a target: what is uploaded is kept beside the site, and acted on at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click

from broadsheet.article import ArticleId
from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.cli.folders import PUBLISHED, claim_folder
from broadsheet.publishing import Newsroom, configure, furnish_media, with_current_settings
from broadsheet.publishing.build import STAMP, build, publish_one
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import Row
from broadsheet.stores.dead_letters import DeadLetters
from broadsheet.stores.inbox import ARTICLE_SUFFIX, ARTICLES_PREFIX, SETTINGS_KEY, Media, Source, source_id_of
from broadsheet.stores.receipts import Receipt, Verdict, decode_receipt, encode_receipt, receipt_key
from broadsheet.wiring import FolderNewsroom, folder_newsroom, state_folder

_DELETED = "deleted"
"""The version name of a deletion: a folder keeps no history."""
_AT_ONCE: Final = 500


@dataclass(slots=True, kw_only=True)
class FolderTarget:
    """A site in a folder. `root` holds the sources and receipts, as the inbox bucket of a stack would."""

    name: str
    out: Path
    root: Path
    room: FolderNewsroom

    @property
    def newsroom(self) -> Newsroom:
        """Its stores."""
        return self.room.newsroom

    @property
    def site_url(self) -> str:
        """The site's origin, where the settings know one."""
        return self.settings.base_url

    @property
    def settings(self) -> SiteSettings:
        """The settings that hold there now."""
        return self.room.newsroom.settings

    def newest(self, key: str) -> Source | None:
        """The source as it is now."""
        return self.room.inbox.newest(key)

    @property
    def keeps_history(self) -> bool:
        """It doesn't."""
        return self.room.inbox.keeps_history

    def older(self, newest: Source) -> Iterator[Source]:
        """Nothing."""
        return self.room.inbox.older(newest.key, than=newest.version)

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Keep a source and publish it, or a medium and what shows it. New settings make the whole site anew."""
        version = self.room.inbox.put(key, data, by=by)
        source_id = source_id_of(key)
        if source_id is not None:
            self._keep(publish_one(source_id, self.room.newsroom, self.room.catalog))
        elif key == SETTINGS_KEY:
            self.room = replace(self.room, newsroom=with_current_settings(self.room.newsroom))
            self._keep(configure(self.room.newsroom))
            self._build()
        else:
            self._supply(key)
        return version

    def media(self, key: str) -> Media | None:
        """The file."""
        return self.room.inbox.media(key)

    def holds(self, media: Media, data: bytes) -> bool:
        """By the bytes."""
        return media.size_bytes == len(data) and self.room.inbox.read_media(media) == data

    @property
    def hands(self) -> int:
        """One: what is uploaded is acted on at once."""
        return 1

    def delete(self, key: str) -> str:
        """Remove the source, and withdraw the article."""
        source_id = source_id_of(key)
        self.room.inbox.delete(key)
        if source_id is not None:
            publish_one(source_id, self.room.newsroom, self.room.catalog)
            row = self.room.catalog.row(ArticleId(source_id))
            now = self.room.newsroom.clock.now()
            self._keep(
                Receipt(
                    id=source_id,
                    source_version=_DELETED,
                    verdict=Verdict.WITHDRAWN,
                    url=None,
                    errors=(),
                    outputs=tuple(page_key(address) for address in row.addresses) if row else (),
                    received_at=now,
                    finished_at=now,
                    revision=row.revision if row else 0,
                )
            )
        return _DELETED

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """The receipt of one version."""
        try:
            return decode_receipt((self.root / receipt_key(source_id, version)).read_bytes())
        except FileNotFoundError:
            return None

    def row(self, source_id: str) -> Row | None:
        """What the catalog knows of one article."""
        return self.room.catalog.row(ArticleId(source_id))

    def rows(self) -> Sequence[Row]:
        """All that the catalog knows."""
        return self.room.catalog.rows()

    def count(self) -> int:
        """How many sources are kept."""
        return len(self._ids())

    def rebuild(self) -> None:
        """Render everything anew at once."""
        self.room.catalog.note(STAMP, "")
        self._build()

    def waiting(self) -> int:
        """Nothing ever does."""
        return 0

    @property
    def dead_letters(self) -> Mapping[str, DeadLetters]:
        """None: who publishes is told at once."""
        return {}

    def address(self, url: str) -> str:
        """A page's address: on the web where the settings say so, else its file."""
        return self.site_url + url if self.site_url else str(self.out / page_key(url))

    def _build(self) -> None:
        build(self._ids(), self.room.newsroom, self.room.catalog)

    def _supply(self, path: str) -> None:
        """Publish the articles that refer to a medium, and the logo."""
        furnish_media(self.room.newsroom)
        after = ""
        while referring := self.room.catalog.referring(path, _AT_ONCE, after=after):
            for source_id in referring:
                self._keep(publish_one(source_id, self.room.newsroom, self.room.catalog))
            after = referring[-1]

    def _ids(self) -> list[str]:
        return [found for found in map(source_id_of, self.room.inbox.keys()) if found is not None]

    def _keep(self, receipt: Receipt | None) -> None:
        if receipt is not None:
            path = self.root / receipt_key(receipt.id, receipt.source_version)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encode_receipt(receipt))


def open_folder(out: Path, *, may_be_new: bool) -> FolderTarget:
    """The site in a folder.

    Raises:
        click.UsageError: it is a file, or a site that `build` makes, or there is none and `may_be_new` is not given.
        broadsheet.article.Unavailable: it can't be used.
    """
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"{out} is a file; a site needs a directory")
    root = state_folder(out) / "inbox"
    if not may_be_new and not root.is_dir():
        if state_folder(out).is_dir():
            raise click.UsageError(
                f"the site in {out} was made by `broadsheet build`; `verify PATH... --out` looks at it"
            )
        raise click.UsageError(f"nothing was ever published into {out}")
    room = folder_newsroom(_kept(root), out=out, inbox_root=root)
    claim_folder(room.catalog, PUBLISHED, out)
    root.mkdir(exist_ok=True)
    return FolderTarget(name=str(out), out=out, root=root, room=room)


def _kept(root: Path) -> dict[str, Path]:
    articles = (root / ARTICLES_PREFIX).glob(f"*{ARTICLE_SUFFIX}")
    kept = {ARTICLES_PREFIX + path.name: path for path in articles}
    media = (path for path in (root / MEDIA_PREFIX).rglob("*") if path.is_file())
    kept |= {path.relative_to(root).as_posix(): path for path in media}
    if (root / SETTINGS_KEY).exists():
        kept[SETTINGS_KEY] = root / SETTINGS_KEY
    return kept
