#!/usr/bin/env python3
"""Start Gepast, or test it, on a machine that has Python 3.11 and a network.

    python3 run.py [--no-demo]    start the product; Ctrl-C stops it
    python3 run.py test [...]     run all checks and tests; what follows goes to pytest
    python3 run.py bench [...]    run the benchmarks
    python3 run.py manage ...     one management command

Each first sets up what is missing: system packages, .venv, the front end, the database. Standard
library only, because this runs before anything is installed.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import services

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
BUILD = ROOT / "build"
DATA_DIR = Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().absolute()
PORT = os.environ.get("PORT") or "8000"
EMBEDDED = os.environ.get("DATABASE_URL", "sqlite:").startswith("sqlite:")
ENVIRONMENT = {
    **os.environ,
    "DATA_DIR": str(DATA_DIR),
    "PORT": PORT,
    "PYTHONUNBUFFERED": "1",
    "PYTHONDONTWRITEBYTECODE": "",  # dozens of processes start: without bytecode each compiles all libraries again
}

# What apt calls it, and how to see that it is there: a module, a shared library or a program.
FOR_RUNNING = {
    "python3-venv": "ensurepip",
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
}
FOR_TESTS = {
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "chromium": "/usr/bin/chromium",
    "clamav-daemon": "/usr/sbin/clamd",
    "gettext": "/usr/bin/msgmerge",
}
SERVICES = {
    "postgresql": ["postgresql"],
    "redis-server": ["redis-server"],
    "clamav-daemon": ["clamav-daemon", "clamav-freshclam"],
}
# A policy keeps apt from starting these as services, now and at the next boot.
INSTALL = """
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > $policy
    chmod 755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q || true  # a broken source of another product does not matter; what is missing will show below
apt-get install -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends {packages}
for service in {services}; do systemctl disable $service > /dev/null 2>&1 || true; done
"""


OFFLINE = "Is the network there? Then start again."


class Impossible(Exception):
    """Something that this program cannot mend; the text says what does."""


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """One line for each step, with the seconds it took."""
    began = time.monotonic()
    print(f"{name:<52}", end="", flush=True, file=sys.stderr)
    try:
        yield
    except BaseException:
        print("  failed", flush=True, file=sys.stderr)
        raise
    print(f"{time.monotonic() - began:6.1f} s", flush=True, file=sys.stderr)


def call(*command: str | Path, mend: str = "") -> str:
    """Run a command; its output shows only when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-25:]
        line = " ".join(str(word) for word in command if "\n" not in str(word))
        raise Impossible("\n".join([f"This failed: {line}", *said, mend]).rstrip())
    return done.stdout


# Stamps: what was done with the same ingredients is not done again -----------------------------------


def fingerprint(*patterns: str) -> str:
    """A hash of the contents of the project's files that match."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, value: str) -> bool:
    """Whether the step that left this stamp ended, with the same ingredients."""
    return stamp.exists() and stamp.read_text() == value


def done(stamp: Path, value: str) -> None:
    """Leave a stamp."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


# Setting up -------------------------------------------------------------------------------------------


def is_present(sign: str) -> bool:
    """Whether the module, the shared library or the program that `sign` names is on this machine."""
    if sign.startswith("/"):
        return any(Path("/").glob(sign[1:]))
    if ".so" not in sign:
        return importlib.util.find_spec(sign) is not None
    try:
        ctypes.CDLL(sign)
    except OSError:
        return False
    return True


def install_packages(packages: dict[str, str]) -> None:
    """Install the Debian packages that are missing, as root or with sudo."""
    missing = sorted(name for name, sign in packages.items() if not is_present(sign))
    if not missing:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Impossible(f"Missing: {', '.join(missing)}. Install what your system calls these Debian packages.")
    services = " ".join(service for name in missing for service in SERVICES.get(name, []))
    script = INSTALL.format(packages=" ".join(missing), services=services)
    become_root: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Impossible(f"Some system packages are missing. As root, run:\n    {command}")
        become_root = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
        if subprocess.run([*become_root, "true"], check=False, stderr=subprocess.DEVNULL).returncode:
            raise Impossible(f"Some system packages are missing. Run:\n    sudo {command}")
    with step(f"System packages: {', '.join(missing)}"):
        call(*become_root, "sh", "-c", script, mend=f"Once this works, start again:\n    {command}")


def install_libraries(lock: str) -> None:
    """Make .venv and install the libraries of a lock, checked by their hashes."""
    stamp, value = VENV / f"{lock}.stamp", fingerprint(f"requirements/{lock}.lock") + str(VENV)
    if is_done(stamp, value):
        return
    if not is_usable(BIN / "python"):
        with step("Python environment"):
            call(sys.executable, "-m", "venv", "--clear", VENV)
    with step(f"Libraries ({lock})"):
        call(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--no-input",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            f"requirements/{lock}.lock",
            mend=OFFLINE,
        )
    done(stamp, value)
    if lock == "development":  # which holds all of the other
        done(VENV / "runtime.stamp", fingerprint("requirements/runtime.lock") + str(VENV))


