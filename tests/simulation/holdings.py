"""What a cloud holds, as values: versions, claims, media, rows."""

from typing import Any

from broadsheet.article.media import MEDIA_PREFIX
from broadsheet.site.listings import FEATURED
from broadsheet.stores.catalog import Row
from broadsheet.stores.codec import decode_row
from tests.simulation.cloud import Cloud
from tests.simulation.names import INBOX, SITE
from tests.simulation.oracle import History
from tests.simulation.sizes import MOST_MEDIA_BYTES
from tests.simulation.versions import Version


class Wrong(AssertionError):
    """The state in the end is not the one that follows from the sources."""


def versions_of(cloud: Cloud, key: str) -> list[Version]:
    """A source's versions, the oldest first."""
    return [
        Version(name=each.version, data=None if each.deleted else each.data, stored_at=each.stored_at)
        for each in cloud.s3.history(INBOX, key)
    ]


def claims_in(items: dict[tuple[str, str], Any]) -> dict[str, str]:
    """Whose an address is."""
    return {
        pk.removeprefix("address#"): item["owner"]["S"] for (pk, _), item in items.items() if pk.startswith("address#")
    }


def media_in(cloud: Cloud) -> dict[str, bytes]:
    """The media in the inbox that articles can have."""
    return {
        key: each.body
        for key, each in cloud.s3.objects(INBOX).items()
        if key.startswith(MEDIA_PREFIX) and len(each.body) <= MOST_MEDIA_BYTES
    }


def rows_in(cloud: Cloud) -> list[Row]:
    return [decode_row(item["row"]["S"]) for item in cloud.dynamodb.items().values() if "row" in item]


def history_of(cloud: Cloud) -> History:
    items, rows = cloud.dynamodb.items(), rows_in(cloud)
    shown = {str(row.id): (row.live.source_version, row.live.address) for row in rows if row.live}
    copies = {key: each.body for key, each in cloud.s3.objects(SITE).items() if key.startswith(MEDIA_PREFIX)}
    entries = {str(row.id): row.live.entry for row in rows if row.live}
    featured = {str(row.id) for row in rows if row.live and FEATURED in row.live.listings}
    return History(claims=claims_in(items), shown=shown, copies=copies, entries=entries, featured=featured)
