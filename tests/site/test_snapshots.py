"""Whole pages, as they were looked at and found good; `pytest --snapshot-update` takes new ones."""

import re
from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.home import home_page
from broadsheet.site.not_found import not_found_page
from broadsheet.site.outputs import Output
from broadsheet.site.page import article_page
from broadsheet.site.recent import recent_index
from broadsheet.site.redirect import redirect_page
from broadsheet.site.section import section_page
from tests.site.newsdesk import parsed, preceding, sample_entries, sample_settings, sample_stories

SITE = sample_settings()


class Page(SingleFileSnapshotExtension):
    """One file of text for each page."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def article(story_id: str) -> Callable[[], Output]:
    """The page of a sample."""
    return lambda: article_page(sample_stories()[story_id], preceding(story_id), SITE)


PAGES: dict[str, Callable[[], Output]] = {
    **{story_id: article(story_id) for story_id in sample_stories()},
    "home": lambda: home_page(sample_entries(), SITE),
    "section": lambda: section_page("culture", [one for one in sample_entries() if one.section == "culture"], SITE),
    "gone": lambda: gone_page("/2026/11/gone/", SITE, Withdrawal()),
    "redirect": lambda: redirect_page("/2026/11/sea-wall-report/", "/2026/11/sea-wall-is-hollow/", SITE),
    "not-found": lambda: not_found_page(SITE),
    "recent": lambda: recent_index(sample_entries(), SITE),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_found_good(name: str, snapshot: SnapshotAssertion) -> None:
    text = re.sub(r"(/assets/\w+)\.[0-9a-f]{12}\.", r"\1.HASH.", PAGES[name]().body.decode())

    assert text == snapshot(extension_class=Page)


@pytest.mark.parametrize("name", PAGES.keys() - {"recent"})
def test_a_page_has_no_syntax_error(name: str) -> None:
    assert parsed(PAGES[name]()).tag == "html"