def is_usable(python: Path) -> bool:
    """Whether this Python starts and has pip: it does not after a copy elsewhere or a new version of the system's."""
    question: list[str | Path] = [python, "-m", "pip", "--version"]
    return python.exists() and not subprocess.run(question, check=False, capture_output=True).returncode


def build_frontend() -> None:
    """Fetch the front-end packages of the lock and make the style sheets and scripts that are served."""
    stamp, value = BUILD / "packages.stamp", fingerprint("package.json", "package-lock.json")
    if not (is_done(stamp, value) and (ROOT / "node_modules").is_dir()):
        with step("Front-end packages"):
            npm: str | Path | None = shutil.which("npm")
            if not npm:
                call(BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/node.lock")
                npm = BIN / "npm"
                ENVIRONMENT["PATH"] = f"{BIN}{os.pathsep}{ENVIRONMENT.get('PATH', os.defpath)}"
            call(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", mend=OFFLINE)
        done(stamp, value)
    stamp = BUILD / "assets.stamp"
    value = fingerprint("assets.py", "package-lock.json", "static/css/*", "static/js/*", "static/img/*", "static/*.*")
    if not (is_done(stamp, value) and (ROOT / "static/vendor").is_dir() and (ROOT / "staticfiles").is_dir()):
        with step("Style sheets and scripts"):
            call(BIN / "python", "assets.py")
            call(BIN / "python", "manage.py", "collectstatic", "--no-input")
        done(stamp, value)


def compile_translations() -> None:
    """Turn the translations into the form that gettext reads."""
    sources = list(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    stamp, value = BUILD / "translations.stamp", fingerprint("locale/*/LC_MESSAGES/*.po")
    if is_done(stamp, value) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    with step("Translations"):
        call(BIN / "pybabel", "compile", "--directory", "locale", "--domain", "django")
    done(stamp, value)


def set_up(lock: str = "runtime") -> None:
    """Everything that has to be there before Django can start."""
    if sys.version_info < (3, 11):  # noqa: UP036  (on an older one, this says so)
        raise Impossible(f"This is Python {sys.version.split()[0]}, and Gepast needs 3.11 or later.")
    install_packages(FOR_RUNNING if lock == "runtime" else FOR_RUNNING | FOR_TESTS)
    install_libraries(lock)
    compile_translations()
    build_frontend()


def prepare_database() -> None:
    """Bring the tables and the lookup data up to date."""
    stamp = DATA_DIR / "stamps" / "database"
    value = fingerprint("*/migrations/*.py", "*/data/*")
    if EMBEDDED and is_done(stamp, value + os.environ.get("DATABASE_URL", "")):
        return
    with step("Database"):
        call(BIN / "python", "manage.py", "migrate", "--no-input")
    with step("Lookup data"):
        call(BIN / "python", "manage.py", "load_lookups")
    done(stamp, value + os.environ.get("DATABASE_URL", ""))


def load_demonstration() -> str:
    """Load the demonstration once; the text that it printed, with its accounts, is its stamp."""
    stamp = DATA_DIR / "stamps" / "demo"
    if not stamp.exists():
        with step("Demonstration"):
            done(stamp, call(BIN / "python", "manage.py", "demo"))
    return stamp.read_text()


def start(*, with_demonstration: bool) -> None:
    """Set up, run, and stop when asked."""
    if not (PORT.isdecimal() and 0 < int(PORT) < 65536):
        raise Impossible(f"PORT is {PORT!r}. Set it to a number between 1 and 65535.")
    port = int(PORT)
    if not services.is_free(port):
        raise Impossible(f"Port {port} is in use. Choose another:\n    PORT={port + 1} python3 run.py")
    set_up()
    prepare_database()
    accounts = load_demonstration() if with_demonstration else ""
    address = os.environ.get("BASE_URL") or f"http://localhost:{PORT}"
    welcome = f"\nGepast: {address}\n{accounts}\nData and logs: {DATA_DIR}\nCtrl-C stops everything."
    services.serve(port, BIN, DATA_DIR / "log", ENVIRONMENT, welcome)


def become(*command: str) -> NoReturn:
    """Go on as another program, which from here on gets the signals and decides the exit status."""
    python = str(BIN / "python")
    if command[0].endswith(".py"):  # may be given files of the folder we are called from
        command = (str(ROOT / command[0]), *command[1:])
    else:
        os.chdir(ROOT)
    os.execve(python, [python, *command], ENVIRONMENT)


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; the exit status."""
    match list(arguments):
        case [] | ["--no-demo"]:
            start(with_demonstration=not arguments)
        case ["manage", *rest]:
            set_up()
            prepare_database()
            become("manage.py", *rest)
        case [("test" | "bench") as kind, *rest]:
            set_up("development")
            become("-m", "tests", kind, *rest)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def stop(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, also when a service manager asks or the terminal closes."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except (Impossible, services.KeepsStopping) as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit(130)
