"""One suite over each store of public objects."""

from dataclasses import replace

import pytest

from broadsheet.article import Conflict
from broadsheet.site.outputs import Output
from broadsheet.stores.site import SiteStore


def _output(body: bytes, key: str = "2026/11/طوفان/index.html") -> Output:
    return Output(
        key=key, body=body, content_type="text/html; charset=utf-8", cache_control="max-age=60", tags=("a", "b")
    )


class TestSiteStore:
    def test_what_was_put_is_found_with_its_fingerprint(self, site: SiteStore) -> None:
        assert site.look(_output(b"").key) is None
        stored = site.put(_output(b"one"), expected=None)
        assert site.look(_output(b"").key) == stored
        assert stored.fingerprint == site.fingerprint(_output(b"one")) != site.fingerprint(_output(b"two"))

    def test_what_was_put_is_the_same_when_it_is_examined(self, site: SiteStore) -> None:
        assert site.examine(_output(b"").key) is None
        gone = replace(_output(b"gone", key="gone/index.html"), status=410)
        moved = replace(_output(b"moved", key="moved/index.html"), tags=(), status=301, location="/2026/11/%D8%B7/")
        for output in (_output(b"one"), gone, moved):
            site.put(output, expected=None)
            assert site.examine(output.key) == site.look(output.key)

    def test_nothing_is_written_over_what_was_not_expected(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        with pytest.raises(Conflict):
            site.put(_output(b"two"), expected=None)
        two = site.put(_output(b"two"), expected=one)
        with pytest.raises(Conflict):
            site.put(_output(b"three"), expected=one)
        assert site.look(_output(b"").key) == two

    def test_what_is_gone_is_not_what_was_seen(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        site.remove(_output(b"").key, expected=one)
        assert site.look(_output(b"").key) is None
        with pytest.raises(Conflict):
            site.put(_output(b"two"), expected=one)
        assert site.look(_output(b"").key) is None

    def test_keys_are_told_by_their_beginning(self, site: SiteStore) -> None:
        for key in ("section/b/index.html", "section/a/index.html", "sections.html", "index.html"):
            site.put(_output(b"", key=key), expected=None)
        assert list(site.keys("section/")) == ["section/a/index.html", "section/b/index.html"]
        assert list(site.keys("tag/")) == []

    def test_only_what_was_seen_is_removed(self, site: SiteStore) -> None:
        one = site.put(_output(b"one"), expected=None)
        two = site.put(_output(b"two"), expected=one)
        with pytest.raises(Conflict):
            site.remove(_output(b"").key, expected=one)
        assert site.look(_output(b"").key) == two
