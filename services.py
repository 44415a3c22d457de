"""Web server, worker and beat as children of the start: kept alive while it runs, gone when it ends.

Standard library only; `run.py` uses it, before and outside the environment of the product.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

WEB = "gunicorn config.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --timeout 120 --no-control-socket"
# A process beside the worker's own enforces the time limits of tasks; `-B` is the beat.
WORKER = (
    "celery -A config worker -B --pool prefork --concurrency 1 --loglevel INFO"
    " --without-gossip --without-mingle --without-heartbeat"
)


class KeepsStopping(Exception):
    """A child that ends each time it is started; the text names its log."""


class Service:
    """A child that is started again when it dies."""

    def __init__(self, name: str, command: list[str], log: Path, environment: dict[str, str]) -> None:
        self.name, self.command, self.log, self.environment, self.failures = name, command, log, environment, 0
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.start()

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=Path(__file__).parent,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  (no threads here)
            )

    def keep_alive(self) -> None:
        """Start it again when it has died; give up when it dies at once, again and again."""
        status = self.process.poll()
        if status is None:
            return
        self.failures = self.failures + 1 if time.monotonic() - self.began < 20 else 1
        if self.failures > 5:
            raise KeepsStopping(f"The {self.name} process keeps stopping. The reason is in {self.log}")
        print(f"The {self.name} process stopped (status {status}) and is started again.", file=sys.stderr)
        self.end_group()
        time.sleep(min(self.failures, 3))
        self.start()

    def stop(self) -> None:
        """Ask it to finish, and insist after ten seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.end_group()
        self.process.wait()

    def end_group(self) -> None:
        """End what it started itself: beat and pool outlive a worker that was killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent() -> None:
    """Have the kernel end this child when its parent is killed (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def is_free(port: int) -> bool:
    """Whether nothing else listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether the web server gives a page, whatever its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/account/login/", headers={"Host": "localhost"})
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(port: int, programs: Path, logs: Path, environment: dict[str, str], welcome: str) -> None:
    """Run web server, worker and beat until someone asks to stop; print `welcome` when the first page is there."""
    children: list[Service] = []
    began = time.monotonic()
    try:
        for name, line in (("web", WEB), ("worker", WORKER)):
            program, *arguments = line.format(port=port).split()
            children.append(Service(name, [str(programs / program), *arguments], logs / f"{name}.log", environment))
        while not answers(port):
            keep_alive(children)
        print(f"{'Web server, worker and beat':<52}{time.monotonic() - began:6.1f} s", file=sys.stderr)
        print(welcome, flush=True)
        while True:
            keep_alive(children)
    except KeyboardInterrupt:
        print("Stopping.", file=sys.stderr)
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            child.stop()


def keep_alive(children: list[Service]) -> None:
    """Look after each child once."""
    for child in children:
        child.keep_alive()
    time.sleep(0.1)
