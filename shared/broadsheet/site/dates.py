"""Times as readers see them: in the site's time zone, in their language's words, digits and calendar (CLDR's data)."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import DateTimeFormat, format_time, get_datetime_format, parse_pattern

from broadsheet.article import format_rfc3339
from broadsheet.site.calendars import Calendar, Day, calendar_of, day_of
from broadsheet.site.languages import Span, closest_locale, digits_of, numbering_of, primary_subtag, span_of_locale

_ERA: Final = "G"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time for a <time> element: `stamp` is its datetime attribute, `text` is for readers and `span` its language."""

    stamp: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Period:
    """A day or month in words of the language `span`: `text` within a sentence, `heading` over a page."""

    text: str
    span: Span

    @property
    def heading(self) -> str:
        """The text with a capital: months are written small in many languages, and headings are not."""
        return self.text[:1].upper() + self.text[1:]


@dataclass(frozen=True, slots=True)
class Manner:
    """How readers of a language tell dates: `numbering` and `calendar` are named as in Unicode's extension of tags."""

    locale: Locale
    tag: str
    calendar: Calendar
    numbering: str


@lru_cache(maxsize=512)
def manner_of(language: str, fallback: str) -> Manner:
    """The manner of `language`, or if CLDR hasn't got it of `fallback`, or else of English."""
    locale = closest_locale(language, fallback)
    known = (tag for tag in (language, fallback) if primary_subtag(tag) == primary_subtag(str(locale)))
    tag = next(known, "en")
    return Manner(locale, tag, calendar_of(tag), numbering_of(tag, locale))


@lru_cache(maxsize=4096)
def moment(time: datetime, *, language: str, fallback: str, zone: ZoneInfo) -> Moment:
    """The time in the manner of `language`, or if CLDR hasn't got it of `fallback`, or else in English."""
    local = time.astimezone(zone)
    manner = manner_of(language, fallback)
    pattern = str(get_datetime_format("long", locale=manner.locale)).replace("'", "")
    day = _written(_long(manner), date(local.year, local.month, local.day), manner)
    return _moment(local, pattern.replace("{1}", day).replace("{0}", _hour(local, manner)), manner)


@lru_cache(maxsize=4096)
def time_of_day(time: datetime, *, language: str, fallback: str, zone: ZoneInfo) -> Moment:
    """The same without the day, for where that is told already."""
    local = time.astimezone(zone)
    manner = manner_of(language, fallback)
    return _moment(local, _hour(local, manner), manner)


def day_title(day: date, *, language: str, fallback: str) -> Period:
    """A day, such as "3 November 2026"."""
    manner = manner_of(language, fallback)
    return _period(_written(_long(manner), day, manner), manner)


def month_title(year: int, month: int, *, language: str, fallback: str) -> Period:
    """A Gregorian month, as addresses count them, such as "November 2026".

    In a calendar with other months it is told by its first and last day.
    """
    manner = manner_of(language, fallback)
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if not day_of(first, tag=manner.tag).month_name:
        return _period(_written(str(manner.locale.datetime_skeletons["yMMMM"]), first, manner), manner)
    one_year = day_of(first, tag=manner.tag).year == day_of(last, tag=manner.tag).year
    patterns = manner.locale.interval_formats["yMMMd"]["M" if one_year else "y"]
    days = zip(patterns, (first, last), strict=True)
    return _period("".join(_written(_with_long_months(pattern), day, manner) for pattern, day in days), manner)


class _Reckoned(DateTimeFormat):
    """A day's fields for CLDR's patterns, in any calendar; what it hasn't got of its own is as in the Gregorian."""

    def __init__(self, value: date, locale: Locale, day: Day) -> None:
        super().__init__(datetime.combine(value, datetime.min.time()), locale)
        self._day = day

    def __getitem__(self, name: str) -> str:
        """The field of a pattern's letters."""
        match name[:1]:
            case "y":
                return str(self._day.year)
            case "d":
                return self.format(self._day.day, len(name))
            case "M" | "L" if self._day.month_name:
                return self._day.month_name
        return super().__getitem__(name)


def _hour(local: datetime, manner: Manner) -> str:
    return format_time(local.replace(tzinfo=None), "short", locale=manner.locale)


def _moment(local: datetime, text: str, manner: Manner) -> Moment:
    shown = text.translate(digits_of(manner.numbering))
    return Moment(stamp=format_rfc3339(local), text=shown, span=span_of_locale(manner.locale))


def _written(pattern: str, day: date, manner: Manner) -> str:
    return str(parse_pattern(pattern) % _Reckoned(day, manner.locale, day_of(day, tag=manner.tag)))


def _period(text: str, manner: Manner) -> Period:
    return Period(text.translate(digits_of(manner.numbering)), span_of_locale(manner.locale))


def _long(manner: Manner) -> str:
    """The pattern of a long date, without the era that the Thai one names, which is the common one."""
    pattern = str(manner.locale.date_formats["long"].pattern)
    return pattern if manner.calendar == "gregory" else pattern.replace(_ERA, "").replace("  ", " ")


def _with_long_months(pattern: str) -> str:
    return pattern.replace("MMMM", "MMM").replace("MMM", "MMMM").replace("LLLL", "LLL").replace("LLL", "LLLL")
