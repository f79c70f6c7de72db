"""A client's call, told in words."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from broadsheet.publishing.leasing import FRONT

_VERBS: Final = {
    "get_object": "reads",
    "head_object": "looks at",
    "put_object": "writes",
    "delete_object": "removes",
    "list_objects_v2": "lists",
    "list_object_versions": "lists the versions of",
    "get_item": "reads",
    "query": "reads",
    "scan": "goes through",
    "transact_write_items": "writes at once",
    "create_schedule": "sets",
    "delete_schedule": "unsets",
    "send_message": "sends",
    "send_message_batch": "sends",
    "post": "posts to",
}
_KINDS: Final = {
    "article": "the row of {}",
    "address": "the claim of {}",
    "listing": "the listing {}",
    "media": "who shows {}",
    "due": "what falls due",
}
_REFUSALS: Final = {
    "404": "nothing is there",
    "NoSuchKey": "nothing is there",
    "NoSuchVersion": "nothing is there",
    "ResourceNotFoundException": "nothing is there",
    "412": "it is not as it was",
    "PreconditionFailed": "it is not as it was",
    "TransactionCanceledException": "it is not as it was",
    "ConditionalCheckFailedException": "another has it",
    "ConflictException": "it is there already",
}


class Deed(NamedTuple):
    """What somebody does, to what, and how that goes ("" if nothing is to be said of it)."""

    does: str
    what: str
    so: str = ""

    def __str__(self) -> str:
        """The deed in words."""
        return f"{self.does} {self.what}" + (f": {self.so}" if self.so else "")


def deed(operation: str, options: dict[str, Any], so: str = "") -> Deed:
    """A call as a deed; `so` may be the code of an error."""
    so = _REFUSALS.get(so, so)
    if operation == "transact_write_items":
        writes = [next(iter(item.items())) for item in options["TransactItems"] if "ConditionCheck" not in item]
        named = [_named(write.get("Item") or write["Key"]) for _, write in writes]
        verbs = ["no more " if verb == "Delete" else "" for verb, _ in writes]
        both = zip(verbs, named, strict=True)
        return Deed("writes at once", " and ".join(f"{verb}{name}" for verb, name in both), so)
    if operation in {"update_item", "delete_item"}:
        takes = options.get("UpdateExpression", "").startswith("SET holder")
        return Deed("asks for" if takes else "gives back", f"the lease of {_holding(options['Key'])}", so)
    return Deed(_VERBS.get(operation, operation), _what(operation, options), so)


def in_words(deeds: Sequence[Deed]) -> str:
    """Deeds of the same kind that go the same way."""
    first, most = deeds[0], 4
    names = [each.what for each in deeds[:most]] + [f"{len(deeds) - most} more"] * (len(deeds) > most)
    return str(first._replace(what=", ".join(names)))


def _what(operation: str, options: dict[str, Any]) -> str:
    if operation.startswith("send_message"):
        return f"{len(options['Entries'])} errands" if "Entries" in options else "an announcement"
    if operation.endswith("_schedule"):
        return f"the timer {options['Name']}"
    if operation == "scan":
        return "the catalog"
    if operation == "query":
        values = options["ExpressionAttributeValues"]
        return _named({"pk": next(value for name, value in values.items() if name.startswith(":pk"))})
    if isinstance(key := options.get("Key"), dict):
        return _named(key)
    return str(key or options.get("Prefix") or options.get("url") or "everything")


def _named(key: dict[str, Any]) -> str:
    kind, _, name = str(key["pk"]["S"]).partition("#")
    return _KINDS.get(kind, kind).format(name)


def _holding(key: dict[str, Any]) -> str:
    name = key["pk"]["S"].partition("#")[2]
    return "the front page" if name == FRONT else str(name)
