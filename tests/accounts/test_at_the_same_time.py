"""What two people do at one moment with roles."""

from __future__ import annotations

import pytest

from accounts.actions import people
from accounts.models import Membership
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.at_once import both_at_once, hold

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_role_given_twice_at_once_is_given_once(cast: Cast) -> None:
    roles = ["auditor", "management"]

    with both_at_once(
        lambda: people.grant_roles(
            user=cast.buyer, organisation=cast.organisation, roles=roles, by=cast.administrator, at=AT
        )
    ) as results:
        hold("LOCK TABLE accounts_membership IN SHARE MODE")

    assert sorted(map(str, results)) == sorted([str(roles), "[]"])
    assert Membership.objects.filter(user=cast.buyer, role__in=roles).count() == 2
