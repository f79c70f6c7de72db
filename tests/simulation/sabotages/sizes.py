"""Sabotages of what is too large."""

from broadsheet.publishing import copies
from broadsheet.stores.s3_inbox import S3Inbox
from tests.simulation.sabotages.sabotage import Sabotage, room

configure, furnish, judge = (room(name) for name in ("configure", "furnish", "judge"))

SABOTAGES = (
    Sabotage(
        name="take a source that is too large for a deletion",
        owner=judge,
        function="judge",
        old="if source.deleted:",
        new="if source.data is None:",
        kind=28,
    ),
    Sabotage(
        name="read sources of any size",
        owner=S3Inbox,
        function="_get",
        old="data = body.read() if size_bytes <= MAX_SOURCE_BYTES else None",
        new="data = body.read()",
        kind=28,
    ),
    Sabotage(
        name="take settings that are too large for a deletion",
        owner=configure,
        function="_settings_at",
        old="while source is not None and not source.deleted:",
        new="while source is not None and source.data is not None:",
        kind=28,
    ),
    Sabotage(
        name="find no fault in settings that are too large",
        owner=configure,
        function="_faults",
        old="if source.deleted:",
        new="if source.data is None:",
        kind=28,
    ),
    Sabotage(
        name="copy media of any size",
        owner=copies,
        function="_fits",
        old="media.size_bytes <= MAX_MEDIA_BYTES",
        new="True",
        kind=28,
    ),
    Sabotage(
        name="tell nobody that a medium is too large",
        owner=copies,
        function="faults_of",
        old="elif not _fits(media):",
        new="elif False:",
        kind=28,
    ),
    Sabotage(
        name="take a medium that is too large for one that is there",
        owner=copies,
        function="lacking",
        old="if media is None or not _fits(media)",
        new="if media is None",
        kind=28,
        first=330,
    ),
    Sabotage(
        name="copy a logo of any size",
        owner=furnish,
        function="_logo",
        old=" or media.size_bytes > MAX_MEDIA_BYTES",
        new="",
        kind=28,
    ),
)
