"""The main pages with JavaScript off: filters, saves, uploads and the progress of a file by a link."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from monitoring.models import ReportBuild
from procurement.models import Ambition
from suppliers.models import Deliverable
from tests.accounts.fixtures import Cast
from tests.browser.conftest import Visit
from tests.house.world import World, build
from tests.suppliers.factories import pdf


@pytest.fixture
def world(live_server: LiveServer, cast: Cast) -> World:
    return build(cast)


def to(name: str, world: World, key: str) -> str:
    return reverse(name, args=[world.key(key)])


@pytest.mark.parametrize("path", ["/tenders/", "/contracts/", "/deliverables/", "/suppliers/", "/findings/"])
def test_lists_are_filtered(visit: Visit, world: World, path: str) -> None:
    page = visit(path, user=world.cast.contract_manager, language="en", script=False)
    page.locator("main input[name=q]").fill("bestaat-niet")
    page.locator("main form.filters button").first.click()
    expect(page).to_have_url(re.compile("q=bestaat-niet"))
    expect(page.locator("main tbody tr")).to_have_count(0)


def test_an_ambition_level_is_saved(visit: Visit, world: World) -> None:
    page = visit(
        to("procurement:ambition-edit", world, "draft_tender"), user=world.cast.buyer, language="en", script=False
    )
    page.locator("section.ambition input[value='3']").first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert Ambition.objects.filter(tender=world.key("draft_tender"), level=3).count() == 1


def test_a_supplier_uploads_and_hands_in(visit: Visit, world: World) -> None:
    page = visit(to("portal:hand-in", world, "late"), user=world.cast.supplier, language="en", script=False)
    page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="Risicoanalyse.pdf", mimeType="application/pdf", buffer=pdf()),
            FilePayload(name="Keten.csv", mimeType="text/csv", buffer=b"land;laag\nTurkije;2\n"),
        ]
    )
    page.get_by_role("button", name="Hand in now").click()
    expect(page).to_have_url(re.compile("/portal/submissions/"))
    late = Deliverable.objects.get(pk=world.key("late"))
    assert late.submissions.get().files.count() == 2


def test_answers_and_outcome_of_an_assessment_are_saved(visit: Visit, world: World) -> None:
    page = visit(
        to("suppliers:assessment-edit", world, "begun"), user=world.cast.contract_manager, language="en", script=False
    )
    for card in page.locator(".answer").all():
        card.get_by_role("radio").first.check()
        card.locator("textarea").fill("Bladzijde 2.")
    page.locator("#outcome").get_by_role("radio").first.check()
    page.get_by_role("button", name="Record the outcome").click()
    assert Deliverable.objects.get(pk=world.key("begun")).state == "accepted"


def test_a_report_is_asked_for_and_watched_by_a_link(visit: Visit, world: World) -> None:
    page = visit("/reports/2026/", user=world.cast.management, language="en", script=False)
    page.locator("form[action*='/reports/2026/build/'] button").first.click()
    expect(page).to_have_url(re.compile(r"/reports/files/\d+/"))
    again = page.locator("main a[href='']").or_(page.locator("main a[href*='/reports/files/']")).first
    again.click()
    expect(page).to_have_url(re.compile(r"/reports/files/\d+/"))
    assert ReportBuild.objects.filter(state="waiting", format="pdf").count() == 1


def test_the_forms_of_a_dialogue_work(visit: Visit, world: World) -> None:
    page = visit(
        to("dialogues:meeting-cancel", world, "planned_meeting"),
        user=world.cast.contract_manager,
        language="en",
        script=False,
    )
    page.locator("main textarea").fill("De leverancier is verhinderd.")
    page.locator("main form[method=post] button").first.click()
    world.objects["planned_meeting"].refresh_from_db()
    assert world.objects["planned_meeting"].state == "cancelled"
