"""Live through many days on all cores: `make simulate SEEDS=200000`, or one again: `make simulate SEED=7`."""

import argparse
import os
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.simulation.environment import environment
from tests.simulation.kinds import day_of
from tests.simulation.shrinking import shrink
from tests.simulation.simulation import Outcome, simulate
from tests.simulation.story import replay_of, story_of

TOGETHER = 100


def main() -> int:
    """Returns 0 if all is well."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="from which on")
    parser.add_argument("--seed", type=int, help="this one only, told in full and as small as it gets")
    wanted = parser.parse_args()
    console = Console()
    if wanted.seed is not None:
        return _tell(wanted.seed, console)
    started = time.monotonic()
    failed = _run(range(wanted.first, wanted.first + wanted.seeds), console)
    seconds = time.monotonic() - started
    console.print(f"{wanted.seeds:,} seeds in {seconds:,.0f} s, {len(failed):,} failed")
    return 1 if failed else 0


def _run(seeds: range, console: Console) -> list[Outcome]:
    """All that failed, each told at once."""
    failed: list[Outcome] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with ProcessPoolExecutor(os.cpu_count()) as pool, Progress(*columns, console=console) as progress:
        bar = progress.add_task("Simulating", total=len(seeds))
        parts = [seeds[start : start + TOGETHER] for start in range(0, len(seeds), TOGETHER)]
        waiting = {pool.submit(_part, part): len(part) for part in parts}
        for done in as_completed(waiting):
            for outcome in done.result():
                failed.append(outcome)
                console.print(f"{replay_of(outcome)}   {outcome.wrong}", markup=False, soft_wrap=True)
            progress.update(
                bar, advance=waiting[done], description=f"{len(failed):,} failed" if failed else "Simulating"
            )
    return failed


def _part(seeds: range) -> list[Outcome]:
    with environment(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [outcome for seed in seeds if (outcome := simulate(day_of(seed))).wrong]


def _tell(seed: int, console: Console) -> int:
    with environment(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome = simulate(day_of(seed))
        if outcome.wrong:
            console.print(f"Seed {seed}: {outcome.wrong}\nMaking it smaller …", markup=False)
            outcome = shrink(outcome)
    console.print(story_of(outcome), markup=False, highlight=False, soft_wrap=True)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
