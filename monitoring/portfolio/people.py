"""The organisation of a portfolio, one person per role, and the suppliers with whom it works."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.actions import people
from accounts.models import Organisation, User
from accounts.roles import ROLES
from suppliers.models import Supplier, SupplierContact, SupplierLink

COUNTRIES = ("NL", "NL", "NL", "DE", "BE", "IN", "BD", "TR", "VN", "CN", "PL", "PT")
NAMES = ("Textiel", "Kantoor", "Schoon", "Data", "Labor", "Energie", "Groen", "Druk", "Voeding", "Netwerk")

UNUSABLE = make_password(None)


@dataclass(frozen=True)
class Stage:
    """What every row of a portfolio needs."""

    organisation: Organisation
    people: dict[str, User]
    suppliers: list[Supplier]
    chance: random.Random
    now: datetime


def raise_curtain(*, number: int, suppliers: int, seed: int, by: User, at: datetime) -> Stage:
    """Make organisation `portfolio-NUMBER`, a person per role without password, and its suppliers with a contact."""
    slug = f"portfolio-{number}"
    organisation, _created = people.create_organisation(
        slug=slug, name=f"Portefeuille {number}", kind=Organisation.Kind.CENTRAL, by=by, at=at
    )
    members = {}
    for role in ROLES:
        user, _new = people.create_user(
            email=f"{role.replace('_', '-')}@{slug}.example", name=f"{role.replace('_', ' ')} {number}", by=by, at=at
        )
        people.grant_roles(user=user, organisation=organisation, roles=[role], by=by, at=at)
        members[role] = user
    chance = random.Random(f"{seed}-{number}")  # noqa: S311  (the same seed gives the same rows)
    made = _suppliers(organisation, suppliers, chance, at)
    return Stage(organisation, members, made, chance, at)


def _suppliers(organisation: Organisation, number: int, chance: random.Random, at: datetime) -> list[Supplier]:
    made = Supplier.objects.bulk_create(
        Supplier(
            name=f"{chance.choice(NAMES)} {organisation.slug} {index} B.V.",
            country=chance.choice(COUNTRIES),
            created_at=at,
        )
        for index in range(number)
    )
    contacts = User.objects.bulk_create(
        User(
            email=f"contact-{index}@{organisation.slug}.example", name=f"Contact {index}",
            kind=User.Kind.SUPPLIER_CONTACT, password=UNUSABLE, date_joined=at,
        )
        for index in range(number)
    )  # fmt: skip
    SupplierLink.objects.bulk_create(
        SupplierLink(organisation=organisation, supplier=supplier, created_at=at) for supplier in made
    )
    SupplierContact.objects.bulk_create(
        SupplierContact(organisation=organisation, supplier=supplier, user=user, invited_at=at, created_at=at)
        for supplier, user in zip(made, contacts, strict=True)
    )
    return made
