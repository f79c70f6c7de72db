"""Small wrongs that somebody might do to the product, each as a change of its text, and each of which must be seen.

`within` is the number of days of one kind in which the simulator has to find it.
"""

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from broadsheet.stores import dynamodb_catalog, s3_inbox, s3_site, scheduler_timers, sqs_backlog
from tests.simulation import cloud
from tests.simulation.acts import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """A change of one function's text: `owner` is the module or class that has it, or the name of a function's module.

    `kind` is the place in acts.KINDS of the kind of day in which it is found soonest; one that is found
    seldom is looked for from the `first` of its days on.
    """

    name: str
    owner: Any
    function: str
    old: str
    new: str
    kind: int = 0
    first: int = 0
    within: int = 100

    def seeds(self) -> range:
        """In which it has to be found."""
        return range(self.kind + len(KINDS) * self.first, len(KINDS) * (self.first + self.within), len(KINDS))


@contextmanager
def sabotaged(sabotage: Sabotage) -> Iterator[None]:
    """The product with that change.

    Raises:
        AssertionError: the text isn't there any more.
    """
    if isinstance(sabotage.owner, str):
        with cloud.changed_text(sabotage.owner, sabotage.old, sabotage.new):
            yield
        return
    right = inspect.getattr_static(sabotage.owner, sabotage.function)
    plain: Any = right.__func__ if isinstance(right, staticmethod) else right
    text = textwrap.dedent(inspect.getsource(plain))
    assert text.count(sabotage.old) == 1, f"{sabotage.function} has no longer just one {sabotage.old!r}"
    module = sys.modules[plain.__module__]
    names: dict[str, Any] = {}
    exec(compile(text.replace(sabotage.old, sabotage.new), f"<{sabotage.name}>", "exec"), vars(module), names)
    wrong = names[sabotage.function]
    setattr(sabotage.owner, sabotage.function, wrong)
    others = [
        (other, name)
        for other in list(sys.modules.values())
        if other is not None and getattr(other, "__name__", "").startswith("broadsheet")
        for name, value in list(vars(other).items())
        if value is right
    ]
    for other, name in others:
        setattr(other, name, wrong)
    cloud.forget_processes()
    try:
        yield
    finally:
        cloud.forget_processes()
        for other, name in [*others, (sabotage.owner, sabotage.function)]:
            setattr(other, name, right)


choice, configure, confirm, copies, judge, leasing, newsroom, publish, rebuild, refresh, substance = (
    # The package has the functions under the same names.
    import_module(f"broadsheet.publishing.{name}")
    for name in (
        "choice",
        "configure",
        "confirm",
        "copies",
        "judge",
        "leasing",
        "newsroom",
        "publish",
        "rebuild",
        "refresh",
        "substance",
    )
)
_Publication = publish._Publication  # noqa: SLF001  # the class is the use case

