"""Times as readers see them: in the site's time zone, in words of the page's language (Babel's CLDR data)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format

from broadsheet.article import format_rfc3339
from broadsheet.site.languages import Span, closest_locale, span_of

_ZERO_OF: Final = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "gujr": 0x0AE6,
    "guru": 0x0A66,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}
"""The zero of each numbering system that CLDR makes a language's default; Babel writes dates in Latin digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time for a <time> element: `stamp` is its datetime attribute, `text` is for readers and `span` its language."""

    stamp: str
    text: str
    span: Span


@lru_cache(maxsize=4096)
def moment(time: datetime, *, language: str, fallback: str, zone: ZoneInfo) -> Moment:
    """The time in words of `language`, or if CLDR hasn't got it of `fallback`, or else in English."""
    local = time.astimezone(zone)
    locale = closest_locale(language, fallback)
    pattern = str(get_datetime_format("long", locale=locale)).replace("'", "")
    day = format_date(date(local.year, local.month, local.day), "long", locale=locale)
    hour = format_time(local.replace(tzinfo=None), "short", locale=locale)
    text = pattern.replace("{1}", day).replace("{0}", hour).translate(_digits(locale))
    return Moment(stamp=format_rfc3339(local), text=text, span=span_of(str(locale).replace("_", "-")))


@lru_cache(maxsize=64)
def _digits(locale: Locale) -> dict[int, int]:
    zero = _ZERO_OF.get(locale.default_numbering_system)
    return {ord("0") + digit: zero + digit for digit in range(10)} if zero else {}
