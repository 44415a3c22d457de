"""Organisations, users and roles: made idempotently, and only by who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import links, people
from accounts.models import AccessLink, AuditEvent, Membership, Organisation, OutgoingMessage, User
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast


def run(*args: str, **kwargs: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **kwargs)
    return out.getvalue()


@pytest.mark.django_db
def test_create_organisation_twice_makes_one() -> None:
    run("create_organisation", "waterschap", name="Waterschap", kind="water_authority")
    run("create_organisation", "waterschap", name="Waterschap Oost", kind="water_authority")

    assert Organisation.objects.get(slug="waterschap").name == "Waterschap Oost"


def test_create_user_twice_makes_one_with_all_roles(cast: Cast) -> None:
    run("create_user", "Nieuw@Voorbeeld.example", organisation="ministerie", role=["buyer"])
    run("create_user", "nieuw@voorbeeld.example", organisation="ministerie", role=["auditor"])

    user = User.objects.get(email="nieuw@voorbeeld.example")
    assert user.roles_in(cast.organisation.pk) == {"buyer", "auditor"}
    assert not user.has_usable_password()


def test_create_user_takes_the_password_from_standard_input(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("een lang wachtwoord\n"))

    run("create_user", "nieuw@voorbeeld.example", organisation="ministerie", role=["buyer"], password_stdin=True)

    assert User.objects.get(email="nieuw@voorbeeld.example").check_password("een lang wachtwoord")


def test_create_user_again_with_the_same_password_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def repeat() -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("een lang wachtwoord\n"))
        run("create_user", "nieuw@voorbeeld.example", organisation="ministerie", role=["buyer"], password_stdin=True)

    repeat()
    before = User.objects.get(email="nieuw@voorbeeld.example").password, AuditEvent.objects.count()
    repeat()
    assert (User.objects.get(email="nieuw@voorbeeld.example").password, AuditEvent.objects.count()) == before


def test_create_user_refuses_an_empty_password(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    with pytest.raises(CommandError) as refused:
        run("create_user", "nieuw@voorbeeld.example", organisation="ministerie", role=["buyer"], password_stdin=True)

    assert refused.value.returncode == 1
    assert not User.objects.filter(email="nieuw@voorbeeld.example").exists()


def test_create_user_refuses_a_password_that_is_too_easy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kort\n"))

    with pytest.raises(CommandError, match="te kort"):
        run("create_user", "nieuw@voorbeeld.example", organisation="ministerie", role=["buyer"], password_stdin=True)

    assert not User.objects.filter(email="nieuw@voorbeeld.example").exists()


@pytest.mark.django_db
def test_create_user_refuses_an_unknown_organisation() -> None:
    with pytest.raises(CommandError, match="create_organisation"):
        run("create_user", "a@b.example", organisation="nergens", role=["buyer"])


def test_a_supplier_s_contact_cannot_become_a_member(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        people.grant_roles(
            user=cast.supplier, organisation=cast.organisation, roles=["buyer"], by=cast.administrator, at=AT
        )


def test_only_an_administrator_gives_roles(cast: Cast) -> None:
    for role, person in cast.people.items():
        if role == "administrator":
            continue
        with pytest.raises(PermissionDenied):
            people.grant_roles(user=person, organisation=cast.organisation, roles=["management"], by=person, at=AT)


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        people.set_roles(
            user=cast.administrator, organisation=cast.organisation, roles=["buyer"], by=cast.administrator, at=AT
        )

    assert "administrator" in User.objects.get(pk=cast.administrator.pk).roles_in(cast.organisation.pk)


def test_an_added_colleague_gets_a_mail_that_tells_how_to_begin(cast: Cast) -> None:
    people.add_member(
        email="collega@voorbeeld.example",
        name="Collega",
        organisation=cast.organisation,
        roles=["buyer"],
        by=cast.administrator,
        at=AT,
    )

    message = OutgoingMessage.objects.get(to_address="collega@voorbeeld.example")
    assert "/account/password/reset/" in message.body_text


@pytest.mark.parametrize("kind", ["supplier", "assessor"])
def test_who_comes_by_link_cannot_get_a_password(
    cast: Cast, client: Client, kind: str, mailoutbox: list[object]
) -> None:
    cast.supplier.kind = "supplier_contact" if kind == "supplier" else "assessor"
    cast.supplier.set_password("een lang wachtwoord")
    cast.supplier.save()

    client.post("/account/password/reset/", {"email": cast.supplier.email})
    client.post("/account/login/", {"login": cast.supplier.email, "password": "een lang wachtwoord"})

    assert not mailoutbox
    assert "_auth_user_id" not in client.session, dict(client.session)


def test_a_person_logs_in_with_his_address_in_any_case(cast: Cast, client: Client) -> None:
    cast.buyer.set_password("een lang wachtwoord")
    cast.buyer.save()

    client.post("/account/login/", {"login": cast.buyer.email.upper(), "password": "een lang wachtwoord"})

    assert client.session["_auth_user_id"] == str(cast.buyer.pk)


def test_repeated_wrong_passwords_are_slowed_down(cast: Cast, client: Client) -> None:
    cast.buyer.set_password("een lang wachtwoord")
    cast.buyer.save()
    for _attempt in range(6):
        client.post("/account/login/", {"login": cast.buyer.email, "password": "mis"})

    client.post("/account/login/", {"login": cast.buyer.email, "password": "een lang wachtwoord"})

    assert "_auth_user_id" not in client.session, dict(client.session)


def test_one_person_works_in_two_organisations(cast: Cast, client: Client) -> None:
    people.grant_roles(
        user=cast.administrator, organisation=cast.other, roles=["auditor", "administrator"], by=cast.system, at=AT
    )
    client.force_login(cast.administrator)

    client.post("/organisation/", {"organisation": "gemeente"})

    assert client.get("/settings/").context["organisation"] == cast.other


def test_nobody_switches_to_an_organisation_of_others(cast: Cast, client: Client) -> None:
    client.force_login(cast.buyer)

    assert client.post("/organisation/", {"organisation": "gemeente"}).status_code == 404


def test_a_link_is_found_by_its_token_only_and_expires(cast: Cast) -> None:
    link, token = links.create(user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT)

    assert links.find(token=token, at=AT) == link
    assert links.find(token=token, at=AT + links.VALID_FOR) is None
    assert links.find(token=link.token_hash, at=AT) is None
    assert token not in str(AccessLink.objects.values().get())


def test_a_revoked_link_opens_nothing(cast: Cast) -> None:
    _link, token = links.create(user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT)

    links.revoke(
        user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT, reason="uit dienst"
    )

    assert links.find(token=token, at=AT) is None


def test_a_user_without_membership_is_told_what_to_do(cast: Cast, client: Client) -> None:
    Membership.objects.filter(user=cast.buyer).delete()
    client.force_login(cast.buyer)

    assert client.get("/settings/").status_code == 403


@pytest.mark.parametrize("page", ["", "organisation/", "people/", "people/new/", "audit/", "mail/"])
def test_settings_pages_answer_the_administrator(
    cast: Cast, client: Client, page: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.force_login(cast.administrator)

    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        response = client.get(f"/settings/{page}")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("tooi", "is_right"),
    [
        ("https://identifier.overheid.nl/tooi/id/gemeente/gm0363", True), ("gm0363", False), ("x y", False),
        ("https://identifier.overheid.nl/tooi/id/ministerie/mnre1034", True), ("", True),
        ("https://example.nl/tooi/id/gemeente/gm0363", False),
    ],
)  # fmt: skip
def test_a_tooi_address_is_checked_for_its_form(cast: Cast, tooi: str, is_right: bool) -> None:
    cast.organisation.tooi = tooi
    if is_right:
        cast.organisation.full_clean()
    else:
        with pytest.raises(ValidationError, match="TOOI"):
            cast.organisation.full_clean()
