"""Steps 2 to 4: from a published notice to a contract."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browsing import Person, said
from tests.e2e.conftest import NAMES
from tests.e2e.walk import TODAY, Walk

THEMES = ("environment", "climate", "circular", "supply_chain", "diversity", "social_return")

# 2. A published notice -------------------------------------------------------------------------------


def take_the_notice_in(walk: Walk, notice: Path) -> None:
    buyer = walk.person("buyer")
    buyer.opens("/tenders/")
    buyer.follows("Import a notice")
    buyer.attaches("notices", notice)
    buyer.presses("See what will be made")
    buyer.sees(said("new tender"))
    buyer.page.get_by_role("main").locator("form button[type=submit]").click()
    if not re.search(r"/tenders/\d+/$", buyer.path):
        buyer.follows("To the tender")
    buyer.page.wait_for_url(re.compile(r"/tenders/\d+/$"))
    walk.tender = buyer.path


# 3. The approach, and its approval -------------------------------------------------------------------


def fill_in_the_approach(walk: Walk) -> None:
    buyer = walk.person("buyer")
    buyer.opens(walk.tender)
    buyer.sees(said("Is ISV mandatory?"))
    expect(buyer.page.locator("#obligation .obligation__headline")).not_to_be_empty()
    buyer.opens(f"{walk.tender}ambition/")
    for theme in THEMES:
        buyer.ticks(**{f"level_{theme}": "2" if theme == "supply_chain" else "1"})
        buyer.fills(**{f"reason_{theme}": f"Gekozen na marktverkenning: {theme}."})
    buyer.presses("Save and go on to ISV")
    buyer.ticks(applied="contract_condition")
    buyer.fills(explanation="De keten loopt over meerdere risicolanden.")
    buyer.presses("Save and go on to the approval")
    buyer.presses("Submit for approval")
    buyer.sees(said("The approach is submitted for approval."))


def return_it_once_and_approve_it(walk: Walk) -> None:
    decide(walk, "tenderboard", "returned", "Licht het niveau voor ketenverantwoordelijkheid toe.")
    buyer = walk.person("buyer")
    buyer.opens("/")
    buyer.sees(said("Returned approaches"))
    buyer.opens(f"{walk.tender}ambition/")
    buyer.fills(reason_supply_chain="Katoen en elektronica komen uit landen met een hoog risico op dwangarbeid.")
    buyer.presses("Save")
    buyer.opens(f"{walk.tender}approval/")
    buyer.presses("Submit for approval")
    decide(walk, "tenderboard", "approved", "")
    decide(walk, "budget_holder", "approved", "Akkoord.")
    buyer.opens(f"{walk.tender}approval/")
    buyer.sees(said("The approach was approved on"))


def decide(walk: Walk, role: str, verdict: str, reason: str) -> None:
    judge = walk.person(role)
    judge.opens("/")
    judge.sees(said("Approaches to judge"))
    judge.opens(f"{walk.tender}approval/")
    judge.ticks(verdict=verdict)
    judge.fills(reason=reason)
    judge.presses("Record the decision")
    judge.sees(said("Your decision is recorded."))


# 4. The award, the contract and what follows from it -------------------------------------------------


def record_the_award(walk: Walk) -> None:
    manager = walk.person("contract_manager")
    manager.opens(f"{walk.tender}contracts/")
    manager.follows("Record an award")
    manager.page.get_by_text(said("A supplier that is not in the list")).click()
    manager.fills(
        new_name=f"Leverancier {walk.organisation} B.V.",
        reference=f"C-{walk.organisation}",
        title="Levering met aandacht voor de keten",
        awarded_on=TODAY, start_on=TODAY, end_on=TODAY + timedelta(days=3 * 365),
        value="1.240.000,00",
        follow_up_reason="De keten is lang.",
    )  # fmt: skip
    manager.ticks(isv="yes", risk_signals="some", follow_up="normal")
    manager.selects(contract_manager=NAMES["contract_manager"])
    manager.presses("Next: see what follows")
    manager.presses("Record the award")
    manager.page.wait_for_url(re.compile(r"/contracts/\d+/$"))
    walk.contract = manager.path
    walk.risk_analysis = address_of_link(manager, "Risicoanalyse")
    walk.improvement_plan = address_of_link(manager, "Verbeterplan")


def address_of_link(person: Person, name: str) -> str:
    """Where the first link with this text leads."""
    href = person.page.get_by_role("main").get_by_role("link", name=name).first.get_attribute("href")
    assert href
    return href
