"""A person at a browser: what one sees, fills in and presses, in Dutch as the product says it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

PATIENCE = 60_000
"""Milliseconds. The machine may be busy with other tests."""

ENDED = ("htmx:afterRequest", "htmx:sendAbort")


def said(message: str, **values: object) -> str:
    """The Dutch of a text of the product."""
    with translation.override("nl"):
        return translation.gettext(message) % values if values else translation.gettext(message)


class Person:
    """Somebody with a browser of his own."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.context = browser.new_context(
            base_url=url, locale="nl-NL", timezone_id="Europe/Amsterdam", reduced_motion="reduce",
            viewport={"width": 1440, "height": 900},
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._notes)

    def _notes(self, message: ConsoleMessage) -> None:
        """Keep errors of scripts. A request that a newer one replaces, or that the next page ends, is none."""
        if message.type == "error" and not message.text.startswith(ENDED):
            self.problems.append(f"{self.page.url}: {message.text}")

    def logs_in(self, address: str, password: str) -> None:
        """Log in with address and password."""
        self.opens("/account/login/")
        self.fills(login=address, password=password)
        self.page.locator("form:has([name=password]) button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"//[^/]+/$"))

    def opens(self, path: str) -> None:
        """Go to an address, which has to answer well."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def fills(self, **values: str | date) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]:visible").fill(str(value))

    def selects(self, **values: str) -> None:
        """Choose in drop-down lists by what they show."""
        for name, label in values.items():
            choices = self.page.locator(f"select[name={name}]")
            choices.select_option(choices.locator("option", has_text=label).first.get_attribute("value"))

    def ticks(self, **values: str) -> None:
        """Choose radio buttons and boxes by the name and value of the field."""
        for name, value in values.items():
            self.page.locator(f"[name={name}][value='{value}']").check(force=True)

    def attaches(self, name: str, *files: Path) -> None:
        """Choose files in an upload field."""
        self.page.locator(f"input[type=file][name={name}]").set_input_files(list(files))

    def presses(self, message: str, **values: object) -> None:
        """Press the button with this text."""
        self.page.get_by_role("button", name=said(message, **values), exact=True).click()
        self.page.wait_for_load_state()

    def follows(self, message: str) -> None:
        """Follow the link with this text."""
        self.page.get_by_role("link", name=said(message), exact=True).first.click()
        self.page.wait_for_load_state()

    def follows_to(self, text: str) -> None:
        """Follow the link in which this text stands."""
        self.page.get_by_role("main").get_by_role("link", name=text).first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str) -> Locator:
        """Something with this text, which has to be there."""
        found = self.page.get_by_role("main").get_by_text(text).first
        expect(found).to_be_visible()
        return found

    @property
    def path(self) -> str:
        """The address of the page, without the host."""
        return "/" + self.page.url.split("/", 3)[3]
