"""The way in without a password: only a press of the button signs in, and nobody learns who is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.actions import links
from accounts.models import AccessLink, AuditEvent, OutgoingMessage, User
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(cast: Cast) -> str:
    """The token of a link that works today."""
    _link, token = links.create(user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT)
    AccessLink.objects.update(expires_at="2099-01-01T00:00Z")
    return token


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_opening_the_link_changes_nothing(client: Client, token: str) -> None:
    before = AuditEvent.objects.count()
    for method in (client.get, client.head):
        assert method(f"/portal/enter/{token}/").status_code == 200
    assert not _is_signed_in(client)
    assert AuditEvent.objects.count() == before
    assert AccessLink.objects.get().last_used_at is None


def test_pressing_the_button_signs_in(client: Client, token: str) -> None:
    response = client.post(f"/portal/enter/{token}/")
    assert (response.status_code, response["Location"]) == (302, "/portal/")
    assert _is_signed_in(client)
    assert AccessLink.objects.get().last_used_at is not None
    assert AuditEvent.objects.filter(action="link.used").count() == 1


def test_a_link_brings_back_until_it_expires(client: Client, token: str) -> None:
    client.post(f"/portal/enter/{token}/")
    client.post("/portal/leave/")
    assert not _is_signed_in(client)
    assert client.post(f"/portal/enter/{token}/").status_code == 302


def test_the_token_is_kept_nowhere(token: str) -> None:
    assert AccessLink.objects.get().token_hash != token
    kept = [f"{event.before} {event.after} {event.object_label}" for event in AuditEvent.objects.all()]
    assert not any(token in text for text in kept)


def test_the_page_of_a_link_stays_out_of_caches_and_search_engines(client: Client, token: str) -> None:
    response = client.get(f"/portal/enter/{token}/")
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_it_leads_on_to_a_portal_page_only(client: Client, token: str) -> None:
    address = f"/portal/enter/{token}/"
    assert client.post(f"{address}?next=/portal/me/")["Location"] == "/portal/me/"
    for elsewhere in ("https://evil.example/", "//evil.example/portal/", "/tenders/", "/portal/../tenders/"):
        location = client.post(f"{address}?next={elsewhere}")["Location"]
        assert location.startswith("/portal/"), elsewhere


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_does_not_work_offers_a_new_one(client: Client, method: str) -> None:
    response = getattr(client, method)("/portal/enter/nonsense/")
    assert response.status_code == 410
    assert b'action="/portal/no-link/"' in response.content


def test_an_expired_link_does_not_sign_in(client: Client, token: str) -> None:
    AccessLink.objects.update(created_at=AT - timedelta(days=200), expires_at=AT - timedelta(days=80))
    assert client.post(f"/portal/enter/{token}/").status_code == 410
    assert not _is_signed_in(client)


def test_a_withdrawn_link_does_not_sign_in(client: Client, cast: Cast, token: str) -> None:
    links.revoke(
        user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT, reason="vertrokken"
    )
    assert client.post(f"/portal/enter/{token}/").status_code == 410
    assert not _is_signed_in(client)


def test_a_link_that_is_withdrawn_while_the_button_is_pressed_lets_nobody_in(cast: Cast, token: str) -> None:
    as_it_was_looked_up = links.find(token=token, at=AT)
    assert as_it_was_looked_up is not None
    links.revoke(
        user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT, reason="vertrokken"
    )

    assert links.use(link=as_it_was_looked_up, at=AT) is None

    assert not AuditEvent.objects.filter(action="link.used").exists()
    assert AccessLink.objects.get().last_used_at is None


def test_the_session_of_a_member_ends_when_he_follows_a_link(client: Client, cast: Cast, token: str) -> None:
    client.force_login(cast.buyer)
    assert cast.buyer.name in client.get(f"/portal/enter/{token}/").content.decode()
    client.post(f"/portal/enter/{token}/")
    assert client.session["_auth_user_id"] == str(cast.supplier.pk)


def test_the_language_is_that_of_the_contact_person(client: Client, cast: Cast, token: str) -> None:
    User.objects.filter(pk=cast.supplier.pk).update(language="en")
    assert "Go to the portal" in client.get(f"/portal/enter/{token}/").content.decode()
    client.post(f"/portal/enter/{token}/")
    assert "What is asked of you" in client.get("/portal/").content.decode()


class TestNewLink:
    def test_the_answer_is_the_same_for_everybody(self, client: Client, cast: Cast, token: str) -> None:
        answers = set()
        for address in (cast.supplier.email, "nobody@elsewhere.example", cast.buyer.email):
            response = client.post("/portal/no-link/", {"email": address})
            answers.add((response.status_code, response.content.decode().replace(address, "X")))
        assert len({status for status, _text in answers}) == 1
        assert len({_without_tokens(text) for _status, text in answers}) == 1

    def test_who_was_invited_gets_one(self, client: Client, cast: Cast, token: str) -> None:
        client.post("/portal/no-link/", {"email": cast.supplier.email.upper()})
        message = OutgoingMessage.objects.get(kind="new_link")
        assert message.to_address == cast.supplier.email
        fresh = message.body_text.split("/portal/enter/")[1].split("/")[0]
        assert links.find(token=fresh, at=message.created_at) is not None

    def test_others_get_nothing(self, client: Client, cast: Cast) -> None:
        UserFactory(email="oninvited@leverancier.example", supplier_contact=True)
        for address in ("oninvited@leverancier.example", cast.buyer.email, "nobody@elsewhere.example"):
            client.post("/portal/no-link/", {"email": address})
        assert not OutgoingMessage.objects.filter(kind="new_link").exists()

    def test_nothing_after_the_invitation_was_withdrawn(self, client: Client, cast: Cast, token: str) -> None:
        links.revoke(user=cast.supplier, organisation=cast.organisation, by=cast.contract_manager, at=AT, reason="weg")
        client.post("/portal/no-link/", {"email": cast.supplier.email})
        assert not OutgoingMessage.objects.filter(kind="new_link").exists()

    def test_one_address_gets_a_few_an_hour(self, client: Client, cast: Cast, token: str) -> None:
        answers = [client.post("/portal/no-link/", {"email": cast.supplier.email}).status_code for _turn in range(5)]
        assert answers == [200] * 5
        assert OutgoingMessage.objects.filter(kind="new_link").count() == 3

    def test_one_network_may_ask_ten_an_hour(self, client: Client) -> None:
        answers = [client.post("/portal/no-link/", {"email": f"a{turn}@b.example"}).status_code for turn in range(11)]
        assert answers == [200] * 10 + [429]

    def test_a_wrong_address_is_said_at_the_field(self, client: Client) -> None:
        response = client.post("/portal/no-link/", {"email": "geen adres"})
        assert b'value="geen adres"' in response.content
        assert b"field__error" in response.content


def test_guessing_tokens_is_slowed_down(client: Client) -> None:
    answers = [client.post(f"/portal/enter/guess-{turn}/").status_code for turn in range(21)]
    assert answers == [410] * 20 + [429]


class TestSession:
    @pytest.fixture
    def portal(self, client: Client, token: str) -> Client:
        client.post(f"/portal/enter/{token}/")
        return client

    @pytest.mark.parametrize(
        "address", ["/tenders/", "/contracts/", "/suppliers/", "/findings/", "/settings/", "/reports/", "/profile/"]
    )
    def test_reaches_no_page_of_members(self, portal: Client, address: str) -> None:
        assert portal.get(address).status_code == 404

    @pytest.mark.parametrize("address", ["/account/password/change/", "/account/2fa/", "/account/password/set/"])
    def test_reaches_no_account_page(self, portal: Client, address: str) -> None:
        assert portal.get(address).status_code == 404

    def test_starts_at_the_portal(self, portal: Client) -> None:
        assert portal.get("/")["Location"] == "/portal/"

    def test_changes_own_name_and_language(self, portal: Client, cast: Cast) -> None:
        response = portal.post("/portal/me/", {"name": "Lea de Vries", "language": "en"})
        assert response.status_code == 302
        cast.supplier.refresh_from_db()
        assert (cast.supplier.name, cast.supplier.language) == ("Lea de Vries", "en")
        assert "My details" in portal.get("/portal/me/").content.decode()
        assert AuditEvent.objects.filter(action="user.changed").count() == 1


def test_members_have_no_business_in_the_portal(client: Client, cast: Cast) -> None:
    client.force_login(cast.contract_manager)
    assert client.get("/portal/").status_code == 404
    assert client.get("/portal/me/").status_code == 404


def test_strangers_are_told_how_to_get_in(client: Client) -> None:
    assert client.get("/portal/")["Location"] == "/portal/no-link/"


def _without_tokens(text: str) -> str:
    return "".join(line for line in text.splitlines() if "csrf" not in line.lower())
