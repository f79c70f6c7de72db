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
        return self._written(Markup('<span lang="{}" dir="{}">{{}}</span>').format(self.span.lang, self.span.dir))

    def _written(self, element: Markup) -> Markup:
        """The phrase, its words in `element`. Spaces stay outside: at the border of directions they'd change sides."""
        written = Markup()
        for place, part in enumerate(_GAP.split(self.pattern)):
            if place % 2:
                written += _isolated(self.gaps[part])
            elif words := part.strip(" "):
                before, _, after = part.partition(words)
                written += before + element.format(words) + after
            else:
                written += part
        return written


def gaps_of(message: str) -> frozenset[str]:
    """The names of the gaps in a message."""
    return frozenset(_GAP.findall(message))


def _isolated(value: str) -> Markup:
    return value if isinstance(value, Markup) else Markup("<bdi>{}</bdi>").format(value)


def _text(value: str) -> str:
    return value.striptags() if isinstance(value, Markup) else value
