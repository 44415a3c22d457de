"""The people of the demonstration, one per role, and their suppliers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.actions import people
from accounts.models import Organisation, User
from accounts.roles import ROLES
from monitoring.demo import words
from procurement.models import Criterion
from suppliers.actions import awards, contacts
from suppliers.actions.awards import NewSupplier
from suppliers.models import Supplier, SupplierContact

SLUG = "demo"
DOMAIN = "demo.example"


@dataclass
class Stage:
    """Who plays: the organisation, its people by role, its suppliers by category, its library of criteria."""

    organisation: Organisation
    system: User
    random: Random
    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    managers: list[User] = field(default_factory=list)
    suppliers: dict[str, list[Supplier]] = field(default_factory=dict)
    contacts: dict[int, User] = field(default_factory=dict)
    to_invite: dict[int, SupplierContact] = field(default_factory=dict)
    """Contact persons by supplier until the first contract, when they are invited."""
    library: list[Criterion] = field(default_factory=list)


def raise_curtain(*, by: User, now: datetime, since: datetime) -> Stage:
    """Make the organisation and everybody in it, as of ``since``."""
    organisation, _created = people.create_organisation(
        slug=SLUG, name="Rijksdienst Voorbeeld", kind="central", by=by, at=since, kvk="00000001", oin="0" * 20
    )
    stage = Stage(organisation, by, Random(2026), now)  # noqa: S311
    for role, (local, name) in words.PEOPLE.items():
        stage.people[role] = _person(stage, local, name, role, since)
    local, name = words.SECOND_CONTRACT_MANAGER
    stage.managers = [stage.people["contract_manager"], _person(stage, local, name, "contract_manager", since)]
    _let_in(stage)
    for number in range(len(words.SUPPLIERS)):
        _supplier(stage, number, since)
    return stage


def _let_in(stage: Stage) -> None:
    """All have the same, printed password; a hash takes long on purpose, so it is made once."""
    secret = make_password(words.PASSWORD)
    for user in {*stage.people.values(), *stage.managers}:
        user.password = secret
        user.save(update_fields=["password"])


def accounts() -> list[tuple[str, str]]:
    """Address and Dutch role name per demonstration account."""
    return [(f"{local}@{DOMAIN}", str(ROLES[role])) for role, (local, _name) in words.PEOPLE.items()]


def _person(stage: Stage, local: str, name: str, role: str, since: datetime) -> User:
    user, _created = people.create_user(email=f"{local}@{DOMAIN}", name=name, by=stage.system, at=since)
    people.grant_roles(user=user, organisation=stage.organisation, roles=[role], by=stage.system, at=since)
    return user


def _supplier(stage: Stage, number: int, since: datetime) -> None:
    name, country, category = words.SUPPLIERS[number]
    kvk = f"{99000000 + number}" if country == "NL" else ""
    supplier = awards.link_supplier(
        supplier=NewSupplier(name=name, kvk=kvk, country=country),
        organisation=stage.organisation,
        by=stage.system,
        at=since,
    )
    stage.suppliers.setdefault(category, []).append(supplier)
    person = words.CONTACT_NAMES[number % len(words.CONTACT_NAMES)]
    contact = contacts.add(
        supplier=supplier,
        organisation=stage.organisation,
        email=f"contact{number + 1}@leverancier.example",
        name=person,
        language="en" if country in words.ENGLISH_SPEAKING else "nl",
        by=stage.system,
        at=since,
    )
    stage.contacts[supplier.pk] = contact.user
    stage.to_invite[supplier.pk] = contact
