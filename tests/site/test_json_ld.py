"""What pages say of themselves to machines."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.article import Rejected, Slug
from broadsheet.site.archive import archive_page, day_page, month_page
from broadsheet.site.author import author_page
from broadsheet.site.contributors import Contributor
from broadsheet.site.home import home_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.section import section_page
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.site.tag import tag_page
from tests.site.newsdesk import (
    entry,
    image,
    json_ld,
    node,
    parsed,
    person,
    preceding,
    sample_entries,
    sample_settings,
    sample_stories,
    story,
)
from tests.site.schema_org import POLICIES, faults

SITE = SiteSettings(title="The Tidewater", base_url="https://tidewater.example", language="en-GB", logo="media/l.png")
ORGANIZATION = {
    "name": "The Tidewater Ltd",
    "legal_name": "Tidewater Printing and Publishing Ltd",
    "founding_date": "1911-05-03",
    "email": "desk@tidewater.example",
    "telephone": "+44 1632 960000",
    "same_as": ["https://social.example/@tidewater"],
    "ethics_policy": "/about/ethics/",
    "corrections_policy": "https://tidewater.example/about/corrections/",
    "masthead": "/about/",
}


def page(**fields: Any) -> Output:
    """An article's page."""
    return article_page(story(**fields), [], SITE)


def test_an_article_says_all_that_search_engines_ask_for() -> None:
    told = page(
        language="fa",
        section="harbour",
        tags=["a", "b"],
        summary="Short.",
        authors=[person(url="https://voss.example/", bio="Writes.", image="/voss.jpg")],
        image=image(width=1200, height=800, caption="The quay", credit="Idris"),
        updated_at="2026-11-21T12:00:00Z",
        corrections=[{"at": "2026-11-21T12:00:00+01:00", "text": "Nine, not ten."}],
    )
    address = "https://tidewater.example/2026/11/storm/"

    assert node(parsed(told), "NewsArticle") == {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "headline": "Storm",
        "description": "Short.",
        "datePublished": "2026-11-20T12:00:00Z",
        "dateModified": "2026-11-21T12:00:00Z",
        "author": [
            {
                "@type": "Person",
                "@id": "https://tidewater.example/author/mara-voss/#author",
                "name": "Mara Voss",
                "url": "https://tidewater.example/author/mara-voss/",
                "sameAs": ["https://voss.example/"],
                "image": "https://tidewater.example/voss.jpg",
                "description": "Writes.",
            }
        ],
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://tidewater.example/media/storm.jpg",
                "contentUrl": "https://tidewater.example/media/storm.jpg",
                "width": 1200,
                "height": 800,
                "caption": "The quay",
                "creditText": "Idris",
            }
        ],
        "publisher": {"@id": "https://tidewater.example/#publisher"},
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "url": address,
        "isPartOf": {"@id": "https://tidewater.example/#website"},
        "inLanguage": "fa",
        "articleSection": "harbour",
        "keywords": ["a", "b"],
        "isAccessibleForFree": True,
        "correction": [
            {"@type": "CorrectionComment", "text": "Nine, not ten.", "datePublished": "2026-11-21T11:00:00Z"}
        ],
    }


def test_the_publisher_of_an_article_is_the_newsroom_with_its_logo() -> None:
    assert node(parsed(page()), "NewsMediaOrganization") == {
        "@type": "NewsMediaOrganization",
        "@id": "https://tidewater.example/#publisher",
        "name": "The Tidewater",
        "url": "https://tidewater.example/",
        "logo": {"@type": "ImageObject", "url": "https://tidewater.example/media/_site/l.png"},
    }
    assert node(parsed(page()), "NewsArticle")["author"] == {"@id": "https://tidewater.example/#publisher"}


def test_an_agency_is_an_organisation() -> None:
    (author,) = node(parsed(page(authors=[person(name="Coastal Wire", organization=True)])), "NewsArticle")["author"]

    assert author == {
        "@type": "Organization",
        "@id": "https://tidewater.example/author/coastal-wire/#author",
        "name": "Coastal Wire",
        "url": "https://tidewater.example/author/coastal-wire/",
    }


def test_the_way_to_an_article_leads_through_its_section() -> None:
    site = SiteSettings.model_validate(SITE.model_dump() | {"sections": {"h": {"title": "Harbour & Sea"}}})
    steps = node(parsed(article_page(story(section="H"), [], site)), "BreadcrumbList")["itemListElement"]

    assert [(each["name"], each["item"]) for each in steps] == [
        ("Home", "https://tidewater.example/"),
        ("Harbour & Sea", "https://tidewater.example/section/h/"),
        ("Storm", "https://tidewater.example/2026/11/storm/"),
    ]


def test_the_home_page_tells_who_publishes_the_site_and_by_which_rules() -> None:
    site = SiteSettings.model_validate(SITE.model_dump() | {"description": "News", "organization": ORGANIZATION})
    tree = parsed(home_page([], site))

    told = node(tree, "NewsMediaOrganization")
    assert told["name"] == "The Tidewater Ltd"
    assert told["foundingDate"] == "1911-05-03"
    assert told["sameAs"] == ["https://social.example/@tidewater"]
    assert told["ethicsPolicy"] == "https://tidewater.example/about/ethics/"
    assert told["masthead"] == "https://tidewater.example/about/"
    assert node(tree, "WebSite")["name"] == "The Tidewater"
    assert node(tree, "WebSite")["publisher"] == {"@id": told["@id"]}
    assert faults(json_ld(tree)) == []


