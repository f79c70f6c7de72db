"""What can be wrong, and the errors that say so.

The error tree:

    BroadsheetError             everything this library raises on purpose
    ├── Rejected                what an editor sent is refused; carries every Fault
    └── StoreError              the other side (AWS, a disk) failed
        ├── Conflict            a conditional write lost its race; look again and retry
        ├── Unavailable         throttled, timed out or unreachable; may be tried again
        ├── Denied              whoever calls has no right to; or there is nothing, and not even that may be known
        └── Unreadable          what the store holds is damaged; verify --repair mends it
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """The closed set of reasons for which an upload is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    BYTE_ORDER_MARK = "byte_order_mark"
    SYNTAX = "syntax"
    DUPLICATE_KEY = "duplicate_key"
    NOT_FINITE = "not_finite"
    LONE_SURROGATE = "lone_surrogate"
    CONTROL_CHARACTER = "control_character"
    TOO_DEEP = "too_deep"
    WRONG_TYPE = "wrong_type"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    INVALID = "invalid"
    DATE = "date"
    ID = "id"
    ID_MISMATCH = "id_mismatch"
    SLUG = "slug"
    SLUG_TAKEN = "slug_taken"
    UNKNOWN_AUTHOR = "unknown_author"
    SETTINGS = "settings"
    DUPLICATE_ID = "duplicate_id"
    MEDIA_TYPE = "media_type"
    MEDIA_COUNT = "media_count"
    MEDIA_SIZE = "media_size"
    MISSING_MEDIA = "missing_media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with an upload.

    `pointer` is an RFC 6901 JSON Pointer ("" is the whole document). `message` says what was wrong and what
    would be right, in one sentence or two. `line` and `column` count from 1; both are None where no text is at hand.
    """

    pointer: str
    message: str
    code: FaultCode
    line: int | None = None
    column: int | None = None


class BroadsheetError(Exception):
    """The root of every error that this library raises on purpose."""


class Rejected(BroadsheetError):
    """What an editor sent is refused; nothing was changed. `faults` holds all that is wrong, never none."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.pointer or '(whole file)'}: {fault.message}" for fault in self.faults))


class StoreError(BroadsheetError):
    """The other side failed: AWS, a disk, a database."""


class Conflict(StoreError):
    """A conditional write lost its race; look again and retry."""


class Unavailable(StoreError):
    """The store throttled, timed out or can't be reached; the call may be tried again."""


class Denied(StoreError):
    """Whoever calls has no right to; or there is nothing, and not even that may be known (S3 answers both alike)."""


class Unreadable(StoreError):
    """What the store holds is damaged: it can't be what was written there."""
