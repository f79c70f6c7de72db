"""What a burst must have left behind: the site of its newest sources, and a receipt for every version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.local import LocalStack
from broadsheet.publishing import Newsroom
from broadsheet.stores.inbox import SETTINGS_KEY, Source, article_key, source_id_of
from broadsheet.stores.receipts import Verdict
from tests.burst.stack import spared_newsroom
from tests.cli.desk import run
from tests.simulation import oracle
from tests.simulation.oracle_listings import Limits
from tests.simulation.versions import Version
from tests.trees import files_below, objects_of

MOST_TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is there after a burst: each key's versions, the oldest first, and how it should have ended."""

    versions: Mapping[str, Sequence[Source]]
    truth: oracle.Truth


def left_by(newsroom: Newsroom) -> Left:
    """Read the whole inbox, and work out what follows from it and from the catalog's claims."""
    keys = [SETTINGS_KEY, *(key for key, _ in newsroom.inbox.newest_versions())]
    versions = {key: _history(key, newsroom) for key in keys}
    rows = newsroom.catalog.rows()
    history = oracle.History(
        claims={address: str(row.id) for row in rows for address in row.addresses},
        shown={str(row.id): (row.live.source_version, row.live.address) for row in rows if row.live},
        copies={},
    )
    told = {key: [_as_told(source) for source in sources] for key, sources in versions.items()}
    sources = {source_id: told[key] for key in keys if (source_id := source_id_of(key)) is not None}
    truth = oracle.truth(
        sources, sources, told[SETTINGS_KEY], inbox={}, history=history, now=datetime.now(UTC), limits=Limits()
    )
    return Left(versions=versions, truth=truth)


def problems(stack: LocalStack, folder: Path) -> list[str]:
    """Everything that is not as it should be; `folder` is for the sources and the site that is built of them."""
    newsroom = spared_newsroom(stack)
    left = left_by(newsroom)
    write_sources(left, folder / "sources")
    for _ in range(MOST_TRIES):
        built = run("build", folder / "sources", "--out", folder / "site", "--claims", stack.endpoint_url)
        if built.code != 3:
            break
    site = objects_of(stack)
    found = [] if built.code == 0 else [f"build --claims ends with {built.code}: {built.out}{built.err}"]
    found += _differences(site, files_below(folder / "site"), "the build")
    found += _differences(site, {key: page.body for key, page in left.truth.pages.items()}, "the oracle")
    return [*found, *_receipts(left, newsroom)]


def write_sources(left: Left, folder: Path) -> None:
    """Write the newest source that counts of each article: a version that is refused leaves the one before it."""
    folder.mkdir()
    (folder / SETTINGS_KEY).write_bytes(_bytes(left.versions[SETTINGS_KEY][0]))
    for source_id, fate in left.truth.fates.items():
        for source in left.versions[article_key(source_id)]:
            if source.version == fate.deciding and not source.deleted:
                (folder / f"{source_id}.json").write_bytes(_bytes(source))


def _history(key: str, newsroom: Newsroom) -> list[Source]:
    newest = newsroom.inbox.newest(key)
    assert newest is not None
    return [newest, *newsroom.inbox.older(key, than=newest.version)][::-1]


def _as_told(source: Source) -> Version:
    return Version(name=source.version, data=source.data, stored_at=source.stored_at)


def _bytes(source: Source) -> bytes:
    assert source.data is not None
    return source.data


def _differences(site: Mapping[str, bytes], other: Mapping[str, bytes], name: str) -> Iterator[str]:
    for key in sorted(site.keys() | other.keys()):
        if key not in other:
            yield f"{key} is in the site, and not in {name}"
        elif key not in site:
            yield f"{key} is in {name}, and not in the site"
        elif site[key] != other[key]:
            yield f"{key} differs from {name}"


def _receipts(left: Left, newsroom: Newsroom) -> Iterator[str]:
    for key, sources in left.versions.items():
        source_id = source_id_of(key) or key
        for source in sources:
            receipt = newsroom.inbox.receipt(source_id, version=source.version)
            if receipt is None:
                yield f"{key} has no receipt for version {source.version}"
            elif source is sources[-1] and key != SETTINGS_KEY:
                yield from _verdict(key, receipt.verdict, receipt.superseded_by, left.truth.fates[source_id].verdict)


def _verdict(key: str, verdict: Verdict, superseded_by: str | None, expected: Verdict) -> Iterator[str]:
    if verdict is not expected or superseded_by is not None:
        yield f"the newest version of {key} is told to be {verdict}, superseded by {superseded_by}; it is {expected}"
