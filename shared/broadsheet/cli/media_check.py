"""Are the media there that articles and settings name: beside them or, where it can be asked, in the inbox?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from broadsheet.article import Fault, FaultCode
from broadsheet.article.media import CONTENT_TYPES, MAX_MEDIA_BYTES, content_type_of, media_path
from broadsheet.cli.errors import Refused
from broadsheet.cli.local_media import LocalFile, LocalMedia
from broadsheet.publishing.copies import faults_of
from broadsheet.site.media import Reference
from broadsheet.site.settings import SiteSettings
from broadsheet.stores.inbox import Media

_MOST_PLACES: Final = 2
_TEXTS: Final = ("/body", "/body/html")
"""What may name many media, of which a pointer tells no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCheck:
    """Looks media up in the files and, with `inbox`, in a target's inbox for those that have no file."""

    local: LocalMedia
    inbox: Callable[[str], Media | None] | None = None

    def faults(self, references: Iterable[Reference], *, beside: Path) -> Iterator[Fault]:
        """What is wrong with these media, which something in the folder `beside` names; as the functions tell it.

        Raises:
            StoreError: the inbox can't be asked.
        """
        for reference in references:
            found = self.local.look(reference.path)
            if isinstance(found, str):
                yield _fault(reference, found)
                continue
            if found is not None:
                if found.size_bytes > MAX_MEDIA_BYTES:
                    yield Fault(pointer=reference.pointer, message=too_large(found), code=FaultCode.MEDIA_SIZE)
                continue
            media = self._in_inbox(reference.path)
            if media is None:
                yield _fault(reference, self._missing(reference.path, beside))
            else:
                yield from faults_of([reference], {reference.path: media})

    def _in_inbox(self, path: str) -> Media | None:
        return self.inbox(path) if self.inbox is not None else None

    def _missing(self, path: str, beside: Path) -> str:
        places = " or ".join(map(str, self.local.places(path, beside=beside)[:_MOST_PLACES]))
        nor = ", nor is it in the inbox" if self.inbox is not None else ""
        near = self.local.nearest(path)
        return f"there is no file {places}{nor}; " + (
            f'did you mean "{near}"?' if near else "put it there, or name one that is there"
        )


def at_its_name(fault: Fault, path: str, data: bytes) -> Fault:
    """The fault of a medium that a text names, at the name, as far as the source has it as it is or percent-encoded."""
    if fault.pointer not in _TEXTS or fault.line is None or fault.column is None:
        return fault
    lines = data.decode().split("\n")
    start = sum(len(line) + 1 for line in lines[: fault.line - 1]) + fault.column - 1
    text = "\n".join(lines)
    place = min((at for name in (path, quote(path)) if (at := text.find(name, start)) >= 0), default=start)
    line = text.count("\n", 0, place) + 1
    return replace(fault, line=line, column=place - (text.rfind("\n", 0, place) + 1) + 1)


def check_file(key: str, local: LocalMedia) -> None:
    """See that a medium's file could be published.

    Raises:
        Refused: it couldn't.
    """
    found = local.look(key)
    if isinstance(found, LocalFile) and found.size_bytes <= MAX_MEDIA_BYTES:
        return
    message = too_large(found) if isinstance(found, LocalFile) else found or f"{key} is hidden, or gone"
    code = FaultCode.MEDIA_SIZE if isinstance(found, LocalFile) else FaultCode.MISSING_MEDIA
    raise Refused(message, code=code.value)


def too_large(file: LocalFile) -> str:
    """What is wrong with a file of too many bytes."""
    return f"{file.path} has {file.size_bytes:,} bytes; right would be {MAX_MEDIA_BYTES:,} at most"


def media_of_settings(settings: SiteSettings) -> Iterator[Reference]:
    """The media that settings name, each at its first place, as far as they can be any: the logo's, the authors'."""
    seen: set[str] = set()
    for address, pointer in _addresses(settings):
        try:
            path = media_path(address)
        except ValueError:
            continue
        if path is not None and content_type_of(path) is not None and path not in seen:
            seen.add(path)
            yield Reference(path=path, pointer=pointer)


def faults_of_settings(settings: SiteSettings) -> Iterator[Fault]:
    """What is wrong with the names of the authors' media: each article of theirs would be refused for it."""
    for address, pointer in _addresses(settings):
        try:
            path = media_path(address)
        except ValueError as error:
            yield Fault(pointer=pointer, message=f'"{address}": {error}', code=FaultCode.INVALID)
            continue
        if path is not None and content_type_of(path) is None:
            known = ", ".join(sorted(CONTENT_TYPES))
            message = f'"{path}" is no medium that may be published; right would be one of the types {known}'
            yield Fault(pointer=pointer, message=message, code=FaultCode.MEDIA_TYPE)


def _addresses(settings: SiteSettings) -> Iterator[tuple[str, str]]:
    yield settings.logo, "/logo"
    for author_id, person in settings.authors.items():
        place = "/authors/" + author_id.replace("~", "~0").replace("/", "~1")
        yield person.image or "", f"{place}/image"
        yield person.url or "", f"{place}/url"


def _fault(reference: Reference, message: str) -> Fault:
    return Fault(pointer=reference.pointer, message=message, code=FaultCode.MISSING_MEDIA)
