"""`--at`: the document that is sent says when it may be seen, whatever the file says."""

import json
from datetime import datetime

from broadsheet.article import format_rfc3339
from broadsheet.formats import read_json


def embargoed(data: bytes, until: datetime) -> bytes:
    """The article with `embargo_until` set, all else as it was.

    Raises:
        broadsheet.article.Rejected: it can't be read.
    """
    document = read_json(data)
    if not isinstance(document, dict):
        raise TypeError("an accepted article is an object")
    return json.dumps({**document, "embargo_until": format_rfc3339(until)}, ensure_ascii=False, indent=2).encode()
