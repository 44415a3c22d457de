"""Messages out: written with the change that causes them, sent by a worker, at least once."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from kombu.exceptions import OperationalError

from accounts.actions.transitions import move
from accounts.mail import OWNER, EmlFileBackend, written
from accounts.models import Organisation, OutgoingMessage, User
from accounts.workflow import MESSAGE

log = logging.getLogger(__name__)

ENTRANCE = re.compile(r"(/portal/enter/)[\w-]+")
"""A personal link in a mail. Its token is kept nowhere, so neither in what has been sent."""

LEASE = timedelta(minutes=5)
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
"""Waiting time before the 2nd, 3rd … attempt; after the last the message has failed and a person decides."""


_past: ContextVar[list[OutgoingMessage] | None] = ContextVar("past", default=None)


@contextmanager
def past() -> Iterator[None]:
    """Note what is enqueued in this block as sent at its moment, all together at the end: for a history that is played.

    Nothing of it ever leaves. Open it inside the transaction of the changes; a block that fails notes nothing.
    """
    messages: list[OutgoingMessage] = []
    token = _past.set(messages)
    try:
        yield
    finally:
        _past.reset(token)
    for message in messages:
        message.state, message.sent_at, message.attempts = "sent", message.created_at, 1
        message.body_text, message.body_html = _without_token(message.body_text), _without_token(message.body_html)
    OutgoingMessage.objects.bulk_create(messages, batch_size=500)


def enqueue(
    *,
    to: User,
    template: str,
    context: Mapping[str, Any],
    organisation: Organisation | None,
    about: models.Model | None,
    at: datetime,
) -> OutgoingMessage:
    """Write one message in the recipient's language; it leaves after the transaction commits.

    ``template`` names ``templates/mail/<template>.txt``, whose first line is the subject.
    """
    known = {"recipient": to, "organisation": organisation}
    subject, body, html = written(template, known | dict(context), language=to.language)
    message = OutgoingMessage(
        organisation=organisation,
        recipient=to,
        to_address=to.email,
        kind=template,
        subject=subject[:250],
        body_text=body,
        body_html=html,
        language=to.language,
        about_type=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"),
        created_at=at,
        not_before=at,
    )
    waiting = _past.get()
    if waiting is not None:
        waiting.append(message)
        return message
    message.save(force_insert=True)
    wake("accounts.tasks.deliver_outbox")
    return message


def wake(task: str, *args: Any) -> None:
    """Ask a worker to look for work once this transaction has committed; without a broker the sweep wakes it."""

    def send() -> None:
        try:
            current_app.send_task(task, args=args, ignore_result=True)
        except (OperationalError, OSError) as error:
            log.warning("broker not reached for %s: %s", task, error)

    transaction.on_commit(send)


def deliver_due(*, at: datetime, by: User, limit: int = 200) -> int:
    """Send up to ``limit`` messages whose time has come; returns how many left."""
    began = time.monotonic()
    keys = list(OutgoingMessage.objects.due(at).values_list("pk", flat=True)[:limit])
    return sum(deliver(key=key, at=at, by=by, waited=timedelta(seconds=time.monotonic() - began)) for key in keys)


def deliver(*, key: int, at: datetime, by: User, waited: timedelta = timedelta()) -> bool:
    """Claim one message and send it. Of two workers only one gets the claim.

    ``waited``: how long after ``at`` its turn came, so that the last of many has its whole lease too.
    """
    claimed = (
        OutgoingMessage.objects.due(at)
        .filter(pk=key)
        .update(state="sending", lease_until=at + waited + LEASE, attempts=models.F("attempts") + 1)
    )
    if not claimed:
        return False
    message = OutgoingMessage.objects.get(pk=key)
    try:
        _send(message)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # not only of the network: what cannot be written as a mail must not hold up the others
        _not_sent(message, error, at=at, by=by)
        return False
    move(
        message, workflow=MESSAGE, to="sent", by=by, at=at,
        organisation_id=message.organisation_id or 0, sent_at=at, lease_until=None, last_error="",
    )  # fmt: skip
    OutgoingMessage.objects.filter(pk=key).update(
        body_text=_without_token(message.body_text), body_html=_without_token(message.body_html)
    )
    return True


def _without_token(body: str) -> str:
    return ENTRANCE.sub(r"\1…", body)


def retry(*, message: OutgoingMessage, by: User, at: datetime) -> OutgoingMessage:
    """Send a failed message once more, by hand."""
    move(
        message, workflow=MESSAGE, to="pending", by=by, at=at,
        organisation_id=message.organisation_id or 0, attempts=0, not_before=at,
    )  # fmt: skip
    wake("accounts.tasks.deliver_outbox")
    return message


def _send(message: OutgoingMessage) -> None:
    stays_here = message.to_address.endswith(settings.MAIL_STAYS_FOR)
    connection = EmlFileBackend(file_path=str(settings.DATA_DIR / "mail")) if stays_here else None
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.to_address],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if message.organisation is not None:
        mail.extra_headers[OWNER] = message.organisation.slug
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    mail.send()


def _not_sent(message: OutgoingMessage, error: Exception, *, at: datetime, by: User) -> None:
    log.warning("message %s not sent: %s", message.pk, error)
    again = message.attempts <= len(RETRY_AFTER)
    move(
        message, workflow=MESSAGE, to="pending" if again else "failed", by=by, at=at,
        organisation_id=message.organisation_id or 0, lease_until=None, last_error=str(error)[:500],
        not_before=at + RETRY_AFTER[message.attempts - 1] if again else at,
    )  # fmt: skip
