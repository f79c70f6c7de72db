"""Small wrongs that somebody might do to the product, each as a change of its text, and each of which must be seen.

`within` is the number of seeds in which the simulator has to find it.
"""

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from broadsheet.stores import dynamodb_catalog, s3_inbox, s3_site
from tests.simulation import cloud
from tests.simulation.acts import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """A change of one function's text: `owner` is the module or class that has it, or the name of a function's module.

    With a `kind` it is looked for in the seeds of that kind of day only (acts.KINDS).
    """

    name: str
    owner: Any
    function: str
    old: str
    new: str
    within: int = 400
    kind: int | None = None

    def seeds(self) -> range:
        """In which it has to be found."""
        return range(self.within) if self.kind is None else range(self.kind, len(KINDS) * self.within, len(KINDS))


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


configure, confirm, judge, newsroom, publish, refresh = (
    # The package has the functions under the same names.
    import_module(f"broadsheet.publishing.{name}")
    for name in ("configure", "confirm", "judge", "newsroom", "publish", "refresh")
)
_Publication = publish._Publication  # noqa: SLF001  # the class is the use case

SABOTAGES = (
    Sabotage(
        name="drop the second look",
        owner=_Publication,
        function="settled",
        old="return not changed or not self._has_moved()",
        new="return True",
    ),
    Sabotage(
        name="don't look at the neighbours again",
        owner=_Publication,
        function="_has_moved",
        old="return story is not None and self._neighbours(story) != self._preceding",
        new="return False",
        kind=2,
        within=400,
    ),
    Sabotage(
        name="commit before the page is written",
        owner=_Publication,
        function="_bring_about",
        old="""    written = [self._write(output, lease) for output in self._pages(choice)]
    committed = self._commit(choice, lease)
""",
        new="""    pages = self._pages(choice)
    committed = self._commit(choice, lease)
    written = [self._write(output, lease) for output in pages]
""",
    ),
    Sabotage(
        name="take a lease that another has",
        owner=dynamodb_catalog.DynamoDBCatalog,
        function="take",
        old="attribute_not_exists(holder) OR holder = :holder OR #until < :now",
        new="attribute_not_exists(nothing)",
        kind=1,
        within=400,
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
    ),
    Sabotage(
        name="write pages and listings without a condition",
        owner=s3_site.S3Site,
        function="put",
        old='condition = {"IfNoneMatch": "*"} if expected is None else {"IfMatch": expected.etag}',
        new="condition = {}",
    ),
    Sabotage(
        name="read the state of a listing before the listing",
        owner=newsroom,
        function="converge",
        old="""    for _ in range(MAX_ROUNDS):
        output = render()
""",
        new="""    output = render()
    seen = newsroom.site.look(key)
    for _ in range(MAX_ROUNDS):
""",
        kind=3,
        within=400,
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
    ),
    Sabotage(
        name="trust the event's version",
        owner="publish",
        function="look_at_source",
        old="receipt = publish(source_id, room)",
        new="from tests.simulation.trusting import trusting; receipt = publish(source_id, trusting(room, record))",
    ),
    Sabotage(
        name="answer that all is well when it isn't",
        owner="publish",
        function="handler",
        old="    return in_newsroom(process)",
        new='    in_newsroom(process)\n    return {"batchItemFailures": []}',
    ),
    Sabotage(
        name="tell the editor before the page is there",
        owner=_Publication,
        function="_bring_about",
        old="    written = [self._write(output, lease) for output in self._pages(choice)]",
        new="""    pages = self._pages(choice)
    if self.newest.version != (self.row and self.row.judged_version):
        self._confirm(self.row)
    written = [self._write(output, lease) for output in pages]""",
    ),
    Sabotage(
        name="forget the receipts of versions whose event was lost",
        owner=confirm,
        function="confirm",
        old="    for source in reversed(owed(inbox, newest, receipt.id)):",
        new="    for source in ():",
    ),
    Sabotage(
        name="leave the pages after a changed one as they are",
        owner=refresh,
        function="refresh",
        old="    for source_id in sorted(successors(changes, newsroom)):",
        new="    for source_id in ():",
        kind=2,
        within=400,
    ),
    Sabotage(
        name="take a deletion for a source that never was",
        owner=s3_inbox.S3Inbox,
        function="newest",
        old="        if head is None or head.deleted:\n            return head\n    return found",
        new="        return None\n    return found",
    ),
    Sabotage(
        name="take a rejected version for a withdrawal",
        owner=_Publication,
        function="_choose",
        old="        source = next(older, None)\n",
        new="        return _Choice(verdict=Verdict.WITHDRAWN, source=source)\n",
    ),
    Sabotage(
        name="show drafts",
        owner=judge,
        function="_verdict",
        old='    if article.status == "draft":\n        return Verdict.DRAFT\n',
        new="",
    ),
    Sabotage(
        name="overlook embargoes",
        owner=judge,
        function="_verdict",
        old="for moment in (article.published_at, article.embargo_until)",
        new="for moment in (article.published_at,)",
    ),
    Sabotage(
        name="leave no redirect where an article was",
        owner=publish,
        function="_render",
        old="if address != story.address:",
        new="if False:",
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
        function="_home_page",
        old="    refresh_listings([SECTION_PREFIX + slug for slug in undeclared], newsroom)\n        if all(",
        new="    if True or all(",
    ),
)
