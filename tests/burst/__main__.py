"""A burst by 16 editors while AWS fails: `make burst UPLOADS=1000 SEED=1`, with CHAOS=1 notifications go astray too."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from broadsheet.local import Disorder
from tests.burst.burst import Outcome, burst
from tests.burst.stack import BadDay

MOST_TOLD = 20


def main() -> int:
    """Returns 0 if all is well."""
    parser = argparse.ArgumentParser(prog="burst", description=__doc__)
    parser.add_argument("--uploads", type=int, default=1_000, help="how many versions and deletions")
    parser.add_argument("--seed", type=int, default=1, help="decides what editors do")
    parser.add_argument("--faults", type=float, default=0.03, help="the chance that a function's call to AWS fails")
    parser.add_argument("--deaths", type=float, default=0.0005, help="the chance that a function dies of a call")
    parser.add_argument("--chaos", action="store_true", help="with all that `dev --chaos SEED` does besides")
    parser.add_argument("--unhurried", action="store_true", help="what failed comes back as late as on AWS")
    wanted = parser.parse_args()
    console = Console(highlight=False)
    disorder = Disorder() if wanted.unhurried else Disorder(return_after=10.0)
    if wanted.chaos:
        disorder = Disorder.chaos(wanted.seed)
    bad_day = BadDay(seed=wanted.seed, faults=wanted.faults, deaths=wanted.deaths)
    with tempfile.TemporaryDirectory(prefix="burst-") as folder:
        outcome = burst(
            uploads=wanted.uploads, bad_day=bad_day, disorder=disorder, folder=Path(folder), told=console.print
        )
    _tell(outcome, console)
    return 1 if outcome.problems else 0


def _tell(outcome: Outcome, console: Console) -> None:
    for name, counted in (
        ("uploads", outcome.kinds),
        ("faults", outcome.faults),
        ("dead letters", outcome.dead_letters),
    ):
        told = ", ".join(f"{count:,} {what}" for what, count in counted.most_common())
        console.print(f"{counted.total():,} {name}: {told or 'none'}", markup=False, soft_wrap=True)
    console.print(
        f"uploaded in {outcome.seconds_uploading:,.0f} s, quiet after {outcome.seconds_until_quiet:,.0f} s, "
        f"{outcome.swept:,} found by the sweep"
    )
    for problem in outcome.problems[:MOST_TOLD]:
        console.print(problem, markup=False, soft_wrap=True)
    console.print(f"{len(outcome.problems):,} problems")


if __name__ == "__main__":
    sys.exit(main())
