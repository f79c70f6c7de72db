"""Where to publish: from the word on the command line to a place with an inbox, a catalog and a site."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

import click

from broadsheet.cli.running import find_dev

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from broadsheet.publishing import Newsroom
    from broadsheet.site.settings import SiteSettings
    from broadsheet.stores.catalog import Row
    from broadsheet.stores.dead_letters import DeadLetters
    from broadsheet.stores.inbox import Media, Source
    from broadsheet.stores.receipts import Receipt

CHOICES: Final = """\
  local                    the running `broadsheet dev`
  DIR or file:DIR          a folder on this machine
  http://127.0.0.1:PORT    the endpoint of a local stack
  STACK                    a CloudFormation stack in your AWS account"""

_STACK: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class Target(Protocol):
    """What commands need of a place to publish to. Every method raises StoreError when the place fails."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def site_url(self) -> str:
        """The site's origin, "" where it isn't known."""

    @property
    def newsroom(self) -> "Newsroom":
        """Its stores, for operators."""

    @property
    def settings(self) -> "SiteSettings":
        """The settings that hold there now."""

    def newest(self, key: str) -> "Source | None":
        """The newest version of a source, a deletion included."""

    @property
    def keeps_history(self) -> bool:
        """Whether older versions of a source are kept."""

    def older(self, newest: "Source") -> "Iterator[Source]":
        """The versions before the newest one, newest first, deletions included."""

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """Upload a source or a medium; returns the version's name."""

    def media(self, key: str) -> "Media | None":
        """A medium in the inbox, without its bytes."""

    def holds(self, media: "Media", data: bytes) -> bool:
        """Whether a medium that was just looked at has these bytes; it may be denied of one that has."""

    @property
    def hands(self) -> int:
        """How many uploads of media it takes side by side."""

    def delete(self, key: str) -> str:
        """Delete a source; returns the deletion's version name."""

    def receipt(self, source_id: str, *, version: str) -> "Receipt | None":
        """The receipt of one version, once there is one."""

    def row(self, source_id: str) -> "Row | None":
        """All that is known of one article."""

    def rows(self) -> "Sequence[Row]":
        """All that is known of every article."""

    def count(self) -> int:
        """How many articles there are, deleted ones included."""

    def rebuild(self) -> None:
        """Have everything rendered anew."""

    def waiting(self) -> int:
        """About how many articles are still to be looked at after a change of settings, or for a rebuild."""

    @property
    def dead_letters(self) -> "Mapping[str, DeadLetters]":
        """What could not be processed, by the name of what failed."""

    def address(self, url: str) -> str:
        """The full address of a page, from the root-relative one."""


def resolve(word: str | None, *, region: str | None = None, may_be_new: bool = False) -> Target:
    """The target of that name; without a name, the running `dev`.

    Raises:
        click.UsageError: it is no target, or nothing runs there.
        OtherSideFailed: the stack can't be found.
        broadsheet.article.StoreError: the place fails.
    """
    if word is None or word == "local":
        return _running_dev(asked_for=word is not None)
    if not word.strip():
        raise click.UsageError(f"--target is empty; a target is one of\n{CHOICES}")
    if word.startswith(("http://", "https://")):
        return _endpoint(word)
    if word.startswith("file:"):
        return _folder(Path(word.removeprefix("file:")), may_be_new=may_be_new)
    if word.startswith("arn:"):
        return _deployed(word, region)
    if os.sep in word or Path(word).is_dir():
        return _folder(Path(word), may_be_new=may_be_new)
    if _STACK.fullmatch(word):
        return _deployed(word, region)
    raise click.UsageError(f"{word!r} is no target; a target is one of\n{CHOICES}")


def _running_dev(*, asked_for: bool) -> Target:
    running = find_dev()
    if running is None:
        problem = "no `broadsheet dev` is running for this directory"
        if asked_for:
            raise click.UsageError(f"{problem}; start one in another terminal")
        raise click.UsageError(
            f"there is no target: {problem}. Start one, or give --target or set BROADSHEET_TARGET to one of\n{CHOICES}"
        )
    return _local(running.endpoint_url, running.stack_name)


def _endpoint(url: str) -> Target:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if host not in _LOOPBACK:
        raise click.UsageError(f"{url} is not on this machine; a deployed stack is given by its name")
    return _local(url, None)


def _local(endpoint_url: str, stack_name: str | None) -> Target:
    from broadsheet.cli.cloud_target import connect  # noqa: PLC0415  # AWS's SDK takes 0.3 s to load
    from broadsheet.local.session import local_session  # noqa: PLC0415  # as above

    return connect(stack_name, session=local_session(), endpoint_url=endpoint_url)


def _deployed(stack_name: str, region: str | None) -> Target:
    from broadsheet.cli.cloud_target import connect, deployed_session  # noqa: PLC0415  # as above

    return connect(stack_name, session=deployed_session(region))


def _folder(out: Path, *, may_be_new: bool) -> Target:
    from broadsheet.cli.folder_target import open_folder  # noqa: PLC0415  # what a stack doesn't need isn't loaded

    return open_folder(out, may_be_new=may_be_new)
