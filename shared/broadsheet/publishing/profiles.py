"""The pages of tags and authors, which no other listing links to."""

from collections.abc import Iterator

from broadsheet.article import Slug
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.site.author import author_key, author_page
from broadsheet.site.listings import AUTHOR, TAG
from broadsheet.site.outputs import Output
from broadsheet.site.section import LISTED
from broadsheet.site.tag import tag_key, tag_page


def refresh_tag(slug: str, newsroom: Newsroom) -> None:
    """Bring a tag's page up to date; there is none while no article has the tag."""

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(TAG + slug, LISTED)
        if entries:
            yield tag_page(Slug(slug), entries, newsroom.settings)

    converge(newsroom, [tag_key(slug)], render)


def refresh_author(slug: str, newsroom: Newsroom) -> None:
    """Bring an author's page up to date; there is none while there is no article of theirs."""

    def render() -> Iterator[Output]:
        entries = newsroom.catalog.newest(AUTHOR + slug, LISTED)
        if entries:
            yield author_page(Slug(slug), entries, newsroom.settings)

    converge(newsroom, [author_key(slug)], render)
