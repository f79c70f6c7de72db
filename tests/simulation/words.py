"""A client's call, told in a few words."""

from typing import Any


def words(operation: str, options: dict[str, Any]) -> str:
    """What is called, and on what."""
    if operation == "transact_write_items":
        parts = []
        for item in options["TransactItems"]:
            [(verb, write)] = item.items()
            key = write.get("Item") or write["Key"]
            parts.append(f"{verb.lower()} {key['pk']['S']}")
        return f"transact {', '.join(parts)}"
    names = [options.get(name) for name in ("Key", "Name", "Prefix")]
    what = next((name for name in names if name), None) or options.get("ExpressionAttributeValues", {}).get(":pk") or ""
    if isinstance(what, dict):
        what = what.get("pk", what).get("S", "")
    return f"{operation} {what}".strip()
