"""The feeds: the same articles in three languages, each by its own grammar."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.article import Correction, MarkdownBody, Rejected
from broadsheet.markup import render_body
from broadsheet.site.feeds import Supplement
from broadsheet.site.home import home_feeds
from broadsheet.site.section import section_feeds
from broadsheet.site.settings import SiteSettings, read_settings
from broadsheet.site.urls import encoded_path
from tests.site.feed_rules import CONTENT, faults
from tests.site.newsdesk import NOON, entry, image, sample_entries, sample_settings, sample_stories

SITE = SiteSettings(title="The Tidewater", description="News", base_url="https://tidewater.example", language="en-GB")
ATOM = "{http://www.w3.org/2005/Atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MARKDOWN = MarkdownBody(markdown="It rained.")
CORRECTED = NOON + timedelta(hours=3)


def feeds_of(*entries: Any, settings: SiteSettings = SITE) -> tuple[Element, Element, dict[str, Any]]:
    """The site's feeds, each read by a reader of its language."""
    atom, rss, json_feed = (output.body for output in home_feeds(entries, settings))
    return fromstring(atom), fromstring(rss)[0], json.loads(json_feed)  # our own


def child(element: Element, name: str) -> str:
    found = element.findtext(name)
    assert found is not None, name
    return found


def test_the_three_say_the_same() -> None:
    entries = [entry(1, section="City", authors=("Mara", "Tom")), entry(2, language="fa", title="بندر <باز> شد")]
    atom, rss, feed = feeds_of(*entries)
    told: list[list[Any]] = [
        [
            (child(e, f"{ATOM}id"), child(e, f"{ATOM}title"), child(e, f"{ATOM}content"))
            for e in atom.iter(f"{ATOM}entry")
        ],
        [tuple(child(one, name) for name in ("guid", "title", "description")) for one in rss.iter("item")],
        [(each["id"], each["title"], each["content_html"]) for each in feed["items"]],
    ]
    assert told[0] == told[1] == told[2]
    newest_first = sorted(entries, key=lambda one: one.published_at, reverse=True)
    assert [title for _, title, _ in told[0]] == [one.title for one in newest_first]
    assert [name.text for name in rss.iter(CREATOR)] == ["Mara", "Tom"]


def test_addresses_are_absolute_and_each_feed_names_itself() -> None:
    atom, rss, feed = feeds_of(entry(1))
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    assert links == {"self": "https://tidewater.example/feed.atom", "alternate": "https://tidewater.example/"}
    assert child(rss, "link") == feed["home_page_url"] == "https://tidewater.example/"
    own = rss.find(f"{ATOM}link")
    assert own is not None
    assert own.get("href") == "https://tidewater.example/feed.rss"
    assert feed["feed_url"] == "https://tidewater.example/feed.json"
    assert feed["items"][0]["url"].startswith("https://tidewater.example/")


@pytest.mark.parametrize(
    ("summary", "excerpt", "gist"),
    [("Ferries stay in.", "It rained.", "Ferries stay in."), ("", "It rained.", "It rained."), ("", "", "Fog")],
)
def test_an_article_is_told_by_its_summary_else_its_beginning_else_its_title(
    summary: str, excerpt: str, gist: str
) -> None:
    atom, rss, feed = feeds_of(entry(1, title="Fog", summary=summary, excerpt=excerpt))
    (item,) = feed["items"]
    told = [child(atom, f"{ATOM}entry/{ATOM}content"), child(rss, "item/description"), item["content_html"]]
    assert told == [f"<p>{gist}</p>"] * 3


def test_an_id_stays_when_the_address_changes() -> None:
    before, after = (feeds_of(entry(1, url=url))[2]["items"][0] for url in ("/2026/11/a/", "/2026/11/b/"))
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]


def test_a_correction_is_an_update() -> None:
    plain = entry(1, published_at=NOON)
    correction = Correction(at=CORRECTED, text="Nine <boats>, not ten.")
    corrected = entry(1, published_at=NOON, updated_at=CORRECTED, corrections=(correction,))
    assert feeds_of(plain)[2]["items"][0]["date_modified"] == "2026-11-20T12:00:00Z"
    atom, rss, feed = feeds_of(corrected)
    assert child(atom, f"{ATOM}updated") == "2026-11-20T15:00:00Z"
    assert child(next(atom.iter(f"{ATOM}entry")), f"{ATOM}updated") == "2026-11-20T15:00:00Z"
    assert parsedate_to_datetime(child(rss, "lastBuildDate")) == CORRECTED
    assert feed["items"][0]["date_modified"] == "2026-11-20T15:00:00Z"
    assert "Nine &lt;boats&gt;, not ten." in feed["items"][0]["content_html"]


