"""Sabotages of what becomes of media."""

from broadsheet.publishing.copies import Copies
from broadsheet.publishing.held import Held
from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

publish, supply = (room(name) for name in ("publish", "supply"))

SABOTAGES = (
    Sabotage(
        name="date a change by versions that came after the one that is shown",
        owner=Publication,
        function="_text",
        old="return text_of(source, self._versions(), self.id, known)",
        new="return text_of(self._versions().newest, self._versions(), self.id, known)",
        kind=8,
        first=67,
    ),
    Sabotage(
        name="name a copy that isn't there yet",
        owner=Publication,
        function="_bring_about",
        old="""    copied = [held.write(output) for output in self._copies.outputs(choice, held.row, held.fingerprints)]
    written = [held.write(output) for output in self._pages(choice, held)]
""",
        new="""    written = [held.write(output) for output in self._pages(choice, held)]
    copied = [held.write(output) for output in self._copies.outputs(choice, held.row, held.fingerprints)]
""",
        kind=8,
        within=20,
    ),
    Sabotage(
        name="remove a copy before the page that names it is replaced",
        owner=Publication,
        function="_bring_about",
        old="""    written = [held.write(output) for output in self._pages(choice, held)]
    removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]
""",
        new="""    removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]
    written = [held.write(output) for output in self._pages(choice, held)]
""",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="leave the copies of what is not shown any more",
        owner=Copies,
        function="left_over",
        old="if medium.path not in choice.media:",
        new="if choice.story is not None and medium.path not in choice.media:",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="tell of a withdrawal before the copies are gone",
        owner=Publication,
        function="_bring_about",
        old="    removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]",
        new="""    if self.newest is not None and choice.story is None:
        self._confirm(held.row or Row(id=self.id, revision=0), held)
    removed = [held.remove(key) for key in self._copies.left_over(choice, held.row)]""",
        kind=8,
        within=100,
    ),
    Sabotage(
        name="copy the media of what is held",
        owner=Publication,
        function="_considered",
        old="return Choice(verdict=judgement.verdict, source=source, awaited=supplies)",
        new="return Choice(verdict=judgement.verdict, source=source, media=supplies)",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="take a medium that was replaced for the one that was copied",
        owner=Copies,
        function="_digest",
        old="known.digest and known.copied == media.fingerprint",
        new="known.digest",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="forget who waits for a medium",
        owner=Copies,
        function="entered",
        old="for path, media in choice.awaited.items():",
        new="for path, media in ():",
        kind=8,
        within=40,
    ),
    Sabotage(
        name="supply the first articles only",
        owner=supply,
        function="supply",
        old="if len(referring) == AT_ONCE else []",
        new="if False else []",
        kind=16,
    ),
    Sabotage(
        name="keep a version whose copies are gone",
        owner=publish,
        function="_is_kept",
        old=" and media_key(path, held.id) in on_site",
        new="",
        kind=11,
        within=150,
    ),
    Sabotage(
        name="tell nobody that media of a shown version are gone",
        owner=Publication,
        function="_considered",
        old="""    if faults:
        self._reject(source, judgement, faults)
""",
        new="",
        kind=8,
        within=400,
    ),
    Sabotage(
        name="enter no news of media",
        owner=Copies,
        function="entered",
        old='after[path] = replace(there, seen=media.fingerprint if media else "")',
        new="after[path] = there",
        kind=8,
    ),
    Sabotage(
        name="forget of what a copy was made",
        owner=Copies,
        function="entered",
        old="there = replace(there, copied=media.fingerprint, digest=digest)",
        new="there = replace(there, digest=digest)",
        kind=8,
    ),
    Sabotage(
        name="await only what is held",
        owner=Publication,
        function="_choose",
        old="awaited={**awaited, **choice.awaited}",
        new="awaited=choice.awaited",
        kind=8,
    ),
    Sabotage(
        name="go on with a medium after its first article",
        owner=supply,
        function="supply",
        old="after=referring[-1]",
        new="after=referring[0]",
        kind=8,
    ),
    Sabotage(
        name="supply the first articles again and again",
        owner=supply,
        function="supply",
        old=", after=errand.after)",
        new=")",
        kind=8,
    ),
    Sabotage(
        name="look at media once",
        owner=Copies,
        function="look_anew",
        old="self._looks.clear()",
        new="pass",
        kind=8,
        first=150,
    ),
    Sabotage(
        name="enter no news of awaited media",
        owner=Copies,
        function="entered",
        old='after[path] = replace(after.get(path, Medium(path=path)), seen=media.fingerprint if media else "")',
        new="after[path] = after.get(path, Medium(path=path))",
        kind=8,
        within=400,
    ),
    Sabotage(
        name="forget what was copied",
        owner=Copies,
        function="outputs",
        old="""        self._digests[media] = output.body_digest
""",
        new="",
        kind=8,
    ),
    Sabotage(
        name="know of no copies",
        owner=Held,
        function="look",
        old="self.media",
        new="()",
        kind=8,
    ),
    Sabotage(
        name="forget what a refused version waits for",
        owner=Publication,
        function="_choose",
        old="""            awaited |= refused.supplies
""",
        new="",
        kind=8,
    ),
    Sabotage(
        name="look for media before anybody can know that the article waits for them",
        owner=Publication,
        function="_considered",
        old="""    held.refer(accepted.media)
    supplies = self._copies.supplies([reference.path for reference in accepted.media])
""",
        new="""    supplies = self._copies.supplies([reference.path for reference in accepted.media])
    held.refer(accepted.media)
""",
        kind=24,
    ),
    Sabotage(
        name="choose once, whatever becomes of media",
        owner=Publication,
        function="_is_good",
        old=" and not choice.media",
        new="",
        kind=8,
        first=150,
    ),
    Sabotage(
        name="remove copies when it is too late",
        owner=Held,
        function="remove",
        old="    self.check()\n",
        new="",
        kind=33,
    ),
    Sabotage(
        name="know nothing of the copies of new media",
        owner=Held,
        function="refer",
        old="    self._seen.update(",
        new="    dict().update(",
        kind=8,
    ),
)