def test_every_policy_is_told_under_schema_orgs_name() -> None:
    policies = {
        name: f"/about/{name}/" for name in type(SITE.organization).model_fields if name.endswith(("policy", "report"))
    }
    besides = {"publishing_principles": "/p/", "ownership_funding_info": "/o/", "masthead": "/m/"}
    site = SiteSettings.model_validate(SITE.model_dump() | {"organization": policies | besides})

    assert set(POLICIES) <= node(parsed(home_page([], site)), "NewsMediaOrganization").keys()


def test_a_section_lists_its_articles() -> None:
    tree = parsed(section_page("city", [entry(1, section="City"), entry(2, section="City")], SITE))

    listed = node(tree, "CollectionPage")["mainEntity"]["itemListElement"]
    assert [(each["position"], each["name"]) for each in listed] == [(1, "Title 2"), (2, "Title 1")]
    assert listed[0]["url"] == "https://tidewater.example/2026/11/a2/"


def way(tree: Any) -> list[tuple[str, str]]:
    return [(each["name"], each["item"]) for each in node(tree, "BreadcrumbList")["itemListElement"]]


def test_a_tag_lists_its_articles() -> None:
    tree = parsed(tag_page(Slug("wind"), [entry(1, tags=["Wind"]), entry(2, tags=["Wind"])], SITE))

    told = node(tree, "CollectionPage")
    assert (told["name"], told["url"]) == ("Wind", "https://tidewater.example/tag/wind/")
    assert [each["name"] for each in told["mainEntity"]["itemListElement"]] == ["Title 2", "Title 1"]
    assert way(tree)[1:] == [("Wind", "https://tidewater.example/tag/wind/")]


def test_an_authors_page_tells_who_it_is() -> None:
    slug = Slug("mara-voss")
    known = Contributor(slug=slug, person=person(url="https://voss.example/", bio="Writes.", image="/voss.jpg"))
    tree = parsed(author_page(slug, [entry(1, contributors=(known,))], SITE))

    assert node(tree, "ProfilePage")["mainEntity"] == {
        "@type": "Person",
        "@id": "https://tidewater.example/author/mara-voss/#author",
        "name": "Mara Voss",
        "url": "https://tidewater.example/author/mara-voss/",
        "sameAs": ["https://voss.example/"],
        "image": "https://tidewater.example/voss.jpg",
        "description": "Writes.",
    }
    assert way(tree)[1:] == [("Mara Voss", "https://tidewater.example/author/mara-voss/")]


def test_the_archive_leads_to_its_months_and_they_to_their_days() -> None:
    entries = [entry(1), entry(2)]
    archive = [("Home", "https://tidewater.example/"), ("Archive", "https://tidewater.example/archive/")]
    month = [*archive, ("November 2026", "https://tidewater.example/archive/2026/11/")]

    assert way(parsed(archive_page(["2026-11"], SITE))) == archive
    assert way(parsed(month_page("2026-11", entries, ["2026-11-20"], SITE))) == month
    of_day = parsed(day_page("2026-11-20", entries, [], SITE))
    assert way(of_day) == [*month, ("20 November 2026", "https://tidewater.example/archive/2026/11/20/")]
    assert len(node(of_day, "CollectionPage")["mainEntity"]["itemListElement"]) == 2


def every_page(site: SiteSettings) -> list[Output]:
    """The pages of the samples, under other settings."""
    entries = sample_entries()
    return [
        *(article_page(told, preceding(told.id), site) for told in sample_stories().values()),
        home_page(entries, site),
        section_page("culture", entries, site),
        tag_page(Slug("storm"), entries, site),
        author_page(Slug("mara-voss"), entries, site),
        archive_page(["2026-10", "2026-11"], site),
        month_page("2026-11", entries, ["2026-11-20"], site),
        day_page("2026-11-20", entries, [], site),
    ]


@pytest.mark.parametrize("base_url", ["https://tidewater.example", ""])
def test_every_graph_is_valid_with_an_origin_and_without(base_url: str) -> None:
    site = sample_settings().model_copy(update={"base_url": base_url, "logo": "media/logo.png"})

    for output in every_page(site):
        assert faults(json_ld(parsed(output))) == [], output.key


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_no_title_makes_a_graph_invalid(title: str) -> None:
    assert faults(json_ld(parsed(page(title=f"A{title}", section=f"B{title}", tags=[f"C{title}"])))) == []


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("founding_date = '3 May'", "right would be one such as '1911-05-03'"),
        ("founding_date = 1911-05-03T00:00:00Z", "not a date"),
        ("ethics_policy = 'ethics'", "right would be one such as"),
        ("same_as = 'https://a.example/'", "list"),
        ("ethic_policy = '/'", "right may be 'ethics_policy'"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_told(line: str, hint: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_settings(f"[organization]\n{line}\n".encode())

    assert hint in refusal.value.faults[0].message


def test_a_founding_date_may_be_tomls_own() -> None:
    assert read_settings(b"[organization]\nfounding_date = 1911-05-03\n").organization.founding_date == "1911-05-03"
