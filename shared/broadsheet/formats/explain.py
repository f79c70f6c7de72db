"""What pydantic finds wrong with an article, in our words and by the places of the source."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from broadsheet.article import (
    Article,
    Correction,
    Fault,
    FaultCode,
    HtmlBody,
    Image,
    Person,
    Rendition,
    Translation,
    blocks,
)
from broadsheet.article.text import shown
from broadsheet.formats.cursor import MAX_FAULTS
from broadsheet.formats.hints import nearest
from broadsheet.formats.pointers import Lines, pointer_to
from broadsheet.formats.scanner import JsonValue, Node
from broadsheet.formats.strict_json import node_at

Path = tuple[str | int, ...]

_BLOCKS: Final[Mapping[str, type[BaseModel]]] = {
    model.model_fields["type"].default: model for model in get_args(get_args(blocks.Block)[0])
}
_PARTS: Final[Mapping[str, tuple[str, type[BaseModel]]]] = {
    "authors": ("an author", Person),
    "corrections": ("a correction", Correction),
    "image": ("an image", Image),
    "translations": ("a translation", Translation),
}
"""The fields that are made of objects: what one is, for a message, and its model."""
_A_TIME: Final = 'a string such as "2026-11-23T09:30:00Z"'
_A_BODY: Final = 'a Markdown string, {"html": "…"}, or a list of blocks'
_AN_AUTHOR: Final = '{"name": "…"}, or the id of an author in site.toml, a string'
_EXPECTED: Final = {
    "string_type": "a string",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "datetime_type": _A_TIME,
    "tuple_type": "a list",
    "model_type": "an object",
    "model_attributes_type": 'an object with a "type"',
}
_OWN_CODES: Final = frozenset(FaultCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fault on its way: `path` as in the source; `on_key`: its place is the key's, not the value's."""

    path: Path
    code: FaultCode
    message: str
    on_key: bool = False


def explained(error: ValidationError, root: Node, *, first_block: int = 0) -> list[Found]:
    """What the model finds wrong, at most MAX_FAULTS, without what was told of spoiled values before.

    `first_block` is where the blocks that were validated begin in the body.
    """
    found: list[Found] = []
    for details in error.errors(include_url=False, include_input=False):
        path = source_path(details["loc"], first_block)
        told = _explained(details, path, root)
        if told is not None and not _is_spoiled(root, told.path[:-1] if told.on_key else told.path):
            found.append(told)
        if len(found) >= MAX_FAULTS:
            break
    return found


def source_path(location: Path, first_block: int = 0) -> Path:
    """The place in the source of a pydantic location, which also names the forms of a union that were tried."""
    if location[:1] == ("authors",):
        return location[:2] + location[3:]
    if location[:2] == ("body", "html"):
        return ("body", *location[2:])
    if location[:2] == ("body", "blocks"):
        index = [token + first_block for token in location[3:4] if isinstance(token, int)]
        return ("body", *index, *location[5:])
    return location[:1] if location[:1] == ("body",) else location


def placed(found: Found, root: Node, lines: Lines) -> Fault:
    """The fault with its pointer, line and column: those of the value, or of what it is missing from."""
    node = node_at(root, found.path) or _nearest_node(root, found.path)
    offset = node.key if found.on_key and node.key is not None else node.start
    line, column = lines.place(offset)
    return Fault(pointer=pointer_to(found.path), message=found.message, code=found.code, line=line, column=column)


