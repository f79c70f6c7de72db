"""Times as readers see them: in the site's time zone, in words of the page's language (Babel's CLDR data)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format

from broadsheet.article import format_rfc3339
from broadsheet.site.languages import Span, closest_locale, digits_of, span_of_locale


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
    text = pattern.replace("{1}", day).replace("{0}", hour).translate(digits_of(locale))
    return Moment(stamp=format_rfc3339(local), text=text, span=span_of_locale(locale))
