"""Opens what a stranger sent in a process of its own, with limits on time and memory.

A PDF or a workbook can be made to fill memory or never end, and the libraries that read them are large. So it is
opened in a child that the kernel stops; the web process only waits.
"""

from __future__ import annotations

import base64
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from documents.formats.refusals import NotAcceptable

log = logging.getLogger(__name__)

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 15
MOST_SECONDS_FOR_ROWS = 60
# Named, not imported: the parent needs none of the libraries, and a child only one.
_TASKS = {
    "check_pdf": "documents.formats.pdfs",
    "read_attachment": "documents.formats.pdfs",
    "count_pages": "documents.formats.pages",
    "draw_page": "documents.formats.pages",
    "read_page": "documents.formats.pages",
    "list_sheets": "documents.formats.workbook_rows",
    "read_rows": "documents.formats.workbook_rows",
}
_ROOT = Path(__file__).resolve().parents[2]


def check_pdf(path: str) -> tuple[str, ...]:
    """`pdfs.check_pdf`, confined."""
    return tuple(_run("check_pdf", path))


def read_attachment(path: str, name: str, most: int) -> bytes | None:
    """`pdfs.read_attachment`, confined."""
    found = _run("read_attachment", path, name, most)
    return None if found is None else base64.b64decode(found)


def count_pages(path: str) -> int:
    """`pages.count_pages`, confined."""
    return int(_run("count_pages", path))


def draw_page(path: str, number: int, width: int) -> bytes:
    """`pages.draw_page`, confined."""
    return base64.b64decode(_run("draw_page", path, number, width))


def read_page(path: str, number: int) -> str:
    """`pages.read_page`, confined."""
    return str(_run("read_page", path, number))


def list_sheets(path: str) -> list[dict[str, Any]]:
    """`workbook_rows.list_sheets`, confined."""
    found: list[dict[str, Any]] = _run("list_sheets", path)
    return found


def read_rows(path: str, name: str, most_rows: int, most_columns: int) -> Iterator[list[Any]]:
    """`workbook_rows.read_rows`, confined and one by one; the child ends when the caller stops asking."""
    for line in _lines("read_rows", path, name, most_rows, most_columns):
        if line == "end":
            return
        yield _value(line)
    raise NotAcceptable("too_complex")


def _run(task: str, path: str, *arguments: str | int) -> Any:
    with _start(task, MOST_SECONDS, path, arguments) as child:
        try:
            output, _errors = child.communicate(timeout=MOST_SECONDS + 5)
            return _value(json.loads(output))
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise NotAcceptable("too_complex") from error
        finally:
            child.kill()


def _lines(task: str, path: str, *arguments: str | int) -> Iterator[Any]:
    """What a task yields, as it comes. A caller may take hours over a row: only the child's own seconds count."""
    with _start(task, MOST_SECONDS_FOR_ROWS, path, arguments) as child:
        try:
            for line in child.stdout or ():
                yield json.loads(line)
        except ValueError as error:  # half a line: the kernel stopped it
            raise NotAcceptable("too_complex") from error
        finally:
            child.kill()


def _start(task: str, seconds: int, path: str, arguments: tuple[str | int, ...]) -> subprocess.Popen[bytes]:
    file = str(Path(path).absolute())  # the child works in our own folder, the caller perhaps not
    asked = json.dumps([task, MOST_MEMORY, seconds, file, *arguments])
    command = [sys.executable, "-m", "documents.formats.confined", asked]
    return subprocess.Popen(  # noqa: S603 - our own module, its arguments as JSON, no shell
        command,
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )


def _value(answer: Any) -> Any:
    if "refused" in answer:
        raise NotAcceptable(answer["refused"], **answer["details"])
    if "failed" in answer:
        log.error("a file could not be looked into: %s", answer["failed"])
        raise NotAcceptable("too_complex")
    return answer["value"]


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    task, memory, seconds, *arguments = json.loads(sys.argv[1])
    _limit(memory, seconds)
    try:
        value = getattr(import_module(_TASKS[task]), task)(*arguments)
        if isinstance(value, Iterator):
            for one in value:
                _say({"value": one}, sys.stdout)
            _say("end", sys.stdout)
            return
        answer = {"value": base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value}
    except NotAcceptable as refused:
        answer = {"refused": refused.code, "details": refused.details}
    except MemoryError:
        answer = {"refused": "too_complex", "details": {}}
    except Exception as error:  # a mistake of ours or of the library; the parent logs it
        answer = {"failed": repr(error)}
    _say(answer, sys.stdout)


def _say(answer: object, out: IO[str]) -> None:
    out.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    _main()
