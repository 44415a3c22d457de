"""`python3 run.py bench [--tenders N] [--runs N] [--only TEXT]`: what it takes, as a ratio to what must be.

The floor of a page is the same rows by bare SQL through psycopg2; that of a PDF is the same HTML by bare WeasyPrint.
Each is run in turn with its floor, and of both the quickest run is shown: least of it is the work of others on the
machine. No test asserts a time: they differ from machine to machine, the ratio less.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path


def prepare(folder: Path) -> None:
    """Settings of the product on the PostgreSQL that `run.py bench` started, in a folder that goes away."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder),
            "SECRET_KEY": "only-for-the-benchmarks-" * 3,
            "CELERY_BROKER_URL": "filesystem:",
            "ALLOWED_HOSTS": "testserver",
            "LOG_LEVEL": "ERROR",
        }
    )
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The benchmarks ask PostgreSQL. Start them with: python3 run.py bench")
    import django  # noqa: PLC0415  (the settings have to be in the environment first)

    django.setup()


def quickest(ours: Callable[[], object], floor: Callable[[], object], runs: int) -> tuple[float, float]:
    """The shortest time of both in seconds, in turn: what else the machine does then slows down neither more."""
    times: list[tuple[float, float]] = []
    for _ in range(runs + 1):  # the first warms up
        times.append((_seconds(ours), _seconds(floor)))
    return min(mine for mine, _ in times[1:]), min(its for _, its in times[1:])


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Fill the database, measure each case and its floor, print."""
    parser = ArgumentParser(prog="run.py bench")
    parser.add_argument("--tenders", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", default="", metavar="TEXT", help="the cases of which the name holds this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gepast-bench-") as folder:
        prepare(Path(folder))
        from tests.benchmarks import cases, filling  # noqa: PLC0415  (needs the models)

        began = time.perf_counter()
        filling.fill(asked.tenders)
        say(f"{asked.tenders} tenders with all that belongs to them: {time.perf_counter() - began:.0f} s\n")
        say(f"{'':<36}{'ours':>12}{'floor':>12}{'ratio':>9}{'queries':>9}")
        for case in cases.Bench().cases():
            if asked.only not in case.name:
                continue
            queries = case.queries() if case.queries else ""
            ours, floor = quickest(case.ours, case.floor, case.runs or asked.runs)
            rate = f"  {case.items / ours:.0f} a second" if case.items else ""
            say(f"{case.name:<36}{ours * 1000:>9.1f} ms{floor * 1000:>9.1f} ms{ours / floor:>8.1f}×{queries:>9}{rate}")


def say(line: str) -> None:
    """A line of the result, at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
