"""How large sources and media may be on simulated days: so small that a word or two too many is too much."""

from typing import Final

MOST_SOURCE_BYTES: Final = 3_000
MOST_MEDIA_BYTES: Final = 60
