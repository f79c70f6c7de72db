"""How the front page is laid out: a lead, the stories beside it, a block for each section, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.site.frame import Frame, Link, Teaser, teaser_of
from broadsheet.site.story import Entry, section_slug, section_url

BESIDE_THE_LEAD: Final = 3
IN_A_BLOCK: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The newest stories of one declared section, and the link to all of them."""

    heading: Link
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front page's stories, each in one place. Without a `lead` there are none at all."""

    lead: Teaser | None
    beside: tuple[Teaser, ...]
    blocks: tuple[Block, ...]
    rest: tuple[Teaser, ...]


def front_of(newest: Sequence[Entry], page: Frame) -> Front:
    """Lay out entries, which are given from the newest on.

    The newest leads and three stand beside it. Of the others the newest five of each declared section are in its block,
    in the order of the navigation; what then is left, or is in no such section, comes last.
    """
    settings = page.settings

    def told(entries: Sequence[Entry]) -> tuple[Teaser, ...]:
        return tuple(teaser_of(entry, page=page.span, settings=settings) for entry in entries)

    following = newest[1 + BESIDE_THE_LEAD :]
    by_section: dict[str, list[Entry]] = {slug: [] for slug in settings.sections_by_slug}
    rest: list[Entry] = []
    for entry in following:
        block = by_section.get(section_slug(entry.section)) if entry.section else None
        (rest if block is None or len(block) == IN_A_BLOCK else block).append(entry)
    return Front(
        lead=told(newest[:1])[0] if newest else None,
        beside=told(newest[1 : 1 + BESIDE_THE_LEAD]),
        blocks=tuple(
            Block(
                heading=Link(text=settings.sections_by_slug[slug].title, url=section_url(slug), span=page.site_span),
                teasers=told(entries),
            )
            for slug, entries in by_section.items()
            if entries
        ),
        rest=told(rest),
    )
