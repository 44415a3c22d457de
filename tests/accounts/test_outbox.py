"""Messages out: with the change or not at all, once per claim, tried again, given up visibly. Real SMTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction
from pytest_django import Settings

from accounts.actions import links, outbox
from accounts.models import OutgoingMessage
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.servers import free_port


class Postbox:
    """Takes what an SMTP client brings, or refuses it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try again later"
        found = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


def write(cast: Cast) -> OutgoingMessage:
    return outbox.enqueue(
        to=cast.buyer,
        template="welcome",
        context={"role_names": ["inkoper"], "is_new": True},
        organisation=cast.organisation,
        about=cast.buyer,
        at=AT,
    )


def test_a_message_arrives_with_its_stable_id(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)

    sent = outbox.deliver_due(at=AT, by=cast.system)

    message.refresh_from_db()
    assert (sent, message.state, message.sent_at, message.attempts) == (1, "sent", AT, 1)
    (mail,) = postbox.mails
    assert mail["Message-ID"] == message.message_id
    assert mail["To"] == cast.buyer.email
    assert "Ministerie van Voorbeelden" in mail["Subject"]


def test_a_name_adds_no_line_to_the_head_of_a_mail(cast: Cast, postbox: Postbox) -> None:
    cast.organisation.name = "Rijk\r\nBcc: dief@elders.example\r\n\r\nHallo"
    cast.organisation.save()
    write(cast)
    outbox.deliver_due(at=AT, by=cast.system)

    (mail,) = postbox.mails
    assert mail["Bcc"] is None
    assert mail["To"] == cast.buyer.email
    assert "Hallo" not in mail["Subject"].replace("Rijk Bcc: dief@elders.example Hallo", "")


def test_a_personal_link_is_not_kept_once_it_is_sent(cast: Cast, postbox: Postbox) -> None:
    links.create(user=cast.supplier, organisation=cast.organisation, by=cast.system, at=AT)
    links.renew(email=cast.supplier.email, at=AT)
    outbox.deliver_due(at=AT, by=cast.system)

    kept = OutgoingMessage.objects.get()
    (mail,) = postbox.mails
    token = re.search(r"/portal/enter/([\w-]+)", str(mail.get_body(("plain",))))
    assert token is not None
    assert token[1] not in kept.body_text + kept.body_html


def test_a_message_is_in_the_language_of_who_gets_it(cast: Cast) -> None:
    cast.buyer.language = "en"

    assert write(cast).subject == "You can work for Ministerie van Voorbeelden in Gepast"


def test_a_message_is_gone_when_its_change_is_undone(cast: Cast) -> None:
    with transaction.atomic():
        write(cast)
        transaction.set_rollback(True)

    assert not OutgoingMessage.objects.exists()


def test_a_sent_message_is_not_sent_again(cast: Cast, postbox: Postbox) -> None:
    write(cast)
    outbox.deliver_due(at=AT, by=cast.system)

    assert outbox.deliver_due(at=AT + timedelta(days=1), by=cast.system) == 0
    assert len(postbox.mails) == 1


def test_of_two_workers_one_gets_the_message(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)
    OutgoingMessage.objects.filter(pk=message.pk).update(state="sending", lease_until=AT + outbox.LEASE)

    assert not outbox.deliver(key=message.pk, at=AT, by=cast.system)
    assert not postbox.mails


def test_a_message_that_cannot_be_written_does_not_hold_up_the_others(cast: Cast, postbox: Postbox) -> None:
    broken = write(cast)
    OutgoingMessage.objects.filter(pk=broken.pk).update(subject="One\rtwo")
    write(cast)

    assert outbox.deliver_due(at=AT, by=cast.system) == 1

    broken.refresh_from_db()
    assert (broken.state, broken.not_before) == ("pending", AT + outbox.RETRY_AFTER[0])
    assert len(postbox.mails) == 1


def test_the_last_of_many_has_its_whole_lease(cast: Cast, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    message = write(cast)
    leases = []

    def look(sent: OutgoingMessage) -> None:
        leases.append(sent.lease_until)

    monkeypatch.setattr(outbox, "_send", look)
    outbox.deliver(key=message.pk, at=AT, by=cast.system, waited=timedelta(minutes=4))

    assert leases == [AT + timedelta(minutes=4) + outbox.LEASE]


def test_what_a_dead_worker_had_claimed_is_sent_after_its_lease(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)
    OutgoingMessage.objects.filter(pk=message.pk).update(state="sending", lease_until=AT + outbox.LEASE)

    assert outbox.deliver_due(at=AT + outbox.LEASE + timedelta(seconds=1), by=cast.system) == 1


def test_a_refused_message_waits_and_is_tried_again(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)
    postbox.refuses = True
    outbox.deliver_due(at=AT, by=cast.system)
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("pending", AT + outbox.RETRY_AFTER[0])
    assert "try again later" in message.last_error
    postbox.refuses = False

    assert outbox.deliver_due(at=AT, by=cast.system) == 0
    assert outbox.deliver_due(at=AT + outbox.RETRY_AFTER[0], by=cast.system) == 1


def test_a_message_that_keeps_being_refused_fails_visibly(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)
    postbox.refuses = True
    at = AT
    for pause in (*outbox.RETRY_AFTER, timedelta()):
        outbox.deliver_due(at=at, by=cast.system)
        at += pause

    message.refresh_from_db()

    assert (message.state, message.attempts) == ("failed", len(outbox.RETRY_AFTER) + 1)


def test_mail_to_an_example_address_never_leaves(cast: Cast, postbox: Postbox, settings: Settings) -> None:
    settings.MAIL_STAYS_FOR = (".example",)
    settings.DATA_DIR = Path(settings.EMAIL_FILE_PATH).parent
    write(cast)

    assert outbox.deliver_due(at=AT, by=cast.system) == 1

    assert not postbox.mails
    assert len(list(Path(settings.EMAIL_FILE_PATH).glob("*.eml"))) == 1


def test_a_failed_message_can_be_sent_by_hand(cast: Cast, postbox: Postbox) -> None:
    message = write(cast)
    OutgoingMessage.objects.filter(pk=message.pk).update(state="failed", attempts=6)

    outbox.retry(message=message, by=cast.contract_manager, at=AT)

    assert outbox.deliver_due(at=AT, by=cast.system) == 1
