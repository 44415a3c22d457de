"""A small world in which every kind of object exists once, in organisation A, for tests over all pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.actions import outbox
from accounts.models import OutgoingMessage
from monitoring.actions import lookups
from procurement.models import ProcurementCategory, RiskTheme, Theme, Threshold
from suppliers.models import ScheduleLine, SupplierContact
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import MeetingFactory
from tests.procurement.factories import TenderFactory
from tests.suppliers.factories import (
    ContactFactory,
    ContractFactory,
    DeliverableFactory,
    ExtensionFactory,
    SupplierFactory,
)

TODAY = date(2026, 11, 22)


@dataclass
class World:
    """Objects by name; ``key(name)`` is what stands in an address."""

    cast: Cast
    objects: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> object:
        return self.objects[name].pk


def build(cast: Cast) -> World:
    """Make the world. Its supplier's contact person is ``cast.supplier``."""
    lookups.load_all(by=system_user(), at=AT)
    organisation = cast.organisation
    world = World(cast)
    supplier = SupplierFactory(name="Naaiatelier Noord B.V.", organisation=organisation)
    contact = ContactFactory(supplier=supplier, organisation=organisation, email=cast.supplier.email)
    tender = TenderFactory(organisation=organisation, by=cast.buyer, state="submitted")
    contract = ContractFactory(
        organisation=organisation, supplier=supplier, contract_manager=cast.contract_manager, isv=True
    )
    expected = contract.deliverables.order_by("due_on").first()
    submitted = DeliverableFactory(contract=contract, occurrence=90, submitted=True)
    assessed = DeliverableFactory(contract=contract, occurrence=91, accepted=True)
    late = DeliverableFactory(contract=contract, occurrence=92, due_on=TODAY - timedelta(days=40))
    extension = ExtensionFactory(deliverable=DeliverableFactory(contract=contract, occurrence=93))
    world.objects |= {
        "person": cast.buyer,
        "tender": tender,
        "contract": contract,
        "deliverable": expected,
        "submitted": submitted,
        "assessed": assessed,
        "late": late,
        "submission": submitted.submissions.get(),
        "file": submitted.submissions.get().files.first(),
        "assessment": assessed.assessments.get(),
        "extension": extension,
        "supplier": supplier,
        "contact": SupplierContact.objects.get(pk=contact.pk),
        "message": _failed_message(cast),
        "meeting": MeetingFactory(
            organisation=organisation, suppliers=(supplier,), by=cast.contract_manager, sent=True
        ),
        "theme": Theme.objects.first(),
        "threshold": Threshold.objects.first(),
        "risk_theme": RiskTheme.objects.first(),
        "category": ProcurementCategory.objects.create(
            organisation=organisation, code="eigen", name_nl="Eigen", name_en="Own"
        ),
        "schedule_line": ScheduleLine.objects.create(organisation=organisation, kind="risk_analysis", anchor="award"),
    }
    _mail()
    return world


def _failed_message(cast: Cast) -> OutgoingMessage:
    message = outbox.enqueue(
        to=cast.supplier,
        template="welcome",
        context={"role_names": [], "is_new": False},
        organisation=cast.organisation,
        about=None,
        at=AT,
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(state="failed", last_error="550 mailbox unknown")
    return message


def _mail() -> None:
    folder = Path(str(settings.EMAIL_FILE_PATH))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mail.eml").write_text(
        "Subject: Hallo\nTo: a@b.example\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nTekst\n"
    )
