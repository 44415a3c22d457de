"""Every page type in a real browser: accessible, fitting, quiet; in both languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import server_error
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import ROLES
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.browser.axe import overflow, violations
from tests.browser.conftest import BACKENDS, DESKTOP, PHONE
from tests.house.entries import Entry
from tests.house.url_roles import ENTRIES
from tests.house.world import World, build

DOWNLOADS = (
    "-export", "-ocds", "-calendar", "-file", ":file", "-data", "-page", "-template", "-example", "-errors",
    "-document", "mail-detail",
)  # fmt: skip
"""Addresses that answer a file or a fragment of a page."""

PREFERRED = ("contract_manager", "category_manager", "buyer", "tenderboard", "management", "administrator")

VARIANTS = [
    ("procurement:tender-detail", "draft_tender", ""),
    ("procurement:tender-detail", "noticed_tender", ""),
    ("procurement:approval", "draft_tender", ""),
    ("procurement:approval", "tender", ""),
    ("procurement:ambition-edit", "draft_tender", ""),
    ("procurement:ambition-edit", "noticed_tender", ""),
    ("procurement:ambition-edit", "draft_tender", "?show=large"),
    ("procurement:isv-edit", "draft_tender", ""),
    ("suppliers:tender-schedule", "draft_tender", ""),
    ("procurement:risk-scan", "draft_tender", ""),
    ("procurement:signal-list", "", "?q=bestaat-niet"),
    ("procurement:notices", "noticed_tender", ""),
    ("procurement:tender-criteria", "draft_tender", ""),
    ("procurement:criterion-list", "", "?q=bestaat-niet"),
    ("procurement:tender-list", "", "?q=bestaat-niet"),
    ("procurement:category-plan-list", "", "?q=bestaat-niet"),
    ("procurement:action-plan-list", "", "?stage=impact"),
    ("monitoring:action-plan-detail", "draft_action_plan", ""),
    ("procurement:action-goal", "action_plan,goal", "?part=among"),
    ("monitoring:category-plan-detail", "draft_plan", ""),
    ("monitoring:category-plan-detail", "submitted_plan", ""),
    ("suppliers:contract-list", "", "?q=bestaat-niet"),
    ("suppliers:deliverable-list", "", "?q=bestaat-niet"),
    ("suppliers:supplier-list", "", "?q=bestaat-niet"),
    ("suppliers:finding-list", "", "?q=bestaat-niet"),
    ("suppliers:assessment-edit", "begun", ""),
    ("monitoring:deliverable-detail", "late", ""),
    ("monitoring:deliverable-detail", "revision", ""),
    ("monitoring:deliverable-detail", "assessed", ""),
    ("monitoring:report-rows", "2026,isv.mandatory", "?part=unknown"),
    ("monitoring:indicator-detail", "isv.mandatory", ""),
    ("dialogues:meeting-detail", "planned_meeting", ""),
    ("dialogues:meeting-detail", "held_meeting", ""),
    ("dialogues:meeting-list", "", "?q=bestaat-niet"),
    ("portal:deliverable", "revision", ""),
    ("portal:deliverable", "assessed", ""),
    ("portal:deliverable", "late", ""),
    ("portal:meeting", "invited_meeting", ""),
]
"""Other faces of a page: a state, a filter that finds nothing."""

REFUSED = [
    ("procurement:tender-create", ""),
    ("suppliers:award-create", "draft_tender"),
    ("monitoring:notice-import", ""),
    ("suppliers:supplier-create", ""),
    ("suppliers:contact-add", "supplier"),
    ("suppliers:contract-edit", "contract"),
    ("suppliers:finding-create", ""),
    ("suppliers:deliverable-waive", "deliverable"),
    ("suppliers:extension-request", "deliverable"),
    ("procurement:risk-product-add", "draft_tender"),
    ("procurement:signal-create", ""),
    ("procurement:category-plan-create", ""),
    ("procurement:action-plan-create", ""),
    ("procurement:kpi-result", "category_plan,kpi"),
    ("dialogues:meeting-create", ""),
    ("dialogues:meeting-cancel", "planned_meeting"),
    ("dialogues:agreement-create", "held_meeting"),
    ("dialogues:agreement-report", "own_agreement"),
    ("accounts:person-add", ""),
    ("procurement:table-categories-new", ""),
    ("procurement:criterion-create", ""),
    ("procurement:criterion-write", "draft_tender"),
    ("procurement:chosen-edit", "draft_tender,chosen"),
    ("portal:extension", "late"),
]
"""Forms that refuse to be sent empty."""

EMPTY = """form => form.querySelectorAll("input, textarea, select").forEach(field => {
    if (!["hidden", "checkbox", "radio", "file", "submit"].includes(field.type)) field.value = ""
})"""


@dataclass
class Visitor:
    """One window that signs in as anybody and looks at any page."""

    page: Page
    host: str
    language: str
    sessions: dict[int, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, user: User | None, *, status: int = 200) -> None:
        self._sign_in(user)
        self.complaints.clear()
        answer = self.page.goto(self.host + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status} {self.page.title()}"
        if status >= 400:
            self.complaints.clear()

    def look(self) -> list[str]:
        """Whatever is wrong with the page as it stands, at both widths, with everything folded out."""
        found = list(self.complaints)
        self.page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(each => { each.open = true })")
        for size, name in ((DESKTOP, "desktop"), (PHONE, "phone")):
            self.page.set_viewport_size(size)
            found += [f"{name}: {each}" for each in violations(self.page)]
            if too_wide := overflow(self.page):
                found.append(f"{name}: {too_wide} pixels too wide")
        # The next page is drawn at the desk: one that is widened after a phone has wide tables for a second.
        self.page.set_viewport_size(DESKTOP)
        return found

    def _sign_in(self, user: User | None) -> None:
        cookies = {settings.LANGUAGE_COOKIE_NAME: self.language}
        if user is not None:
            if user.pk not in self.sessions:
                client = Client()
                client.force_login(user, backend=BACKENDS.get(user.kind, "accounts.backends.LinkBackend"))
                self.sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookies[settings.SESSION_COOKIE_NAME] = self.sessions[user.pk]
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": name, "value": cookies[name], "url": self.host} for name in cookies])


@pytest.fixture
def world(live_server: LiveServer, cast: Cast) -> World:
    return build(cast)


@pytest.fixture
def visitor_in(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[str], Visitor]]:
    opened = []

    def enter(language: str) -> Visitor:
        context = browser.new_context(
            locale=language, timezone_id="Europe/Amsterdam", reduced_motion="reduce", viewport=DESKTOP
        )
        opened.append(context)
        page = context.new_page()
        visitor = Visitor(page, live_server.url, language)
        page.on("console", lambda said: visitor.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        return visitor

    yield enter
    for context in opened:
        context.close()


def reader_of(entry: Entry, cast: Cast) -> User | None:
    """Somebody who sees most of this page; nobody for a page that asks no name."""
    if entry.is_portal:
        return cast.supplier
    if entry.is_open:
        return None
    role = next((each for each in PREFERRED if each in entry.roles), "")
    return cast.people[role] if role else None


def address(name: str, world: World, arguments: str) -> str:
    parts = [part for part in arguments.split(",") if part]
    return reverse(name, args=[world.key(part) if part in world.objects else part for part in parts])


def pages() -> Iterator[tuple[str, str, str]]:
    """Every page of the table of addresses as name, arguments, query; then the other faces."""
    for name, entry in ENTRIES.items():
        if not entry.post and not name.endswith(DOWNLOADS) and not name.startswith("api:") and _is_seen(entry):
            yield name, ",".join([*entry.args, *(str(value) for _key, value in entry.fixed)]), ""
    yield from VARIANTS


def _is_seen(entry: Entry) -> bool:
    return bool(entry.roles) or entry.is_portal


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_accessible_and_fits(
    visitor_in: Callable[[str], Visitor], world: World, language: str, subtests: pytest.Subtests
) -> None:
    visitor = visitor_in(language)
    for name, arguments, query in pages():
        with subtests.test(f"{name} {arguments}{query}"):
            status = 410 if name == "portal:enter" else 200
            visitor.go(address(name, world, arguments) + query, reader_of(ENTRIES[name], world.cast), status=status)
            found = visitor.look()
            assert not found, "\n".join([name, *found])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_form_that_was_refused_is_accessible_and_says_why_at_the_top(
    visitor_in: Callable[[str], Visitor], world: World, language: str, subtests: pytest.Subtests
) -> None:
    visitor = visitor_in(language)
    for name, arguments in REFUSED:
        with subtests.test(f"{name} {arguments}"):
            visitor.go(address(name, world, arguments), reader_of(ENTRIES[name], world.cast))
            form = visitor.page.locator("main form[method=post]").first
            form.evaluate(EMPTY)
            form.locator(".form-actions button").first.click()
            expect(visitor.page.locator(".error-summary").first, name).to_be_visible()
            visitor.complaints.clear()
            found = visitor.look()
            assert not found, "\n".join([name, *found])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_organisation_that_has_nothing_yet_gets_pages_that_say_what_to_do(
    visitor_in: Callable[[str], Visitor], cast: Cast, language: str, subtests: pytest.Subtests
) -> None:
    visitor = visitor_in(language)
    newcomer = UserFactory(organisation=cast.other, roles=list(ROLES))
    for name, arguments, _query in pages():
        entry = ENTRIES[name]
        if entry.args or entry.is_portal or entry.is_open or arguments:
            continue
        with subtests.test(name):
            visitor.go(reverse(name), newcomer)
            found = visitor.look()
            assert not found, "\n".join([name, *found])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_logging_in_and_what_went_wrong_is_accessible(
    visitor_in: Callable[[str], Visitor], cast: Cast, language: str, subtests: pytest.Subtests
) -> None:
    visitor = visitor_in(language)
    page = visitor.page
    cast.buyer.set_password("een-lang-wachtwoord")
    cast.buyer.save(update_fields=["password"])
    with subtests.test("a wrong password"):
        visitor.go("/account/login/", None)
        page.locator("input[type=email]").fill(cast.buyer.email)
        page.locator("input[type=password]").fill("een-ander-wachtwoord")
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator(".error-summary")).to_be_visible()
        assert visitor.look() == []
    with subtests.test("the second step"):
        page.locator("input[type=email]").fill(cast.buyer.email)
        page.locator("input[type=password]").fill("een-lang-wachtwoord")
        page.keyboard.press("Enter")
        expect(page.locator(".site-header summary", has_text=cast.buyer.name)).to_be_visible()
        page.goto(visitor.host + "/account/2fa/totp/activate/")
        expect(page.locator("main form").first).to_be_visible()
        assert visitor.look() == []
    with subtests.test("a form without its token"):
        visitor.go("/account/login/", None)
        page.locator("[name=csrfmiddlewaretoken]").evaluate_all("fields => fields.forEach(each => each.remove())")
        page.locator("input[type=email]").fill(cast.buyer.email)
        page.locator("input[type=password]").fill("x")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("input[type=password]")).to_have_count(0)
        visitor.complaints.clear()
        assert visitor.look() == []
    with subtests.test("an error of ours"), translation.override(language):
        body = server_error(RequestFactory().get("/")).content
        page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
        visitor.go("/broken/", None, status=500)
        assert visitor.look() == []
    for path, status in (("/nowhere/", 404), ("/settings/people/", 403)):
        with subtests.test(path):
            visitor.go(path, cast.buyer, status=status)
            assert visitor.look() == []
