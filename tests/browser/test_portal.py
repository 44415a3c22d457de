"""The portal in a real browser: accessible in both languages and widths, and files are sent as they are chosen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from suppliers.models import Deliverable
from tests.accounts.fixtures import Cast
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Visit
from tests.suppliers.factories import ContractFactory, DeliverableFactory, contact_of, pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(cast: Cast) -> Deliverable:
    """A risk analysis that came back for a revision, and beside it an overdue plan."""
    today = timezone.localdate()
    contract = ContractFactory(organisation=cast.organisation, contract_manager=cast.contract_manager)
    DeliverableFactory(contract=contract, kind="improvement_plan", due_on=today - timedelta(days=40))
    return DeliverableFactory(
        contract=contract,
        due_on=today - timedelta(days=20),
        revision_requested=True,
        submitted_on=today - timedelta(days=18),
    )


@pytest.fixture
def contact(asked: Deliverable) -> User:
    return contact_of(asked.contract)


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_accessible(visit: Visit, asked: Deliverable, contact: User, language: str, size: str) -> None:
    version = asked.submissions.get()
    for path in (
        "/portal/",
        f"/portal/deliverables/{asked.pk}/",
        f"/portal/deliverables/{asked.pk}/hand-in/",
        f"/portal/deliverables/{asked.pk}/extension/",
        f"/portal/submissions/{version.pk}/",
        "/portal/me/",
    ):
        page = visit(path, user=contact, language=language, size=size)
        assert violations(page) == [], path
        assert overflow(page) == 0, path


def test_the_way_in_is_accessible(visit: Visit, cast: Cast) -> None:
    assert violations(visit("/portal/no-link/")) == []
    assert violations(visit("/portal/enter/nonsense/", status=410, size="phone")) == []


def test_chosen_files_are_sent_at_once(visit: Visit, asked: Deliverable, contact: User, tmp_path: Path) -> None:
    good, bad = tmp_path / "goed.pdf", tmp_path / "slecht.pdf"
    good.write_bytes(pdf("Nieuw"))
    bad.write_bytes(b"geen pdf")
    page = visit(f"/portal/deliverables/{asked.pk}/hand-in/", user=contact, size="phone")
    page.fill("[name=note]", "Blijft staan")
    page.set_input_files("input[type=file]", [good, bad])
    expect(page.locator("#files")).to_contain_text("goed.pdf")
    expect(page.locator(".upload__problem")).to_contain_text("slecht.pdf")
    assert page.input_value("[name=note]") == "Blijft staan"
    page.click("button[value=submit]")
    expect(page).to_have_url(f"{page.url.split('/portal/')[0]}/portal/submissions/{asked.submissions.first().pk}/")  # type: ignore[union-attr]  # it was just made


def test_a_file_takes_away_that_there_was_none(visit: Visit, asked: Deliverable, contact: User, tmp_path: Path) -> None:
    good = tmp_path / "goed.pdf"
    good.write_bytes(pdf("Nieuw"))
    page = visit(f"/portal/deliverables/{asked.pk}/hand-in/", user=contact)
    page.click("button[value=submit]")
    expect(page.locator(".error-summary")).to_contain_text("Voeg minstens één bestand toe")
    page.set_input_files("input[type=file]", good)
    expect(page.locator("#files")).to_contain_text("goed.pdf")
    expect(page.locator(".error-summary, .field--invalid, .field__error, [aria-invalid]")).to_have_count(0)
    assert violations(page) == []


def test_it_works_without_script(visit: Visit, asked: Deliverable, contact: User, tmp_path: Path) -> None:
    good = tmp_path / "goed.pdf"
    good.write_bytes(pdf("Nieuw"))
    page = visit(f"/portal/deliverables/{asked.pk}/hand-in/", user=contact, script=False)
    page.set_input_files("input[type=file]", good)
    page.click("button[value=add]")
    expect(page.locator("#files")).to_contain_text("goed.pdf")
    page.click("button[value=submit]")
    expect(page.locator("h1")).to_contain_text("risicoanalyse")
