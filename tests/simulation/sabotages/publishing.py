"""Sabotages of an article's publication."""

from broadsheet.publishing.held import Held
from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

addressing, outcome, publish = (room(name) for name in ("addressing", "outcome", "publish"))

SABOTAGES = (
    Sabotage(
        name="leave what stays on its day, whatever the time zone",
        owner=outcome,
        function="_live",
        old="moved_to_zone(before.live.listings, before.live.entry.published_at, settings)",
        new="before.live.listings",
        kind=10,
        first=30,
    ),
    Sabotage(
        name="drop the second look",
        owner=Publication,
        function="settled",
        old="return not changed or not self._has_moved()",
        new="return True",
        kind=5,
    ),
    Sabotage(
        name="don't look at the neighbours again",
        owner=Publication,
        function="_has_moved",
        old="return story is not None and self._neighbours(story) != self._preceding",
        new="return False",
        kind=9,
    ),
    Sabotage(
        name="commit before the page is written",
        owner=Publication,
        function="_bring_about",
        old="""    written = [held.write(output) for output in self._pages(choice, held)]
    removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]
    committed = self._commit(choice, held)
""",
        new="""    pages, left_over = self._pages(choice, held), [*self._copies.left_over(choice, held.row)]
    committed = self._commit(choice, held)
    written = [held.write(output) for output in pages]
    removed = [held.remove(key) for key in left_over]
""",
        kind=7,
    ),
    Sabotage(
        name="tell the editor before the page is there",
        owner=Publication,
        function="_bring_about",
        old="    written = [held.write(output) for output in self._pages(choice, held)]",
        new="""    pages = self._pages(choice, held)
    if self.newest.version != (held.row and held.row.judged_version):
        self._confirm(held.row, held)
    written = [held.write(output) for output in pages]""",
        kind=7,
    ),
    Sabotage(
        name="set no timer",
        owner=Publication,
        function="_commit",
        old="self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)",
        new="pass",
        kind=4,
    ),
    Sabotage(
        name="leave the timer where it was when the time is changed",
        owner=Publication,
        function="_commit",
        old="if after.due_at is not None:",
        new="if after.due_at is not None and before.due_at is None:",
        kind=4,
    ),
    Sabotage(
        name="keep a timer whose time is off",
        owner=Publication,
        function="_commit",
        old="self.newsroom.timers.cancel(self.id, before.due_at, revision=before.timer)",
        new="pass",
        kind=4,
        first=350,
    ),
    Sabotage(
        name="set the timer after the editor has been told",
        owner=Publication,
        function="_commit",
        old="""            self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
    self._confirm(after, held)
    held.commit(after)
""",
        new="""            pass
    self._confirm(after, held)
    held.commit(after)
    if after.due_at is not None and after.due_at != before.due_at:
        self.newsroom.timers.set(self.id, after.due_at, revision=after.revision)
""",
        kind=4,
        first=132,
    ),
    Sabotage(
        name="hold on to a verdict that time has changed",
        owner=Publication,
        function="_still_holds",
        old="return due_at is None or due_at > self.newsroom.clock.now()",
        new="return True",
        kind=6,
        within=120,
        first=150,
    ),
    Sabotage(
        name="push an article from its address when new settings give it another's",
        owner=addressing,
        function="_address",
        old="if live is not None and live.source_version == source.version:",
        new="if False:",
        kind=3,
        first=272,
    ),
    Sabotage(
        name="write receipts when it is too late",
        owner=Publication,
        function="_confirm",
        old="check=held.check,",
        new="",
        kind=6,
        first=129,
    ),
    Sabotage(
        name="write pages when it is too late",
        owner=Held,
        function="write",
        old="    self.check()\n",
        new="",
        kind=0,
        first=156,
    ),
    Sabotage(
        name="end with the first conflict",
        owner=publish,
        function="publish",
        old="        except Conflict:\n            continue",
        new="        except Conflict:\n            return work.receipt()",
        kind=4,
    ),
    Sabotage(
        name="look at the pages in the first round only",
        owner=Publication,
        function="_bring_about",
        old="    held.look()\n",
        new="""    if "seen" not in self._judged:
        held.look()
        self._judged["seen"] = held._seen
    held._seen = self._judged["seen"]
""",
        kind=6,
        within=400,
    ),
    Sabotage(
        name="take for a change only what was written",
        owner=Publication,
        function="_bring_about",
        old="return committed or any((*copied, *written, *removed))",
        new="return any((*copied, *written, *removed))",
        kind=5,
    ),
    Sabotage(
        name="choose once for all versions",
        owner=Publication,
        function="_choice_now",
        old="if self._chosen is None or self._chosen[0] != version or not self._is_good(self._chosen[1]):",
        new="if self._chosen is None:",
        kind=1,
    ),
    Sabotage(
        name="keep a history that has a newer version by now",
        owner=Publication,
        function="_versions",
        old="if self._history is None or self._history.newest is not self.newest:",
        new="if self._history is None:",
        kind=5,
    ),
    Sabotage(
        name="write pages that are as they should be",
        owner=Held,
        function="write",
        old="    if seen is not None and seen.fingerprint == site.fingerprint(output):\n        return False\n",
        new="",
        kind=6,
    ),
    Sabotage(
        name="list what is held",
        owner=outcome,
        function="_live",
        old="if not choice.stays or before.live is None:",
        new="if before.live is None:",
        kind=7,
    ),
    Sabotage(
        name="keep a moment that is off",
        owner=outcome,
        function="row_after",
        old="due_at=choice.due_at,",
        new="due_at=choice.due_at or before.due_at,",
        kind=4,
    ),
    Sabotage(
        name="tell the editor after the commit",
        owner=Publication,
        function="_commit",
        old="    self._confirm(after, held)\n    held.commit(after)\n",
        new="    held.commit(after)\n    self._confirm(after, held)\n",
        kind=7,
    ),
    Sabotage(
        name="name five neighbours",
        owner=Publication,
        function="_neighbours",
        old="RECENT_POSTS)",
        new="RECENT_POSTS - 1)",
        kind=2,
    ),
    Sabotage(
        name="claim no old addresses",
        owner=addressing,
        function="_address",
        old="held.claim([address, *map(old_address, article.redirect_from)])",
        new="held.claim([address])",
        kind=0,
        within=400,
    ),
    Sabotage(
        name="give all who want a slug the same other one",
        owner=addressing,
        function="suffixed",
        old="sha256(source_id.encode())",
        new="sha256(slug.encode())",
        kind=2,
    ),
    Sabotage(
        name="date an article without a date by the version that is shown",
        owner=addressing,
        function="_first_stored_at",
        old="return held.newsroom.inbox.first_stored_at(source.key)",
        new="return source.stored_at",
        kind=4,
    ),
    Sabotage(
        name="tell nobody of a key that no article can have",
        owner=publish,
        function="publish",
        old="return refuse(source_id, str(error), newsroom)",
        new="return None",
        kind=0,
    ),
    Sabotage(
        name="come back only for the version that decides",
        owner=Publication,
        function="_choose",
        old="moments += [judgement.due_at] if judgement.due_at else []",
        new="moments = [judgement.due_at] if judgement.due_at else []",
        kind=15,
    ),
    Sabotage(
        name="take down what stays",
        owner=outcome,
        function="_live",
        old="if not choice.stays or before.live is None:",
        new="if True:",
        kind=10,
    ),
    Sabotage(
        name="come back at the last moment of all versions",
        owner=Publication,
        function="_choose",
        old="awaited={**awaited, **choice.awaited}, due_at=min(moments",
        new="awaited={**awaited, **choice.awaited}, due_at=max(moments",
        kind=15,
        first=26,
    ),
    Sabotage(
        name="let nothing stay when all is refused",
        owner=Publication,
        function="_choose",
        old="stays = live is not None",
        new="stays = False",
        kind=10,
    ),
    Sabotage(
        name="take the old timer back before the new one counts",
        owner=Publication,
        function="_commit",
        old="""    self._confirm(after, held)
    held.commit(after)
""",
        new="""    if before.due_at is not None and before.timer is not None and before.timer != after.timer:
        self.newsroom.timers.cancel(self.id, before.due_at, revision=before.timer)
    self._confirm(after, held)
    held.commit(after)
""",
        kind=15,
    ),
    Sabotage(
        name="leave a reason where no version gives one",
        owner=Publication,
        function="_choose",
        old="stays = live is not None",
        new="stays = True",
        kind=10,
        first=160,
    ),
    Sabotage(
        name="show a new version where an old one may stay",
        owner=addressing,
        function="_address",
        old="if live is not None and live.source_version == source.version:",
        new="if live is not None:",
        kind=2,
    ),
    Sabotage(
        name="keep the number of the timer of before",
        owner=Publication,
        function="_commit",
        old="after = replace(after, timer=after.revision if after.due_at else None)",
        new="after = replace(after, timer=before.timer or after.revision)",
        kind=4,
    ),
    Sabotage(
        name="date changes that came before the article",
        owner=addressing,
        function="_modified_at",
        old=" and at > published_at",
        new="",
        kind=4,
        within=400,
    ),
)
