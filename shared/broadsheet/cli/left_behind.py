"""What new settings would leave behind: authors and sections that they have no more, and published articles name."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final

from broadsheet.article import ArticleId, Fault, FaultCode, Rejected, Slug
from broadsheet.cli.targets import Target
from broadsheet.formats import read_article
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry, section_slug
from broadsheet.stores.inbox import article_key

_SHOWN: Final = 3
_RIGHT: Final = "keep it, or let it go by `broadsheet site push --yes`"


def left_behind(new: SiteSettings, target: Target) -> Iterator[Fault]:
    """A fault for each author and section that readers would lose, with articles that name it.

    An article that names an author whom the settings don't define is refused when it is looked at the next time, so
    that an older version of it may come back. Of an author that goes a few articles are read, of the others none.

    Raises:
        StoreError: the target can't be asked.
    """
    old = target.settings
    authors = {author_id: old.authors[author_id].name for author_id in old.authors if author_id not in new.authors}
    by_slug = {section_slug(section_id): section_id for section_id in old.sections}
    sections = {slug: section_id for slug, section_id in by_slug.items() if slug not in new.sections_by_slug}
    entries = [row.live.entry for row in target.rows() if row.live is not None] if authors or sections else []
    for author_id, name in authors.items():
        if found := list(islice(_naming(author_id, name, entries, target), _SHOWN)):
            message = (
                f"the author {author_id!r} is gone, and published articles name it ({', '.join(found)}): they would be "
                f"refused, and an older version of them might come back; {_RIGHT}"
            )
            yield _fault("authors", author_id, message)
    for section_id, found in _in_sections(sections, entries).items():
        message = (
            f"the section {section_id!r} is gone, and published articles are in it ({', '.join(found[:_SHOWN])}): it "
            f"would lose its title and its place in the navigation; {_RIGHT}"
        )
        yield _fault("sections", section_id, message)


def _naming(author_id: str, name: str, entries: Collection[Entry], target: Target) -> Iterator[str]:
    """The articles by an author of that name who is named by the id; one that can't be read is taken for one."""
    for entry in entries:
        source = target.newest(article_key(entry.id)) if name in entry.authors else None
        if source is None or source.data is None:
            continue
        try:
            article = read_article(source.data, article_id=ArticleId(entry.id))
        except Rejected:
            yield entry.id
            continue
        if author_id in article.authors:
            yield entry.id


def _in_sections(sections: Mapping[Slug, str], entries: Collection[Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.section and (section_id := sections.get(section_slug(entry.section))) is not None:
            found.setdefault(section_id, []).append(entry.id)
    return found


def _fault(table: str, key: str, message: str) -> Fault:
    pointer = f"/{table}/" + key.replace("~", "~0").replace("/", "~1")
    return Fault(pointer=pointer, message=message, code=FaultCode.SETTINGS)
