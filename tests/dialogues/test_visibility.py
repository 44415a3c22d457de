"""Who sees which meeting and agreement: two organisations that share a supplier, and suppliers that share a meeting."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.models import User
from dialogues.models import Agreement, Confirmation, Meeting
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory
from tests.suppliers.factories import ContactFactory, SupplierFactory


@dataclass
class Shared:
    """The same supplier, with a contact person of its own for each of two organisations."""

    here: Meeting
    there: Meeting
    contact_here: User
    contact_there: User


@pytest.fixture
def shared(cast: Cast) -> Shared:
    supplier = SupplierFactory()
    here, there = (
        ContactFactory(supplier=supplier, organisation=organisation).user
        for organisation in (cast.organisation, cast.other)
    )
    host = UserFactory(organisation=cast.other, roles=["contract_manager"])
    return Shared(
        here=MeetingFactory(organisation=cast.organisation, suppliers=(supplier,), sent=True),
        there=MeetingFactory(organisation=cast.other, suppliers=(supplier,), by=host, sent=True),
        contact_here=here,
        contact_there=there,
    )


def test_organisations_that_share_a_supplier_do_not_see_each_others_dialogue(cast: Cast, shared: Shared) -> None:
    own, theirs = AgreementFactory(meeting=shared.here), AgreementFactory(meeting=shared.there)

    for member in cast.people.values():
        assert list(Meeting.objects.visible_to(member)) == [shared.here]
        assert list(Agreement.objects.visible_to(member)) == [own]
    assert list(Meeting.objects.visible_to(cast.outsider)) == [shared.there]
    assert list(Agreement.objects.visible_to(cast.outsider)) == [theirs]


def test_a_contact_person_sees_what_he_was_invited_for(shared: Shared) -> None:
    own, theirs = AgreementFactory(meeting=shared.here), AgreementFactory(meeting=shared.there)

    assert list(Meeting.objects.visible_to(shared.contact_here)) == [shared.here]
    assert list(Meeting.objects.visible_to(shared.contact_there)) == [shared.there]
    assert list(Agreement.objects.visible_to(shared.contact_here)) == [own]
    assert list(Agreement.objects.visible_to(shared.contact_there)) == [theirs]
    assert [row.meeting for row in Confirmation.objects.visible_to(shared.contact_here)] == [shared.here]


def test_who_is_contact_person_no_more_sees_nothing(shared: Shared) -> None:
    AgreementFactory(meeting=shared.here)
    shared.contact_here.supplier_contacts.update(is_active=False)

    assert not Meeting.objects.visible_to(shared.contact_here).exists()
    assert not Agreement.objects.visible_to(shared.contact_here).exists()
    assert not Confirmation.objects.visible_to(shared.contact_here).exists()


@pytest.mark.parametrize(
    ("state", "is_seen"), [("planned", False), ("cancelled", False), ("invited", True), ("held", True)]
)
def test_a_supplier_does_not_know_of_plans(cast: Cast, state: str, is_seen: bool) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, state=state)
    contact = meeting.suppliers.get().contacts.get().user

    assert Meeting.objects.visible_to(contact).exists() == is_seen


def test_suppliers_in_one_market_meeting_see_their_own_agreements_only(cast: Cast) -> None:
    first, second = (SupplierFactory(organisation=cast.organisation) for _ in range(2))
    meeting = MeetingFactory(organisation=cast.organisation, kind="market", suppliers=(first, second), held=True)
    for_first = AgreementFactory(meeting=meeting, supplier=first)
    for_all = AgreementFactory(meeting=meeting, buyer=True)

    def seen(supplier: object) -> list[Agreement]:
        return list(Agreement.objects.visible_to(supplier.contacts.get().user).order_by("pk"))  # type: ignore[attr-defined]

    assert seen(first) == [for_first, for_all]
    assert seen(second) == [for_all]
    assert list(Agreement.objects.with_supplier(first.pk).order_by("pk")) == [for_first, for_all]
    assert list(Agreement.objects.with_supplier(second.pk)) == [for_all]


def test_an_assessor_and_a_stranger_see_nothing(shared: Shared) -> None:
    for stranger in (UserFactory(assessor=True), UserFactory(supplier_contact=True), UserFactory()):
        assert not Meeting.objects.visible_to(stranger).exists()


def test_the_system_sees_all(cast: Cast, shared: Shared) -> None:
    assert Meeting.objects.visible_to(cast.system).count() == 2
