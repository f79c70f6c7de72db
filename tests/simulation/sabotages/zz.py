"""Candidates."""

from broadsheet.publishing.archive import _Month
from broadsheet.publishing.newsroom import Newsroom
from broadsheet.stores import catalog
from broadsheet.stores.catalog import Lease
from broadsheet.stores.s3_inbox import S3Inbox
from broadsheet.stores.scheduler_timers import SchedulerTimers
from tests.simulation.sabotages.sabotage import Publication, Sabotage, room

outcome, sections, configure, furnish, sweep, front, archive, newsroom, adopt = (
    room(n) for n in ["outcome", "sections", "configure", "furnish", "sweep", "front", "archive", "newsroom", "adopt"]
)


def S(name, owner, function, old, new, kind):
    return Sabotage(name=name, owner=owner, function=function, old=old, new=new, kind=kind)


SABOTAGES = (
    S(
        "take a timer that can't be set for one that is there",
        SchedulerTimers,
        "set",
        'elif error_code(error) != "ConflictException":  # it is there already\n                raise',
        "else: pass",
        4,
    ),
    S(
        "leave what stays on its day, whatever the time zone",
        outcome,
        "_live",
        "moved_to_zone(before.live.listings, before.live.entry.published_at, settings)",
        "before.live.listings",
        10,
    ),
    S("replace a receipt whatever it says by now", S3Inbox, "put_receipt", "IfMatch", "IfMatch", 0),
    S(
        "take a medium that has changed for the one that was looked at",
        S3Inbox,
        "read_media",
        'if answer["ETag"] != media.fingerprint:',
        "if False:",
        8,
    ),
    S(
        "date an article by another whose key begins like its own",
        S3Inbox,
        "first_stored_at",
        'if entry["Key"] == key]',
        "]",
        21,
    ),
    S(
        "hold on to settings that hold no more",
        Newsroom,
        "settings_hold",
        'return (newest.version if newest else "") == self.settings_version',
        "return True",
        20,
    ),
    S(
        "remove a section that has an article again",
        sections,
        "remove_section",
        "    if entries:\n",
        "    if False:\n",
        5,
    ),
    S("furnish nothing anew under newer settings", configure, "under_current_settings", "if attempt:", "if False:", 20),
    S(
        "leave a declared section that is there to whoever removes it",
        furnish,
        "furnish_missing",
        "if not told or ",
        "if ",
        20,
    ),
    S(
        "sweep under the settings of its beginning",
        sweep,
        "publish_each",
        "under_current_settings(newsroom, partial(publish, source_id))",
        "publish(source_id, newsroom)",
        3,
    ),
    S("write for as long as the lease is one's own", Lease, "last_write_at", "", "", 0),
    S(
        "claim an address and keep the verdict",
        catalog,
        "with_addresses",
        "        verdict=None,\n        judged_version=None,\n",
        "",
        2,
    ),
    S(
        "take every editor for told",
        Publication,
        "_is_told",
        "return told is not None and told.same_verdict(self._receipt(self.newest, row))",
        "return True",
        8,
    ),
    S(
        "write the home page when it is too late",
        front,
        "_write_home",
        "converge(newsroom, [HOME_KEY], render, check=in_time)",
        "converge(newsroom, [HOME_KEY], render)",
        13,
    ),
    S("remove a section when it is too late", sections, "remove_section", "        in_time()\n", "", 13),
    S("write the archive's indexes when it is too late", archive, "_write_indexes", ", check=in_time)", ")", 13),
    S("write a month when it is too late", _Month, "_write_month", ", check=self._in_time)", ")", 13),
    S("write a day's file when it is too late", _Month, "_write_file", ", check=self._in_time)", ")", 13),
)
SABOTAGES = tuple(s for s in SABOTAGES if s.old != s.new)
