"""The cast: who plays in the tests. One person per role in organisation A, one outsider in B, a supplier's contact."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from accounts.models import Organisation, User
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
    organisation = OrganisationFactory(slug="ministerie", name="Ministerie van Voorbeelden", kind="central")
    other = OrganisationFactory(slug="gemeente", name="Gemeente Elders", kind="municipality")
    return Cast(
        organisation=organisation,
        other=other,
        outsider=UserFactory(name="Bob Buiten", email="buiten@elders.example", organisation=other, roles=["buyer"]),
        supplier=UserFactory(name="Lea Leverancier", email="lea@leverancier.example", supplier_contact=True),
        system=system_user(),
        people={
            role: UserFactory(
                name=NAMES[role], email=f"{role}@ministerie.example", organisation=organisation, roles=[role]
            )
            for role in ROLES
        },
    )
