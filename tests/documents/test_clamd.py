"""The client against a server that speaks clamd's protocol over a real socket."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import clamd

EICAR_LIKE = b"this-is-the-virus-of-this-test"


class ScannerHandler(socketserver.BaseRequestHandler):
    """Answers INSTREAM as clamd does: by content, with a limit on the stream."""

    server: Scanner

    def handle(self) -> None:
        if self._exactly(10) != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!I", self._exactly(4))[0]:
            content += self._exactly(length)
            if len(content) > self.server.limit:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.received.append(content)
        self.request.sendall(self.server.answer or self._verdict(content))

    def _verdict(self, content: bytes) -> bytes:
        return b"stream: Test-Virus FOUND\0" if EICAR_LIKE in content else b"stream: OK\0"

    def _exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            block = self.request.recv(size - len(got))
            if not block:
                raise ConnectionError
            got += block
        return got


class Scanner(socketserver.ThreadingTCPServer):
    """A small peer with clamd's protocol, on a free port of this machine."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ScannerHandler)
        self.limit = 64 << 20
        self.answer = b""
        self.received: list[bytes] = []

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    with Scanner() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(b"innocent" * 100_000)
    return path


def test_clean_file_arrives_whole(scanner: Scanner, file: Path) -> None:
    assert clamd.scan(file, address=scanner.url) == clamd.Verdict("clean")
    assert scanner.received == [file.read_bytes()]


def test_virus_is_named(scanner: Scanner, file: Path) -> None:
    file.write_bytes(b"..." + EICAR_LIKE)

    assert clamd.scan(file, address=scanner.url) == clamd.Verdict("infected", "Test-Virus")


def test_file_past_the_scanners_limit_is_failed(scanner: Scanner, file: Path) -> None:
    scanner.limit = 1000

    verdict = clamd.scan(file, address=scanner.url)

    assert verdict.state == "failed"
    assert "size limit" in verdict.detail


@pytest.mark.parametrize("answer", [b"stream: whatever\0", b"\0"])
def test_answer_that_is_no_answer_counts_as_unreachable(scanner: Scanner, file: Path, answer: bytes) -> None:
    scanner.answer = answer

    with pytest.raises(clamd.ScannerUnreachable):
        clamd.scan(file, address=scanner.url)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_nobody_there(file: Path, address: str) -> None:
    with pytest.raises(clamd.ScannerUnreachable):
        clamd.scan(file, address=address)
