"""The listings that there must be in the end: every story is looked at for each of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from broadsheet.article import Person, Slug, slugify
from broadsheet.site.archive import archive_page, day_page, month_page
from broadsheet.site.author import author_page
from broadsheet.site.feeds import Supplement
from broadsheet.site.home import home_feeds, home_page
from broadsheet.site.outputs import Output
from broadsheet.site.recent import recent_index
from broadsheet.site.section import section_outputs
from broadsheet.site.settings import SiteSettings
from broadsheet.site.sitemaps import news_sitemap, sitemap_index, sitemap_part
from broadsheet.site.story import Entry, Story, entry_of
from broadsheet.site.tag import tag_page


def listing_outputs(
    stories: Iterable[Story], gone: Sequence[tuple[datetime, str | None]], settings: SiteSettings, now: datetime
) -> Iterator[Output]:
    """Everything that tells of several articles; `gone` are when others were withdrawn, and from which section."""
    newest = sorted(stories, key=lambda story: (story.published_at, story.id), reverse=True)

    def entries(chosen: Iterable[Story]) -> list[Entry]:
        return [entry_of(story, settings) for story in chosen]

    latest = entries(newest[:30])
    yield home_page(latest, settings, entries(_on_top(newest, settings.featured)))
    yield recent_index(latest, settings)
    yield from home_feeds(latest, settings, Supplement(gone_at=max((at for at, _ in gone), default=None)))
    for slug in {_section(story) for story in newest if story.article.section} | set(settings.sections_by_slug):
        inside = [story for story in newest if story.article.section and _section(story) == slug]
        declared = settings.sections_by_slug.get(Slug(slug))
        top = _on_top(inside, declared.featured if declared else ())
        left = [at for at, section in gone if section and slugify(section, fallback="section") == slug]
        besides = Supplement(gone_at=max(left, default=None))
        yield from section_outputs(slug, entries(inside[:30]), settings, besides, featured=entries(top))
    for slug, tagged in _grouped(newest, lambda story: [slugify(tag, fallback="tag") for tag in story.article.tags]):
        yield tag_page(Slug(slug), entries(tagged[:30]), settings)
    for slug, written in _grouped(newest, lambda story: _authors(story, settings)):
        yield author_page(Slug(slug), entries(written[:30]), settings)
    days = dict(_grouped(newest, lambda story: [f"{story.published_at.astimezone(settings.zone):%Y-%m-%d}"]))
    months = dict(_grouped(newest, lambda story: [f"{story.published_at.astimezone(settings.zone):%Y-%m}"]))
    for day, of_day in days.items():
        yield day_page(day, entries(of_day), settings)
    for month, of_month in months.items():
        yield month_page(month, entries(of_month[:100]), [day for day in days if day.startswith(month)], settings)
        yield sitemap_part(month, entries(of_month), settings)
    yield archive_page(months.keys(), settings)
    yield sitemap_index(months.keys(), settings)
    two_days = timedelta(days=2)
    yield news_sitemap(entries(story for story in newest if story.published_at > now - two_days), now, settings)


def _on_top(stories: Sequence[Story], named: Sequence[str]) -> list[Story]:
    """Those that the settings name, in that order, and the newest six that say it of themselves."""
    by_id = {str(story.id): story for story in stories}
    chosen = [by_id[source_id] for source_id in named if source_id in by_id]
    chosen += [story for story in stories if story.article.featured][:6]
    return [story for place, story in enumerate(chosen) if story not in chosen[:place]]


def _section(story: Story) -> str:
    return slugify(story.article.section or "", fallback="section")


def _authors(story: Story, settings: SiteSettings) -> list[str]:
    def page_of(author: str | Person) -> str:
        if isinstance(author, str):
            return author
        known = [author_id for author_id, person in settings.authors.items() if person.name == author.name]
        return known[0] if known else author.name

    return [slugify(page_of(author), fallback="author") for author in story.article.authors]


def _grouped(stories: Iterable[Story], names: Callable[[Story], list[str]]) -> Iterator[tuple[str, list[Story]]]:
    groups: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        for name in dict.fromkeys(names(story)):
            groups[name].append(story)
    yield from groups.items()
