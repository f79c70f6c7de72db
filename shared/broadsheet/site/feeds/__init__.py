"""The feeds of the site and of each section: Atom, RSS 2.0 and JSON Feed, which say the same."""

from broadsheet.site.feeds.feed import FEEDS, NOTHING_BESIDES, Kind, Supplement, Texts, feed_keys, feed_url
from broadsheet.site.feeds.writing import feeds

__all__ = ["FEEDS", "NOTHING_BESIDES", "Kind", "Supplement", "Texts", "feed_keys", "feed_url", "feeds"]
