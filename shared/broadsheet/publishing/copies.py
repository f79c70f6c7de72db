"""An article's copies of its media: what the inbox has, what is on the site, what the row is to say of both."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from broadsheet.article import ArticleId, Fault, FaultCode
from broadsheet.article.media import MAX_MEDIA_BYTES
from broadsheet.publishing.choice import Choice, Supplies
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.site.media import Reference, media_copy, media_key, unread_copy
from broadsheet.site.outputs import Output
from broadsheet.stores.catalog import Medium, Row
from broadsheet.stores.inbox import Media


@dataclass(slots=True)
class Copies:
    """One article's copies, through the rounds of its publication."""

    id: ArticleId
    newsroom: Newsroom
    _digests: dict[Media, str] = field(default_factory=dict)
    _looks: dict[str, Media | None] = field(default_factory=dict)

    def look_anew(self) -> None:
        """Forget what the inbox had: whoever copies must have looked at the site before."""
        self._looks.clear()

    def supplies(self, paths: Collection[str]) -> Supplies:
        """What the inbox has of these, at one look for each."""
        for path in paths:
            if path not in self._looks:
                self._looks[path] = self.newsroom.inbox.media(path)
        return {path: self._looks[path] for path in paths}

    def outputs(self, choice: Choice, row: Row | None, on_site: Mapping[str, str]) -> Iterator[Output]:
        """The copies that the story is to have, one by one; read only if what is on the site is not known to be it.

        `on_site` are fingerprints by key.

        Raises:
            Conflict: one has changed since it was looked at, or is gone.
        """
        known = {medium.path: medium for medium in (row.media if row else ())}
        for path, media in choice.media.items():
            if media is None or not _fits(media):
                continue
            digest = self._digest(media, known.get(path))
            if digest is not None:
                copy = unread_copy(path, self.id, digest)
                if on_site.get(copy.key) == self.newsroom.site.fingerprint(copy):
                    yield copy
                    continue
            output = media_copy(path, self.id, self.newsroom.inbox.read_media(media))
            self._digests[media] = output.body_digest
            yield output

    def left_over(self, choice: Choice, row: Row | None) -> Iterator[str]:
        """The keys of the copies that there are to be no more."""
        for medium in row.media if row and not choice.stays else ():
            if medium.path not in choice.media:
                yield media_key(medium.path, self.id)

    def entered(self, choice: Choice, row: Row | None) -> tuple[Medium, ...]:
        """What the row is to say when the copies are as they should be."""
        before = {medium.path: medium for medium in (row.media if row else ())}
        after: dict[str, Medium] = {}
        if choice.stays:
            after |= {path: medium for path, medium in before.items() if medium.digest}
        for path, media in choice.awaited.items():
            after[path] = replace(after.get(path, Medium(path=path)), seen=media.fingerprint if media else "")
        for path, media in choice.media.items():
            there = before.get(path, Medium(path=path))
            digest = self._digest(media, there) if media is not None and _fits(media) else None
            if media is not None and digest is not None:
                there = replace(there, copied=media.fingerprint, digest=digest)
            after[path] = replace(there, seen=media.fingerprint if media else "")
        return tuple(after[path] for path in sorted(after))

    def _digest(self, media: Media, known: Medium | None) -> str | None:
        """The digest of the bytes, if they have been read before."""
        if known is not None and known.digest and known.copied == media.fingerprint:
            return known.digest
        return self._digests.get(media)


def faults_of(references: Iterable[Reference], supplies: Supplies) -> Iterator[Fault]:
    """What is wrong with the media that the inbox has, or hasn't."""
    for reference in references:
        media = supplies[reference.path]
        if media is None:
            message = (
                f'"{reference.path}" is not in the inbox; upload it under this name, and the article is looked at '
                "again by itself"
            )
            yield Fault(pointer=reference.pointer, message=message, code=FaultCode.MISSING_MEDIA)
        elif not _fits(media):
            message = (
                f'"{reference.path}" has {media.size_bytes:,} bytes; right would be {MAX_MEDIA_BYTES:,} at most; '
                "upload a smaller one under this name, and the article is looked at again by itself"
            )
            yield Fault(pointer=reference.pointer, message=message, code=FaultCode.MEDIA_SIZE)


def lacking(supplies: Supplies) -> Iterator[str]:
    """The paths of which there is nothing that could be copied."""
    return (path for path, media in supplies.items() if media is None or not _fits(media))


def _fits(media: Media) -> bool:
    return media.size_bytes <= MAX_MEDIA_BYTES