def described(value: JsonValue) -> str:
    """A value, for a message."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"the string {shown(value)}"
    if isinstance(value, int | float):
        text = str(value)
        return f"the number {text if len(text) <= 24 else text[:20] + '…'}"  # noqa: PLR2004  # as long as a float
    if isinstance(value, list):
        return f"a list of {len(value):,} value{'s' * (len(value) != 1)}" if value else "an empty list"
    return "an object"


def _explained(details: ErrorDetails, path: Path, root: Node) -> Found | None:  # noqa: PLR0911  # one kind, one return
    kind, context = details["type"], details.get("ctx", {})
    node = node_at(root, path)
    value = node.value if node else None
    if "message" in context and kind in _OWN_CODES:
        if not path:
            return None
        said = f"{shown(value)}: {context['message']}" if isinstance(value, str) else str(context["message"])
        return Found(path=path, code=FaultCode(kind), message=said)
    if kind == "missing":
        return _missing(details["loc"], path)
    if kind == "extra_forbidden":
        return _unknown(details["loc"], path)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _no_form(path, node)
    if kind == "literal_error":
        return _choice(path, value, ("published", "draft", "withdrawn"))
    if kind in {"greater_than_equal", "less_than_equal"}:
        right = f"{context['ge']:,} at least" if "ge" in context else f"{context['le']:,} at most"
        return Found(path=path, code=FaultCode.INVALID, message=f"this is {described(value)}; right would be {right}")
    expected = _EXPECTED.get(kind) or f"what the schema says ({details['msg']})"
    if not path:
        expected = 'an object such as {"title": "…", "body": "…"}'
    elif value is None and _may_be_left_out(details["loc"]):
        expected += ", or to leave the field out instead"
    return wrong_type(path, value, expected)


def wrong_type(path: Path, value: JsonValue, expected: str) -> Found:
    """The fault of a value of another type than the expected one."""
    return Found(path=path, code=FaultCode.WRONG_TYPE, message=f"this is {described(value)}; right would be {expected}")


def _missing(location: Path, path: Path) -> Found:
    what, model = _model_at(location[:-1])
    name = str(path[-1])
    field = model.model_fields.get(name)
    description = f": {field.description.rstrip('.')}" if field and field.description else ""
    return Found(path=path, code=FaultCode.MISSING, message=f"{shown(name)} is missing; {what} needs it{description}")


def _unknown(location: Path, path: Path) -> Found:
    what, model = _model_at(location[:-1])
    name = str(path[-1])
    known = tuple(model.model_fields)
    meant = nearest(name, known)
    right = f"did you mean {shown(meant)}?" if meant else f"right would be one of {', '.join(known)}"
    if model is HtmlBody:
        right = 'right would be {"html": "…"}; Markdown is a string by itself'
    message = f"{shown(name)} is no field of {what}; {right}"
    return Found(path=path, code=FaultCode.UNKNOWN_FIELD, message=message, on_key=True)


def _no_form(path: Path, node: Node | None) -> Found:
    value = node.value if node else None
    if path == ("body",):
        return wrong_type(path, value, _A_BODY)
    if path[:1] == ("authors",):
        return wrong_type(path, value, _AN_AUTHOR)
    members = node.members if node else None
    if members is None:
        return wrong_type(path, value, 'an object with a "type"')
    kind = members.get("type")
    if kind is None:
        message = f'"type" is missing; a block needs it: one of {", ".join(_BLOCKS)}'
        return Found(path=(*path, "type"), code=FaultCode.MISSING, message=message)
    return _choice((*path, "type"), kind.value, tuple(_BLOCKS))


def _choice(path: Path, value: JsonValue, choices: Collection[str]) -> Found:
    right = f"one of {', '.join(shown(choice) for choice in choices)}"
    if not isinstance(value, str):
        return wrong_type(path, value, right)
    meant = nearest(value, choices)
    hint = f" (did you mean {shown(meant)}?)" if meant else ""
    return Found(path=path, code=FaultCode.INVALID, message=f"this is {described(value)}; right would be {right}{hint}")


def _may_be_left_out(location: Path) -> bool:
    _, model = _model_at(location[:-1])
    field = model.model_fields.get(str(location[-1]))
    return field is not None and not field.is_required()


def _model_at(location: Path) -> tuple[str, type[BaseModel]]:  # one place, one return
    """What stands at a pydantic location, for a message, and its model."""
    match location:
        case (*_, "srcset", int()):
            return "a rendition", Rendition
        case ("body", "blocks", "blocks", int(), str(kind), *_) if kind in _BLOCKS:
            return f"a block of type {kind}", _BLOCKS[kind]
        case ("body", "html", *_):
            return "a body that is an object", HtmlBody
        case (str(field), *_) if field in _PARTS:
            return _PARTS[field]
    return "an article", Article


def _is_spoiled(root: Node, path: Path) -> bool:
    node: Node | None = root
    for token in path:
        if node is None or node.spoiled:
            break
        node = node_at(node, (token,))
    return node is not None and node.spoiled


def _nearest_node(root: Node, path: Path) -> Node:
    while path:
        path = path[:-1]
        if node := node_at(root, path):
            return node
    return root
