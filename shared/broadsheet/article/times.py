"""Times as articles write them: RFC 3339 with an offset, to the second."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9998
_MAX_CHARACTERS: Final = 64
_RIGHT: Final = 'right would be a time such as "2026-11-23T09:30:00Z" or "2026-11-23T13:00:00+03:30"'
_RFC3339: Final = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?P<between>[Tt ])"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?",
)
_NUMBERS: Final = ("year", "month", "day", "hour", "minute", "second")
_DATE_ONLY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_rfc3339(text: str, *, round_up: bool = False) -> datetime:
    """Read a time of RFC 3339, section 5.6; the result is aware.

    A fraction of a second is cut off, or with `round_up` makes it the next second.

    Years are 1000 to 9998, so that the time can be told in every time zone.

    Raises:
        ValueError: with a message for people that says what is wrong and what would be right.
    """
    parts = _RFC3339.fullmatch(text) if len(text) <= _MAX_CHARACTERS else None
    if parts is None:
        if _DATE_ONLY.fullmatch(text):
            raise ValueError(f'a date without a time of day; right would be "{text}T00:00:00Z"')
        raise ValueError(f"not a time of RFC 3339; {_RIGHT}")
    if parts["between"] == " ":
        raise ValueError(f'a space between date and time; right would be "{text.replace(" ", "T")}"')
    if parts["offset"] is None:
        raise ValueError(f'a time without an offset; right would be "{text}Z" for UTC or "{text}+03:30" for Tehran')
    if parts["second"] == "60":
        raise ValueError("a leap second (second 60), which can't be kept; right would be second 59")
    seconds_more = bool(round_up and (parts["fraction"] or "").strip("0"))
    return _checked(parts, _zone(parts["offset"]), seconds_more=seconds_more)


def _checked(parts: re.Match[str], zone: timezone, *, seconds_more: int) -> datetime:
    try:
        year, month, day, hour, minute, second = (int(parts[name]) for name in _NUMBERS)
        time = datetime(year, month, day, hour, minute, second, tzinfo=zone) + timedelta(seconds=seconds_more)
        years = (time.year, time.astimezone(UTC).year)
    except (ValueError, OverflowError) as error:
        reason = "the year is out of range" if isinstance(error, OverflowError) else str(error)
        raise ValueError(f"a time that no calendar or clock has ({reason}); {_RIGHT}") from None
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise ValueError(f"the year is out of range; right would be one from {FIRST_YEAR} to {LAST_YEAR}")
    return time


def _zone(offset: str) -> timezone:
    if offset in "Zz":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:  # noqa: PLR2004  # the clock's own limits
        raise ValueError(f'an offset of "{offset}", which no clock has; right would be "Z" or one such as "+03:30"')
    distance = timedelta(hours=hours, minutes=minutes)
    if not distance:
        return UTC
    return timezone(-distance if offset[0] == "-" else distance)


def format_rfc3339(time: datetime) -> str:
    """Write an aware time to the second: "…Z" at offset zero, else with its offset.

    An offset with seconds, which RFC 3339 can't write, is told in UTC.

    Raises:
        ValueError: the time is naive.
    """
    offset = time.utcoffset()
    if offset is None:
        raise ValueError("a naive time can't be written; give it a time zone")
    if offset % timedelta(minutes=1):
        time, offset = time.astimezone(UTC), timedelta(0)
    text = time.replace(tzinfo=None).isoformat(timespec="seconds")
    if not offset:
        return f"{text}Z"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{text}{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"
