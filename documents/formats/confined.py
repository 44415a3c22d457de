"""Runs the work on a PDF in a process of its own, with limits on time and memory.

A PDF can be made to fill memory or never end, and the two libraries that read it are C++. So what a
stranger sent is opened in a child that the kernel stops; the web process only waits.
"""

from __future__ import annotations

import base64
import json
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from documents.formats.refusals import NotAcceptable

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 15
# Named, not imported: the parent needs neither library, and a child only one.
_TASKS = {
    "check_pdf": "documents.formats.pdfs",
    "count_pages": "documents.formats.pages",
    "draw_page": "documents.formats.pages",
    "read_page": "documents.formats.pages",
}
_ROOT = Path(__file__).resolve().parents[2]


def check_pdf(path: str) -> tuple[str, ...]:
    """`pdfs.check_pdf`, confined."""
    return tuple(_run("check_pdf", path))


def count_pages(path: str) -> int:
    """`pages.count_pages`, confined."""
    return int(_run("count_pages", path))


def draw_page(path: str, number: int, width: int) -> bytes:
    """`pages.draw_page`, confined."""
    return base64.b64decode(_run("draw_page", path, number, width))


def read_page(path: str, number: int) -> str:
    """`pages.read_page`, confined."""
    return str(_run("read_page", path, number))


def _run(task: str, *arguments: str | int) -> Any:
    command = [sys.executable, "-m", "documents.formats.confined", json.dumps([task, *arguments])]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, its arguments as JSON, no shell
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS + 5,
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NotAcceptable("too_complex") from error
    if "refused" in answer:
        raise NotAcceptable(answer["refused"])
    return answer["value"]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    task, *arguments = json.loads(sys.argv[1])
    _limit()
    try:
        value = getattr(import_module(_TASKS[task]), task)(*arguments)
        answer = {"value": base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value}
    except NotAcceptable as refused:
        answer = {"refused": refused.code}
    except MemoryError:
        answer = {"refused": "too_complex"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
