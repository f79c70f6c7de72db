# ruff: noqa: RUF001  # digits and letters of many scripts are what is tested
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.site.dates import day_title, moment, month_title, time_of_day
from broadsheet.site.languages import span_of
from broadsheet.site.page import article_page
from broadsheet.site.settings import SiteSettings
from tests.site.newsdesk import parsed, story


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en-GB", "3 November 2026, 14:05"),
        ("en", "November 3, 2026, 2:05\u202fPM"),
        ("fa", "۱۲ آبان ۱۴۰۵، ساعت ۱۴:۰۵"),
        ("fa-US", "۱۲ آبان ۱۴۰۵، ساعت ۱۴:۰۵"),
        ("fa-AF", "۱۲ عقرب ۱۴۰۵، ساعت ۱۴:۰۵"),
        ("prs", "۱۲ عقرب ۱۴۰۵، ساعت ۱۴:۰۵"),
        ("fa-u-ca-gregory", "۳ نوامبر ۲۰۲۶، ساعت ۱۴:۰۵"),
        ("fa-u-ca-gregory-nu-latn", "3 نوامبر 2026، ساعت 14:05"),
        ("fa-Latn", "November 3, 2026, 2:05\u202fPM"),
        ("ps", "۱۴۰۵ لړم ۱۲ ۱۴:۰۵"),
        ("ps-PK", "۲۰۲۶ نومبر ۳ ۲:۰۵ PM"),
        ("ckb", "٣ی تشرینی دووەمی ٢٠٢٦ ٢:٠٥ د.ن"),
        ("ckb-IR", "١٢ی گەڵاڕێزانی ١٤٠٥ ١٤:٠٥"),
        ("th", "3 พฤศจิกายน 2569 14:05"),
        ("en-TH", "November 3, 2026, 2:05\u202fPM"),
        ("th-u-ca-gregory", "3 พฤศจิกายน ค.ศ. 2026 14:05"),
        ("en-u-ca-persian", "November 3, 2026, 2:05\u202fPM"),
        ("ar", "3 نوفمبر 2026، 2:05 م"),
        ("ar-EG", "٣ نوفمبر ٢٠٢٦، ٢:٠٥ م"),
        ("ar-SY", "٣ تشرين الثاني ٢٠٢٦، ٢:٠٥ م"),
        ("ar-MA", "3 نونبر 2026، 14:05"),
        ("he", "3 בנובמבר 2026, 14:05"),
        ("tr", "3 Kasım 2026 14:05"),
        ("de-1996", "3. November 2026, 14:05"),
        ("ja-JP", "2026年11月3日 14:05"),
        ("hi", "3 नवंबर 2026, 2:05 pm"),
        ("mr", "३ नोव्हेंबर, २०२६, २:०५ PM"),
    ],
)
def test_a_time_is_told_in_the_words_digits_and_calendar_of_the_language(tag: str, text: str) -> None:
    told = moment(datetime(2026, 11, 3, 14, 5, tzinfo=UTC), language=tag, fallback="en", zone=ZoneInfo("UTC"))

    assert told.text == text


@pytest.mark.parametrize(("tag", "text"), [("en-GB", "14:05"), ("fa", "۱۴:۰۵"), ("ar-EG", "٢:٠٥ م"), ("hi", "2:05 pm")])
def test_under_a_days_heading_a_time_is_told_without_the_day(tag: str, text: str) -> None:
    moment_of_day = datetime(2026, 11, 3, 12, 5, tzinfo=UTC)
    told = time_of_day(moment_of_day, language=tag, fallback="en", zone=ZoneInfo("Europe/Athens"))

    assert (told.text, told.stamp) == (text, "2026-11-03T14:05:00+02:00")


@pytest.mark.parametrize(
    ("tag", "site", "lang"),
    [("tlh", "fa", "fa"), ("x-private", "qaa", "en"), ("zh-TW", "en", "zh-Hant-TW"), ("fa-Latn", "de", "de")],
)
def test_a_language_without_words_for_dates_falls_back_and_says_so(tag: str, site: str, lang: str) -> None:
    told = moment(datetime(2026, 11, 3, tzinfo=UTC), language=tag, fallback=site, zone=ZoneInfo("UTC"))

    assert told.span == span_of(lang)


