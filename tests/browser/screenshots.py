"""Make docs/screenshots again: start `python3 run.py` with its demonstration, then

    .venv/bin/python -m tests.browser.screenshots [http://localhost:8000]

Look at every picture before it is committed.
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from monitoring.demo.words import PASSWORD

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SAMPLES = FOLDER.parents[1] / "procurement" / "samples"
COLOURS = 96
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox"]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
ROW = "main tbody th a"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where he begins, and what he clicks from there."""

    name: str
    who: str
    path: str
    clicks: tuple[str, ...] = ()
    phone: bool = False
    upload: str = ""


SHOTS = (
    Shot("werkvoorraad", "contractmanager", "/"),
    Shot("werkvoorraad-telefoon", "contractmanager", "/", phone=True),
    Shot("aanbestedingen", "inkoper", "/tenders/?stage=published"),
    Shot("aankondiging-inlezen", "inkoper", "/tenders/import/", ("main form button[type=submit]",),
         upload="bedrijfskleding-gunning.xml"),
    Shot("aanbesteding", "inkoper", "/tenders/?obligation=mandatory&stage=awarded", (ROW,)),
    Shot("ambitie", "inkoper", "/tenders/?approach=draft&stage=planned",
         ("main tbody tr:has-text('significant') th a", "main nav a[href$='/ambition/']",
          "main a:has-text('Ketenverantwoordelijkheid')")),
    Shot("isv", "inkoper", "/tenders/?approach=draft&obligation=mandatory", (ROW, "main nav a[href$='/isv/']")),
    Shot("goedkeuring", "tenderboard", "/tenders/?approach=submitted", (ROW, "main nav a[href$='/approval/']")),
    Shot("risicoscan", "inkoper", "/tenders/?q=bedrijfskleding&approach=approved&stage=published",
         (ROW, "main nav a[href$='/risks/']")),
    Shot("criteria", "inkoper", "/tenders/?q=laptops&approach=submitted",
         (ROW, "main nav a[href$='/criteria/']")),
    Shot("categorieplan", "categoriemanager", "/plans/?standing=in_force&q=bedrijfskleding", (ROW,)),
    Shot("actieplan", "mvi-adviseur", "/plans/action/?standing=in_force", (ROW,)),
    Shot("contract", "contractmanager", "/contracts/?isv=yes&period=running&follow_up_state=overdue", (ROW,)),
    Shot("documenten", "contractmanager", "/deliverables/?status=to_assess"),
    Shot("document", "contractmanager", "/deliverables/?status=overdue", (ROW,)),
    Shot("leverancier", "contractmanager", "/contracts/?isv=yes&period=running&mine=on",
         (ROW, "main a[href*='/suppliers/']")),
    Shot("gesprek", "contractmanager", "/meetings/?state=confirmed", (ROW,)),
    Shot("afspraken", "contractmanager", "/agreements/"),
    Shot("bevinding", "contractmanager", "/findings/", (ROW,)),
    Shot("jaarverslag", "management", "/reports/2025/"),
    Shot("jaarverslag-grafieken", "management", "/reports/2025/#levels"),
    Shot("jaarverslag-telefoon", "management", "/reports/2025/", phone=True),
    Shot("jaarverslag-regels", "management", "/reports/2025/isv.mandatory.applied/"),
    Shot("instellingen", "beheerder", "/settings/"),
    Shot("mensen", "beheerder", "/settings/people/"),
    Shot("herinneringen", "beheerder", "/settings/reminders/"),
    Shot("logboek", "auditor", "/settings/audit/"),
)  # fmt: skip


@dataclass
class Camera:
    """One browser, and a page for each person and width."""

    browser: Browser
    address: str
    pages: dict[tuple[str, bool], Page] = field(default_factory=dict)

    def page(self, who: str, *, phone: bool) -> Page:
        """The page of somebody who has logged in; of nobody when ``who`` is empty."""
        if (who, phone) not in self.pages:
            page = self.browser.new_page(viewport=PHONE if phone else DESKTOP, locale="nl-NL", reduced_motion="reduce")
            if who:
                page.goto(f"{self.address}/account/login/")
                page.fill("input[name=login]", f"{who}@demo.example")
                page.fill("input[name=password]", PASSWORD)
                page.click("main button[type=submit]")
            self.pages[who, phone] = page
        return self.pages[who, phone]

    def take(self, shot: Shot) -> None:
        """Go there, and keep what the window shows."""
        page = self.page(shot.who, phone=shot.phone)
        page.goto(self.address + shot.path)
        if shot.upload:
            page.set_input_files("main input[type=file]", SAMPLES / shot.upload)
        for click in shot.clicks:
            page.locator(click).first.click()
            page.wait_for_load_state()
        keep(page, shot.name)

    def portal(self) -> None:
        """Invite a contact person as the contract manager does, and walk in by the mail."""
        page = self.page("contractmanager", phone=False)
        page.goto(f"{self.address}/contracts/?isv=yes&period=running&follow_up_state=due_soon")
        page.locator(ROW).first.click()
        page.locator("main a[href*='/suppliers/']").first.click()
        page.locator("main form[action*='/invite/'] button").first.click()
        page.wait_for_load_state()
        mail = self.page("beheerder", phone=False)
        for _attempt in range(30):
            mail.goto(f"{self.address}/settings/mail/")
            if mail.locator(ROW).count():
                break
            mail.wait_for_timeout(1000)
        mail.locator(ROW).first.click()
        keep(mail, "mail")
        found = re.search(r"/portal/enter/\S+", mail.inner_text("main"))
        assert found
        for phone in (False, True):
            guest = self.page("", phone=phone)
            guest.goto(self.address + found[0])
            end = "-telefoon" if phone else ""
            keep(guest, f"portaal-binnenkomen{end}")
            guest.click("main form button")
            keep(guest, f"portaal{end}")
            guest.locator("main a[href*='/portal/deliverables/']").first.click()
            keep(guest, f"portaal-inleveren{end}")


def keep(page: Page, name: str) -> None:
    """Save what the window shows, in few colours."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(FOLDER / f"{name}.png", optimize=True)
    print(name, page.url)  # noqa: T201


def main(address: str) -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        camera = Camera(browser, address.rstrip("/"))
        for shot in SHOTS:
            camera.take(shot)
        camera.portal()
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://localhost:8000"]))
