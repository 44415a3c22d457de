"""Suppliers: one identity for all, known to those who have to do with it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import AuditEvent
from accounts.roles import ROLES
from suppliers import reads
from suppliers.actions import suppliers
from suppliers.actions.suppliers import Identity
from suppliers.models import Supplier
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, DeliverableFactory, SupplierFactory

pytestmark = pytest.mark.django_db

WRITERS = {"contract_manager", "category_manager"}


@pytest.fixture
def supplier(cast: Cast) -> Supplier:
    return SupplierFactory(organisation=cast.organisation, name="Textiel Twente B.V.", kvk="12345678")


def _add(cast: Cast, identity: Identity, *, role: str = "contract_manager", is_another: bool = False) -> Supplier:
    return suppliers.add(
        identity=identity, organisation=cast.organisation, by=cast.people[role], at=AT, is_another=is_another
    )[0]


class TestAdding:
    @pytest.mark.parametrize("role", list(ROLES))
    def test_who_may(self, cast: Cast, role: str) -> None:
        if role in WRITERS:
            assert _add(cast, Identity("Nieuw B.V."), role=role).name == "Nieuw B.V."
        else:
            with pytest.raises(PermissionDenied):
                _add(cast, Identity("Nieuw B.V."), role=role)

    def test_a_known_name_asks_again(self, cast: Cast, supplier: Supplier) -> None:
        with pytest.raises(ValidationError) as refused:
            _add(cast, Identity("TEXTIEL TWENTE BV"))
        assert "name" in refused.value.message_dict
        assert _add(cast, Identity("TEXTIEL TWENTE BV"), is_another=True) != supplier

    def test_the_name_of_somebody_elses_supplier_tells_nothing(self, cast: Cast) -> None:
        SupplierFactory(organisation=cast.other, name="Elders Textiel B.V.")
        assert _add(cast, Identity("Elders Textiel B.V.")).links.count() == 1

    def test_a_known_number_links_and_overwrites_nothing(self, cast: Cast) -> None:
        theirs = SupplierFactory(organisation=cast.other, name="Zoals het heet B.V.", kvk="87654321")
        mine = _add(cast, Identity("Zoals ik het typ", kvk="87654321"))
        mine.refresh_from_db()
        assert (mine, mine.name) == (theirs, "Zoals het heet B.V.")
        assert mine.links.count() == 2

    @pytest.mark.parametrize("identity", [Identity("A", kvk="123"), Identity("A", lei="KORT"), Identity("")])
    def test_what_cannot_be_is_refused(self, cast: Cast, identity: Identity) -> None:
        with pytest.raises(ValidationError):
            _add(cast, identity)


class TestIdentity:
    @pytest.mark.parametrize("role", list(ROLES))
    def test_who_may_change_it(self, cast: Cast, supplier: Supplier, role: str) -> None:
        def change() -> Supplier:
            return suppliers.change_identity(
                supplier=supplier, identity=Identity("Twentse Textiel B.V.", kvk="12345678", country="NL"),
                organisation=cast.organisation, by=cast.people[role], at=AT,
            )  # fmt: skip

        if role == "administrator":
            assert change().name == "Twentse Textiel B.V."
            event = AuditEvent.objects.get(action="supplier.changed")
            assert (event.before, event.after) == (
                {"name": "Textiel Twente B.V."},
                {"name": "Twentse Textiel B.V."},
            )
        else:
            with pytest.raises(PermissionDenied):
                change()

    def test_not_of_a_supplier_of_others(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            suppliers.change_identity(
                supplier=SupplierFactory(organisation=cast.other), identity=Identity("X"),
                organisation=cast.organisation, by=cast.administrator, at=AT,
            )  # fmt: skip

    @pytest.mark.parametrize("field", ["kvk", "lei"])
    def test_a_number_belongs_to_one_supplier(self, cast: Cast, supplier: Supplier, field: str) -> None:
        Supplier.objects.filter(pk=supplier.pk).update(kvk="12345678", lei="5493001KJTIIGC8Y1R12")
        supplier.refresh_from_db()
        other = SupplierFactory(organisation=cast.organisation, kvk="11112222")
        with pytest.raises(ValidationError) as refused:
            suppliers.change_identity(
                supplier=other, identity=Identity("Anders", **{field: getattr(supplier, field)}),
                organisation=cast.organisation, by=cast.administrator, at=AT,
            )  # fmt: skip
        assert list(refused.value.message_dict) == [field]


def test_name_and_note_belong_to_one_organisation(cast: Cast, supplier: Supplier) -> None:
    _link = suppliers.describe(
        supplier=supplier, organisation=cast.organisation, alias="De Twentenaar", note="Prijst scherp.",
        by=cast.contract_manager, at=AT,
    )  # fmt: skip
    SupplierFactory(organisation=cast.other, kvk=supplier.kvk)
    assert supplier.links.get(organisation=cast.other).alias == ""


def test_only_who_gave_the_name_finds_the_supplier_by_it(cast: Cast, supplier: Supplier) -> None:
    SupplierFactory(organisation=cast.other, kvk=supplier.kvk)
    supplier.links.filter(organisation=cast.organisation).update(alias="De Twentenaar")

    assert list(reads.suppliers_found(cast.buyer, cast.organisation, q="twentenaar")) == [supplier]
    assert not reads.suppliers_found(cast.outsider, cast.other, q="twentenaar").exists()
    assert list(reads.suppliers_found(cast.outsider, cast.other, q="twente")) == [supplier]


class TestPages:
    def _as(self, client: Client, cast: Cast, role: str) -> Client:
        client.force_login(cast.people[role], backend="accounts.backends.PersonBackend")
        return client

    @pytest.mark.parametrize("role", list(ROLES))
    def test_every_member_reads_and_some_write(self, client: Client, cast: Cast, supplier: Supplier, role: str) -> None:
        self._as(client, cast, role)
        assert client.get("/suppliers/").status_code == 200
        assert client.get(f"/suppliers/{supplier.pk}/").status_code == 200
        writes = 200 if role in WRITERS else 403
        assert client.get("/suppliers/new/").status_code == writes
        assert client.get(f"/suppliers/{supplier.pk}/note/").status_code == writes
        expected = 200 if role == "administrator" else 403
        assert client.get(f"/suppliers/{supplier.pk}/edit/").status_code == expected

    def test_another_organisation_finds_nothing(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        colleague = UserFactory(organisation=cast.other, roles=["administrator", "contract_manager"])
        client.force_login(colleague, backend="accounts.backends.PersonBackend")
        assert supplier.name not in client.get("/suppliers/").content.decode()
        for page in ("", "edit/", "note/", "contacts/new/"):
            assert client.get(f"/suppliers/{supplier.pk}/{page}").status_code == 404, page

    def test_a_shared_supplier_shows_each_its_own(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        theirs = ContractFactory(organisation=cast.other, supplier=supplier, reference="C-ELDERS")
        DeliverableFactory(contract=theirs)
        self._as(client, cast, "contract_manager")
        page = client.get(f"/suppliers/{supplier.pk}/").content.decode()
        assert "C-ELDERS" not in page
        assert str(cast.other) not in page

    def test_search_filter_and_sort(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        SupplierFactory(organisation=cast.organisation, name="Anders Ltd", kvk="", country="GB")
        self._as(client, cast, "auditor")
        for query, found in [
            ("q=twente", True), ("q=1234", True), ("q=anders", False), ("country=NL", True), ("country=GB", False),
            ("due=overdue", False), ("due=to_assess", False), ("sort=-overdue", True), ("sort=nonsense", True),
        ]:  # fmt: skip
            page = client.get(f"/suppliers/?{query}").content.decode()
            assert (f"/suppliers/{supplier.pk}/" in page) is found, query

    def test_the_page_asks_before_it_makes_a_duplicate(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        self._as(client, cast, "contract_manager")
        page = client.post("/suppliers/new/", {"name": "textiel twente"}).content.decode()
        assert f"/suppliers/{supplier.pk}/" in page
        assert 'type="checkbox"' in page
        assert Supplier.objects.count() == 1
        client.post("/suppliers/new/", {"name": "textiel twente", "is_another": "on"})
        assert Supplier.objects.count() == 2

    def test_a_change_of_identity(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        self._as(client, cast, "administrator")
        client.post(f"/suppliers/{supplier.pk}/edit/", {"name": "Nieuwe naam", "kvk": "12345678", "country": "BE"})
        supplier.refresh_from_db()
        assert (supplier.name, supplier.country) == ("Nieuwe naam", "BE")

    def test_the_list_costs_a_fixed_number_of_queries(
        self, client: Client, cast: Cast, django_assert_max_num_queries: object
    ) -> None:
        SupplierFactory.create_batch(20, organisation=cast.organisation)
        self._as(client, cast, "auditor")
        with django_assert_max_num_queries(10):  # type: ignore[operator]  # a fixture without types
            client.get("/suppliers/")

    def test_the_360_page_costs_a_fixed_number_of_queries(
        self, client: Client, cast: Cast, supplier: Supplier, django_assert_max_num_queries: object
    ) -> None:
        for number in range(3):
            contract = ContractFactory(organisation=cast.organisation, supplier=supplier, isv=True)
            DeliverableFactory(contract=contract, occurrence=number + 10, submitted=True)
        self._as(client, cast, "contract_manager")
        with django_assert_max_num_queries(22):  # type: ignore[operator]  # a fixture without types
            client.get(f"/suppliers/{supplier.pk}/")
