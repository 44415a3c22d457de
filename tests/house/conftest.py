"""Checks of the whole repository: each is marked `house`, and runs once, not per database."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
# What is made or installed here, and never committed.
NOT_OURS = {
    ".git", ".venv", "node_modules", "var", "staticfiles", "build", "__pycache__",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


class Tool:
    """Runs a program of the test environment in the repository."""

    def __call__(
        self, program: str, *arguments: str, cwd: Path = ROOT, variables: Mapping[str, str] | None = None
    ) -> str:
        """Its output; the test fails with that output when the program does."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [program, *arguments],
            cwd=cwd,
            env={**os.environ, "PATH": path, **(variables or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{output}"
        return output


@pytest.fixture(scope="session")
def tool() -> Tool:
    """A program of the test environment, as `tool("ruff", "check", ".")`."""
    return Tool()


def our_files() -> Iterator[Path]:
    """Every file of the repository that we wrote, relative to its top."""
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and here / name != Path("static/vendor"))
        yield from (here / name for name in sorted(files) if not name.endswith((".mo", ".pyc")))


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file that we wrote, relative to the top; without git, which a machine may lack."""
    return [path for path in our_files() if path.name not in {".git", ".coverage"}]
