"""Keys to the API: made by a member, shown once, good for one organisation, and closed when they should be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import people, tokens
from accounts.models import ApiToken, AuditEvent, Membership, User
from tests.accounts.fixtures import Cast

TENDERS = "/api/v1/tenders"


def today() -> date:
    return timezone.localdate()


def key_of(user: User, cast: Cast, **changed: Any) -> tuple[ApiToken, str]:
    given: dict[str, Any] = {
        "name": "Dashboard", "may_write": False, "expires_on": today() + timedelta(days=30), "at": timezone.now(),
    }  # fmt: skip
    return tokens.create(user=user, organisation=cast.organisation, **given | changed)


def asks(secret: str, path: str = TENDERS, method: str = "get") -> Any:
    """A program with this key, without a session."""
    return getattr(Client(), method)(path, headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})


def test_a_program_reads_with_the_rights_of_its_owner(cast: Cast) -> None:
    _token, secret = key_of(cast.buyer, cast)

    assert asks(secret).status_code == 200
    assert asks(secret, "/api/v1/findings").status_code == 403  # a buyer does not read findings


def test_only_the_hash_is_kept(cast: Cast) -> None:
    token, secret = key_of(cast.buyer, cast)

    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_that_it_was_used_is_noted(cast: Cast) -> None:
    token, secret = key_of(cast.buyer, cast)

    asks(secret)

    token.refresh_from_db()
    assert token.last_used_on == today()


@pytest.mark.parametrize("secret", ["", "gepast_onzin", "é"])
def test_another_secret_is_refused(cast: Cast, secret: str) -> None:
    answer = asks(secret)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "This key is not valid, or no longer."


def test_an_expired_key_is_refused(cast: Cast) -> None:
    _token, secret = key_of(cast.buyer, cast, expires_on=today() - timedelta(days=1))

    assert asks(secret).status_code == 401


def test_a_revoked_key_is_refused_and_stays_so(cast: Cast) -> None:
    token, secret = key_of(cast.buyer, cast)

    tokens.revoke(token=token, by=cast.buyer, at=timezone.now())
    tokens.revoke(token=token, by=cast.administrator, at=timezone.now())

    assert asks(secret).status_code == 401
    token.refresh_from_db()
    assert token.revoked_by == cast.buyer
    assert AuditEvent.objects.filter(action="token.revoked").count() == 1


def test_who_left_has_no_key_any_more(cast: Cast) -> None:
    _token, secret = key_of(cast.buyer, cast)
    people.revoke_role(
        membership=Membership.objects.get(user=cast.buyer), by=cast.administrator, at=timezone.now(), reason="Weg"
    )

    assert asks(secret).status_code == 401


def test_a_key_stays_in_its_organisation(cast: Cast) -> None:
    people.grant_roles(user=cast.buyer, organisation=cast.other, roles=["buyer"], by=cast.system, at=timezone.now())
    _token, secret = key_of(User.objects.get(pk=cast.buyer.pk), cast)

    assert asks(secret, f"{TENDERS}?organisation={cast.other.slug}").status_code == 404


def test_a_key_to_read_does_not_write(cast: Cast) -> None:
    _token, secret = key_of(cast.buyer, cast)

    answer = asks(secret, method="post")

    assert answer.status_code == 403
    assert answer.json()["detail"] == "This key only reads."


def test_no_key_for_an_organisation_of_others(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        key_of(cast.outsider, cast)


def test_the_page_shows_a_new_key_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.buyer)
    sent = {"name": "Dashboard", "expires_on": (today() + timedelta(days=10)).isoformat()}

    made = client.post(reverse("accounts:tokens"), sent)
    again = client.get(reverse("accounts:tokens"))

    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in again.content.decode()
    assert asks(secret).status_code == 200


@pytest.mark.parametrize("days", [-1, 400])
def test_a_key_is_valid_for_at_most_a_year(client: Client, cast: Cast, days: int) -> None:
    client.force_login(cast.buyer)

    answer = client.post(
        reverse("accounts:tokens"), {"name": "X", "expires_on": (today() + timedelta(days=days)).isoformat()}
    )

    assert answer.context["form"].errors["expires_on"]
    assert not ApiToken.objects.exists()


def test_an_administrator_closes_a_key_of_a_colleague(client: Client, cast: Cast) -> None:
    token, secret = key_of(cast.buyer, cast)
    client.force_login(cast.administrator)
    assert token.hint in client.get(reverse("accounts:tokens")).content.decode()

    client.post(reverse("accounts:token-revoke", args=[token.pk]))

    assert asks(secret).status_code == 401


def test_a_colleague_does_not_see_it(client: Client, cast: Cast) -> None:
    token, _secret = key_of(cast.buyer, cast)
    client.force_login(cast.contract_manager)

    assert token.hint not in client.get(reverse("accounts:tokens")).content.decode()
    assert client.post(reverse("accounts:token-revoke", args=[token.pk])).status_code == 404


def test_the_organisation_keeps_its_prefix_for_open_data(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)

    client.post(
        reverse("accounts:organisation"),
        {"name": "Ministerie", "kind": "central", "ocds_prefix": "ocds-213czf"},
    )

    cast.organisation.refresh_from_db()
    assert cast.organisation.ocds_prefix == "ocds-213czf"


def test_the_form_proposes_a_day_that_the_browser_can_show(client: Client, cast: Cast) -> None:
    client.force_login(cast.buyer)

    page = client.get(reverse("accounts:tokens")).content.decode()

    assert f'value="{today() + timedelta(days=90):%Y-%m-%d}"' in page
