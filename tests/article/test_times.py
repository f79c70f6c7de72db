import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import format_rfc3339, parse_rfc3339

TEHRAN = timezone(timedelta(hours=3, minutes=30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T09:30:00Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23t09:30:00z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T13:00:00+03:30", datetime(2026, 11, 23, 13, 0, tzinfo=TEHRAN)),
        ("2026-11-23T09:30:00.999999999Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:30:00-00:00", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_read(text: str, expected: datetime) -> None:
    time = parse_rfc3339(text)
    assert time == expected
    assert time.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-11-23T09:30:00", 'without an offset; right would be "2026-11-23T09:30:00Z"'),
        ("2026-11-23 09:30:00Z", 'right would be "2026-11-23T09:30:00Z"'),
        ("2026-11-23", 'right would be "2026-11-23T00:00:00Z"'),
        ("2016-12-31T23:59:60Z", "leap second"),
        ("2026-02-29T00:00:00Z", "day is out of range"),
        ("2026-13-01T00:00:00Z", "month must be"),
        ("2026-11-23T24:00:00Z", "hour must be"),
        ("2026-11-23T09:30:00+24:00", "which no clock has"),
        ("2026-11-23T09:30:00+03:60", "which no clock has"),
        ("0000-01-01T00:00:00Z", "no calendar"),
        ("0001-01-01T00:00:00+23:59", "out of range"),
        ("9999-12-31T23:59:59Z", "right would be one from 1000 to 9998"),
        ("9998-12-31T23:59:59-01:00", "right would be one from 1000 to 9998"),
        ("Next Monday", "not a time of RFC 3339"),
        ("2026-11-23T09:30Z", "not a time of RFC 3339"),
        ("2026-11-23T09:30:00Z\n", "not a time of RFC 3339"),
        ("٢٠٢٦-11-23T09:30:00Z", "not a time of RFC 3339"),
        ("", "not a time of RFC 3339"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(ValueError, match=re.escape(right)):
        parse_rfc3339(text)


OFFSETS = st.integers(min_value=-23 * 60 - 59, max_value=23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.datetimes(datetime(1001, 1, 1), datetime(9997, 12, 31)), OFFSETS)  # noqa: DTZ001  # the zone is given beside
def test_a_time_survives_writing_and_reading(naive: datetime, zone: timezone) -> None:
    time = naive.replace(microsecond=0, tzinfo=zone)
    text = format_rfc3339(time)
    assert parse_rfc3339(text) == time
    assert format_rfc3339(parse_rfc3339(text)) == text


def test_zero_offset_is_written_as_z() -> None:
    assert format_rfc3339(datetime(2026, 11, 23, 9, 30, tzinfo=UTC)) == "2026-11-23T09:30:00Z"
    assert (
        format_rfc3339(datetime(2026, 11, 23, 9, 30, tzinfo=timezone(-timedelta(hours=5))))
        == "2026-11-23T09:30:00-05:00"
    )


def test_an_offset_with_seconds_is_told_in_utc() -> None:
    old = timezone(timedelta(minutes=19, seconds=32))
    assert format_rfc3339(datetime(1900, 1, 1, 0, 19, 32, tzinfo=old)) == "1900-01-01T00:00:00Z"


def test_a_naive_time_is_never_written() -> None:
    with pytest.raises(ValueError, match="naive"):
        format_rfc3339(datetime(2026, 11, 23))  # noqa: DTZ001  # that is the point
