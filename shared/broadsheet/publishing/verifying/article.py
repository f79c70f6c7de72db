"""Check one article: its row, claims, entries, pages and receipts."""

from collections.abc import Iterator
from dataclasses import replace

from broadsheet.article import ArticleId, Unreadable, article_id
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.publishing.publish import publish
from broadsheet.publishing.verifying.confirmations import check_receipts
from broadsheet.publishing.verifying.differences import Kind
from broadsheet.publishing.verifying.dry_run import Corrections, dry_room
from broadsheet.publishing.verifying.expectation import Expectation, expect
from broadsheet.publishing.verifying.finding import Finding
from broadsheet.publishing.verifying.holdings import Holdings
from broadsheet.publishing.verifying.rights import Rights, owner_of, receipts_of, rights_of
from broadsheet.publishing.verifying.rows import row_differences
from broadsheet.site.media import media_key
from broadsheet.site.story import page_key
from broadsheet.stores.catalog import Row
from broadsheet.stores.inbox import Source, article_key
from broadsheet.stores.items import Claim, Due, Kept, Listed, Referred, dues_of, references_of


def check_article(source_id: str, newsroom: Newsroom, holdings: Holdings, corrections: Corrections) -> Finding:
    """Compare all that there is of one article with what should be there.

    Raises:
        Unavailable: a store can't be reached, or the article keeps changing.
    """
    finding = Finding(id=source_id)
    identity = ArticleId(source_id)
    try:
        row = newsroom.catalog.row(identity)
    except Unreadable as error:
        row = None
        finding.add(Kind.UNREADABLE, str(error).splitlines()[0])
        finding.remove.append(Kept(id=identity, row=None))
    newest = newsroom.inbox.newest(article_key(source_id))
    if not _may_be(source_id):
        _check_refused(source_id, newsroom, finding)
        _check_nobodys(identity, row, newsroom, holdings, finding)
        return finding
    rights = rights_of(identity, row, holdings.addresses(source_id), newsroom)
    if newest is None and not _ever_was(identity, row, rights, newsroom):
        _check_nobodys(identity, row, newsroom, holdings, finding)
        return finding
    if row is None and newest is None and not rights.addresses and not holdings.positions(source_id):
        return finding
    try:
        expected = expect(identity, row, rights.addresses, newsroom, corrections)
    except Unreadable as error:
        finding.add(Kind.UNREADABLE, f"it can't be compared: {str(error).splitlines()[0]}")
        finding.pages = {*map(page_key, rights.addresses), *copies_of(row)}
        if row is not None:
            _check_entries(row, row, newsroom, holdings, finding)
        return finding
    finding.pages = {*map(page_key, expected.row.addresses), *copies_of(expected.given), *copies_of(expected.row)}
    _check_row(row, newest, expected, newsroom, finding)
    _check_claims(identity, rights, expected, finding)
    _check_entries(expected.row, row, newsroom, holdings, finding)
    _check_dues(expected.row, newsroom, holdings, finding)
    _check_references(expected.row, newsroom, holdings, finding)
    _check_pages(expected, newsroom, finding)
    if newsroom.inbox.keeps_history:
        check_receipts(newest, expected.receipts, newsroom, finding)
    return finding


def _may_be(source_id: str) -> bool:
    try:
        article_id(source_id)
    except ValueError:
        return False
    return True


def _ever_was(identity: ArticleId, row: Row | None, rights: Rights, newsroom: Newsroom) -> bool:
    """Whether an article without a source had one once: receipts tell of it, or claims that its row knows of."""
    if newsroom.inbox.keeps_history:
        return any(True for _ in newsroom.inbox.receipts(identity))
    return bool(rights.addresses) or (row is not None and not row.addresses and row.live is None)


def _check_refused(source_id: str, newsroom: Newsroom, finding: Finding) -> None:
    """Of a key that no article can have there are receipts only."""
    room = dry_room(newsroom, Corrections())
    publish(source_id, room.newsroom)
    if newsroom.inbox.keeps_history:
        check_receipts(newsroom.inbox.newest(article_key(source_id)), room.inbox.noted, newsroom, finding)


def _check_nobodys(
    identity: ArticleId, row: Row | None, newsroom: Newsroom, holdings: Holdings, finding: Finding
) -> None:
    """Of an article that never was there is nothing."""
    if row is not None:
        finding.add(Kind.ROW_WITHOUT_SOURCE, "it never had a source")
        finding.remove.append(Kept(id=identity, row=None))
    for address in dict.fromkeys((*(row.addresses if row else ()), *sorted(holdings.addresses(identity)))):
        if owner_of(address, newsroom) == identity:
            finding.add(Kind.ORPHAN_CLAIM, f"{address} is claimed for an article that never was")
            finding.remove.append(Claim(address=address, owner=identity))
            finding.corrections.owners[address] = None
    _check_entries(None, row, newsroom, holdings, finding)
    nothing = Row(id=identity, revision=0)
    _check_dues(nothing, newsroom, holdings, finding)
    _check_references(nothing, newsroom, holdings, finding, besides=row)


