"""The receipt: what became of one version of a source. A public contract, kept beside the sources in the inbox."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from broadsheet.article import Fault, FaultCode, format_rfc3339, parse_rfc3339

_LONGEST_ID_BYTES = 800
"""S3's keys have 1,024 bytes, of which a version's name takes up to 100 or so."""


class Verdict(StrEnum):
    """What became of an upload."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One upload's end.

    `url` is the page's root-relative address, None when there is no page. `outputs` are the keys of the site store
    that follow from it. `received_at` is when the version was stored. `revision` is the catalog row's revision at
    which the verdict was given: of two receipts for one version the higher revision is the truth. `superseded_by`
    names the newer version that was there already when this one was looked at.
    """

    id: str
    source_version: str
    verdict: Verdict
    url: str | None
    errors: tuple[Fault, ...]
    outputs: tuple[str, ...]
    received_at: datetime
    finished_at: datetime
    revision: int
    superseded_by: str | None = None

    def same_verdict(self, other: "Receipt") -> bool:
        """Whether both tell an editor the same: everything but the times of the work and the revision."""
        return (self.verdict, self.url, self.errors, self.outputs, self.superseded_by) == (
            other.verdict,
            other.url,
            other.errors,
            other.outputs,
            other.superseded_by,
        )


def receipt_key(source_id: str, version: str) -> str:
    """Where the receipt of one version lies in the inbox.

    An id that no article can have may be so long that there is no room for it in a key; then its SHA-256 stands there.
    """
    if len(source_id.encode()) > _LONGEST_ID_BYTES:
        source_id = f"sha256-{sha256(source_id.encode()).hexdigest()}"
    return f"receipts/{source_id}/{version}.json"


def encode_faults(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults as JSON values; `line` and `column` stand there when known."""
    encoded = []
    for fault in faults:
        value: dict[str, Any] = {"pointer": fault.pointer, "message": fault.message, "code": fault.code.value}
        if fault.line is not None:
            value |= {"line": fault.line, "column": fault.column}
        encoded.append(value)
    return encoded


def encode_receipt(receipt: Receipt) -> bytes:
    """The receipt as UTF-8 JSON."""
    document = {
        "id": receipt.id,
        "source_version": receipt.source_version,
        "verdict": receipt.verdict.value,
        "url": receipt.url,
        "errors": encode_faults(receipt.errors),
        "outputs": list(receipt.outputs),
        "received_at": format_rfc3339(receipt.received_at),
        "finished_at": format_rfc3339(receipt.finished_at),
        "revision": receipt.revision,
    }
    if receipt.superseded_by is not None:
        document["superseded_by"] = receipt.superseded_by
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def decode_receipt(data: bytes) -> Receipt:
    """The receipt from its JSON.

    Raises:
        ValueError: it is not a receipt.
    """
    document = json.loads(data)
    try:
        return Receipt(
            id=document["id"],
            source_version=document["source_version"],
            verdict=Verdict(document["verdict"]),
            url=document["url"],
            errors=tuple(
                Fault(
                    pointer=error["pointer"],
                    message=error["message"],
                    code=FaultCode(error["code"]),
                    line=error.get("line"),
                    column=error.get("column"),
                )
                for error in document["errors"]
            ),
            outputs=tuple(document["outputs"]),
            received_at=parse_rfc3339(document["received_at"]),
            finished_at=parse_rfc3339(document["finished_at"]),
            revision=document["revision"],
            superseded_by=document.get("superseded_by"),
        )
    except (KeyError, TypeError) as error:
        message = f"this is not a receipt: {error!r}"
        raise ValueError(message) from error
