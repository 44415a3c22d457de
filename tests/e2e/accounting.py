"""Steps 8 and 9: a dialogue with its agreement, and the annual report."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
from playwright.sync_api import expect

from tests.e2e.browsing import said
from tests.e2e.conftest import NAMES, ORGANISATIONS, address_of
from tests.e2e.walk import TODAY, Walk, next_working_day, sweep, text_of

# 8. A meeting and an agreement -----------------------------------------------------------------------


def hold_a_meeting(walk: Walk) -> None:
    before = len(walk.product.postbox.to(walk.contact))
    manager = walk.person("contract_manager")
    manager.opens(walk.contract)
    manager.follows("Plan a dialogue")
    manager.fills(
        purpose="Afspreken hoe de tweede schakel in beeld komt.",
        points="Welke spinnerijen?\nWie bezoekt ze?",
        date=TODAY, location="Den Haag",
    )  # fmt: skip
    manager.presses("Save")
    manager.page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    walk.meeting = manager.path
    manager.follows("Look over and invite")
    manager.presses("Send the invitations")
    assert "Welke spinnerijen?" in text_of(walk.product.postbox.wait(walk.contact, before + 1))

    manager.follows("Write the report")
    manager.fills(attendance="Kim de Keten; de contractmanager", summary="Open gesprek over de spinnerijen.")
    manager.presses("Save")
    manager.follows("Add an agreement")
    manager.fills(text="De lijst van spinnerijen wordt gedeeld.", due_on=next_working_day(TODAY + timedelta(days=7)))
    manager.ticks(owner_side="buyer")
    manager.selects(owner_user=NAMES["contract_manager"])
    manager.presses("Save")
    manager.opens("/")
    manager.sees("De lijst van spinnerijen wordt gedeeld.")


def remind_of_the_agreement(walk: Walk) -> None:
    address = address_of(walk.organisation, "contract_manager")
    before = len(walk.product.postbox.to(address))
    sweep(walk, next_working_day(TODAY + timedelta(days=7)))
    reminder = walk.product.postbox.wait(address, before + 1)
    assert "spinnerijen" in text_of(reminder)


# 9. The annual report --------------------------------------------------------------------------------


def account_for_the_year(walk: Walk, folder: Path) -> None:
    year = year_of(walk)
    management = walk.person("management")
    management.opens("/reports/")
    management.follows_to(str(year))
    management.page.wait_for_url(f"**/reports/{year}/")
    expect(management.page.locator(".report svg").first).to_be_visible()

    management.opens(f"/reports/{year}/isv.contract_condition/")
    title = management.page.get_by_role("main").locator("tbody th a").first
    title.click()
    management.page.wait_for_url(f"**{walk.tender}")

    management.opens(f"/reports/{year}/")
    management.presses("Make the PDF")
    link = management.page.get_by_role("main").locator("a[href$='/download/']")
    expect(link).to_be_visible(timeout=90_000)
    with management.page.expect_download() as download:
        link.click()
    file = folder / "jaarverslag.pdf"
    download.value.save_as(file)
    the_file_holds_the_figures(file, walk, year)


def publish_the_year(walk: Walk) -> None:
    """Two people: one writes and submits, the other publishes; the worker counts and keeps the rows."""
    year = year_of(walk)
    writer = walk.person("category_manager")
    writer.opens(f"/reports/{year}/")
    writer.presses("Begin a draft")
    writer.fills(introduction="De eerste leverancier leverde zijn risicoanalyse.")
    writer.presses("Save")
    writer.presses("Submit for review")
    management = walk.person("management")
    management.opens(f"/reports/{year}/")
    management.presses("Publish")
    management.presses("Yes, continue")
    expect(management.page.get_by_text(said("The report has been published; its figures are frozen."))).to_be_visible(
        timeout=60_000
    )
    management.opens(f"/reports/{year}/isv.contract_condition/")
    management.sees(said("The rows as they were at publication,"))


def the_file_holds_the_figures(file: Path, walk: Walk, year: int) -> None:
    """The same in the text for people, and in the data inside for programs."""
    assert f"{ORGANISATIONS[walk.organisation]}" in words_of(file)
    with pikepdf.open(file) as report:
        assert report.Root.Lang == "nl"
        assert "/StructTreeRoot" in report.Root
        data = json.loads(report.attachments["annual-report.json"].get_file().read_bytes())
    figures = {one["code"]: one for one in data["indicators"]}
    assert (data["organisation"], data["year"]) == (walk.organisation, year)
    assert figures["isv.contract_condition"]["value"] == 1
    assert (figures["tenders.mvi"]["numerator"], figures["tenders.mvi"]["denominator"]) == (1, 1)
    assert figures["isv.contract_condition"]["label"] in words_of(file)


def year_of(walk: Walk) -> int:
    """The year to which the tender belongs: of its publication."""
    buyer = walk.person("buyer")
    buyer.opens(walk.tender)
    label = buyer.page.locator("#facts dt", has_text=said("Publication date"))
    shown = label.locator("xpath=following-sibling::dd[1]").inner_text()
    return int(shown.strip()[-4:])


def words_of(file: Path) -> str:
    """All text of a PDF."""
    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
