"""The site's settings, `site.toml`. Every key has a default, so that a folder of articles alone builds."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from string import Formatter
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from broadsheet.article import Fault, FaultCode, Person, Rejected, slugify
from broadsheet.article.language import language_tag
from broadsheet.article.links import image_source
from broadsheet.article.media import IMAGE_TYPES, content_type_of, media_path
from broadsheet.site.look import Look, Palette
from broadsheet.site.media import SITE_WIDE, own_address
from broadsheet.site.organization import Organization
from broadsheet.site.robots import Robots
from broadsheet.site.syndication import FeedSettings, IndexNow, WebSub
from broadsheet.site.tables import Line, Name, Table
from broadsheet.site.themes import DEFAULT, theme_names
from broadsheet.site.toml_places import place_of

MAX_SETTINGS_BYTES: Final = 1024 * 1024
MOST_FEATURED: Final = 12
HIGHEST_PORT: Final = 65535
PERMALINK_PLACEHOLDERS: Final = ("year", "month", "day", "slug", "section", "id")

_ORIGIN: Final = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.IGNORECASE)
_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NOT_IN_AN_ADDRESS: Final = re.compile(r"""[\s\x00-\x1f\x7f-\x9f?#%&\\<>"'`|^{}\[\]]""")


def _origin(text: str) -> str:
    if text and not _ORIGIN.fullmatch(text):
        msg = "must be the site's origin without a path or a trailing slash, such as 'https://example.com', or empty"
        if (bare := text.rstrip("/")) != text and _ORIGIN.fullmatch(bare):
            msg += f"; right would be {bare!r}"
        raise ValueError(msg)
    port = text[len("https:") :].partition(":")[2]
    if port and not 1 <= int(port) <= HIGHEST_PORT:
        msg = f"there is no port {port}; right would be one from 1 to {HIGHEST_PORT}, or none for a scheme's own"
        raise ValueError(msg)
    return text


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        msg = f"{name!r} is no time zone of the IANA database; right would be a name such as 'Europe/Lisbon' or 'UTC'"
        raise ValueError(msg) from None
    return name


def _logo(text: str) -> str:
    path = media_path(image_source(text)) if text else None
    if path is not None and content_type_of(path) not in IMAGE_TYPES.values():
        msg = f"{path!r} is no picture that may be published; right would be one of the types {', '.join(IMAGE_TYPES)}"
        raise ValueError(msg)
    return text


def _theme(name: str) -> str:
    if name not in theme_names():
        near = get_close_matches(name.casefold(), theme_names(), n=1)
        right = f"right may be {near[0]!r}" if near else f"those that exist are {', '.join(map(repr, theme_names()))}"
        msg = f"{name!r} is no theme; {right}"
        raise ValueError(msg)
    return name


def _permalink(pattern: str) -> str:
    try:
        fields = list(Formatter().parse(pattern))
    except ValueError:
        msg = "has a brace without its partner; right would be a pattern such as '/{year}/{month}/{slug}/'"
        raise ValueError(msg) from None
    names = [name for _, name, _, _ in fields if name is not None]
    literals = "".join(literal for literal, _, _, _ in fields)
    for _, name, spec, conversion in fields:
        if name is not None and (name not in PERMALINK_PLACEHOLDERS or spec or conversion):
            known = ", ".join(f"{{{placeholder}}}" for placeholder in PERMALINK_PLACEHOLDERS)
            msg = f"knows no placeholder {{{name}}}; those that exist are {known}, each without a format"
            raise ValueError(msg)
    if "slug" not in names and "id" not in names:
        msg = "must contain {slug} or {id}, or all articles would have one address"
        raise ValueError(msg)
    if not pattern.startswith("/") or not pattern.endswith("/") or "//" in pattern:
        msg = "must start and end with '/', without an empty part, such as '/{year}/{month}/{slug}/'"
        raise ValueError(msg)
    if _NOT_IN_AN_ADDRESS.search(literals) or {".", ".."} & set(pattern.split("/")):
        msg = "may hold letters, digits, '.', '_', '-' and '/' besides its placeholders, and no part '.' or '..'"
        raise ValueError(msg)
    return pattern


Featured = Annotated[tuple[str, ...], Field(strict=False, max_length=MOST_FEATURED)]
"""The ids of articles that stay on top, in that order."""


class Section(Table):
    """A section that the site's navigation names. Its id, made a slug, is its address: /section/<slug>/."""

    title: Name
    description: Line = ""
    featured: Featured = ()


class SiteSettings(Table):
    """What `site.toml` says.

    `base_url` is an http(s) origin without a trailing slash; "" leaves every address root-relative, and leaves out
    those that would have to be whole. `time_zone` is an IANA name; dates in addresses and in texts are told in it.
    `permalink` starts and ends with "/" and contains {slug} or {id}. `sections` keep their order, which is the
    navigation's.
    """

    title: Name = "Broadsheet"
    base_url: Annotated[str, AfterValidator(_origin)] = ""
    description: Line = ""
    language: Annotated[str, AfterValidator(language_tag)] = "en"
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    logo: Annotated[str, AfterValidator(_logo)] = ""
    theme: Annotated[str, AfterValidator(_theme)] = DEFAULT
    look: Look = Field(default_factory=Look)
    permalink: Annotated[str, AfterValidator(_permalink)] = "/{year}/{month}/{slug}/"
    featured: Featured = ()
    sections: dict[Name, Section] = Field(default_factory=dict)
    authors: dict[Name, Person] = Field(default_factory=dict)
    organization: Organization = Organization()
    feeds: FeedSettings = FeedSettings()
    websub: WebSub = WebSub()
    indexnow: IndexNow = IndexNow()
    robots: Robots = Robots()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.time_zone)

    @property
    def logo_path(self) -> str | None:
        """The medium that the logo is, in the inbox; None where there is none, or it is another site's."""
        return media_path(self.logo)

    @property
    def logo_address(self) -> str:
        """The logo as pages name it: the site's own copy of it."""
        return own_address(self.logo, SITE_WIDE)

    @cached_property
    def sections_by_slug(self) -> Mapping[str, Section]:
        """The declared sections by the slug of their ids, in their order."""
        return {slugify(section_id, fallback="section"): section for section_id, section in self.sections.items()}


