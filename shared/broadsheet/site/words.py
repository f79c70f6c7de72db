"""The words of the page's furniture. Each is here once, in English; the catalogs in `locales` have them by language.

After adding one, `make words` enters it in the catalogs, where the tests tell which languages still lack it.
docs/languages.md tells more.
"""

from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from babel.numbers import format_decimal

from broadsheet.site.catalogs import catalog_for
from broadsheet.site.languages import Span, closest_locale, digits_of, numbering_of, span_of
from broadsheet.site.phrases import Phrase

_MOST_THAT_WORDS_TELL_APART: Final = 3


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the furniture; `context` tells translators what it is where English leaves that open."""

    message: str
    context: str = ""

    def __get__(self, words: "Words", owner: type["Words"]) -> str:
        if self.context:
            return words.catalog.pgettext(self.context, self.message)
        return words.catalog.gettext(self.message)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; `span` is that language, which may not be the page's. Numbers are told as in `numbers`."""

    span: Span
    catalog: NullTranslations
    numbers: str

    skip = _Word("Skip to content")
    sections = _Word("Sections")
    tags = _Word("Tags")
    recent = _Word("Recent posts")
    home = _Word("To the front page")
    breadcrumb_home = _Word("Home", "the first step of a path to a page")

    latest = _Word("Latest", "heading over the newest articles")
    top_stories = _Word("Top stories")
    pinned = _Word("Pinned", "mark on an article that stays on top")
    topic = _Word("Topic", "above the name of a tag")
    archive = _Word("Archive", "older articles by month")
    older = _Word("Older", "link to older articles")
    newer = _Word("Newer", "link to newer articles")
    earlier = _Word("Earlier articles")
    other_languages = _Word("Read in other languages")

    empty = _Word("Nothing has been published here yet.")
    gone = _Word("This article is no longer here")
    withdrawn = _Word("This article has been withdrawn")
    moved = _Word("This page has moved")
    not_found = _Word("There is no page at this address")

    def byline(self, names: str, count: int) -> Phrase:
        """Who wrote an article: so many names, joined as the page's language does it."""
        return Phrase(self._several("By {names}", "By {names}", count), self.span, {"names": names})

    def published(self, time: str) -> Phrase:
        """When an article came out; a script may put "3 hours ago" where the time stands, as in `updated`."""
        return self._phrase("Published {time}", time=time)

    def updated(self, time: str) -> Phrase:
        """When an article was changed last."""
        return self._phrase("Updated {time}", time=time)

    def photo(self, credit: str) -> Phrase:
        """Whose picture it is."""
        return self._phrase("Photo: {credit}", credit=credit)

    def tagged(self, tag: str) -> Phrase:
        """What a tag's page shows; its heading is the tag alone."""
        return self._phrase("Articles tagged “{tag}”", tag=tag)

    def articles_by(self, name: str) -> Phrase:
        """The title of an author's page; its heading may be the name alone."""
        return self._phrase("Articles by {name}", name=name)

    def more_in(self, section: str) -> Phrase:
        """Heading over other articles of the section that the reader is in."""
        return self._phrase("More in {section}", section=section)

    def more_from(self, section: str) -> Phrase:
        """Link from the front page to a section."""
        return self._phrase("More from {section}", section=section)

    def articles_of(self, month: str) -> Phrase:
        """The title of an archive page; the month is told by `dates.month_title`."""
        return self._phrase("All articles of {month}", month=month)

    def corrections(self, count: int) -> str:
        """Heading over so many corrections, which doesn't tell the number."""
        return self._several("Correction", "Corrections", count)

    def about_authors(self, count: int) -> str:
        """Heading over the biographies of so many authors, which doesn't tell the number."""
        return self._several("About the author", "About the authors", count)

    def articles(self, count: int) -> str:
        """How many articles there are, in the digits of the language."""
        pattern = self.catalog.ngettext("{count} article", "{count} articles", count)
        locale = closest_locale(self.numbers, self.span.lang)
        number = format_decimal(count, locale=locale).translate(digits_of(numbering_of(self.numbers, locale)))
        return pattern.replace("{count}", number)

    def _phrase(self, message: str, **gaps: str) -> Phrase:
        return Phrase(self.catalog.gettext(message), self.span, gaps)

    def _several(self, one: str, more: str, count: int) -> str:
        """Of words without the number three are as many as 21, whose form is that of one in Russian."""
        return self.catalog.ngettext(one, more, min(count, _MOST_THAT_WORDS_TELL_APART))


@lru_cache(maxsize=512)
def words_for(language: str) -> Words:
    """The furniture's words for a BCP 47 tag: in its language and script, near its region, or in English."""
    span, catalog = catalog_for(language)
    return Words(span, catalog, numbers=language if span_of(language).fits_in(span) else span.lang)
