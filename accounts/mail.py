"""Mail that goes nowhere: kept as files, one per message, for the embedded start and the development page."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

OWNER = "X-Gepast-Organisation"
"""The header that says which organisation sends; its administrators read the kept file, nobody else's do."""


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
