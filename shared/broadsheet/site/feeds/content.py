"""What a feed shows of an article: HTML without anything that counts from the page it stands on."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from broadsheet.article import format_rfc3339
from broadsheet.markup import SafeHtml, readdressed, with_anchors_at
from broadsheet.site.languages import span_of
from broadsheet.site.settings import SiteSettings
from broadsheet.site.story import Entry
from broadsheet.site.urls import absolute_url
from broadsheet.site.words import words_for

_LINE: Final = Markup("<p>{}</p>")
_CORRECTION: Final = Markup('<p><strong>{}</strong> <time datetime="{}">{}</time> {}</p>')
_PICTURE: Final = Markup('<figure><img src="{}" alt="{}">{}</figure>')
_CAPTION: Final = Markup("<figcaption>{}</figcaption>")
_TURNED: Final = Markup('<div lang="{}" dir="rtl">\n{}\n</div>')


def content_of(entry: Entry, settings: SiteSettings, text: SafeHtml | None) -> str:
    """The article, or without its `text` the summary, and after it what was corrected.

    Where all that is empty, it is the title. An editor who corrects wants those to know who read it here. Feed
    readers know nothing of a direction but what the content says.
    """
    told = _summary(entry) if text is None else _whole(entry, settings, text)
    content = Markup("\n").join(filter(None, [*told, *_corrections(entry, settings)])) or _LINE.format(entry.title)
    span = span_of(entry.language or settings.language)
    return _TURNED.format(span.lang, content) if span.dir == "rtl" else content


def _summary(entry: Entry) -> Iterator[Markup]:
    yield _LINE.format(entry.gist)


def _whole(entry: Entry, settings: SiteSettings, text: SafeHtml) -> Iterator[Markup]:
    if entry.summary:
        yield _LINE.format(entry.summary)
    image = entry.image
    if image is not None and (source := absolute_url(image.src, base_url=settings.base_url)):
        caption = " ".join(filter(None, (image.caption, image.credit)))
        yield _PICTURE.format(source, image.alt, _CAPTION.format(caption) if caption else "")
    html = with_anchors_at(text, entry.url)
    html = readdressed(html, lambda address: settings.base_url + address if address.startswith("/") else address)
    yield Markup(html.strip())  # noqa: S704  # it has passed the sanitiser, and its addresses have changed only


def _corrections(entry: Entry, settings: SiteSettings) -> Iterator[Markup]:
    heading = words_for(entry.language or settings.language).corrections(1)
    for one in sorted(entry.corrections, key=lambda one: one.at):
        moment = format_rfc3339(one.at.astimezone(settings.zone))
        yield _CORRECTION.format(heading, moment, moment[:10], one.text)
