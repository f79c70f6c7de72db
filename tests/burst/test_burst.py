"""A small burst: editors at once, calls that fail in botocore, and the site of the newest sources in the end."""

from pathlib import Path

from broadsheet.local import Disorder
from tests.burst.burst import burst
from tests.burst.stack import BadDay


def test_after_a_burst_with_failing_calls_the_site_is_that_of_the_newest_sources(tmp_path: Path) -> None:
    bad_day = BadDay(seed=5, faults=0.02, deaths=0.0)
    outcome = burst(uploads=30, bad_day=bad_day, disorder=Disorder(return_after=3.0), folder=tmp_path)
    assert outcome.problems == []
    assert outcome.faults.total() > 0
