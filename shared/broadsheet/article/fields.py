"""The types of an article's fields: checked strings, times and addresses, as pydantic annotations.

A check that fails is a pydantic error whose type is a FaultCode and whose message is written for people.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from broadsheet.article import identity
from broadsheet.article.faults import FaultCode
from broadsheet.article.identity import ArticleId, Slug
from broadsheet.article.language import language_tag
from broadsheet.article.links import image_source, link, old_path
from broadsheet.article.text import ForbiddenCharacterError, is_blank, markup_text, plain_line, plain_lines
from broadsheet.article.times import parse_rfc3339

Checked = TypeVar("Checked")

MAX_TITLE_CHARACTERS: Final = 300
MAX_PIXELS: Final = 100_000


class Record(BaseModel):
    """A part of an article: frozen, of exact types, and without fields that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def told(check: Callable[[str], Checked], code: FaultCode) -> Callable[[str], Checked]:
    """Let pydantic tell a check's ValueError under our own code."""

    def checked(text: str) -> Checked:
        try:
            return check(text)
        except ForbiddenCharacterError as error:
            raise failure(FaultCode.CONTROL_CHARACTER, str(error)) from None
        except ValueError as error:
            raise failure(code, str(error)) from None

    return checked


def failure(code: FaultCode, message: str) -> PydanticCustomError:
    """The error that a validator raises; it arrives as `type` and `msg` among pydantic's error details."""
    return PydanticCustomError(code.value, "{message}", {"message": message})


def _text(clean: Callable[[str], str], at_least: int, at_most: int) -> AfterValidator:
    def check(text: str) -> str:
        text = clean(text)
        if at_least and is_blank(text):
            raise ValueError(f"nothing to be read; right would be text of 1 to {at_most:,} characters")
        if len(text) > at_most:
            raise ValueError(f"{len(text):,} characters; right would be {at_most:,} at most")
        return text

    return AfterValidator(told(check, FaultCode.INVALID))


def _time(value: object) -> object:
    return _read_time(value) if isinstance(value, str) else _aware(value)


def _embargo(value: object) -> object:
    return _read_embargo(value) if isinstance(value, str) else _aware(value)


def _aware(value: object) -> object:
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise failure(FaultCode.DATE, "a time without an offset; right would be an aware time")
    return value


_read_time: Final = told(parse_rfc3339, FaultCode.DATE)
# Rounded up: what may not be seen before a moment is not seen in the second that it falls in.
_read_embargo: Final = told(partial(parse_rfc3339, round_up=True), FaultCode.DATE)
_NOT_BLANK: Final[dict[str, Any]] = {"type": "string", "pattern": r"\S"}
_STRING: Final[dict[str, Any]] = {"type": "string"}
_A_PATH: Final[dict[str, Any]] = {"type": "string", "pattern": "^/"}
_AN_ID: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": identity.MAX_ID_CHARACTERS}
_A_SLUG: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": identity.MAX_SLUG_CHARACTERS}

# Plain text: trimmed, without controls; a Line has no line breaks. The JSON Schema can't count trimmed characters.
Title = Annotated[str, _text(plain_line, 1, MAX_TITLE_CHARACTERS), WithJsonSchema(_NOT_BLANK)]
Kicker = Annotated[str, _text(plain_line, 0, 100)]
Summary = Annotated[str, _text(plain_lines, 0, 1000)]
Label = Annotated[str, _text(plain_line, 1, 80), WithJsonSchema(_NOT_BLANK)]
Name = Annotated[str, _text(plain_line, 1, 200), WithJsonSchema(_NOT_BLANK)]
Line = Annotated[str, _text(plain_line, 0, 1000)]
NonEmptyLine = Annotated[str, _text(plain_line, 1, 2000), WithJsonSchema(_NOT_BLANK)]
Biography = Annotated[str, _text(plain_lines, 0, 5000)]

# Markdown, HTML or code, without controls but line breaks and tabs.
Markup = Annotated[str, AfterValidator(told(markup_text, FaultCode.INVALID))]

Link = Annotated[str, AfterValidator(told(link, FaultCode.INVALID)), WithJsonSchema(_STRING)]
ImageSource = Annotated[str, AfterValidator(told(image_source, FaultCode.INVALID)), WithJsonSchema(_STRING)]
OldPath = Annotated[str, AfterValidator(told(old_path, FaultCode.INVALID)), WithJsonSchema(_A_PATH)]
Language = Annotated[str, AfterValidator(told(language_tag, FaultCode.INVALID))]
CheckedId = Annotated[ArticleId, AfterValidator(told(identity.article_id, FaultCode.ID)), WithJsonSchema(_AN_ID)]
CheckedSlug = Annotated[Slug, AfterValidator(told(identity.slug, FaultCode.SLUG)), WithJsonSchema(_A_SLUG)]
Time = Annotated[datetime, BeforeValidator(_time), WithJsonSchema({"type": "string", "format": "date-time"})]
EmbargoTime = Annotated[datetime, BeforeValidator(_embargo), WithJsonSchema({"type": "string", "format": "date-time"})]
Pixels = Annotated[int, Field(ge=1, le=MAX_PIXELS)]
