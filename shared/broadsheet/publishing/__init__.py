"""The use cases: one file, one verb."""

from broadsheet.publishing.configure import configure, current_settings
from broadsheet.publishing.furnish import furnish, furnish_theme
from broadsheet.publishing.judge import Judgement, judge
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.publishing.refresh import refresh, refresh_listing

__all__ = [
    "Judgement",
    "Newsroom",
    "configure",
    "converge",
    "current_settings",
    "furnish",
    "furnish_theme",
    "judge",
    "publish",
    "refresh",
    "refresh_listing",
]
