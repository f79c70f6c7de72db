from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import Article, ArticleId, FaultCode, Person, Rejected, Slug, slugify
from broadsheet.site.contributors import Contributor
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import (
    address_of,
    entry_of,
    is_reserved,
    newest_first,
    old_address,
    page_key,
    section_slug,
    section_url,
    url_of,
)
from tests.site.newsdesk import NOON, entry, story


def address(
    permalink: str = "/{year}/{month}/{slug}/", slug: str = "storm", *, zone: str = "UTC", **fields: str
) -> str:
    settings = SiteSettings(permalink=permalink, time_zone=zone)
    article = Article.model_validate({"title": "x", "body": "x", **fields})
    return address_of(article, ArticleId("a.1"), datetime(2026, 1, 31, 23, 30, tzinfo=UTC), settings, Slug(slug))


def test_the_address_has_the_year_and_month_with_zeros() -> None:
    assert address() == "/2026/01/storm/"


def test_the_month_is_that_of_the_sites_time_zone() -> None:
    assert address(zone="Asia/Tehran") == "/2026/02/storm/"


def test_the_settings_may_choose_another_pattern() -> None:
    assert address("/{section}/{year}-{month}-{day}/{id}/", section="Town Hall") == "/town-hall/2026-01-31/a.1/"


def test_a_part_that_is_left_empty_is_dropped() -> None:
    assert address("/{section}/{slug}/") == "/storm/"


@pytest.mark.parametrize(
    ("permalink", "slug", "section"), [("/{slug}/", "assets", "x"), ("/{section}/{slug}/", "harbour", "Section")]
)
def test_no_article_may_stand_among_the_sites_own_pages(permalink: str, slug: str, section: str) -> None:
    with pytest.raises(Rejected) as refusal:
        address(permalink, slug, section=section)

    assert [(fault.pointer, fault.code) for fault in refusal.value.faults] == [("/slug", FaultCode.SLUG)]


@pytest.mark.parametrize("pattern", ["/{slug}-{slug}/", "/{slug}/{slug}/{slug}/{slug}/{slug}/{slug}/"])
def test_an_address_that_no_store_could_keep_is_refused(pattern: str) -> None:
    with pytest.raises(Rejected, match="too long"):
        address(pattern, slug=slugify("ş" * 80 + "漢" * 80, fallback="x") + "x" * 40)


@pytest.mark.parametrize(
    ("at", "key"),
    [
        ("/", "index.html"),
        ("/2026/11/storm/", "2026/11/storm/index.html"),
        ("/2026/11/a.b/", "2026/11/a.b/index.html"),
        ("/old", "old/index.html"),
        ("/old/storm.html", "old/storm.html"),
        ("/توفان/", "توفان/index.html"),
    ],
)
def test_each_page_is_the_index_of_a_folder_and_an_old_files_name_is_itself(at: str, key: str) -> None:
    assert page_key(at) == key


def test_addresses_are_written_percent_encoded() -> None:
    assert url_of("/2026/11/توفان/") == "/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/"
    assert section_url("Sea & Shore") == "/section/sea-shore/"


@pytest.mark.parametrize(
    "at", ["/", "/section/x/", "/assets/a.css", "/recent.json", "/404.html", "/tag/", "/media/a.jpg"]
)
def test_the_sites_own_addresses_are_known(at: str) -> None:
    assert is_reserved(at)
    assert not is_reserved(f"/2026{at}")


def test_an_entry_knows_what_listings_tell() -> None:
    told = story(
        title="توفان",
        summary="A\n storm.",
        section="shore",
        language="fa",
        kicker="Late",
        authors=[{"name": "A"}],
        tags=["Wind"],
        updated_at="2026-11-21T12:00:00Z",
    )

    assert entry_of(told, SiteSettings()) == entry(
        id="storm",
        title="توفان",
        url="/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/",
        excerpt="A storm.",
        published_at=NOON,
        updated_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
        section="shore",
        language="fa",
        kicker="Late",
        summary="A\n storm.",
        authors=("A",),
        tags=("Wind",),
        contributors=(Contributor(slug=Slug("a"), person=Person(name="A")),),
    )


def test_an_excerpt_is_about_a_hundred_characters_of_the_body_where_there_is_no_summary() -> None:
    excerpt = entry_of(story(body="## Not this\n\n" + "rain and wind " * 20), SiteSettings()).excerpt

    assert excerpt.startswith("rain and wind")
    assert excerpt.endswith("…")
    assert 85 <= len(excerpt) <= 100


@given(st.permutations(range(5)))
def test_entries_of_one_moment_are_ordered_by_id(order: list[int]) -> None:
    entries = [entry(0, id=ArticleId(f"a{number}"), published_at=NOON) for number in order]

    assert [one.id for one in newest_first(entries, 3)] == ["a4", "a3", "a2"]


def test_a_section_of_symbols_still_has_an_address() -> None:
    assert section_slug("!!!") == "section"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/old/storm", "/old/storm/"),
        ("/old/storm/index.html", "/old/storm/"),
        ("/index.html", "/"),
        ("/old/storm.html", "/old/storm.html"),
        ("/old/%D8%A8/?x=1#y", "/old/ب/"),
    ],
)
def test_one_page_has_one_address(path: str, address: str) -> None:
    assert old_address(path) == address
    assert page_key(old_address(path)) == page_key(address)
