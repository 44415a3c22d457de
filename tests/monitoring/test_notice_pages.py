"""Taking notices in through the browser: nothing is kept until somebody confirms what was shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import ROLES
from procurement.models import Tender
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.procurement.json_notices import as_bytes, publication
from tests.procurement.notices import TED_CALL, changed

pytestmark = pytest.mark.django_db

SAMPLES = Path(settings.BASE_DIR) / "procurement" / "samples"
WRITERS = {"buyer", "commissioning_owner", "mvi_adviser", "category_manager"}


def _file(name: str = "bedrijfskleding-aankondiging.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (SAMPLES / name).read_bytes(), "text/xml")


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer, backend="accounts.backends.PersonBackend")
    return client


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may(client: Client, cast: Cast, role: str) -> None:
    client.force_login(cast.people[role], backend="accounts.backends.PersonBackend")
    expected = 200 if role in WRITERS else 403
    assert client.get("/tenders/import/").status_code == expected
    assert client.post("/tenders/import/", {"notices": _file()}).status_code == expected


def test_seeing_keeps_nothing(buyer: Client) -> None:
    page = buyer.post("/tenders/import/", {"notices": _file()}).content.decode()
    assert "LOT-0001" in page
    assert not Tender.objects.exists()


def test_a_buyer_that_is_not_us_is_pointed_out(buyer: Client, cast: Cast) -> None:
    ours = buyer.post("/tenders/import/", {"notices": _file()}).content.decode()
    cast.organisation.name = "Provincie Elders"
    cast.organisation.save(update_fields=["name"])
    theirs = buyer.post("/tenders/import/", {"notices": _file()}).content.decode()
    assert "utrecht-alert--warning" not in ours
    assert "utrecht-alert--warning" in theirs


def test_a_period_without_an_end_is_said_so_and_kept(buyer: Client) -> None:
    data = changed('<DURATION TYPE="MONTH">24</DURATION>', "<INDEFINITE_DURATION/>", name=TED_CALL)
    page = buyer.post("/tenders/import/", {"notices": SimpleUploadedFile("a.xml", data, "text/xml")}).content.decode()
    assert page.count("zonder einde") == 1
    buyer.post("/tenders/import/confirm/", {"token": _token(page)})
    tender = Tender.objects.get()
    assert [lot.duration_unit for lot in tender.lots.order_by("identifier")] == ["", "UNLIMITED"]
    assert buyer.get(f"/tenders/{tender.pk}/").content.decode().count("zonder einde") == 1


def test_the_pages_tell_codes_in_words(buyer: Client) -> None:
    shown = buyer.post("/tenders/import/", {"notices": _file()}).content.decode()
    buyer.post("/tenders/import/confirm/", {"token": _token(shown)})
    tender = Tender.objects.get()
    detail = buyer.get(f"/tenders/{tender.pk}/").content.decode()
    kept = buyer.get(f"/tenders/{tender.pk}/notices/").content.decode()
    english = buyer.get(f"/tenders/{tender.pk}/notices/", headers={"accept-language": "en"}).content.decode()
    assert "aankondiging van een opdracht" in shown
    assert "Nederland<" in detail
    assert "aankondiging van een opdracht" in kept
    assert "Nederlands" in kept
    assert "Dutch" in english
    for page in (shown, detail, kept):
        words = set(re.sub(r"<[^>]*>", " ", page).split())
        assert not words & {"NLD", "cn-standard", "per-exa", "hum-right", "quality", "MONTH"}


def test_confirming_makes_the_tender(buyer: Client, cast: Cast) -> None:
    token = _token(buyer.post("/tenders/import/", {"notices": _file()}).content.decode())
    answer = buyer.post("/tenders/import/confirm/", {"token": token})
    tender = Tender.objects.get()
    assert answer["Location"] == f"/tenders/{tender.pk}/"
    assert tender.organisation == cast.organisation


def test_an_award_leads_on_to_its_contracts(client: Client, cast: Cast) -> None:
    client.force_login(cast.category_manager, backend="accounts.backends.PersonBackend")
    both = [_file(), _file("bedrijfskleding-gunning.xml")]
    token = _token(client.post("/tenders/import/", {"notices": both}).content.decode())
    page = client.post("/tenders/import/confirm/", {"token": token}).content.decode()
    tender = Tender.objects.get()
    assert tender.stage == "awarded"
    assert f"/tenders/{tender.pk}/award/?notice=" in page


def test_confirming_twice_asks_for_the_files_again(buyer: Client) -> None:
    token = _token(buyer.post("/tenders/import/", {"notices": _file()}).content.decode())
    buyer.post("/tenders/import/confirm/", {"token": token})
    assert buyer.post("/tenders/import/confirm/", {"token": token})["Location"] == "/tenders/import/"
    assert Tender.objects.count() == 1


def test_nothing_stays_lying_after_confirming(buyer: Client, cast: Cast) -> None:
    token = _token(buyer.post("/tenders/import/", {"notices": _file()}).content.decode())
    folder = f"incoming/{cast.buyer.pk}"
    assert len(default_storage.listdir(folder)[1]) == 1
    buyer.post("/tenders/import/confirm/", {"token": token})
    assert default_storage.listdir(folder)[1] == []


def test_a_token_is_good_for_one_person_in_one_organisation(buyer: Client, cast: Cast) -> None:
    token = _token(buyer.post("/tenders/import/", {"notices": _file()}).content.decode())
    colleague = Client()
    colleague.force_login(
        UserFactory(organisation=cast.organisation, roles=["buyer"]), backend="accounts.backends.PersonBackend"
    )
    for wrong in (token, "made-up", ""):
        assert colleague.post("/tenders/import/confirm/", {"token": wrong})["Location"] == "/tenders/import/"
    assert not Tender.objects.exists()


def test_an_unreadable_file_is_named_with_the_reason(buyer: Client) -> None:
    bad = SimpleUploadedFile("kapot.xml", b"<ContractNotice", "text/xml")
    answer = buyer.post("/tenders/import/", {"notices": bad})
    assert answer.status_code == 422
    assert "kapot.xml" in answer.content.decode()
    assert 'name="token"' not in answer.content.decode()


def test_a_good_file_goes_on_beside_a_bad_one(buyer: Client) -> None:
    bad = SimpleUploadedFile("kapot.xml", b"<ContractNotice", "text/xml")
    page = buyer.post("/tenders/import/", {"notices": [bad, _file()]}).content.decode()
    buyer.post("/tenders/import/confirm/", {"token": _token(page)})
    assert Tender.objects.count() == 1


def test_what_is_known_already_needs_no_confirmation(buyer: Client) -> None:
    token = _token(buyer.post("/tenders/import/", {"notices": _file()}).content.decode())
    buyer.post("/tenders/import/confirm/", {"token": token})
    assert 'name="token"' not in buyer.post("/tenders/import/", {"notices": _file()}).content.decode()


def test_no_file_is_said_at_the_field(buyer: Client) -> None:
    assert "id_notices_error" in buyer.post("/tenders/import/", {}).content.decode()


def _list(number: int) -> SimpleUploadedFile:
    publications = [publication(id=str(n), tenderned_kenmerk=str(n)) for n in range(number)]
    return SimpleUploadedFile("lijst.json", as_bytes([*publications, {"no": "notice"}]), "application/json")


def test_a_long_list_shows_its_tally_and_a_bounded_page(buyer: Client) -> None:
    page = buyer.post("/tenders/import/", {"notices": _list(40)}).content.decode()
    assert page.count("card__intro") == 24  # and the one that is refused
    buyer.post("/tenders/import/confirm/", {"token": _token(page)})
    assert Tender.objects.count() == 40


def test_a_list_that_is_too_long_is_said_at_the_field(buyer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitoring.views.notices.MOST_AT_ONCE", 5)
    monkeypatch.setattr("monitoring.views.notices.MOST_NOTICES", 10)
    page = buyer.post("/tenders/import/", {"notices": _list(10)}).content.decode()
    assert "id_notices_error" in page
    assert not Tender.objects.exists()
