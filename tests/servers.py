"""PostgreSQL, Redis and clamd for the tests: on free loopback ports, in a folder that goes away."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """Have the kernel end this child when its parent is killed (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


@contextmanager
def server_folder(user: str | None) -> Iterator[Path]:
    """A folder for a server's data, owned by the user that runs the server."""
    folder = Path(tempfile.mkdtemp(prefix="gepast-server-"))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], folder: Path, user: str | None, is_ready: Callable[[], bool]) -> Iterator[None]:
    """The server of `command` from the moment that it is ready; always stopped at the end."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            user=user,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no threads here)
        )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} stopped at once:\n{log.read_text()}")
            if is_ready():
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} does not answer after 30 seconds:\n{log.read_text()}")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def is_redis(port: int) -> bool:
    """Whether a Redis on this port answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own; gives its DATABASE_URL. Durability is off: the data is gone in a minute."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
    user = unprivileged_user()
    with server_folder(user) as folder:
        data, port = folder / "data", free_port()
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "gepast", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            cwd=folder,
            user=user,
            extra_groups=[] if user else None,
            check=True,
            capture_output=True,
        )
        options = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
            "shared_buffers": "256MB",
        }
        command = [str(programs / "postgres"), "-D", str(data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        client = ["-h", "127.0.0.1", "-p", str(port), "-U", "gepast"]

        def accepts_connections() -> bool:
            return subprocess.run([programs / "pg_isready", "-q", *client], check=False).returncode == 0

        with running(command, folder, user, accepts_connections):
            subprocess.run([programs / "createdb", *client, "gepast"], check=True)
            yield f"postgres://gepast@127.0.0.1:{port}/gepast"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of our own; gives its address."""
    with server_folder(None) as folder:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with running(command, folder, None, lambda: is_redis(port)):
            yield f"redis://127.0.0.1:{port}/0"


EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every virus scanner takes for a virus; in two parts, so that this file is none."""


def is_clamd(port: int) -> bool:
    """Whether the virus scanner answers there."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"zPING\0")
            return connection.recv(16).startswith(b"PONG")
    except OSError:
        return False


@contextmanager
def clamd() -> Iterator[str]:
    """A virus scanner of our own that knows one virus, the test text; ready in a quarter of a second."""
    with server_folder(None) as folder:
        port = free_port()
        (folder / "known").mkdir()
        (folder / "known" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.encode().hex()}\n")
        config = folder / "clamd.conf"
        config.write_text(
            f"Foreground yes\nDatabaseDirectory {folder}/known\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            f"TemporaryDirectory {folder}\nStreamMaxLength 1M\n"
        )
        with running(["/usr/sbin/clamd", "--config-file", str(config)], folder, None, lambda: is_clamd(port)):
            yield f"tcp://127.0.0.1:{port}"


def unprivileged_user() -> str | None:
    """Whom the database runs as: it refuses root. None is the user we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
