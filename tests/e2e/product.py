"""The whole product on this machine: gunicorn, a Celery worker with beat, Redis, PostgreSQL and a mail server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

import services
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent


class Postbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take one message in."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The messages to this address, the oldest first."""
        return [mail for mail in self.mails if mail["To"] == address]

    def wait(self, address: str, number: int = 1) -> EmailMessage:
        """The message to this address with this number; the worker gets a minute and a half to bring it."""
        wait_until(lambda: len(self.to(address)) >= number, f"mail {number} to {address}")
        return self.to(address)[number - 1]


@dataclass
class Product:
    """The running product."""

    url: str
    folder: Path
    environment: dict[str, str]
    postbox: Postbox
    worker: services.Service
    children: list[services.Service] = field(default_factory=list)

    def manage(self, *arguments: str, text: str = "") -> str:
        """Run a management command of the product; its output."""
        return run("manage.py", *arguments, environment=self.environment, text=text)

    def start_worker(self) -> None:
        """Start a worker with beat."""
        program, *arguments = services.WORKER.split()
        log = self.folder / "worker.log"
        self.worker = services.Service("worker", [str(PROGRAMS / program), *arguments], log, self.environment)
        self.children.append(self.worker)

    def kill_worker(self) -> None:
        """End worker, pool and beat at once, as a machine that loses its power does."""
        self.worker.end_group()
        self.worker.process.wait()
        self.children.remove(self.worker)


def run(*arguments: str, environment: dict[str, str], text: str = "") -> str:
    """Run Python in the environment of the product; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_until(is_true: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Look again and again until it is true."""
    ends = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < ends, f"waited in vain for {what}"
        time.sleep(0.1)


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database of its own on the PostgreSQL of this test run; gives its DATABASE_URL."""
    name = f"e2e_{os.getpid()}_{free_port()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


@contextmanager
def product(folder: Path, *, database_url: str, redis_url: str, people: Path) -> Iterator[Product]:
    """The product with the people of a file (see tests.e2e.settle), ready to be used; everything ends with it."""
    postbox, port = Postbox(), free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": redis_url,
        "CACHE_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{controller.port}",
        "BASE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "INFO",
    }
    run("-m", "tests.e2e.settle", str(people), environment=environment)
    program, *arguments = services.WEB.format(port=port).split()
    web = services.Service("web", [str(PROGRAMS / program), *arguments], folder / "web.log", environment)
    running = Product(f"http://localhost:{port}", folder, environment, postbox, worker=web, children=[web])
    controller.start()
    try:
        running.start_worker()
        wait_until(lambda: services.answers(port), f"the web server; its log: {folder / 'web.log'}")
        yield running
    finally:
        for child in running.children:
            child.process.terminate()
        for child in running.children:
            child.stop()
        controller.stop()
