"""The embedded start: one command, a page, a worker that comes back, and nothing left behind."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import free_port

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
# The settings of the test run, which the start must not take over.
FOREIGN = (
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "DJANGO_SETTINGS_MODULE",
    "LOG_LEVEL",
)


@dataclass
class Start:
    """A running `python3 run.py --no-demo`."""

    process: subprocess.Popen[str]
    port: int
    data: Path

    def welcome(self) -> list[str]:
        """What it printed until it was ready."""
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                return lines
        raise AssertionError("\n".join(lines))

    def status(self) -> int:
        """The status of the log-in page."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", "/account/login/", headers={"Host": "localhost"})
            return connection.getresponse().status

    def children(self) -> list[int]:
        """The processes that it started."""
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """The product, started from another folder, on a port and a data folder of its own."""
    data, port = tmp_path_factory.mktemp("start"), free_port()
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    process = subprocess.Popen(
        [sys.executable, ROOT / "run.py", "--no-demo"],
        cwd=data,
        env={**environment, "PORT": str(port), "DATA_DIR": str(data)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    running = Start(process, port, data)
    try:
        yield running
    finally:
        process.kill()
        process.communicate()


def remaining(data: Path) -> list[str]:
    """The processes of any kind that run with this data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        # A process may end while we look, and that of another user is not ours to read.
        with suppress(OSError):
            if f"DATA_DIR={data}\0".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text())
    return found


def assert_sweeps_at_once(data: Path) -> None:
    """What fell due while it stood still does not wait for the next turn of the beat."""
    ends = time.monotonic() + 30
    with closing(sqlite3.connect(f"file:{data / 'gepast.sqlite3'}?mode=ro", uri=True)) as database:
        while not database.execute("SELECT count(*) FROM monitoring_sweeprun WHERE finished_at IS NOT NULL").fetchone()[
            0
        ]:
            assert time.monotonic() < ends
            time.sleep(0.2)


def test_it_runs_comes_back_and_leaves_nothing(start: Start) -> None:
    assert any(f"http://localhost:{start.port}" in line for line in start.welcome())
    assert start.status() == 200

    assert_sweeps_at_once(start.data)

    _, worker = start.children()
    os.kill(worker, signal.SIGKILL)
    ends = time.monotonic() + 20
    while worker in start.children() or len(start.children()) < 2:
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert start.status() == 200

    start.process.terminate()
    assert start.process.wait(timeout=30) == 0
    assert remaining(start.data) == []


def test_a_port_in_use_is_named_before_any_work(tmp_path: Path) -> None:
    environment = {**os.environ, "PORT": "1", "DATA_DIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, ROOT / "run.py"],
        env={**environment, "PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "Set it to a number between 1 and 65535" in said.stderr


def test_wrong_use_shows_how_it_is_meant() -> None:
    said = subprocess.run([sys.executable, ROOT / "run.py", "fly"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "python3 run.py test" in said.stderr
