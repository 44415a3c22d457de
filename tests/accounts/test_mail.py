"""Mail that goes nowhere."""

import email
import email.header
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from accounts.mail import EmlFileBackend


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder after two messages were sent to it."""
    folder = tmp_path / "mail"
    messages = [EmailMessage(subject, "Beste €", "a@example.nl", ["b@example.nl"]) for subject in ("Eén", "Twee")]
    assert EmlFileBackend(file_path=str(folder)).send_messages(messages) == 2
    return folder


def test_each_message_is_a_file_in_order_of_sending(folder: Path) -> None:
    subjects = [email.message_from_bytes(path.read_bytes())["Subject"] for path in sorted(folder.iterdir())]
    assert [str(email.header.make_header(email.header.decode_header(subject))) for subject in subjects] == [
        "Eén",
        "Twee",
    ]


def test_no_half_message_is_left(folder: Path) -> None:
    assert {path.suffix for path in folder.iterdir()} == {".eml"}
