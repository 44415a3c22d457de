"""The main tasks by keyboard alone: Tab, Enter, Space and arrows; the focus is always seen."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from dialogues.models import Meeting
from procurement.models import Ambition, Tender
from suppliers.models import Deliverable, ExtensionRequest, Finding
from tests.accounts.fixtures import Cast
from tests.browser.conftest import Visit
from tests.browser.keyboard import choose, press, tab_to, type_into
from tests.house.world import World, build
from tests.procurement.notices import TED_CALL, sample
from tests.suppliers.factories import pdf


@pytest.fixture
def world(live_server: LiveServer, cast: Cast) -> World:
    return build(cast)


def to(name: str, world: World, key: str) -> str:
    return reverse(name, args=[world.key(key)])


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_logging_in(visit: Visit, cast: Cast) -> None:
    cast.buyer.set_password("een-lang-wachtwoord")
    cast.buyer.save(update_fields=["password"])
    page = visit("/account/login/", language="en")
    type_into(page, page.locator("input[type=email]"), cast.buyer.email)
    type_into(page, page.locator("input[type=password]"), "een-lang-wachtwoord")
    page.keyboard.press("Enter")
    expect(page.locator(".site-header summary", has_text=cast.buyer.name)).to_be_visible()


def test_a_notice_is_taken_in(visit: Visit, world: World) -> None:
    page = visit(reverse("monitoring:notice-import"), user=world.cast.buyer, language="en")
    field = page.locator("input[type=file]")
    tab_to(page, field)
    field.set_input_files([FilePayload(name=TED_CALL, mimeType="application/xml", buffer=sample(TED_CALL))])
    press(page, page.get_by_role("button", name="See what will be made"))
    press(page, page.get_by_role("button", name="Take in 1 notice"))
    expect(page).to_have_url(re.compile(r"/tenders/\d+/"))
    tender = Tender.objects.latest("pk")
    assert tender.notices.count() == 1
    expect(page.get_by_role("heading", level=1)).to_have_text(tender.title)


def test_an_ambition_level_is_chosen_and_saves_itself(visit: Visit, world: World) -> None:
    page = visit(to("procurement:ambition-edit", world, "draft_tender"), user=world.cast.buyer, language="en")
    first, said = page.locator("section.ambition").first, page.locator("#save-state")
    before = Ambition.objects.filter(tender=world.key("draft_tender")).order_by("theme__position").first()
    assert before is not None
    assert before.level == 2
    choose(page, first.locator(".levels"), 1)
    expect(said).to_contain_text(re.compile("Saved [0-9]"))
    type_into(page, first.locator("textarea").first, "De markt kan meer.")
    page.keyboard.press("Tab")
    expect(page.locator("#seen-environment-reason")).to_have_value('["De markt kan meer."]')
    before.refresh_from_db()
    assert (before.reason, before.level) == ("De markt kan meer.", 3)


def test_one_jumps_to_the_next_open_theme_and_goes_on_there(visit: Visit, world: World) -> None:
    page = visit(to("procurement:ambition-edit", world, "noticed_tender"), user=world.cast.buyer, language="en")
    press(page, page.locator("[data-next]"))
    first = page.locator("section.ambition").first
    expect(first.get_by_role("radio", name="Relevant", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_role("radio", name="Not relevant")).to_be_focused()
    expect(first.locator(".levels")).to_be_hidden()
    expect(page.locator("#state-environment")).to_contain_text("not relevant")


def test_an_approach_is_submitted_and_approved(visit: Visit, world: World) -> None:
    tender: Tender = world.objects["draft_tender"]
    where = to("procurement:approval", world, "draft_tender")
    page = visit(where, user=world.cast.buyer, language="en")
    press(page, page.get_by_role("button", name="Submit for approval"))
    expect(page.get_by_text("Waiting for a decision")).to_be_visible()
    page = visit(where, user=world.cast.tenderboard, language="en")
    decision = page.locator("#decision")
    choose(page, decision.locator("fieldset", has=page.locator("input[name=verdict]")), 0)
    press(page, decision.get_by_role("button", name="Record the decision"))
    expect(page.locator("#rounds")).to_contain_text("Tenderboard: approved")
    assert tender.approach_decisions.get().verdict == "approved"


def test_an_approach_is_returned_with_a_reason(visit: Visit, world: World) -> None:
    where = to("procurement:approval", world, "draft_tender")
    page = visit(where, user=world.cast.buyer, language="en")
    press(page, page.get_by_role("button", name="Submit for approval"))
    expect(page.get_by_text("Waiting for a decision")).to_be_visible()
    page = visit(where, user=world.cast.tenderboard, language="en")
    decision = page.locator("#decision")
    choose(page, decision.locator("fieldset", has=page.locator("input[name=verdict]")), 1)
    type_into(page, decision.locator("textarea"), "Licht niveau 1 bij klimaat toe.")
    press(page, decision.get_by_role("button", name="Record the decision"))
    expect(page.locator("#rounds")).to_contain_text("Licht niveau 1 bij klimaat toe.")
    assert world.objects["draft_tender"].approach_decisions.get().verdict == "returned"


def test_a_refused_form_puts_the_focus_on_what_is_wrong(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:award-create", world, "draft_tender"), user=world.cast.contract_manager, language="en")
    press(page, page.get_by_role("button", name="Next: see what follows"))
    expect(page.locator(".error-summary").first).to_be_focused()
    press(page, page.locator(".error-summary a").first)
    assert page.evaluate("document.activeElement.closest('.field--invalid, .field') !== null")


def test_an_award_is_recorded(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:award-create", world, "draft_tender"), user=world.cast.contract_manager, language="en")
    press(page, page.locator("details summary", has_text="A supplier that is not in the list"))
    type_into(page, page.locator("[name=new_name]"), "Wasserij Zuid B.V.")
    for name, text in (("reference", "C-2026-77"), ("title", "Wasserij"), ("awarded_on", ""), ("start_on", "")):
        field = page.locator(f"[name={name}]")
        tab_to(page, field)
        if text:
            page.keyboard.press("Control+a")
        page.keyboard.type(text or "01122026")
    choose(page, page.locator("fieldset", has=page.locator("input[name=isv]")).last, 0)
    choose(page, page.locator("fieldset", has=page.locator("input[name=follow_up]")).last, 0)
    press(page, page.get_by_role("button", name="Next: see what follows"))
    press(page, page.locator("main button[type=submit]").first)
    expect(page.locator("main")).to_contain_text("C-2026-77")
    assert world.objects["draft_tender"].contracts.get().supplier.name == "Wasserij Zuid B.V."


def test_a_supplier_hands_in(visit: Visit, world: World) -> None:
    page = visit(to("portal:hand-in", world, "late"), user=world.cast.supplier, language="en")
    field = page.locator("input[type=file]")
    tab_to(page, field)
    field.set_input_files([FilePayload(name="Risicoanalyse.pdf", mimeType="application/pdf", buffer=pdf())])
    expect(page.locator("#files")).to_contain_text("Risicoanalyse.pdf")
    press(page, page.get_by_role("button", name="Hand in now"))
    expect(page).to_have_url(re.compile("/portal/submissions/"))
    assert Deliverable.objects.get(pk=world.key("late")).state == "submitted"


def test_a_deliverable_is_assessed_and_accepted(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:assessment-edit", world, "begun"), user=world.cast.contract_manager, language="en")
    for card in page.locator(".answer").all():
        choose(page, card, 0)
        type_into(page, card.locator("textarea"), "Bladzijde 2.")
    choose(page, page.locator("#outcome"), 0)
    page.wait_for_load_state("networkidle")  # each answer is saved at once
    press(page, page.get_by_role("button", name="Record the outcome"))
    expect(page.locator(".answer")).to_have_count(0)
    assert Deliverable.objects.get(pk=world.key("begun")).state == "accepted"


def test_a_finding_is_recorded(visit: Visit, world: World) -> None:
    address = reverse("suppliers:finding-create") + f"?contract={world.key('contract')}"
    page = visit(address, user=world.cast.contract_manager, language="en")
    type_into(page, page.locator("[name=reference]"), "BEV-77")
    tab_to(page, page.locator("[name=source]"))
    page.keyboard.type("audit")
    type_into(page, page.locator("[name=description]"), "Nooddeuren op slot tijdens de nachtdienst.")
    press(page, page.locator("main .form-actions button").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("BEV-77")
    assert Finding.objects.get(reference="BEV-77").source == "audit"


def test_an_extension_is_granted(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:extension-decide", world, "extension"), user=world.cast.category_manager, language="en")
    choose(page, page.locator("fieldset", has=page.locator("input[name=decision]")), 0)
    type_into(page, page.locator("[name=reason]"), "Akkoord.")
    press(page, page.get_by_role("button", name="Decide"))
    expect(page.get_by_text("The extension is granted.")).to_be_visible()
    assert ExtensionRequest.objects.get(pk=world.key("extension")).state == "granted"


def test_a_figure_of_the_report_opens_its_rows(visit: Visit, world: World) -> None:
    page = visit("/reports/2026/", user=world.cast.management, language="en")
    press(page, page.locator("main .tiles a[href*='/tenders.mvi/']").first)
    expect(page.locator("main table").first).to_be_visible()


def test_a_dialogue_is_planned(visit: Visit, world: World) -> None:
    address = reverse("dialogues:meeting-create") + f"?contract={world.key('contract')}"
    page = visit(address, user=world.cast.contract_manager, language="en")
    tab_to(page, page.locator("[name=date]"))
    page.keyboard.type("15032027")
    type_into(page, page.locator("[name=purpose]"), "De naaiateliers leren kennen")
    press(page, page.locator("main .form-actions button").first)
    expect(page.get_by_text("The meeting has been planned.")).to_be_visible()
    made = Meeting.objects.get(purpose="De naaiateliers leren kennen")
    assert list(made.contracts.values_list("pk", flat=True)) == [world.key("contract")]


def test_enter_sends_the_form_past_the_button_that_searches(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:award-create", world, "draft_tender"), user=world.cast.contract_manager, language="en")
    tab_to(page, page.locator("[name=title]"))
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()


def test_enter_in_a_search_box_searches(visit: Visit, world: World) -> None:
    page = visit(to("suppliers:award-create", world, "draft_tender"), user=world.cast.contract_manager, language="en")
    tab_to(page, page.locator("[name=supplier_q]"))
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No supplier found.")).to_be_visible()
    expect(page.locator(".error-summary")).to_have_count(0)
