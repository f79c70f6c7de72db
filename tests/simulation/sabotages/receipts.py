"""Sabotages of what editors are told."""

from broadsheet.stores import inbox
from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

confirm, outcome = (room(name) for name in ("confirm", "outcome"))

SABOTAGES = (
    Sabotage(
        name="take it that what the row says has been told",
        owner=Publication,
        function="_is_told",
        old="return told is not None and told.same_verdict(self._receipt(self.newest, row))",
        new="return True",
        kind=25,
        first=1240,
        within=20,
    ),
    *(
        Sabotage(
            name=f"tell the moment of {what} for that of the verdict",
            owner=outcome,
            function="receipt_of",
            old="finished_at=now,",
            new=f"finished_at={moment},",
            kind=kind,
        )
        for what, moment, kind in (
            ("the upload", "source.stored_at", 29),
            ("publication", "(live.entry.published_at if live else now)", 0),
        )
    ),
    Sabotage(
        name="forget the receipts of versions whose event was lost",
        owner=confirm,
        function="confirm",
        old="    for source in reversed(owed(inbox, history, receipt.id)):",
        new="    for source in ():",
        kind=4,
    ),
    Sabotage(
        name="tell of the newest version first",
        owner=confirm,
        function="confirm",
        old="    for source in reversed(owed(",
        new="    inbox.put_receipt(receipt, check=check)\n    for source in reversed(owed(",
        kind=1,
    ),
    Sabotage(
        name="owe one version only",
        owner=confirm,
        function="owed",
        old="MOST_OWED + 1",
        new="2",
        kind=4,
    ),
    Sabotage(
        name="replace a receipt by its like",
        owner=inbox,
        function="outranks",
        old="""    if new.same_verdict(old):
        return False
""",
        new="",
        kind=0,
    ),
    Sabotage(
        name="tell of the newer versions first",
        owner=confirm,
        function="confirm",
        old="for source in reversed(owed(inbox, history, receipt.id)):",
        new="for source in owed(inbox, history, receipt.id):",
        kind=5,
    ),
)
