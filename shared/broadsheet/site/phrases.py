"""Sentences with gaps: a message of the catalogs, and what stands in its gaps, isolated from the words around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from broadsheet.site.languages import Span

_GAP: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in the language `span`, such as "Articles by {name}".

    `str()` of it is plain text, for titles and feeds. In a template it is HTML: text that fills a gap is escaped and
    isolated (<bdi>), so that a name of another direction doesn't move the words around it; markup is taken as it is.
    """

    pattern: str
    span: Span
    gaps: Mapping[str, str]

    def __str__(self) -> str:
        """Plain text; markup in a gap loses its tags."""
        return _GAP.sub(lambda gap: _text(self.gaps[gap[1]]), self.pattern)

    def __html__(self) -> str:
        """HTML for an element that is said to be in the phrase's language."""
        return self._written(Markup("{}"))

    def within(self, around: Span) -> Markup:
        """HTML for an element in `around`: if that is another language, the words say so, and not what is in gaps."""
        if self.span.fits_in(around):
            return self._written(Markup("{}"))
        attributes = Markup('lang="{}" dir="{}"').format(self.span.lang, self.span.dir)
        return self._written(Markup("<span %s>{}</span>") % attributes)

    def _written(self, words: Markup) -> Markup:
        parts = _GAP.split(self.pattern)
        return Markup().join(
            _isolated(self.gaps[part]) if place % 2 else words.format(part) if part else ""
            for place, part in enumerate(parts)
        )


def gaps_of(message: str) -> frozenset[str]:
    """The names of the gaps in a message."""
    return frozenset(_GAP.findall(message))


def _isolated(value: str) -> Markup:
    return value if isinstance(value, Markup) else Markup("<bdi>{}</bdi>").format(value)


def _text(value: str) -> str:
    return value.striptags() if isinstance(value, Markup) else value
