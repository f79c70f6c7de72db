"""The article, as the native JSON form gives it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from broadsheet.article.blocks import Body, Image
from broadsheet.article.faults import FaultCode
from broadsheet.article.fields import (
    Biography,
    CheckedId,
    CheckedSlug,
    EmbargoTime,
    ImageSource,
    Kicker,
    Label,
    Language,
    Link,
    Name,
    NonEmptyLine,
    OldPath,
    Record,
    Summary,
    Time,
    Title,
    failure,
)
from broadsheet.article.times import format_rfc3339

LIST_LIMITS: Final = {"tags": 30, "authors": 20, "corrections": 100, "redirect_from": 50, "translations": 30}

Status = Literal["published", "draft", "withdrawn"]


class Person(Record):
    """An author: a person, or with `organization` a desk or an agency."""

    name: Annotated[Name, Field(description="The name, as readers see it.")]
    bio: Annotated[Biography, Field(description="A short biography: plain text, up to 5,000 characters.")] = ""
    url: Annotated[Link | None, Field(description="The author's own page.")] = None
    image: Annotated[ImageSource | None, Field(description="The address of a portrait.")] = None
    organization: Annotated[
        bool, Field(description="Whether the author is a desk, an agency or a firm instead of a person.")
    ] = False


class Correction(Record):
    """What was wrong in an earlier version, told to readers."""

    at: Annotated[Time, Field(description="When it was corrected: RFC 3339 with an offset.")]
    text: Annotated[NonEmptyLine, Field(description="What was wrong and what is right: plain text.")]


class Translation(Record):
    """The same article in another language, at an address of its own."""

    language: Annotated[Language, Field(description='Its language: BCP 47, such as "fa".')]
    url: Annotated[Link, Field(description='Its address: a path "/…" of this site, or http(s).')]


def _author_form(value: object) -> str | None:
    if isinstance(value, str):
        return "id"
    return "person" if isinstance(value, Mapping | Person) else None


Author = Annotated[
    Annotated[Person, Tag("person")] | Annotated[Label, Tag("id")],
    Discriminator(_author_form),
]


class Article(Record):
    """An article. Only `title` and `body` are required; every time is aware.

    Construct it from Python values or from the native JSON form's (a body as a string, times as RFC 3339); pydantic's
    ValidationError says what is wrong. To read a file, and to tell an editor all that is wrong with it, use
    `broadsheet.formats.read_article`.
    """

    id: Annotated[
        CheckedId | None,
        Field(description="The identity for ever, and the source's name. Default: the file's name without .json."),
    ] = None
    title: Annotated[Title, Field(description="The headline: plain text, 1 to 300 characters.")]
    kicker: Annotated[Kicker, Field(description="A word or two above the headline: plain text, up to 100.")] = ""
    summary: Annotated[Summary, Field(description="The standfirst: plain text, up to 1,000 characters.")] = ""
    slug: Annotated[CheckedSlug | None, Field(description="The name in the address. Default: from the title.")] = None
    section: Annotated[Label | None, Field(description="The section, up to 80 characters.")] = None
    tags: Annotated[
        tuple[Label, ...],
        Field(strict=False, max_length=LIST_LIMITS["tags"], description="Up to 30 tags of 1 to 80 characters."),
    ] = ()
    authors: Annotated[
        tuple[Author, ...],
        Field(
            strict=False,
            max_length=LIST_LIMITS["authors"],
            description="Authors, written out or by their id in site.toml.",
        ),
    ] = ()
    language: Annotated[Language | None, Field(description='BCP 47, such as "en-GB". Default: the site\'s.')] = None
    published_at: Annotated[
        Time | None,
        Field(description="RFC 3339 with an offset. Default: when the first version was stored."),
    ] = None
    updated_at: Annotated[
        Time | None,
        Field(description="When it was last changed, at most a day after its upload: RFC 3339 with an offset."),
    ] = None
    embargo_until: Annotated[
        EmbargoTime | None,
        Field(description="Until then nobody sees it: RFC 3339 with an offset."),
    ] = None
    expires_at: Annotated[
        Time | None,
        Field(description="From then on nobody sees it: RFC 3339 with an offset."),
    ] = None
    featured: Annotated[
        bool, Field(description="Whether it stays on top of the front page and of its section; the newest six do.")
    ] = False
    status: Annotated[Status, Field(description='"published", "draft" or "withdrawn".')] = "published"
    withdrawal_reason: Annotated[
        Summary,
        Field(description="Why it was withdrawn, for readers; shown while the status is withdrawn. Up to 1,000."),
    ] = ""
    image: Annotated[Image | None, Field(description="The lead picture.")] = None
    body: Annotated[Body, Field(description='The text: Markdown, {"html": …}, or a list of blocks.')]
    corrections: Annotated[
        tuple[Correction, ...],
        Field(
            strict=False, max_length=LIST_LIMITS["corrections"], description="Up to 100 corrections, shown to readers."
        ),
    ] = ()
    redirect_from: Annotated[
        tuple[OldPath, ...],
        Field(
            strict=False,
            max_length=LIST_LIMITS["redirect_from"],
            description='Up to 50 old paths, each beginning with "/".',
        ),
    ] = ()
    translations: Annotated[
        tuple[Translation, ...],
        Field(
            strict=False,
            max_length=LIST_LIMITS["translations"],
            description="Up to 30 addresses of the same article in other languages.",
        ),
    ] = ()

    @model_validator(mode="after")
    def _expires_last(self) -> "Article":
        reason = never_visible(
            published_at=self.published_at,
            embargo_until=self.embargo_until,
            expires_at=self.expires_at,
        )
        if reason:
            raise failure(FaultCode.DATE, reason)
        return self


def never_visible(
    *,
    published_at: datetime | None,
    embargo_until: datetime | None,
    expires_at: datetime | None,
) -> str | None:
    """Say why an article with these times would never be seen; None if it will be. The fault is `expires_at`'s."""
    if expires_at is None:
        return None
    for field, time in (("published_at", published_at), ("embargo_until", embargo_until)):
        if time is not None and expires_at <= time:
            return (
                f"not after {field}, {format_rfc3339(time)}, so that nobody would ever see the article; "
                f"right would be a later time, or to leave the field out"
            )
    return None


def field_names() -> tuple[str, ...]:
    """The names of an article's fields, in their documented order."""
    return tuple(Article.model_fields)