def _check_row(
    row: Row | None, newest: Source | None, expected: Expectation, newsroom: Newsroom, finding: Finding
) -> None:
    known = receipts_of(expected.row.id, newsroom) if row is None else []
    told = newsroom.inbox.receipt(expected.row.id, version=newest.version) if newest else None
    revision = max((receipt.revision for receipt in [*known, *([told] if told else [])]), default=0)
    wrong = ["there is none"] if row is None else row_differences(row, expected.row)
    if row is not None and row.revision < revision:
        wrong.append(f"revision: {row.revision}, and there is a receipt of {revision}")
    if not wrong:
        return
    kind = Kind.SOURCE_WITHOUT_ROW if row is None else Kind.STALE_ROW if newest else Kind.ROW_WITHOUT_SOURCE
    if not any(difference.kind is Kind.UNREADABLE for difference in finding.differences):
        finding.add(kind, "; ".join(wrong))
    given = replace(expected.given, revision=max(expected.given.revision, revision))
    finding.first.append(Kept(id=given.id, row=given))


def _check_claims(identity: ArticleId, rights: Rights, expected: Expectation, finding: Finding) -> None:
    for address in rights.addresses:
        owner = rights.owners[address]
        if owner == identity:
            continue
        claim = Claim(address=address, owner=identity)
        finding.corrections.owners[address] = identity
        finding.first.append(claim)
        if owner is None:
            finding.add(Kind.MISSING_CLAIM, f"nobody has {address}, which is its own")
        else:
            finding.add(Kind.WRONG_CLAIM, f"{address} is its own, and is claimed for {owner!r}")
            finding.remove.append(Claim(address=address, owner=owner))
    for address, owner in rights.owners.items():
        if owner == identity and address not in rights.addresses and address not in expected.row.addresses:
            finding.add(Kind.ORPHAN_CLAIM, f"{address} is claimed for it, and was never its own")
            finding.remove.append(Claim(address=address, owner=identity))
            finding.corrections.owners.setdefault(address, None)


def _check_entries(
    expected: Row | None, row: Row | None, newsroom: Newsroom, holdings: Holdings, finding: Finding
) -> None:
    wanted = expected.entries() if expected else {}
    in_question = {*wanted, *(row.entries() if row else ()), *holdings.positions(finding.id)}
    for position in sorted(in_question):
        want = wanted.get(position)
        there = newsroom.catalog.stored(Listed(position=position, entry=None))
        entry = there.entry if isinstance(there, Listed) else None
        if there is None and want is None:
            continue
        if want is None:
            finding.add(Kind.ORPHAN_ENTRY, f"{position.listing} has it at {position.sort_key}")
            finding.remove.append(Listed(position=position, entry=None))
        elif there is None or entry != want:
            kind = Kind.MISSING_ENTRY if there is None else Kind.STALE_ENTRY
            finding.add(kind, f"{position.listing}, at {position.sort_key}")
            finding.then.append(Listed(position=position, entry=want))
        else:
            continue
        finding.corrections.entries[position] = (entry, want)


def _check_dues(expected: Row, newsroom: Newsroom, holdings: Holdings, finding: Finding) -> None:
    wanted = {due.sort_key: due for due in dues_of(expected)}
    for sort_key in sorted({*wanted, *holdings.dues(finding.id)}):
        want = wanted.get(sort_key)
        there = newsroom.catalog.stored(Due(sort_key=sort_key, id=finding.id))
        if want is None and there is not None:
            finding.add(Kind.ORPHAN_DUE, f"it is entered as due at {sort_key}")
            finding.remove.append(Due(sort_key=sort_key, id=finding.id))
        elif want is not None and there != want:
            finding.add(Kind.MISSING_DUE, f"it is not entered as due at {sort_key}")
            finding.then.append(want)


def _check_references(
    expected: Row, newsroom: Newsroom, holdings: Holdings, finding: Finding, *, besides: Row | None = None
) -> None:
    wanted = references_of(expected)
    others = {*holdings.media(finding.id), *(medium.path for medium in (besides.media if besides else ()))}
    for reference in wanted:
        if newsroom.catalog.stored(reference) is None:
            finding.add(Kind.MISSING_REFERENCE, f"nothing says that it refers to {reference.path}")
            finding.first.append(reference)
    for path in sorted(others):
        reference = Referred(path=path, id=finding.id)
        if reference not in wanted and newsroom.catalog.stored(reference) is not None:
            finding.add(Kind.ORPHAN_REFERENCE, f"it doesn't refer to {path}")
            finding.remove.append(reference)


def _check_pages(expected: Expectation, newsroom: Newsroom, finding: Finding) -> None:
    """The pages that should be there; where every version is refused, nobody says what should.

    Nor does anybody say what a copy should be whose medium the inbox has no more; but there should be one.
    """
    finding.differences += expected.site.differences(finding.id)
    for address in expected.row.addresses:
        key = page_key(address)
        if expected.site.rendered(key):
            continue
        if newsroom.site.look(key) is None:
            finding.add(Kind.MISSING, "its version is not acceptable any more; publish one that is", key=key)
    for key in copies_of(expected.row):
        if not expected.site.rendered(key) and newsroom.site.look(key) is None:
            finding.add(Kind.MISSING, "the inbox has this medium no more; upload it again", key=key)


def copies_of(row: Row | None) -> Iterator[str]:
    """The keys of the copies that a row tells of."""
    return iter(()) if row is None else (media_key(each.path, row.id) for each in row.media if each.digest)