_TABLES: Final[Mapping[str, type[Table]]] = {
    "feeds": FeedSettings,
    "indexnow": IndexNow,
    "organization": Organization,
    "robots": Robots,
    "websub": WebSub,
}


def read_settings(data: bytes) -> SiteSettings:
    """Read `site.toml`.

    Raises:
        Rejected: with every fault (code `settings`), and with its line where that can be told.
    """
    values = _toml(data)
    try:
        settings = SiteSettings.model_validate(values)
    except ValidationError as error:
        raise Rejected(located_setting(_fault_of(detail), data) for detail in error.errors()) from None
    if faults := (*_shared_addresses(settings), *_faint_colours(settings)):
        raise Rejected(located_setting(fault, data) for fault in faults)
    return settings


def located_setting(fault: Fault, data: bytes) -> Fault:
    """The fault of settings that could be read, with its place in their text."""
    line, column = place_of(data.decode(), fault.pointer) or (None, None)
    return replace(fault, line=line, column=column)


def _toml(data: bytes) -> dict[str, object]:
    if len(data) > MAX_SETTINGS_BYTES:
        raise Rejected([_fault("", f"The settings have {len(data)} bytes; at most {MAX_SETTINGS_BYTES} are read.")])
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Rejected([_fault("", f"Byte {error.start} is not UTF-8; save the file as UTF-8.", line=line)]) from None
    if text.startswith("\ufeff"):
        raise Rejected([_fault("", "The file starts with a byte order mark; save it as UTF-8 without one.", line=1)])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, None)
        told = f"This is not TOML: {_TOML_PLACE.sub('', message)}."
        raise Rejected([_fault("", told, line=line, column=column)]) from None
    except RecursionError:
        raise Rejected([_fault("", "Values are nested too deeply; settings need three levels at most.")]) from None


def _fault(pointer: str, message: str, *, line: int | None = None, column: int | None = None) -> Fault:
    return Fault(pointer=pointer, message=message, code=FaultCode.SETTINGS, line=line, column=column)


def _fault_of(detail: ErrorDetails) -> Fault:
    path = [str(step) for step in detail["loc"] if step != "[key]"]
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
    message = detail["msg"].removeprefix("Value error, ")
    match detail["type"]:
        case "missing":
            message = f"The key {path[-1]!r} is missing."
        case "extra_forbidden":
            near = get_close_matches(path[-1], _keys_beside(path), n=1)
            message = f"There is no setting {path[-1]!r}" + (f"; right may be {near[0]!r}." if near else ".")
        case "string_type":
            message = f"Must be text in quotes, not {_toml_type(detail['input'])}."
        case "tuple_type" | "list_type":
            message = f"Must be a list in brackets, not {_toml_type(detail['input'])}."
        case "bool_type":
            message = f"Must be true or false, not {_toml_type(detail['input'])}."
        case "int_type":
            message = f"Must be a whole number, not {_toml_type(detail['input'])}."
        case "dict_type" | "model_type" | "model_attributes_type":
            message = f"Must be a table, not {_toml_type(detail['input'])}."
        case "string_too_long" | "too_long":
            message = f"May have at most {detail['ctx']['max_length']} characters."
        case "string_too_short" | "too_short":
            message = "Must not be empty."
        case _:
            message = message.replace("Input should be", "Must be")
            message = message[:1].upper() + message[1:].removesuffix(".") + "."
    return _fault(pointer, message)


def _keys_beside(path: list[str]) -> list[str]:
    match path:
        case ["sections", _, _]:
            return list(Section.model_fields)
        case ["authors", _, _]:
            return list(Person.model_fields)
        case ["look", "dark", _]:
            return list(Palette.model_fields)
        case ["look", _]:
            return list(Look.model_fields)
        case [table, _] if table in _TABLES:
            return list(_TABLES[table].model_fields)
        case _:
            return list(SiteSettings.model_fields)


def _toml_type(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date"


def _shared_addresses(settings: SiteSettings) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for section_id in settings.sections:
        address = slugify(section_id, fallback="section")
        if (first := owner.setdefault(address, section_id)) != section_id:
            message = f"The sections {first!r} and {section_id!r} would share the address /section/{address}/."
            yield _fault("/sections/" + section_id.replace("~", "~0").replace("/", "~1"), message)


def _faint_colours(settings: SiteSettings) -> Iterator[Fault]:
    for place, message in settings.look.faint():
        yield _fault(f"/look/{place}", message[:1].upper() + message[1:])
