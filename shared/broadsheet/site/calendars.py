"""The calendars that readers live by, and the days and months of them: which one when is told in docs/languages.md.

Months of the solar Hijri calendar are named as CLDR's data for it have them, in the spelling of the newspapers there.
"""

# ruff: noqa: SIM905  # a list of words that run from right to left is shown in disorder

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from persiantools.jdatetime import JalaliDate

from broadsheet.site.languages import keyword_of, primary_subtag, region_of

Calendar = Literal["gregory", "persian", "buddhist"]
"""A calendar by its Unicode name, as in "fa-u-ca-gregory" and as scripts in browsers know it."""

_IRAN: Final = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_AFGHANISTAN: Final = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت".split()
_PASHTO: Final = "وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب".split()
_KURDISH: Final = (
    "خاکەلێوە گوڵان جۆزەردان پووشپەڕ گەلاوێژ خەرمانان ڕەزبەر گەڵاڕێزان سەرماوەز بەفرانبار ڕێبەندان ڕەشەمە".split()
)
_MONTHS_OF: Final = {("fa", "AF"): _AFGHANISTAN, ("ps", "AF"): _PASHTO, ("ckb", "IR"): _KURDISH}
"""The months' names by language and region; Persian of any other region has those of Iran."""

_BUDDHIST_ERA: Final = 543
"""Years from the Buddhist era, as Thailand counts it, to the common one."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar. `month_name` is "" where the month is one of those that the Gregorian calendar has."""

    year: int
    month: int
    day: int
    month_name: str = ""


@lru_cache(maxsize=512)
def calendar_of(tag: str) -> Calendar:
    """The calendar that a tag asks for ("-u-ca-"), as far as its language can tell it, else the one of its readers."""
    asked = keyword_of(tag, "ca")
    if asked == "buddhist" or (primary_subtag(tag) == "th" and not asked):
        return "buddhist"
    return "persian" if asked in {"", "persian"} and _months_of(tag) else "gregory"


def day_of(day: date, *, tag: str) -> Day:
    """The Gregorian `day` in the calendar of a tag; one before that calendar's first stays Gregorian."""
    calendar = calendar_of(tag)
    if calendar == "buddhist":
        return Day(day.year + _BUDDHIST_ERA, day.month, day.day)
    if calendar == "persian":
        try:
            reckoned = JalaliDate(day)  # type: ignore[no-untyped-call]  # its other methods have types
        except ValueError:
            return Day(day.year, day.month, day.day)
        return Day(reckoned.year, reckoned.month, reckoned.day, _months_of(tag)[reckoned.month - 1])
    return Day(day.year, day.month, day.day)


def _months_of(tag: str) -> list[str]:
    language, region = primary_subtag(tag), region_of(tag)
    return _MONTHS_OF.get((language, region), _IRAN if language == "fa" else [])
