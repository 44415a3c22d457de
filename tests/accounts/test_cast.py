"""The cast that the other tests play with is what it says."""

from accounts.roles import ROLES
from tests.accounts.fixtures import Cast


def test_there_is_one_person_per_role(cast: Cast) -> None:
    assert {role: person.roles_in(cast.organisation.pk) for role, person in cast.people.items()} == {
        role: frozenset({role}) for role in ROLES
    }


def test_the_outsider_and_the_supplier_have_no_role_here(cast: Cast) -> None:
    assert cast.outsider.roles_in(cast.organisation.pk) == frozenset()
    assert cast.supplier.roles_in(cast.organisation.pk) == frozenset()
