"""The demonstration: rich, fictional, the same every time, made once, and silent towards the outside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db.models import Count

from accounts.actions import outbox
from accounts.models import AuditEvent, Organisation, OutgoingMessage, User
from accounts.trail import label_of
from accounts.trail_labels import DEEDS, HIDDEN, THINGS
from dialogues.models import Meeting
from monitoring.demo import build
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, Finding, Supplier

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demonstration_is_rich_enough_for_every_page(subtests: pytest.Subtests) -> None:
    assert build.build(by=User.objects.system(), at=NOW)

    with subtests.test("tenders over five years"):
        years = set(Tender.objects.exclude(publication_date=None).values_list("publication_date__year", flat=True))
        assert (Tender.objects.count(), len(years)) == (200, 6)
    with subtests.test("contracts at every stage"):
        states = set(Deliverable.objects.values_list("state", flat=True))
        assert Contract.objects.count() == 60
        assert Contract.objects.filter(follow_up="intensive").exists()
        assert states == {value for value, _label in Deliverable._meta.get_field("state").choices or []}
    with subtests.test("suppliers in a dozen countries"):
        assert Supplier.objects.values("country").distinct().count() >= 12
    with subtests.test("a dialogue programme of 14 suppliers and 36 meetings"):
        met = Meeting.objects.aggregate(
            meetings=Count("pk", distinct=True), suppliers=Count("suppliers", distinct=True)
        )
        assert met == {"meetings": 36, "suppliers": 14}
    with subtests.test("some findings"):
        assert Finding.objects.count() >= 5
    with subtests.test("nothing of it has yet to happen"):
        assert not AuditEvent.objects.filter(at__gt=NOW).exists()
    with subtests.test("nothing of its history is mailed"):
        assert not OutgoingMessage.objects.exclude(state="sent").exists()
    with subtests.test("no personal link of it is kept"):
        invited = OutgoingMessage.objects.filter(body_text__contains="/portal/enter/")
        assert invited.exists()
        assert not [mail for mail in invited if outbox.ENTRANCE.search(mail.body_text + mail.body_html)]
    with subtests.test("every address is one that no mail reaches"):
        assert not User.objects.exclude(email__endswith=".example").exclude(kind="system").exists()
    with subtests.test("every line of its audit trail has words"):
        events = AuditEvent.objects.all()
        codes = {tuple(action.split(".")) for action in events.values_list("action", flat=True)}
        keys = {(event.object_type, key) for event in events for key in event.after if key not in HIDDEN}
        assert not [code for code in codes if code[0] not in THINGS or code[1] not in DEEDS]
        assert not [(kind, key) for kind, key in keys if not label_of(apps.get_model(kind), key)]
    with subtests.test("a second time changes nothing"):
        assert not build.build(by=User.objects.system(), at=NOW)
        assert Organisation.objects.count() == 1
