"""Organisations and people for tests, made by the product's own actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory

from accounts.actions import people
from accounts.models import Organisation, User

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""The moment at which the tests' world was made."""


def system_user() -> User:
    """The user in whose name the arrangements of a test are made."""
    user = User.objects.filter(kind=User.Kind.SYSTEM).first()
    if user is None:
        user = User(email="system@localhost.invalid", name="Gepast", kind=User.Kind.SYSTEM, date_joined=AT)
        user.set_unusable_password()
        user.save()
    return user


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A contracting authority; central government unless said otherwise."""

    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = Organisation.Kind.CENTRAL

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: Any, **kwargs: Any) -> Organisation:
        organisation, _created = people.create_organisation(by=system_user(), at=AT, **kwargs)
        return organisation


class UserFactory(factory.django.DjangoModelFactory):
    """A person; a member with ``organisation`` and ``roles``: ``UserFactory(organisation=o, roles=["buyer"])``."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persoon-{n}@voorbeeld.example")
    name = factory.Sequence(lambda n: f"Persoon {n}")
    kind = User.Kind.PERSON

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        organisation, roles = kwargs.pop("organisation", None), kwargs.pop("roles", ())
        user, _created = people.create_user(by=system_user(), at=AT, **kwargs)
        if organisation is not None:
            people.grant_roles(user=user, organisation=organisation, roles=roles, by=system_user(), at=AT)
        return user

    class Params:
        supplier_contact = factory.Trait(kind=User.Kind.SUPPLIER_CONTACT)
        assessor = factory.Trait(kind=User.Kind.ASSESSOR)
