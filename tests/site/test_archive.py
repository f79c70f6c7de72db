from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

from broadsheet.site.archive import archive_page, day_page, month_page, period_of_page
from broadsheet.site.boundaries import Boundary
from broadsheet.site.settings import SiteSettings
from broadsheet.site.sitemaps import MOST_NEWS, news_sitemap, part_key, sitemap_index, sitemap_part
from tests.site.newsdesk import NOON, entry, found, parsed, text_of, with_class

SITE = SiteSettings.model_validate({"title": "The <Tidewater>", "base_url": "https://tide.example"})
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def _links(tree: Element, place: str) -> list[tuple[str | None, str]]:
    return [(link.get("href"), text_of(link)) for link in found(tree, place).iter("a")]


def test_the_archive_names_every_month_the_newest_first() -> None:
    output = archive_page({"2026-01", "2025-12", "2026-11"}, SITE)

    assert output.key == "archive/index.html"
    assert _links(parsed(output), ".//main") == [
        ("/archive/2026/11/", "November 2026"),
        ("/archive/2026/01/", "January 2026"),
        ("/archive/2025/12/", "December 2025"),
    ]
    assert "Nothing has been published" in text_of(found(parsed(archive_page(set(), SITE)), ".//main"))


def test_a_month_shows_its_newest_hundred_by_day_and_leads_to_all_its_days() -> None:
    entries = [entry(n, published_at=NOON - timedelta(hours=6 * n)) for n in range(120)]
    output = month_page("2026-11", entries, ["2026-11-20", "2026-11-03"], SITE)
    tree = parsed(output)

    assert output.key == "archive/2026/11/index.html"
    assert text_of(found(tree, ".//h1")) == "November 2026"
    assert _links(tree, ".//ul[@class='periods']") == [
        ("/archive/2026/11/20/", "November 20, 2026"),
        ("/archive/2026/11/03/", "November 3, 2026"),
    ]
    assert len(list(found(tree, ".//main").iter("li"))) == 2 + 100
    days = list(tree.iter("h2"))
    assert text_of(days[0]) == "November 20, 2026"
    assert [link.get("href") for day in days for link in day.iter("a")] == [
        "/archive/2026/11/20/",
        "/archive/2026/11/03/",
    ]
    assert found(tree, ".//main/header//a").get("href") == "/archive/"


def test_a_month_that_ends_in_the_midst_of_a_day_says_where_the_rest_is() -> None:
    entries = [entry(n, published_at=NOON - timedelta(minutes=n)) for n in range(101)]
    rest = [("/archive/2026/11/20/", "All articles of November 20, 2026")]

    def way(count: int, days: list[str]) -> list[tuple[str | None, str]]:
        tree = parsed(month_page("2026-11", entries[:count], days, SITE))
        return [link for place in with_class(tree, "rest") for link in _links(place, ".")]

    assert way(101, ["2026-11-20"]) == rest
    assert way(100, ["2026-11-20"]) == []
    assert way(101, []) == []


def test_a_day_shows_all_of_its_articles() -> None:
    output = day_page("2026-11-20", [entry(n, section="Sea") for n in range(150)], [], SITE)
    tree = parsed(output)

    assert output.key == "archive/2026/11/20/index.html"
    assert len(list(next(with_class(tree, "titles")).iter("li"))) == 150
    assert [href for href, _ in _links(tree, ".//main/header")] == ["/archive/", "/archive/2026/11/"]


def test_under_its_day_an_article_tells_the_time_only() -> None:
    for output in (day_page("2026-11-20", [entry(2)], [], SITE), month_page("2026-11", [entry(2)], [], SITE)):
        time = next(parsed(output).iter("time"))
        assert (time.get("datetime"), text_of(time)) == ("2026-11-20T14:00:00Z", "2:00 PM")


def test_the_archive_is_in_the_calendar_of_its_readers() -> None:
    tree = parsed(archive_page({"2026-11"}, SiteSettings(language="fa")))

    assert "آبان" in text_of(found(tree, ".//main"))


def test_a_page_of_the_archive_tells_its_period_by_its_key() -> None:
    assert period_of_page("archive/2026/11/index.html") == "2026-11"
    assert period_of_page("archive/2026/11/25/index.html") == "2026-11-25"


def test_a_sitemap_tells_where_articles_are_and_when_they_changed() -> None:
    changed = datetime(2026, 11, 21, 8, tzinfo=UTC)
    root = fromstring(
        sitemap_part(part_key("2026-11"), [entry(0, updated_at=changed), entry(1, url="/a&b/")], SITE).body
    )

    assert [url.findtext(f"{SITEMAP}loc") for url in root] == [
        "https://tide.example/a&b/",
        "https://tide.example/2026/11/a0/",
    ]
    assert [url.findtext(f"{SITEMAP}lastmod") for url in root] == ["2026-11-20T13:00:00Z", "2026-11-21T08:00:00Z"]


def test_the_sitemap_is_an_index_of_the_files_of_months() -> None:
    output = sitemap_index(
        {part_key("2026-11"), part_key("2025-02"), part_key("2026-11", Boundary("harbour", NOON))}, SITE
    )

    assert (output.key, output.content_type) == ("sitemap.xml", "application/xml; charset=utf-8")
    assert [each.findtext(f"{SITEMAP}loc") for each in fromstring(output.body)] == [
        "https://tide.example/sitemaps/2026-11.xml",
        f"https://tide.example/{part_key('2026-11', Boundary('harbour', NOON))}",
        "https://tide.example/sitemaps/2025-02.xml",
    ]


def test_the_news_are_those_of_the_last_forty_eight_hours() -> None:
    now = NOON + timedelta(hours=48)
    output = news_sitemap(
        [entry(0), entry(1, title="A < B", language="zh-Hant"), entry(2, language="fa-AF")], now, SITE
    )
    news = [url.find(f"{NEWS}news") for url in fromstring(output.body)]

    assert output.key == "news-sitemap.xml"
    assert [each.findtext(f"{NEWS}title") for each in news if each is not None] == ["Title 2", "A < B"]
    assert [each.findtext(f"{NEWS}publication/{NEWS}language") for each in news if each is not None] == ["fa", "zh-tw"]
    assert [each.findtext(f"{NEWS}publication/{NEWS}name") for each in news if each is not None] == [
        "The <Tidewater>",
        "The <Tidewater>",
    ]
    assert [each.findtext(f"{NEWS}publication_date") for each in news if each is not None] == [
        "2026-11-20T14:00:00Z",
        "2026-11-20T13:00:00Z",
    ]


def test_the_news_are_at_most_a_thousand() -> None:
    entries = [entry(n, published_at=NOON + timedelta(seconds=n)) for n in range(MOST_NEWS + 5)]

    assert len(fromstring(news_sitemap(entries, NOON + timedelta(hours=1), SITE).body)) == MOST_NEWS
