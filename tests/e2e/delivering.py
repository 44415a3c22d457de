"""Steps 5 to 7: what the supplier hands in, what the contract manager says of it, and the reminders."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.documents.samples import pdf
from tests.e2e.browsing import Person, said
from tests.e2e.walk import TODAY, Walk, link_in, next_working_day, sweep, text_of

# 5. The supplier, without an account -----------------------------------------------------------------


def hand_in_without_an_account(walk: Walk, folder: Path) -> None:
    manager = walk.person("contract_manager")
    manager.opens(walk.contract)
    manager.follows_to(f"Leverancier {walk.organisation}")
    manager.follows("Add a contact person")
    manager.fills(name="Kim de Keten", email=walk.contact, job_title="Hoofd inkoop")
    manager.presses("Add")
    link = link_in(walk.product.postbox.wait(walk.contact))
    opened_by_a_scanner(walk, link)

    supplier = walk.supplier
    supplier.opens(link)
    supplier.presses("Go to the portal")
    hand_in(supplier, "Risicoanalyse", [paper(folder, "risicoanalyse"), paper(folder, "bijlage-ketenkaart")])
    supplier.sees("risicoanalyse.pdf")
    supplier.sees("bijlage-ketenkaart.pdf")
    assert "risico" in str(walk.product.postbox.wait(walk.contact, 2)["Subject"]).lower()


def opened_by_a_scanner(walk: Walk, link: str) -> None:
    """What mail programs do with links before anybody reads the message."""
    scanner = walk.people.stranger("scanner")
    scanner.opens(link)
    scanner.opens(link)
    assert scanner.page.goto("/portal/"), "answers"
    assert scanner.path.startswith("/portal/no-link/")


def hand_in(supplier: Person, what: str, files: list[Path]) -> None:
    """Upload the files one after the other is done, and submit."""
    supplier.opens("/portal/")
    supplier.page.get_by_role("main").locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    supplier.follows_to(what)
    supplier.page.locator("a[href$='/hand-in/']").first.click()
    supplier.attaches("documents", *files)
    for file in files:
        expect(supplier.page.locator("#files").get_by_text(file.name).first).to_be_visible()
    supplier.fills(note="Gesproken met FNV en twee lokale organisaties.")
    supplier.presses("Hand in now")
    supplier.sees(said("Thank you, we received it"))


def paper(folder: Path, name: str) -> Path:
    """A small PDF of two pages."""
    file = folder / f"{name}.pdf"
    file.write_bytes(pdf(pages=2, text=name))
    return file


# 6. Assessing, a revision, an extension --------------------------------------------------------------


def ask_for_a_revision(walk: Walk) -> None:
    manager = start_assessing(walk)
    answer_every_question(manager, "partially", "Niet voor elk land uitgewerkt.")
    manager.ticks(outcome="revision_requested")
    manager.fills(remarks="Vul de tweede schakel aan.", due_on=next_working_day(TODAY + timedelta(days=21)))
    manager.presses("Record the outcome")
    manager.sees(said("The outcome is recorded and the supplier gets a message."))


def accept_what_comes_in_again(walk: Walk, folder: Path) -> None:
    supplier = walk.enters(walk.product.postbox.wait(walk.contact, 3))
    hand_in(supplier, "Risicoanalyse", [paper(folder, "risicoanalyse-2")])
    manager = start_assessing(walk)
    answer_every_question(manager, "fully", "Nu volledig.")
    manager.ticks(outcome="accepted")
    manager.presses("Record the outcome")
    manager.opens(walk.risk_analysis)
    expect(manager.page.locator("header, main").get_by_text("geaccepteerd").first).to_be_visible()


def start_assessing(walk: Walk) -> Person:
    """From the work list to the questions, with the document beside them."""
    manager = walk.person("contract_manager")
    manager.opens("/")
    section = manager.page.locator("#to-assess")
    section.get_by_role("link", name="risicoanalyse").first.click()
    manager.presses("Start the assessment")
    picture = manager.page.locator("#preview img")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 100
    return manager


def answer_every_question(manager: Person, value: str, reason: str) -> None:
    """Answer and reason at each; each is saved at once, and the page says so."""
    questions = manager.page.locator(".answer")
    for number in range(questions.count()):
        question = questions.nth(number)
        question.locator(f"input[type=radio][value={value}]").check(force=True)
        question.locator("textarea").fill(reason)
    expect(questions.last.locator(".answer__status")).to_contain_text(said("Saved"))
    manager.page.wait_for_load_state("networkidle")


def give_more_time(walk: Walk) -> None:
    walk.extended_to = next_working_day(TODAY + timedelta(days=240))
    supplier = walk.supplier
    supplier.opens(walk.improvement_plan.replace("/deliverables/", "/portal/deliverables/"))
    supplier.follows("Ask for more time")
    supplier.fills(wanted_on=walk.extended_to, reason="De gesprekken met de fabrieken lopen nog.")
    supplier.presses("Send the request")

    manager = walk.person("contract_manager")
    manager.opens("/")
    manager.sees(said("Extensions to decide on"))
    manager.opens(walk.improvement_plan)
    manager.follows("Decide on the extension")
    manager.ticks(decision="granted")
    manager.presses("Decide")
    manager.sees(said("The extension is granted."))
    manager.sees(f"{walk.extended_to:%d-%m-%Y}")


# 7. Reminders ----------------------------------------------------------------------------------------


def remind_when_it_is_due(walk: Walk) -> None:
    before = len(walk.product.postbox.to(walk.contact))
    sweep(walk, walk.extended_to)
    reminder = walk.product.postbox.wait(walk.contact, before + 1)
    assert "verbeterplan" in text_of(reminder).lower()
    sweep(walk, walk.extended_to)
    assert len(walk.product.postbox.to(walk.contact)) == before + 1, "a second sweep sends nothing twice"

    manager = walk.person("contract_manager")
    manager.opens(walk.improvement_plan)
    reminded = manager.page.get_by_role("listitem").filter(
        has_text=re.compile(said("on the day") + r":\s+Kim de Keten", re.I)
    )
    expect(reminded).to_contain_text(said("sent"))
