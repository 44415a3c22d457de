"""A client for the virus scanner's INSTREAM command. The file goes over the socket in blocks."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

BLOCK = 128 * 1024
CONNECT_SECONDS = 5
ANSWER_SECONDS = 120
_LONGEST_ANSWER = 4096


class ScannerUnreachable(Exception):
    """Nobody answers at the scanner's address, or the answer stops halfway."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said. `detail` is the name of the virus or the scanner's own complaint."""

    state: Literal["clean", "infected", "failed"]
    detail: str = ""


def scan(path: str | Path, *, address: str) -> Verdict:
    """Has the file scanned by the clamd at `address` (`tcp://host:3310` or `unix:///path`).

    Raises `ScannerUnreachable`. A file that clamd refuses (larger than its StreamMaxLength) is "failed".
    """
    try:
        with _connect(address) as connection, Path(path).open("rb") as file:
            connection.settimeout(ANSWER_SECONDS)
            _send(connection, file)
            return _verdict(_answer(connection))
    except (OSError, ValueError) as error:
        raise ScannerUnreachable(str(error)) from error


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), CONNECT_SECONDS)


def _send(connection: socket.socket, file: BinaryIO) -> None:
    try:
        connection.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            connection.sendall(struct.pack("!I", len(block)) + block)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # Past its limit clamd answers and hangs up while we are still sending; the answer says why.
        return


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        block = connection.recv(_LONGEST_ANSWER)
        if not block:
            break
        answer += block
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    text = answer.removeprefix("stream: ")
    if text == "OK":
        return Verdict("clean")
    if text.endswith(" FOUND"):
        return Verdict("infected", text.removesuffix(" FOUND")[:200])
    if text.endswith("ERROR"):
        return Verdict("failed", text[:200])
    raise ScannerUnreachable(f"unexpected answer {answer!r}")
