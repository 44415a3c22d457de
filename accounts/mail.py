"""How a message is written, and mail that goes nowhere: kept as files, for the embedded start and its page."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

OWNER = "X-Gepast-Organisation"
"""The header that says which organisation sends; its administrators read the kept file, nobody else's do."""


def written(template: str, context: Mapping[str, Any], *, language: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a message in this language; the first line of its template is the subject."""
    with translation.override(language):
        full = {"base_url": settings.BASE_URL, **context}
        subject, _blank, body = render_to_string(f"mail/{template}.txt", full).strip().partition("\n")
        body = body.strip() + "\n"
        html = render_to_string("mail/message.html", {**full, "subject": subject, "body": body})
    return " ".join(subject.split()), body, html


def names_of(folder: Path, owner: str) -> list[str]:
    """The kept mail of one organisation, newest first. With an empty ``owner``: mail of the installation itself."""
    pattern = "?" * 21 + "-" + "?" * 8 + (f"-{owner}" if owner else "") + ".eml"
    return sorted((path.name for path in folder.glob(pattern)), reverse=True)


class EmlFileBackend(BaseEmailBackend):
    """Writes each message to `EMAIL_FILE_PATH` as an .eml file whose name sorts by moment of sending."""

    def __init__(self, *, file_path: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH or ".")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; a file appears only when it is complete."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            owner = message.extra_headers.get(OWNER, "")
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}" + (f"-{owner}" if owner else "")
            draft = self.folder / f"{name}.part"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(self.folder / f"{name}.eml")
        return len(email_messages)
