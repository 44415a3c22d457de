"""Contact persons: who may add them, what they get, and how their access ends."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.actions import links
from accounts.models import AccessLink, OutgoingMessage
from accounts.roles import ROLES
from suppliers.actions import contacts
from suppliers.models import Supplier, SupplierContact
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContactFactory, SupplierFactory

pytestmark = pytest.mark.django_db

WRITERS = {"contract_manager", "category_manager"}


@pytest.fixture
def supplier(cast: Cast) -> Supplier:
    return SupplierFactory(organisation=cast.organisation, name="Textiel Twente B.V.")


def _add(
    cast: Cast, supplier: Supplier, email: str = "lea@leverancier.example", role: str = "contract_manager"
) -> SupplierContact:
    return contacts.add(
        supplier=supplier, organisation=cast.organisation, email=email, name="Lea", language="en",
        by=cast.people[role], at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_add_one(cast: Cast, supplier: Supplier, role: str) -> None:
    if role in WRITERS:
        assert _add(cast, supplier, role=role).is_active
    else:
        with pytest.raises(PermissionDenied):
            _add(cast, supplier, role=role)


def test_the_address_of_a_member_is_refused_with_the_reason(cast: Cast, supplier: Supplier) -> None:
    with pytest.raises(ValidationError) as refused:
        _add(cast, supplier, email=cast.buyer.email.upper())
    assert "email" in refused.value.message_dict


def test_one_person_may_be_contact_for_several_organisations(cast: Cast, supplier: Supplier) -> None:
    first = _add(cast, supplier)
    second = ContactFactory(supplier=supplier, organisation=cast.other, email=first.user.email, name="Anders")
    assert second.user == first.user
    assert second.user.name == cast.supplier.name


def test_twice_is_refused(cast: Cast, supplier: Supplier) -> None:
    _add(cast, supplier)
    with pytest.raises(ValidationError):
        _add(cast, supplier)


def test_a_supplier_of_another_organisation_is_out_of_reach(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        _add(cast, SupplierFactory(organisation=cast.other))


def test_the_invitation_holds_a_link_that_works(cast: Cast, supplier: Supplier) -> None:
    contact = contacts.invite(contact=_add(cast, supplier), by=cast.contract_manager, at=AT)
    mail = OutgoingMessage.objects.get(kind="invitation")
    token = mail.body_text.split("/portal/enter/")[1].split("/")[0]
    found = links.find(token=token, at=AT)
    assert found is not None
    assert (found.user, contact.invited_at) == (contact.user, AT)
    assert token in mail.body_html
    assert "<script" not in mail.body_html


def test_a_name_cannot_bring_markup_into_the_mail(cast: Cast, supplier: Supplier) -> None:
    Supplier.objects.update(name="<img src=x>")
    supplier.refresh_from_db()
    contacts.invite(contact=_add(cast, supplier), by=cast.contract_manager, at=AT)
    assert "<img" not in OutgoingMessage.objects.get(kind="invitation").body_html


def test_a_new_link_leaves_the_earlier_one_working(cast: Cast, supplier: Supplier) -> None:
    contact = _add(cast, supplier)
    contacts.invite(contact=contact, by=cast.contract_manager, at=AT)
    contacts.invite(contact=contact, by=cast.contract_manager, at=AT)
    assert AccessLink.objects.usable(AT).count() == 2


def test_taking_access_away_closes_the_links(cast: Cast, supplier: Supplier) -> None:
    contact = _add(cast, supplier)
    contacts.invite(contact=contact, by=cast.contract_manager, at=AT)
    contacts.deactivate(contact=contact, by=cast.contract_manager, at=AT)
    assert not AccessLink.objects.usable(AT).exists()
    with pytest.raises(ValidationError):
        contacts.invite(contact=SupplierContact.objects.get(), by=cast.contract_manager, at=AT)


def test_the_links_of_another_organisation_stay(cast: Cast, supplier: Supplier) -> None:
    contact = _add(cast, supplier)
    contacts.invite(contact=contact, by=cast.contract_manager, at=AT)
    links.create(user=contact.user, organisation=cast.other, by=cast.outsider, at=AT)
    contacts.deactivate(contact=contact, by=cast.contract_manager, at=AT)
    assert AccessLink.objects.usable(AT).get().organisation == cast.other


def test_links_stay_while_he_is_contact_of_another_supplier_here(cast: Cast, supplier: Supplier) -> None:
    contact = _add(cast, supplier)
    contacts.invite(contact=contact, by=cast.contract_manager, at=AT)
    ContactFactory(
        supplier=SupplierFactory(organisation=cast.organisation),
        organisation=cast.organisation,
        email=contact.user.email,
    )
    contacts.deactivate(contact=contact, by=cast.contract_manager, at=AT)
    assert AccessLink.objects.usable(AT).exists()


def test_who_was_taken_away_can_come_back(cast: Cast, supplier: Supplier) -> None:
    contact = _add(cast, supplier)
    contacts.deactivate(contact=contact, by=cast.contract_manager, at=AT)
    assert _add(cast, supplier).pk == contact.pk
    assert SupplierContact.objects.get().is_active


class TestPages:
    @pytest.fixture
    def manager(self, client: Client, cast: Cast) -> Client:
        client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
        return client

    def test_add_and_invite(self, manager: Client, supplier: Supplier) -> None:
        address = f"/suppliers/{supplier.pk}/contacts/new/"
        assert manager.get(address).status_code == 200
        answer = manager.post(
            address, {"name": "Lea", "email": "lea@leverancier.example", "language": "en", "invite": "on"}
        )
        assert answer["Location"] == f"/suppliers/{supplier.pk}/"
        assert OutgoingMessage.objects.filter(kind="invitation").count() == 1
        page = manager.get(f"/suppliers/{supplier.pk}/").content.decode()
        assert "lea@leverancier.example" in page

    def test_a_refusal_keeps_what_was_typed(self, manager: Client, cast: Cast, supplier: Supplier) -> None:
        page = manager.post(
            f"/suppliers/{supplier.pk}/contacts/new/", {"name": "Lea", "email": cast.buyer.email, "language": "nl"}
        ).content.decode()
        assert "id_email_error" in page
        assert cast.buyer.email in page
        assert not SupplierContact.objects.exists()

    def test_of_another_organisation_is_not_found(self, manager: Client, cast: Cast) -> None:
        theirs = ContactFactory(supplier=SupplierFactory(organisation=cast.other), organisation=cast.other)
        for verb in ("invite", "deactivate"):
            assert manager.post(f"/contacts/{theirs.pk}/{verb}/").status_code == 404

    def test_again_and_away(self, manager: Client, cast: Cast, supplier: Supplier) -> None:
        contact = _add(cast, supplier)
        assert manager.post(f"/contacts/{contact.pk}/invite/").status_code == 302
        assert manager.post(f"/contacts/{contact.pk}/deactivate/").status_code == 302
        contact.refresh_from_db()
        assert not contact.is_active

    @pytest.mark.parametrize("role", sorted(set(ROLES) - WRITERS))
    def test_other_roles_are_refused(self, client: Client, cast: Cast, supplier: Supplier, role: str) -> None:
        contact = _add(cast, supplier)
        client.force_login(cast.people[role], backend="accounts.backends.PersonBackend")
        assert client.get(f"/suppliers/{supplier.pk}/contacts/new/").status_code == 403
        assert client.post(f"/contacts/{contact.pk}/invite/").status_code == 403
        assert client.post(f"/contacts/{contact.pk}/deactivate/").status_code == 403