def test_a_withdrawal_is_a_change_of_the_feed() -> None:
    told = entry(1, published_at=NOON)
    for gone_at, updated in ((CORRECTED, "2026-11-20T15:00:00Z"), (NOON - timedelta(days=1), "2026-11-20T12:00:00Z")):
        atom, rss, _ = (output.body for output in home_feeds([told], SITE, Supplement(gone_at=gone_at)))
        assert child(fromstring(atom), f"{ATOM}updated") == updated
        assert parsedate_to_datetime(child(fromstring(rss)[0], "lastBuildDate")) == datetime.fromisoformat(updated)
        assert child(next(fromstring(atom).iter(f"{ATOM}entry")), f"{ATOM}updated") == "2026-11-20T12:00:00Z"


def test_an_empty_feed_is_one() -> None:
    atom, rss, feed = feeds_of()
    assert child(atom, f"{ATOM}updated") == "2000-01-01T00:00:00Z"
    assert rss.findall("item") == feed["items"] == []


def test_a_sections_feeds_are_beside_its_page() -> None:
    outputs = section_feeds("شهر", [entry(1, section="شهر", language="fa")], SITE)
    assert [output.key for output in outputs] == [f"section/شهر/feed.{kind}" for kind in ("atom", "rss", "json")]
    feed = json.loads(outputs[2].body)
    assert feed["title"] == "شهر · The Tidewater"
    assert feed["feed_url"] == "https://tidewater.example/section/%D8%B4%D9%87%D8%B1/feed.json"


def test_without_an_origin_there_are_ids_nevertheless() -> None:
    feed = feeds_of(entry(1), entry(2), settings=SiteSettings())[2]
    ids = {each["id"] for each in feed["items"]}
    assert len(ids) == 2
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_every_feed_names_the_hub() -> None:
    site = SiteSettings.model_validate(SITE.model_dump() | {"websub": {"hub": "https://hub.example/"}})
    atom, rss, feed = feeds_of(entry(1), settings=site)

    for element in (atom, rss):
        hubs = [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") == "hub"]
        assert hubs == ["https://hub.example/"]
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_a_feed_has_as_many_entries_as_the_settings_say() -> None:
    site = SiteSettings.model_validate(SITE.model_dump() | {"feeds": {"entries": 2}})
    atom, rss, feed = feeds_of(*map(entry, range(5)), settings=site)

    assert len(atom.findall(f"{ATOM}entry")) == len(rss.findall("item")) == len(feed["items"]) == 2
    assert feed["items"][0]["title"] == "Title 4"


def test_a_whole_text_has_the_picture_the_summary_and_addresses_with_their_origin() -> None:
    markdown = "See [us](/about/) and ![the quay](media/quay.jpg)[^1]\n\n[^1]: By hand."
    text = render_body(MarkdownBody(markdown=markdown)).html
    told = entry(1, summary="In <short>.", image=image(caption="The quay", credit="Idris"))
    atom, rss, feed = (output.body for output in home_feeds([told], SITE, Supplement(texts={told.id: text})))
    (item,) = json.loads(feed)["items"]

    assert item["summary"] == "In <short>."
    assert item["content_html"].startswith("<p>In &lt;short&gt;.</p>\n<figure>")
    assert 'src="https://tidewater.example/media/storm.jpg"' in item["content_html"]
    assert "<figcaption>The quay Idris</figcaption>" in item["content_html"]
    assert 'href="https://tidewater.example/about/"' in item["content_html"]
    assert 'src="https://tidewater.example/media/quay.jpg"' in item["content_html"]
    assert f'<sup><a href="https://tidewater.example{told.url}#text-note-1">1</a></sup>' in item["content_html"]
    assert " id=" not in item["content_html"]
    assert fromstring(atom).findtext(f"{ATOM}entry/{ATOM}content") == item["content_html"]
    assert fromstring(rss).findtext(f"channel/item/{CONTENT}") == item["content_html"]
    assert fromstring(rss).findtext("channel/item/description") == "In &lt;short&gt;."


def test_an_article_whose_text_is_not_to_be_had_is_told_by_its_summary() -> None:
    outputs = home_feeds(
        [entry(1, summary="Short."), entry(2)], SITE, Supplement(texts={entry(2).id: render_body(MARKDOWN).html})
    )
    items = json.loads(outputs[2].body)["items"]

    assert [item["content_html"] for item in items] == ["<p>It rained.</p>", "<p>Short.</p>"]


@pytest.mark.parametrize("language", ["fa", "he", "ku-Arab"])
def test_content_that_runs_from_right_to_left_says_so(language: str) -> None:
    (item,) = feeds_of(entry(1, language=language))[2]["items"]

    assert item["content_html"] == f'<div lang="{language}" dir="rtl">\n<p>Excerpt 1…</p>\n</div>'


@pytest.mark.parametrize("full", [False, True])
def test_the_samples_make_valid_feeds(full: bool) -> None:  # noqa: FBT001  # a case
    site = sample_settings().model_copy(update={"logo": "media/logo.png"})
    texts = {told.id: told.body.html for told in sample_stories().values()} if full else {}
    besides = Supplement(texts=texts, gone_at=NOON)
    outputs = [
        *home_feeds(sample_entries(), site, besides),
        *section_feeds("culture", sample_entries(), site, besides),
    ]

    for output in outputs:
        assert faults(output, at=f"{site.base_url}{encoded_path('/' + output.key)}") == [], output.key


HOSTILE = [
    "</title><script>",
    "]]>",
    "&lt;b&gt;",
    "<![CDATA[",
    "\u2067\u05e9",
    "\u2028",
    "%s{{7*7}}",
    "<!--",
    "&#0;",
    "🌊",
]


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join), st.sampled_from(["en", "fa", "tlh"]))
def test_no_title_makes_a_feed_invalid(text: str, language: str) -> None:
    text = f"x{text}"
    told = entry(1, title=text, summary=text, authors=(text,), section=text, language=language, excerpt=text)
    for output in home_feeds([told, entry(2, title=text, excerpt=text)], SITE):
        assert faults(output, at=f"https://tidewater.example/{output.key}") == []


