"""The reckoning of the receipts: what every editor was told, against what is so."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import unquote

from broadsheet.article import FaultCode
from broadsheet.site.story import page_key, url_of
from broadsheet.stores.inbox import SETTINGS_KEY
from broadsheet.stores.receipts import Receipt, Verdict, decode_receipt, receipt_key
from tests.simulation.acts import AUTHOR, Weather
from tests.simulation.cloud import Cloud
from tests.simulation.holdings import Wrong, claims_in, media_in
from tests.simulation.names import INBOX
from tests.simulation.oracle import Fate, Truth
from tests.simulation.refused import lacking_in, untrue
from tests.simulation.versions import Version, media_named_in, settings_verdict, verdicts_of

_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_BY_OTHERS: Final = {FaultCode.SLUG_TAKEN, FaultCode.MISSING_MEDIA, FaultCode.MEDIA_SIZE}
"""What a version is refused for that is not in it, so that it may have been so at one time and not at another."""


class Accounts:
    """Compares the receipts of a quiet cloud with what follows from the sources."""

    def __init__(self, cloud: Cloud, weather: Weather) -> None:
        self._cloud = cloud
        self._weather = weather

    def check(self, source_id: str, versions: list[Version], fate: Fate, truth: Truth) -> None:
        """Those of one article.

        Raises:
            Wrong: one is missing, or isn't true.
        """
        for number, version in enumerate(versions):
            receipt = self._receipt(source_id, version)
            told = f"the receipt of version {number + 1} of {source_id} ({version.name})"
            self._check_receipt(receipt, versions, number)
            media = {path for each in truth.ever for path in media_named_in(source_id, version, each)}
            if lies := [*untrue(receipt, version, media=media)]:
                raise Wrong(f"{told} isn't true: {lies[0]}")
            if number == len(versions) - 1:
                self._check_lacks(receipt, told, media)
                url = url_of(fate.story.address) if fate.story and fate.verdict is Verdict.PUBLISHED else None
                if (receipt.verdict, receipt.url, receipt.superseded_by) != (fate.verdict, url, None):
                    raise Wrong(
                        f"{told} says {(receipt.verdict.value, receipt.url, receipt.superseded_by)}, "
                        f"and it is {(fate.verdict.value, url, None)}"
                    )
                continue
            possible = self._possible(source_id, version, truth)
            by_others = [error for error in receipt.errors if error.code in _BY_OTHERS]
            may_be_shown = {Verdict.PUBLISHED, Verdict.SCHEDULED} & possible
            if receipt.verdict not in possible and not (by_others and may_be_shown):
                raise Wrong(f"{told} says {receipt.verdict.value}, and it is {' or '.join(sorted(possible))}")

    def _check_lacks(self, receipt: Receipt, told: str, media: set[str]) -> None:
        """What is told of media that aren't there, or are too large, is so in the end."""
        there = self._cloud.s3.objects(INBOX).keys()
        fit = media_in(self._cloud).keys()
        for code, right in ((FaultCode.MISSING_MEDIA, media - there), (FaultCode.MEDIA_SIZE, media & there - fit)):
            if not lacking_in(receipt, code) <= right:
                raise Wrong(f"{told} tells of {sorted(lacking_in(receipt, code))} ({code}), and it is {sorted(right)}")

    def _possible(self, source_id: str, version: Version, truth: Truth) -> set[Verdict]:
        """What a version may have been told, by clocks that may be behind, and with the authors that there were."""
        stored_at = version.stored_at - timedelta(seconds=self._weather.skew)
        defined = f'"{AUTHOR}"'.encode() in (version.data or b"")
        return {
            verdict
            for settings in (truth.ever if defined else [truth.settings])
            for verdict in verdicts_of(
                source_id, replace(version, stored_at=stored_at), settings, self._cloud.clock.now()
            )
        }

    def check_settings(self, versions: list[Version]) -> None:
        """Those of `site.toml`.

        Raises:
            Wrong: as above.
        """
        for number, version in enumerate(versions):
            receipt = self._receipt(SETTINGS_KEY, version)
            right = settings_verdict(version)
            if receipt.verdict is not right:
                raise Wrong(f"the receipt of version {number + 1} of site.toml says {receipt.verdict}, not {right}")
            self._check_receipt(receipt, versions, number)

    def _check_account(self, receipt: Receipt, version: Version, told: str) -> None:
        """When a receipt was written, by clocks that may be late, and for which revision of the article's row."""
        if "row" in self._cloud.dynamodb.items().get((f"article#{receipt.id}", "article"), {}) and not receipt.revision:
            raise Wrong(f"{told} is of revision {receipt.revision}, and rows begin with 1")
        if not version.stored_at - _CLOCKS_DIFFER <= receipt.finished_at <= self._cloud.clock.now() + _CLOCKS_DIFFER:
            raise Wrong(f"{told} was finished at {receipt.finished_at}, and the version came at {version.stored_at}")

    def _check_receipt(self, receipt: Receipt, versions: list[Version], number: int) -> None:
        """What every receipt must say, whatever its verdict."""
        told = f"the receipt of version {number + 1} of {receipt.id}"
        version = versions[number]
        if receipt.source_version != version.name or receipt.received_at != version.stored_at:
            raise Wrong(f"{told} is of {receipt.source_version}, received at {receipt.received_at}")
        if bool(receipt.errors) is not (receipt.verdict is Verdict.REJECTED):
            raise Wrong(f"{told} says {receipt.verdict}, and has {len(receipt.errors)} faults")
        newer = [each.name for each in versions[number + 1 :]]
        self._check_account(receipt, version, told)
        if receipt.superseded_by is not None:
            if receipt.superseded_by not in newer:
                raise Wrong(f"{told} is superseded by {receipt.superseded_by}, which isn't newer")
            if receipt.url is not None or receipt.outputs:
                raise Wrong(f"{told} is superseded, and names {receipt.url or receipt.outputs}")
        if receipt.id != SETTINGS_KEY:
            addresses = {
                page_key(address)
                for address, owner in claims_in(self._cloud.dynamodb.items()).items()
                if owner == receipt.id
            }
            if not addresses.issuperset(receipt.outputs):
                raise Wrong(f"{told} names {receipt.outputs}, and its article has {sorted(addresses)}")
            settled = receipt.superseded_by is None and receipt.verdict is not Verdict.REJECTED
            if not newer and settled and set(receipt.outputs) != addresses:
                raise Wrong(f"{told} names {receipt.outputs}, and its article has {sorted(addresses)}")
            if receipt.url is not None and page_key(unquote(receipt.url)) not in receipt.outputs:
                raise Wrong(f"{told} says {receipt.url}, which is none of {receipt.outputs}")

    def _receipt(self, source_id: str, version: Version) -> Receipt:
        found = self._cloud.s3.objects(INBOX).get(receipt_key(source_id, version.name))
        if found is None:
            raise Wrong(f"there is no receipt for {source_id}, version {version.name}")
        receipt = decode_receipt(found.body)
        if receipt.id != source_id:
            raise Wrong(f"the receipt of {source_id}, version {version.name}, is of {receipt.id}")
        return receipt
