"""The pages of one's own account in our look: from the password to the second step and its recovery codes."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.accounts.fixtures import Cast

PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def person(client: Client, cast: Cast) -> Client:
    """The buyer, logged in with a password and confirmed just now."""
    cast.buyer.set_password(PASSWORD)
    cast.buyer.save(update_fields=["password"])
    answer = client.post("/account/login/", {"login": cast.buyer.email, "password": PASSWORD})
    assert answer.status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def code_for(page: str) -> str:
    """What an authenticator app would show for the key on this page."""
    secret = re.search(r'<span class="code">(\w+)</span>', page)
    assert secret
    code: str = format_hotp_value(hotp_value(secret.group(1), next(yield_hotp_counters_from_time())))
    return code


def test_a_wrong_password_is_refused_at_the_form_and_the_address_stays(client: Client, cast: Cast) -> None:
    page = client.post("/account/login/", {"login": cast.buyer.email, "password": "fout"}).content.decode()
    assert "error-summary" in page
    assert cast.buyer.email in page


def test_the_sentences_of_the_library_say_u(client: Client, cast: Cast) -> None:
    wrong = client.post("/account/login/", {"login": cast.buyer.email, "password": "fout"}).content.decode()
    assert "Het e-mailadres of het wachtwoord klopt niet." in wrong
    cast.buyer.set_password(PASSWORD)
    cast.buyer.save(update_fields=["password"])
    known = {"login": cast.buyer.email, "password": PASSWORD}
    page = client.post("/account/login/", known, follow=True).content.decode()
    assert f"U bent ingelogd als {cast.buyer}." in page
    changed = client.post(
        "/account/password/change/", {"oldpassword": "x", "password1": "y", "password2": "z"}, follow=True
    )
    assert not re.search(r"\b(je|jij|jou|jouw)\b", wrong + page + changed.content.decode(), re.IGNORECASE)


def test_a_password_that_is_too_short_hears_it_in_dutch(person: Client) -> None:
    typed = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    page = person.post("/account/password/change/", typed).content.decode()
    assert "Dit wachtwoord is te kort: het moet minstens 12 tekens hebben." in page


def test_the_link_for_a_new_password_comes_in_our_words(client: Client, cast: Cast) -> None:
    cast.buyer.language = "en"
    cast.buyer.save(update_fields=["language"])
    client.post("/account/password/reset/", {"email": cast.buyer.email})
    client.post("/account/password/reset/", {"email": cast.tenderboard.email})
    english, dutch = mail.outbox
    assert english.subject == "A new password for Gepast"
    assert dutch.subject == "Een nieuw wachtwoord voor Gepast"
    assert f"Beste {cast.tenderboard}," in dutch.body
    assert "/account/password/reset/key/" in dutch.body
    assert "3 dagen" in dutch.body
    assert isinstance(dutch, EmailMultiAlternatives)
    assert "Een nieuw wachtwoord" in str(dutch.alternatives[0][0])


@pytest.mark.parametrize(
    ("came_from", "goes_on"),
    [
        ("http://testserver/settings/people/?q=a", "/settings/people/?q=a"), ("", "/"),
        ("http://elders.example/settings/", "/"),
    ],
)  # fmt: skip
def test_who_was_logged_out_meanwhile_returns_to_the_page_of_the_form(
    client: Client, db: None, came_from: str, goes_on: str
) -> None:
    answer = client.post("/messages/1/retry/", headers={"referer": came_from})
    assert answer["Location"] == f"/account/login/?{urlencode({'next': goes_on}, safe='/')}"


def test_who_tries_too_often_is_told_so_and_keeps_the_address(client: Client, cast: Cast) -> None:
    typed = {"login": cast.buyer.email, "password": "fout"}
    answers = [client.post("/account/login/", typed) for _attempt in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    page = answers[-1].content.decode()
    assert "Wacht vijf minuten" in page
    assert f'value="{cast.buyer.email}"' in page
    assert "fout" not in page


def test_a_network_that_tries_too_often_is_told_so_too(client: Client, db: None) -> None:
    for number in range(30):
        client.post("/account/login/", {"login": f"iemand{number}@elders.example", "password": "fout"})
    answer = client.post("/account/login/", {"login": "ik@hier.example", "password": "fout", "next": "/tenders/"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Wacht vijf minuten" in page
    assert 'value="ik@hier.example"' in page
    assert 'name="next" value="/tenders/"' in page


def test_other_pages_of_the_account_have_a_limit_as_well(client: Client, db: None) -> None:
    for number in range(10):
        client.post("/account/password/reset/", {"email": f"iemand{number}@elders.example"})
    answer = client.post("/account/password/reset/", {"email": "ik@hier.example"})
    assert answer.status_code == 429
    assert "hoogstens een uur" in answer.content.decode()


def test_guessing_codes_of_the_second_step_ends(person: Client, cast: Cast) -> None:
    page = person.get("/account/2fa/totp/activate/").content.decode()
    person.post("/account/2fa/totp/activate/", {"code": code_for(page)})
    newcomer = Client()
    newcomer.post("/account/login/", {"login": cast.buyer.email, "password": PASSWORD})
    found = [newcomer.post("/account/2fa/authenticate/", {"code": "000000"}).status_code for _attempt in range(6)]
    assert found == [200] * 5 + [429]


def test_the_second_step_can_be_switched_on_used_and_switched_off(person: Client) -> None:
    page = person.get("/account/2fa/totp/activate/").content.decode()
    assert '<img class="entrance__code" src="data:image/svg' in page
    person.post("/account/2fa/totp/activate/", {"code": code_for(page)})
    codes = person.get("/account/2fa/recovery-codes/").content.decode()
    assert codes.count("<li>") >= 10
    assert "Actief" in person.get("/account/2fa/").content.decode()
    assert person.get("/account/2fa/recovery-codes/generate/").status_code == 200
    assert person.get("/account/2fa/totp/deactivate/").status_code == 200
    person.post("/account/2fa/totp/deactivate/")
    assert "Niet actief" in person.get("/account/2fa/").content.decode()


def test_who_has_a_second_step_is_asked_for_it(person: Client, cast: Cast) -> None:
    page = person.get("/account/2fa/totp/activate/").content.decode()
    person.post("/account/2fa/totp/activate/", {"code": code_for(page)})
    newcomer = Client()
    answer = newcomer.post("/account/login/", {"login": cast.buyer.email, "password": PASSWORD}, follow=True)
    assert "Tweede stap" in answer.content.decode()
    assert "error-summary" in newcomer.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()


def test_who_logged_in_long_ago_confirms_who_he_is(client: Client, cast: Cast) -> None:
    cast.buyer.set_password(PASSWORD)
    cast.buyer.save(update_fields=["password"])
    client.force_login(cast.buyer)
    answer = client.get("/account/2fa/totp/activate/", follow=True)
    assert "Bent u het echt?" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/", "signup/"],
)
def test_every_page_before_the_login_has_our_frame(client: Client, db: None, path: str) -> None:
    page = client.get(f"/account/{path}").content.decode()
    assert 'class="card narrow narrow--form entrance"' in page


def test_a_link_that_was_used_says_so(client: Client, db: None) -> None:
    page = client.get("/account/password/reset/key/1-abc-def/").content.decode()
    assert "Deze link werkt niet meer" in page


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_nobody_changes_his_address_outside_the_audit_trail(person: Client, cast: Cast, page: str) -> None:
    assert person.get(f"/account/{page}").status_code == 404
    new = {"action_add": "", "email": "ander@elders.example"}

    assert person.post(f"/account/{page}", new).status_code == 404


def test_a_page_for_who_is_signed_in_is_kept_by_no_shared_cache(person: Client) -> None:
    assert person.get("/")["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in Client().get("/portal/deliverables/1/").headers
