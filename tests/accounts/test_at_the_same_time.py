"""What two people do at one moment with roles and personal links."""

from __future__ import annotations

import pytest

from accounts.actions import links, people
from accounts.models import AccessLink, AuditEvent, Membership
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


def test_links_that_two_people_withdraw_at_once_are_withdrawn_once(cast: Cast) -> None:
    for _number in range(2):
        links.create(user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT)

    with both_at_once(
        lambda: links.revoke(
            user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT, reason="vertrokken"
        )
    ) as results:
        list(AccessLink.objects.select_for_update().order_by("pk"))

    assert sorted(map(str, results)) == ["0", "2"]
    assert AuditEvent.objects.filter(action="link.revoked").count() == 2
