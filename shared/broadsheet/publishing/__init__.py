"""The use cases: one file, one verb."""

from broadsheet.publishing.adopt import adopt
from broadsheet.publishing.configure import configure, current_settings, under_current_settings
from broadsheet.publishing.furnish import furnish, furnish_missing
from broadsheet.publishing.judge import Judgement, judge
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.publishing.refresh import refresh, refresh_listings
from broadsheet.publishing.sweep import Swept, sweep

__all__ = [
    "Judgement",
    "Newsroom",
    "Swept",
    "adopt",
    "configure",
    "converge",
    "current_settings",
    "furnish",
    "furnish_missing",
    "judge",
    "publish",
    "refresh",
    "refresh_listings",
    "sweep",
    "under_current_settings",
]