def test_an_offset_from_before_standard_time_is_one_that_html_knows() -> None:
    told = moment(datetime(1800, 1, 1, tzinfo=UTC), language="en", fallback="en", zone=ZoneInfo("Europe/Amsterdam"))

    assert told.stamp == "1800-01-01T00:00:00Z"


def test_a_language_that_falls_back_has_the_calendar_of_the_other() -> None:
    told = moment(datetime(2026, 11, 3, tzinfo=UTC), language="tlh-u-ca-gregory", fallback="fa", zone=ZoneInfo("UTC"))

    assert told.text.startswith("۱۲ آبان ۱۴۰۵")


def test_for_machines_a_time_stays_gregorian() -> None:
    told = moment(datetime(2026, 11, 3, 14, 5, tzinfo=UTC), language="fa", fallback="en", zone=ZoneInfo("Asia/Tehran"))

    assert told.stamp == "2026-11-03T17:35:00+03:30"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳"),
        (date(2025, 3, 21), "۱ فروردین ۱۴۰۴"),
        (date(2026, 3, 20), "۲۹ اسفند ۱۴۰۴"),
        (date(2026, 3, 21), "۱ فروردین ۱۴۰۵"),
        (date(2030, 3, 20), "۳۰ اسفند ۱۴۰۸"),
        (date(1979, 2, 11), "۲۲ بهمن ۱۳۵۷"),
        (date(622, 3, 22), "۱ فروردین ۱"),
        (date(622, 3, 21), "۲۱ مارس ۶۲۲"),
        (date(9999, 12, 31), "۳۱ دسامبر ۹۹۹۹"),
    ],
)
def test_the_years_of_the_solar_hijri_calendar_begin_at_the_equinox(day: date, told: str) -> None:
    assert day_title(day, language="fa", fallback="en").text == told


@pytest.mark.parametrize(
    ("tag", "month", "heading"),
    [
        ("en", 11, "November 2026"),
        ("fr", 11, "Novembre 2026"),
        ("pt-BR", 3, "Março de 2026"),
        ("ru", 11, "Ноябрь 2026\u202fг."),
        ("ar-LB", 11, "تشرين الثاني ٢٠٢٦"),
        ("th", 11, "พฤศจิกายน 2569"),
        ("ja", 11, "2026年11月"),
        ("fa", 11, "۱۰ آبان تا ۹ آذر ۱۴۰۵"),
        ("fa", 3, "۱۰ اسفند ۱۴۰۴ تا ۱۱ فروردین ۱۴۰۵"),
        ("fa-AF", 11, "۱۰ عقرب تا ۹ قوس ۱۴۰۵"),
        ("ps", 11, "۱۴۰۵ لړم ۱۰\u2009–\u2009لیندۍ ۹"),
    ],
)
def test_a_month_of_the_archive_is_told_in_the_readers_calendar(tag: str, month: int, heading: str) -> None:
    assert month_title(2026, month, language=tag, fallback="en").heading == heading


def test_within_a_sentence_a_month_is_written_as_the_language_does() -> None:
    assert month_title(2026, 11, language="es", fallback="en").text == "noviembre de 2026"


@pytest.mark.parametrize(
    ("tag", "calendar", "numbering"),
    [
        ("en", None, None),
        ("ar", None, None),
        ("ar-EG", None, "arab"),
        ("fa", "persian", "arabext"),
        ("fa-u-ca-gregory", None, "arabext"),
        ("th", "buddhist", None),
    ],
)
def test_the_page_tells_its_script_which_calendar_and_digits_to_use(
    tag: str, calendar: str | None, numbering: str | None
) -> None:
    page = parsed(article_page(story(language=tag), [], SiteSettings()))

    assert (page.get("data-calendar"), page.get("data-numbering")) == (calendar, numbering)
