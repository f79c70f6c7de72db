"""How two rows of one article differ."""

from broadsheet.stores.catalog import Medium, Row

_COMPARED = ("verdict", "judged_version", "addresses", "first_stored_at", "due_at", "text")


def row_differences(there: Row, expected: Row) -> list[str]:
    """What is not as it should be, for people. The revision only ever counts."""
    wrong = [
        f"{name}: {_told(getattr(there, name))} instead of {_told(getattr(expected, name))}"
        for name in _COMPARED
        if getattr(there, name) != getattr(expected, name)
    ]
    if there.live != expected.live:
        wrong.append(f"live: {_live(there)} instead of {_live(expected)}")
    wrong += _media_differences(there, expected)
    if (there.timer is None) != (expected.due_at is None):
        wrong.append("timer: there is none" if there.timer is None else "timer: there should be none")
    return wrong


def _media_differences(there: Row, expected: Row) -> list[str]:
    before, after = ({medium.path: medium for medium in row.media} for row in (there, expected))
    return [
        f"{path}: {_medium(before.get(path))} instead of {_medium(after.get(path))}"
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]


def _medium(medium: Medium | None) -> str:
    if medium is None:
        return "no word"
    return f"seen as {medium.seen or 'missing'}, copied as {medium.copied or 'nothing'} ({medium.digest[:12] or '-'})"


def _told(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _live(row: Row) -> str:
    if row.live is None:
        return "nothing"
    return f"{row.live.entry.title!r} at {row.live.address} from version {row.live.source_version}"