SABOTAGES = (
    Sabotage(
        name="drop the second look",
        owner=_Publication,
        function="settled",
        old="return not changed or not self._has_moved()",
        new="return True",
        kind=5,
    ),
    Sabotage(
        name="don't look at the neighbours again",
        owner=_Publication,
        function="_has_moved",
        old="return story is not None and self._neighbours(story) != self._preceding",
        new="return False",
        kind=9,
        first=140,
        within=80,
    ),
    Sabotage(
        name="commit before the page is written",
        owner=_Publication,
        function="_bring_about",
        old="""    written = [self._write(output, lease) for output in self._pages(choice)]
    removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]
    committed = self._commit(choice, lease)
""",
        new="""    pages, left_over = self._pages(choice), [*self._copies.left_over(choice, self.row)]
    committed = self._commit(choice, lease)
    written = [self._write(output, lease) for output in pages]
    removed = [self._remove(key, lease) for key in left_over]
""",
        kind=7,
    ),
    Sabotage(
        name="take a lease that another has",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="take",
        old="attribute_not_exists(holder) OR holder = :holder OR #until < :now",
        new="attribute_not_exists(nothing)",
        kind=1,
    ),
    Sabotage(
        name="commit without the lease",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="_put_row",
        old='"ConditionExpression": "holder = :holder"',
        new='"ConditionExpression": "holder = :holder OR attribute_not_exists(nothing)"',
        kind=1,
        within=400,
    ),
    Sabotage(
        name="claim an address that another has",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="_put_claim",
        old="attribute_not_exists(pk) OR #owner = :owner",
        new="attribute_not_exists(pk) OR attribute_exists(#owner) OR #owner = :owner",
        kind=2,
    ),
    Sabotage(
        name="write pages and listings without a condition",
        owner=s3_site.S3Site,
        function="put",
        old='condition = {"IfNoneMatch": "*"} if expected is None else {"IfMatch": expected.etag}',
        new="condition = {}",
        kind=1,
    ),
    Sabotage(
        name="read the state of a listing before the listing",
        owner=newsroom,
        function="converge",
        old="""    for _ in range(MAX_ROUNDS):
        wanted = {output.key: output for output in render()}
""",
        new="""    wanted = {output.key: output for output in render()}
    seen = {key: site.look(key) for key in keys}
    for _ in range(MAX_ROUNDS):
""",
        kind=9,
        first=180,
        within=150,
    ),
    Sabotage(
        name="write a page in two halves",
        owner=s3_site.S3Site,
        function="put",
        old="        answer = self._client.put_object(",
        new="""        self._client.put_object(
            Bucket=self._bucket, Key=output.key, Body=output.body[:200], ContentType=output.content_type, **condition
        )
        condition = {}
        answer = self._client.put_object(""",
        kind=7,
    ),
    Sabotage(
        name="trust the event's version",
        owner="publish",
        function="look_at_source",
        old="    elif source_id is not None:\n        tell(source_id, publish(source_id, room))",
        new="""    elif source_id is not None:
        from tests.simulation.trusting import trusting
        tell(source_id, publish(source_id, trusting(room, record)))""",
        kind=4,
    ),
    Sabotage(
        name="answer that all is well when it isn't",
        owner="publish",
        function="handler",
        old="    return in_newsroom(process)",
        new='    in_newsroom(process)\n    return {"batchItemFailures": []}',
        kind=1,
    ),
    Sabotage(
        name="tell the editor before the page is there",
        owner=_Publication,
        function="_bring_about",
        old="    written = [self._write(output, lease) for output in self._pages(choice)]",
        new="""    pages = self._pages(choice)
    if self.newest.version != (self.row and self.row.judged_version):
        self._confirm(self.row, lease)
    written = [self._write(output, lease) for output in pages]""",
        kind=7,
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
        name="leave the pages after a changed one as they are",
        owner=refresh,
        function="refresh",
        old="    for source_id in sorted(successors(changes, newsroom)):",
        new="    for source_id in ():",
        kind=2,
    ),
    Sabotage(
        name="take a deletion for a source that never was",
        owner=s3_inbox.S3Inbox,
        function="newest",
        old="        if head is None or head.deleted:\n            return head\n    return found",
        new="        return None\n    return found",
        kind=1,
    ),
    Sabotage(
        name="show drafts",
        owner=judge,
        function="_verdict",
        old='    if article.status == "draft":\n        return Verdict.DRAFT\n',
        new="",
        kind=0,
    ),
    Sabotage(
        name="overlook embargoes",
        owner=judge,
        function="_verdict",
        old="for moment in (article.published_at, article.embargo_until)",
        new="for moment in (article.published_at,)",
        kind=3,
    ),
    Sabotage(
        name="leave no redirect where an article was",
        owner=choice,
        function="pages_of",
        old="if address != story.address:",
        new="if False:",
        kind=3,
    ),
    Sabotage(
        name="go on with the settings that held in the beginning",
        owner=configure,
        function="under_current_settings",
        old="        if source is seen:\n            return done",
        new="        return done",
        kind=3,
        within=400,
    ),
    Sabotage(
        name="write home before the section that it links to",
        owner=refresh,
        function="_write_home",
        old="            _write_section(slug, newsroom, linked=True, check=in_time)",
        new="            pass",
        kind=2,
    ),
    Sabotage(
        name="remove a section while somebody writes the home page",
        owner=leasing,
        function="front_leased",
        old="    lease, _ = taken(FRONT, newsroom)",
        new="    from broadsheet.stores.catalog import new_lease; lease = new_lease(FRONT, now=newsroom.clock.now())",
        kind=5,
        first=1680,
        within=80,
    ),
    Sabotage(
        name="set no timer",
        owner=_Publication,
        function="_commit",
        old="self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)",
        new="pass",
        kind=4,
    ),
    Sabotage(
        name="leave the timer where it was when the time is changed",
        owner=_Publication,
        function="_commit",
        old="if after.due_at is not None:",
        new="if after.due_at is not None and before.due_at is None:",
        kind=4,
    ),
    Sabotage(
        name="let a timer belong to a moment, so that a slow handler takes another's back",
        owner=scheduler_timers,
        function="schedule_name",
        old="-{revision}",
        new="",
        kind=4,
    ),
    Sabotage(
        name="keep a timer whose time is off",
        owner=_Publication,
        function="_commit",
        old="self.newsroom.timers.cancel(self.id, before.due_at, revision=before.timer)",
        new="pass",
        kind=4,
        within=400,
    ),
    Sabotage(
        name="set the timer after the editor has been told",
        owner=_Publication,
        function="_commit",
        old="""            self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
    self._confirm(after, lease)
    self.newsroom.catalog.commit(lease, self.row, after)
""",
        new="""            pass
    self._confirm(after, lease)
    self.newsroom.catalog.commit(lease, self.row, after)
    if after.due_at is not None and after.due_at != before.due_at:
        self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
""",
        kind=4,
        first=130,
        within=100,
    ),
    Sabotage(
        name="forget what falls due",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="due",
        old="sk < :sk",
        new="sk > :sk",
        kind=4,
        within=200,
    ),
    Sabotage(
        name="keep what has fallen due among what will",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="commit",
        old="for item in old if key_of(item) not in there]",
        new="for item in old if key_of(item) not in there and items is listed_in]",
        kind=4,
    ),
    Sabotage(
        name="hold on to a verdict that time has changed",
        owner=_Publication,
        function="_still_holds",
        old="return due_at is None or due_at > self.newsroom.clock.now()",
        new="return True",
        kind=6,
        first=70,
        within=60,
    ),
    Sabotage(
        name="overlook that an article expires",
        owner=judge,
        function="_due_at",
        old="    moments = (article.published_at, article.embargo_until, article.expires_at)",
        new="    moments = (article.published_at, article.embargo_until)",
        kind=4,
        within=400,
    ),
    Sabotage(
        name="leave the articles in the old settings",
        owner=configure,
        function="_configured",
        old="        rebuild(newsroom)",
        new="        pass",
        kind=3,
    ),
    Sabotage(
        name="tell that new settings hold before the articles are going to follow them",
        owner=configure,
        function="_configured",
        old="""        rebuild(newsroom)
    confirm(inbox, history, told, lambda older: receipt(older, newest.version))
""",
        new="""        confirm(inbox, history, told, lambda older: receipt(older, newest.version))
        rebuild(newsroom)
""",
        kind=3,
        within=400,
    ),
    Sabotage(
        name="follow only the newest settings when an older version was overlooked",
        owner=configure,
        function="_configured",
        old="for source in [newest, *owed(inbox, history, SETTINGS_KEY)]",
        new="for source in [newest]",
        kind=3,
        first=260,
    ),
    Sabotage(
        name="end a rebuild after its first part",
        owner=rebuild,
        function="look_at_all",
        old="if len(keys) == AT_ONCE else []",
        new="if False else []",
        kind=3,
    ),
    Sabotage(
        name="take no notice of messages that the backlog didn't take",
        owner=sqs_backlog.SQSBacklog,
        function="add",
        old='if failed := answer.get("Failed"):',
        new='if failed := answer.get("Nothing"):',
        kind=3,
        within=800,
    ),
    Sabotage(
        name="date a change by the versions that were looked at",
        owner=substance,
        function="text_of",
        old="    for version in reversed(since):",
        new="    for version in since[:1]:",
        kind=1,
    ),
    Sabotage(
        name="date a change by versions that came after the one that is shown",
        owner=_Publication,
        function="_text",
        old="return text_of(source, self._versions(), self.id, known)",
        new="return text_of(self._versions().newest, self._versions(), self.id, known)",
        kind=8,
        within=150,
    ),
    Sabotage(
        name="give no reason for a withdrawal",
        owner=choice,
        function="withdrawal_of",
        old="    return Withdrawal(reason=article.withdrawal_reason, language=article.language)",
        new="    return Withdrawal()",
        kind=1,
    ),
    Sabotage(
        name="lead old addresses to one another",
        owner=choice,
        function="pages_of",
        old="                yield redirect_page(address, story.address, settings)",
        new="                yield redirect_page(address, addresses[-1], settings)",
        kind=0,
        within=400,
    ),
    Sabotage(
        name="answer 200 where an article is gone",
        owner=s3_site.S3Site,
        function="put",
        old="Metadata=_metadata(output)",
        new='Metadata={key: text for key, text in _metadata(output).items() if key != "status"}',
        kind=3,
    ),
    Sabotage(
        name="push an article from its address when new settings give it another's",
        owner=_Publication,
        function="_address",
        old="if live is not None and live.source_version == source.version:",
        new="if False:",
        kind=3,
        first=170,
    ),
    Sabotage(
        name="look for media before anybody can know that the article waits for them",
        owner=_Publication,
        function="_supplies",
        old="    known = {",
        new="    self._copies.supplies(accepted.media)\n    known = {",
        kind=8,
        first=250,
        within=60,
    ),
    Sabotage(
        name="name a copy that isn't there yet",
        owner=_Publication,
        function="_bring_about",
        old="""    copied = [self._write(output, lease) for output in self._new_copies(choice)]
    written = [self._write(output, lease) for output in self._pages(choice)]
""",
        new="""    written = [self._write(output, lease) for output in self._pages(choice)]
    copied = [self._write(output, lease) for output in self._new_copies(choice)]
""",
        kind=8,
        within=20,
    ),
    Sabotage(
        name="remove a copy before the page that names it is replaced",
        owner=_Publication,
        function="_bring_about",
        old="""    written = [self._write(output, lease) for output in self._pages(choice)]
    removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]
""",
        new="""    removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]
    written = [self._write(output, lease) for output in self._pages(choice)]
""",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="leave the copies of what is not shown any more",
        owner=copies.Copies,
        function="left_over",
        old="if medium.path not in choice.media:",
        new="if choice.story is not None and medium.path not in choice.media:",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="tell of a withdrawal before the copies are gone",
        owner=_Publication,
        function="_bring_about",
        old="    removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]",
        new="""    if self.newest is not None and choice.story is None:
        self._confirm(self.row or Row(id=self.id, revision=0), lease)
    removed = [self._remove(key, lease) for key in self._copies.left_over(choice, self.row)]""",
        kind=8,
        within=100,
    ),
    Sabotage(
        name="copy the media of what is held",
        owner=_Publication,
        function="_considered",
        old="return Choice(verdict=judgement.verdict, source=source, awaited=supplies)",
        new="return Choice(verdict=judgement.verdict, source=source, media=supplies)",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="take a medium that was replaced for the one that was copied",
        owner=copies.Copies,
        function="_digest",
        old="known.digest and known.copied == media.fingerprint",
        new="known.digest",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="forget who waits for a medium",
        owner=copies.Copies,
        function="entered",
        old="for path, media in choice.awaited.items():",
        new="for path, media in ():",
        kind=8,
        within=40,
    ),
)
