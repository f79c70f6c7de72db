"""The use cases: one file, one verb."""

from broadsheet.publishing.adopt import adopt
from broadsheet.publishing.announce import Announced, announce
from broadsheet.publishing.configure import configure, current_settings, under_current_settings, with_current_settings
from broadsheet.publishing.forget import forget
from broadsheet.publishing.furnish import furnish, furnish_media, furnish_missing
from broadsheet.publishing.judge import Judgement, judge
from broadsheet.publishing.newsroom import Newsroom, converge
from broadsheet.publishing.publish import publish
from broadsheet.publishing.rebuild import look_at_all, rebuild, refresh_all
from broadsheet.publishing.refresh import refresh, refresh_listings
from broadsheet.publishing.release import release
from broadsheet.publishing.repair import repair, verify_and_repair
from broadsheet.publishing.supply import supply
from broadsheet.publishing.sweep import Swept, sweep
from broadsheet.publishing.verify import verify
from broadsheet.publishing.verifying.differences import Difference, Kind, Report

__all__ = [
    "Announced",
    "Difference",
    "Judgement",
    "Kind",
    "Newsroom",
    "Report",
    "Swept",
    "adopt",
    "announce",
    "configure",
    "converge",
    "current_settings",
    "forget",
    "furnish",
    "furnish_media",
    "furnish_missing",
    "judge",
    "look_at_all",
    "publish",
    "rebuild",
    "refresh",
    "refresh_all",
    "refresh_listings",
    "release",
    "repair",
    "supply",
    "sweep",
    "under_current_settings",
    "verify",
    "verify_and_repair",
    "with_current_settings",
]
