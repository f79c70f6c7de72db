"""`--at`: the document that is sent says when it may be seen, whatever the file says."""

import json
from datetime import datetime

from broadsheet.article import format_rfc3339
from broadsheet.formats import read_json


def embargoed(data: bytes, until: datetime) -> bytes:
    """An accepted article with `embargo_until` set, all else as it was."""
    document = read_json(data)
    assert isinstance(document, dict)  # noqa: S101  # it has been accepted as an article
    return json.dumps({**document, "embargo_until": format_rfc3339(until)}, ensure_ascii=False, indent=2).encode()
