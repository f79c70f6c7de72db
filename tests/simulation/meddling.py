"""What happens to sources and to the site besides uploads: lifecycle rules, and somebody's hands."""

from typing import Final

from broadsheet.stores.codec import decode_row
from broadsheet.stores.inbox import SETTINGS_KEY, article_key
from broadsheet.stores.receipts import Verdict
from tests.simulation.acts import Damage, LostReceipt
from tests.simulation.cloud import Cloud
from tests.simulation.holdings import versions_of
from tests.simulation.invocations import Teller
from tests.simulation.names import BY_HAND, INBOX, SITE
from tests.simulation.readers import Readers
from tests.simulation.versions import Version, settings_of, verdict_of

LISTINGS: Final = (
    "index.html",
    "recent.json",
    "feed.",
    "section/",
    "archive/",
    "author/",
    "sitemap",
    "news-sitemap.xml",
    "tag/",
)
STRAY: Final = (
    "section/sport/index.html",
    "section/arts/feed.rss",
    "media/_site/old.png",
    "archive/2020/01/index.html",
    "archive/2020/02/03/index.html",
    "author/nobody/index.html",
    "sitemaps/2020-04.xml",
    "tag/nothing/index.html",
)
STRAY_DAY: Final = "sitemaps/2026-12-01.xml"
"""What nobody asks for, and is to be removed when somebody has put it on the site."""


class Meddling:
    """Does such things to a cloud, where what must be there in the end still follows from what is left."""

    def __init__(self, cloud: Cloud, readers: Readers, tell: Teller) -> None:
        self._cloud = cloud
        self._readers = readers
        self._tell = tell

    def tidy(self, source_id: str) -> None:
        """See acts.Tidying."""
        versions = versions_of(self._cloud, article_key(source_id))
        settings = settings_of(versions_of(self._cloud, SETTINGS_KEY))
        now = self._cloud.clock.now()
        # Nobody can refuse a withdrawal or a draft: what is older than one of these can't come back. When a text was
        # changed is told by its versions, and to be found again only if they say it themselves.
        verdicts = [verdict_of(source_id, version, settings, now) for version in versions[2:]]
        dated = all(b"updated_at" in version.data for version in versions if version.data)
        if dated and {Verdict.WITHDRAWN, Verdict.DRAFT} & set(verdicts):
            self._tell("a lifecycle rule", f"removes the second version of {source_id}")
            name = versions[1].name
            self._cloud.s3.delete_object(Bucket=INBOX, Key=article_key(source_id), VersionId=name)

    def purge(self, source_id: str) -> None:
        """See acts.Purge."""
        versions = versions_of(self._cloud, article_key(source_id))
        told = (b"published_at", b"updated_at")
        dated = all(name in version.data for version in versions if version.data for name in told)
        if versions and dated:
            self._tell("a lifecycle rule", f"removes all versions of {source_id}")
            self._readers.uploaded(source_id, Version(name="", data=None, stored_at=self._cloud.clock.now()))
            self._cloud.lost_notifications += 1
            on_change, self._cloud.s3.on_change = self._cloud.s3.on_change, None
            for version in versions:
                self._cloud.s3.delete_object(Bucket=INBOX, Key=article_key(source_id), VersionId=version.name)
            self._cloud.s3.on_change = on_change

    def expire(self, source_id: str) -> None:
        """See acts.Expiry."""
        versions = versions_of(self._cloud, article_key(source_id))
        item = self._cloud.dynamodb.items().get((f"article#{source_id}", "article"), {})
        row = decode_row(item["row"]["S"]) if "row" in item else None
        judged = row is not None and bool(versions) and row.judged_version == versions[-1].name
        undated = [version.name for version in versions if version.data and b"published_at" not in version.data]
        # An article that is shown without a date of its own knows when it first came.
        dated = not undated or (row is not None and row.live is not None and row.live.source_version in undated)
        # Of one that isn't shown yet the row doesn't know the text, and so not what differs from the versions before.
        known = row is not None and row.verdict not in {Verdict.REJECTED, Verdict.SCHEDULED}
        if judged and dated and known:
            self._tell("a lifecycle rule", f"removes all versions of {source_id} but the newest")
            for version in versions[:-1]:
                self._cloud.s3.delete_object(Bucket=INBOX, Key=article_key(source_id), VersionId=version.name)

    def lose_receipt(self, loss: LostReceipt) -> None:
        """See acts.LostReceipt."""
        s3 = self._cloud.s3
        keys = [key for key in sorted(s3.objects(INBOX)) if key.startswith("receipts/")]
        if not keys:
            return
        key = keys[loss.place % len(keys)]
        self._tell("somebody", f"{'removes' if loss.removed else 'replaces'} {key} by hand")
        on_change, s3.on_change = s3.on_change, None
        if loss.removed:
            s3.delete_object(Bucket=INBOX, Key=key)
        else:
            s3.put_object(Bucket=INBOX, Key=key, Body=BY_HAND)
        s3.on_change = on_change
        self._readers.forget(key)

    def damage(self, damage: Damage) -> None:
        """See acts.Damage. Readers aren't asked: what they see until it is mended is nobody's doing."""
        s3 = self._cloud.s3
        keys = [key for key in sorted(s3.objects(SITE)) if key.startswith(LISTINGS) or not damage.of_listings]
        keys += STRAY
        # A day's file in a month that has one for all, and a page.
        keys += [STRAY_DAY] if "archive/2026/12/index.html" in s3.objects(SITE) else []
        key = keys[damage.place % len(keys)]
        self._tell("somebody", f"{'removes' if damage.removed else 'replaces'} {key} by hand")
        on_change, s3.on_change = s3.on_change, None
        if damage.removed:
            s3.delete_object(Bucket=SITE, Key=key)
        else:
            s3.put_object(Bucket=SITE, Key=key, Body=BY_HAND)
        s3.on_change = on_change
