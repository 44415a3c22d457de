"""What `run.py test` and `run.py bench` do once everything is installed: servers up, run, servers down."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from types import FrameType

from tests import servers

ON_BOTH_CORES = ["-n", "2", "--dist", "worksteal", "-q"]
# What touches no database, or needs a server, is run once: beside PostgreSQL.
DATABASE_NEUTRAL = "not (house or browser or e2e or postgres or pure)"


def main(kind: str, arguments: Sequence[str]) -> int:
    """Run the tests or the benchmarks; the exit status."""
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    with ExitStack() as stack:
        environment = {
            **os.environ,
            "TEST_DATABASE_URL": stack.enter_context(servers.postgresql()),
            "TEST_REDIS_URL": stack.enter_context(servers.redis()),
        }
        if kind == "bench":
            environment["DATABASE_URL"] = environment["TEST_DATABASE_URL"]
            return run("tests.benchmarks", arguments, environment)
        if arguments:
            return run("pytest", arguments, environment)
        on_sqlite = {**environment, "TEST_DATABASE_URL": ""}
        say("The database-neutral tests, on SQLite")
        status = run("pytest", [*ON_BOTH_CORES, "-m", DATABASE_NEUTRAL], on_sqlite)
        if status:
            return status
        say("All tests and checks, on PostgreSQL, with Redis, a worker, clamd and Chromium")
        # The server goes as a whole: dropping each database first would wait for the last thread of a browser test.
        return run("pytest", [*ON_BOTH_CORES, "--reuse-db", "--durations", "15"], environment)


def run(module: str, arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run a module of this environment in a process of its own; its exit status."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment)
    try:
        return process.wait()
    except SystemExit:  # asked to stop: pytest cleans up on an interrupt, which Ctrl-C has sent it already
        process.send_signal(signal.SIGINT)
        raise
    finally:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()
        process.wait()


def say(text: str) -> None:
    """A heading between the outputs."""
    print(f"\n=== {text}", flush=True)  # noqa: T201


def stop(number: int, frame: FrameType | None) -> None:
    """End in order, so that the servers stop too."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
