"""What two people do at one moment with roles and personal links."""

from __future__ import annotations

from copy import copy

import pytest

from accounts.actions import links, people
from accounts.models import AccessLink, AuditEvent, Membership, OutgoingMessage
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


def test_a_member_added_twice_at_once_gets_one_account_and_one_mail(cast: Cast) -> None:
    def add() -> object:
        return people.add_member(
            email="nieuw@voorbeeld.example", name="Nieuw", organisation=cast.organisation, roles=["buyer"],
            by=cast.administrator, at=AT,
        )[1]  # fmt: skip

    with both_at_once(add) as results:
        hold("LOCK TABLE accounts_user IN SHARE MODE")

    assert sorted(map(str, results)) == ["False", "True"]
    assert OutgoingMessage.objects.filter(to_address="nieuw@voorbeeld.example").count() == 1


def test_a_role_that_two_people_take_away_at_once_is_taken_once(cast: Cast) -> None:
    membership = cast.buyer.memberships.get()

    with both_at_once(lambda: people.revoke_role(membership=copy(membership), by=cast.administrator, at=AT)):
        hold("LOCK TABLE accounts_auditevent IN SHARE MODE")

    assert AuditEvent.objects.filter(action="membership.revoked").count() == 1


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
