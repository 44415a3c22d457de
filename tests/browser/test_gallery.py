"""The components in a real browser: accessible, fitting, usable by keyboard, and usable without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.accounts.fixtures import Cast
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Visit

ANONYMOUS = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_component_is_accessible_and_fits(visit: Visit, cast: Cast, language: str, size: str) -> None:
    page = visit("/gallery/", user=cast.administrator, language=language, size=size)
    for details in page.locator("details.chart__data").all():
        details.locator("summary").click()
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_around_the_login_are_accessible_and_fit(visit: Visit, db: None, language: str, size: str) -> None:
    for path in ANONYMOUS:
        page = visit(path, language=language, size=size)
        assert violations(page) == []
        assert overflow(page) == 0


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/password/change/", "/account/logout/"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_of_ones_own_account_are_accessible(visit: Visit, cast: Cast, path: str, size: str) -> None:
    page = visit(path, user=cast.buyer, size=size)
    assert violations(page) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_is_not_there_and_what_is_not_allowed_say_so(visit: Visit, cast: Cast, size: str) -> None:
    assert violations(visit("/nowhere/", user=cast.buyer, size=size, status=404)) == []
    assert violations(visit("/gallery/", user=cast.buyer, size=size, status=403)) == []


@pytest.fixture
def gallery(visit: Visit, cast: Cast) -> Page:
    return visit("/gallery/", user=cast.administrator)


def test_the_first_tab_stop_skips_to_the_content(visit: Visit, cast: Cast) -> None:
    page = visit("/settings/", user=cast.administrator)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(gallery: Page) -> None:
    expect(gallery.locator(".error-summary")).to_be_focused()
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Enter")
    expect(gallery.locator("#id_wrong-title")).to_be_focused()


def test_a_menu_opens_by_keyboard_and_gives_the_focus_back(gallery: Page) -> None:
    summary = gallery.locator("details.menu summary", has_text="Meer")
    summary.focus()
    gallery.keyboard.press("Enter")
    expect(gallery.locator(".page-head details.menu")).to_have_attribute("open", "")
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Escape")
    expect(gallery.locator(".page-head details.menu")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_a_dialog_opens_closes_and_gives_the_focus_back(gallery: Page) -> None:
    opener = gallery.get_by_role("link", name="Open een dialoogvenster")
    opener.focus()
    gallery.keyboard.press("Enter")
    dialog = gallery.get_by_role("dialog", name="Een dialoogvenster")
    expect(dialog).to_be_visible()
    assert violations(gallery) == []
    gallery.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_question_comes_before_what_cannot_be_undone(gallery: Page) -> None:
    sent: list[str] = []
    gallery.on("request", lambda request: sent.append(request.method))
    gallery.get_by_role("button", name="Intrekken").click()
    question = gallery.get_by_role("dialog", name="Weet u het zeker?")
    expect(question).to_contain_text("Deze aanbesteding intrekken?")
    question.get_by_role("button", name="Annuleren").click()
    expect(question).to_be_hidden()
    assert "POST" not in sent


def test_filters_renew_the_list_and_say_so(gallery: Page) -> None:
    gallery.locator("form.filters").get_by_label("Procedure").select_option("restricted")
    expect(gallery).to_have_url(re.compile("procedure=restricted"))
    expect(gallery.locator("#live")).to_have_text("300 aanbestedingen")


def test_chosen_files_are_listed_and_can_be_taken_out(gallery: Page) -> None:
    field = gallery.locator(".upload input[type=file]")
    field.set_input_files(
        [
            FilePayload(name="Risicoanalyse.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 " + b"0" * 1500),
            FilePayload(name="Ketenkaart.csv", mimeType="text/csv", buffer=b"land;laag\n"),
        ]
    )
    rows = gallery.locator(".upload__files li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("1,5 KB")
    gallery.get_by_role("button", name="Verwijderen: Risicoanalyse.pdf").click()
    expect(rows).to_have_count(1)
    assert field.evaluate("input => input.files.length") == 1


def test_a_long_label_stays_in_its_card_on_a_phone(visit: Visit, cast: Cast) -> None:
    page = visit("/gallery/", user=cast.administrator, size="phone")
    cell = page.locator(".table--stack td[data-label]:not([data-label='']):visible").first
    before = cell.evaluate("cell => cell.offsetHeight")
    cell.evaluate(
        "cell => cell.dataset.label = 'Een lang opschrift dat in deze kolom op zijn minst vier regels vult, zo lang'"
    )
    assert cell.evaluate("cell => cell.offsetHeight") > before + 40


def test_the_menu_of_a_phone_works_without_script(visit: Visit, cast: Cast) -> None:
    page = visit("/gallery/", user=cast.administrator, size="phone", script=False)
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu.get_by_role("link")).to_have_count(0)
    menu.locator("summary").click()
    menu.get_by_role("link", name="Instellingen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Instellingen")


def test_filters_and_order_work_without_script(visit: Visit, cast: Cast) -> None:
    page = visit("/gallery/?sort=value", user=cast.administrator, script=False)
    page.locator("form.filters").get_by_label("Procedure").select_option("restricted")
    page.get_by_role("button", name="Filteren").click()
    expect(page).to_have_url(re.compile("procedure=restricted&sort=value"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Waarde")


def test_the_language_of_the_page_can_be_switched(visit: Visit, db: None) -> None:
    page = visit("/account/login/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_everything_one_can_press_is_large_enough(visit: Visit, cast: Cast, size: str) -> None:
    page = visit("/gallery/", user=cast.administrator, size=size)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, nav a, td > a")]
            .filter(element => element.offsetParent !== null)
            .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text]) => text)"""
    )
    assert small == []
