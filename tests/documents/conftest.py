from __future__ import annotations

import pytest

from accounts.models import Organisation, User
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.documents.test_clamd import scanner

__all__ = ["scanner"]


@pytest.fixture
def organisation(db: None) -> Organisation:
    made: Organisation = OrganisationFactory.create()
    return made


@pytest.fixture
def person(organisation: Organisation) -> User:
    made: User = UserFactory.create(organisation=organisation, roles=["contract_manager"])
    return made
