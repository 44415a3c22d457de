"""The cast: who plays in the tests. One person per role in organisation A, one outsider in B, a supplier's contact."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby

import pytest
from django.db.models import Model

from accounts.models import AuditEvent, Membership, Organisation, User
from accounts.roles import ROLES
from tests.accounts.factories import OrganisationFactory, UserFactory, system_user

NAMES = {
    "buyer": "Ilse Inkoper",
    "commissioning_owner": "Otto Opdrachtgever",
    "mvi_adviser": "Mira Adviseur",
    "budget_holder": "Bas Budgethouder",
    "tenderboard": "Tess Tenderboard",
    "contract_manager": "Cas Contractmanager",
    "category_manager": "Cato Categoriemanager",
    "management": "Dirk Directeur",
    "auditor": "Anna Auditor",
    "administrator": "Bea Beheerder",
}


@dataclass
class Cast:
    """``cast.buyer`` … by role code; ``cast.people`` role → person; ``cast.outsider`` is a buyer in organisation B."""

    organisation: Organisation
    other: Organisation
    outsider: User
    supplier: User
    system: User
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, role: str) -> User:
        try:
            return self.__dict__["people"][role]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(role) from None

    def with_roles(self, *roles: str) -> User:
        """One more person of organisation A, with several roles at once."""
        return UserFactory(organisation=self.organisation, roles=roles)


@pytest.fixture
def cast(db: None) -> Cast:
    """One person per role in organisation A (central government), an outsider in B, a contact person, the system."""
    system = system_user()
    if _first is None or _first.cast.system != system:
        return _made(system)
    # Where somebody came first, the numbers of the cast may be taken.
    if Organisation.objects.exists() or User._base_manager.exclude(pk=system.pk).exists():
        return _by_actions(system)
    return _first.again()


@dataclass
class _Rows:
    """What the actions wrote when they made a cast for the first time: hundreds of tests begin with the same rows."""

    cast: Cast
    further: list[Model]

    def again(self) -> Cast:
        """The same rows, in an insert per table and with objects of their own."""
        copy = deepcopy(self)
        made = copy.cast
        for row in copy.further:
            row.pk = None
        rows = [made.organisation, made.other, made.outsider, made.supplier, *made.people.values(), *copy.further]
        for _model, members in groupby(rows, key=type):
            first, *others = members
            first._meta.model._base_manager.bulk_create([first, *others])
        return made


_first: _Rows | None = None


def _made(system: User) -> Cast:
    global _first  # noqa: PLW0603  (the rows are those of this process's database)
    before: dict[type[Model], set[int]] = {
        model: set(model._base_manager.values_list("pk", flat=True)) for model in (Membership, AuditEvent)
    }
    made = _by_actions(system)
    further = [row for model, known in before.items() for row in model._base_manager.exclude(pk__in=known)]
    _first = _Rows(deepcopy(made), further)
    return made


def _by_actions(system: User) -> Cast:
    organisation = OrganisationFactory(slug="ministerie", name="Ministerie van Voorbeelden", kind="central")
    other = OrganisationFactory(slug="gemeente", name="Gemeente Elders", kind="municipality")
    return Cast(
        organisation=organisation,
        other=other,
        outsider=UserFactory(name="Bob Buiten", email="buiten@elders.example", organisation=other, roles=["buyer"]),
        supplier=UserFactory(name="Lea Leverancier", email="lea@leverancier.example", supplier_contact=True),
        system=system,
        people={
            role: UserFactory(
                name=NAMES[role], email=f"{role}@ministerie.example", organisation=organisation, roles=[role]
            )
            for role in ROLES
        },
    )