@pytest.mark.parametrize("content", ["full", "summary"])
def test_an_article_of_a_title_only_is_told_by_it(content: str) -> None:
    settings = read_settings(f'base_url = "https://tidewater.example"\n[feeds]\ncontent = "{content}"\n'.encode())
    bare = entry(1, title="Fog", summary="", excerpt="")
    texts = {bare.id: render_body(MarkdownBody(markdown="")).html} if content == "full" else {}
    outputs = home_feeds([bare], settings, Supplement(texts=texts))

    assert [faults(output, at=f"https://tidewater.example/{output.key}") for output in outputs] == [[], [], []]
    (item,) = json.loads(outputs[2].body)["items"]
    assert item["content_html"] == "<p>Fog</p>"


def test_an_empty_feed_is_valid() -> None:
    for output in home_feeds([], SITE):
        assert faults(output, at=f"https://tidewater.example/{output.key}") == []


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("[feeds]\ncontent = 'all'", "Must be 'summary' or 'full'"),
        ("[feeds]\nentries = 31", "Must be less than or equal to 30"),
        ("[feeds]\nentry = 3", "right may be 'entries'"),
        ("[websub]\nhub = '/hub/'", "right would be a whole address"),
        ("[indexnow]\nkey = 'short'", "8 to 128"),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(line: str, hint: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_settings(f"{line}\n".encode())

    assert hint in refusal.value.faults[0].message


@given(st.text(), st.text())
def test_any_text_comes_out_as_it_was_but_for_what_xml_cannot_say(title: str, summary: str) -> None:
    atom, rss, feed = feeds_of(entry(1, title=title, summary=summary, excerpt="e"))
    assert feed["items"][0].get("title", "") == title
    for read in (atom.findtext(f"{ATOM}entry/{ATOM}title"), rss.findtext("item/title")):
        assert len((read or "").replace("\r\n", "\n")) <= len(title)
    assert atom.findtext(f"{ATOM}entry/{ATOM}content") == rss.findtext("item/description")


@pytest.mark.parametrize("offset", [0, 3])
def test_times_are_told_in_utc(offset: int) -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC).astimezone()
    feed = feeds_of(entry(1, published_at=moment + timedelta(hours=offset)))[2]
    assert feed["items"][0]["date_published"] == f"2026-11-20T{12 + offset}:00:00Z"
