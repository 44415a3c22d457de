"""The frame of every page: who works where, and the way to another organisation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.actions import people
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.browser.axe import violations
from tests.browser.conftest import Visit


def test_who_works_in_two_organisations_switches_between_them(visit: Visit, cast: Cast) -> None:
    people.grant_roles(
        user=cast.administrator, organisation=cast.other, roles=["administrator"], by=system_user(), at=AT
    )
    page = visit("/gallery/", user=cast.administrator)
    page.locator("summary", has_text="Ministerie van Voorbeelden").click()
    assert violations(page) == []
    page.get_by_role("button", name="Gemeente Elders").click()
    expect(page.locator(".site-header summary", has_text="Gemeente Elders")).to_be_visible()


def test_the_menu_of_a_person_names_the_roles_and_logs_out(visit: Visit, cast: Cast) -> None:
    page = visit("/gallery/", user=cast.administrator)
    page.locator("summary", has_text="Bea Beheerder").click()
    expect(page.locator(".menu__note")).to_contain_text("administrator@ministerie.example")
    assert violations(page) == []
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


@pytest.mark.parametrize("width", [320, 390, 600])
def test_a_menu_stays_on_a_small_screen(visit: Visit, cast: Cast, width: int) -> None:
    people.grant_roles(
        user=cast.administrator, organisation=cast.other, roles=["administrator"], by=system_user(), at=AT
    )
    page = visit("/gallery/", user=cast.administrator, size="phone")
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("Bea Beheerder", "Ministerie van Voorbeelden"):
        page.locator(".site-header summary", has_text=name).click()
        box = page.locator(".site-header .menu[open] .menu__list").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.locator(".site-header summary", has_text=name).click()
