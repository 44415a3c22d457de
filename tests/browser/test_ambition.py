"""The ambition matrix in a real browser: it saves itself, and two people at once lose nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from procurement.actions import ambitions
from procurement.actions.ambitions import Answer
from procurement.models import Ambition, Theme
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Visit
from tests.house.world import World, build


@pytest.fixture
def world(live_server: LiveServer, cast: Cast) -> World:
    return build(cast)


def opened(visit: Visit, world: World, size: str = "desktop") -> Page:
    where = reverse("procurement:ambition-edit", args=[world.key("draft_tender")])
    return visit(where, user=world.cast.buyer, size=size)


def colleague(world: World, **values: object) -> None:
    """The adviser saves something of climate meanwhile."""
    row = row_of(world)
    answer = Answer(Theme.objects.get(code="climate"), values, version=row.version)
    ambitions.save(tender=world.objects["draft_tender"], answers=[answer], by=world.cast.mvi_adviser, at=AT)


def row_of(world: World) -> Ambition:
    return Ambition.objects.get(tender=world.key("draft_tender"), theme__code="climate")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_two_versions_stand_side_by_side_and_one_chooses(visit: Visit, world: World, size: str) -> None:
    page = opened(visit, world, size)
    colleague(world, reason="Van Mira")
    page.locator("#id_reason_climate").fill("Van mij")
    page.locator("#id_goal_climate").fill("Wel opgeslagen")
    page.keyboard.press("Tab")
    clash = page.locator("#said-climate-reason .clash")
    expect(clash).to_contain_text("Van Mira")
    expect(page.locator("#save-state")).to_contain_text("Niet alles is opgeslagen")
    assert violations(page) == []
    assert overflow(page) == 0
    assert (row_of(world).reason, row_of(world).goal) == ("Van Mira", "Wel opgeslagen")
    clash.get_by_role("button", name="Allebei achter elkaar zetten").click()
    expect(clash).to_have_count(0)
    expect(page.locator("#id_reason_climate")).to_have_value("Van Mira\nVan mij")


def test_what_a_colleague_changed_appears_at_the_next_save(visit: Visit, world: World) -> None:
    page = opened(visit, world)
    colleague(world, goal="Doel van Mira")
    page.locator("#theme-circular .levels input").last.check()
    expect(page.locator("#id_goal_climate")).to_have_value("Doel van Mira")
    page.locator("#id_goal_climate").fill("Verder op Mira")
    page.keyboard.press("Tab")
    expect(page.locator("#seen-climate-goal")).to_have_value('["Verder op Mira"]')
    assert row_of(world).goal == "Verder op Mira"


def test_the_history_of_a_cell_is_one_click_away(visit: Visit, world: World) -> None:
    page = opened(visit, world)
    page.locator("#history-climate-reason").click()
    dialog = page.get_by_role("dialog", name="Geschiedenis")
    expect(dialog).to_contain_text("Past bij het categorieplan.")
    assert violations(page) == []


def test_who_leaves_right_after_typing_loses_nothing(visit: Visit, world: World) -> None:
    page = opened(visit, world)
    page.locator("#id_goal_climate").press_sequentially("Nog net")
    page.goto(page.url.replace("ambition/", "isv/"))
    page.wait_for_timeout(1500)  # the last save goes out while the page is left; the table is locked as it comes in
    assert row_of(world).goal == "Nog net"


def test_without_connection_nothing_typed_is_lost_and_it_says_so(visit: Visit, world: World) -> None:
    page = opened(visit, world)
    page.route("**/ambition/", lambda route: route.fulfill(status=200, headers={"HX-Reswap": "none"}, body=""))
    page.locator("#id_goal_climate").fill("Blijft staan")
    page.keyboard.press("Tab")
    page.unroute("**/ambition/")
    page.locator("#id_risk_climate").evaluate("field => field.closest('details').open = true")
    page.locator("#id_risk_climate").fill("Prijs")
    page.keyboard.press("Tab")
    expect(page.locator("#seen-climate-goal")).to_have_value('["Blijft staan"]')
    assert (row_of(world).goal, row_of(world).risk) == ("Blijft staan", "Prijs")


def test_no_word_of_a_level_is_broken_on_the_screen_of_a_meeting(visit: Visit, world: World) -> None:
    """A beamer is 1280 wide, and the letters are a third larger there."""
    where = reverse("procurement:ambition-edit", args=[world.key("draft_tender")])
    page = visit(f"{where}?show=large", user=world.cast.buyer, size="desktop")
    broken = page.evaluate(
        """() => [...document.querySelectorAll(".levels__name, .levels__meaning, .levels__proposed")].filter((box) => {
            const was = box.style.overflowWrap;
            box.style.overflowWrap = "normal";
            const wide = box.scrollWidth > box.clientWidth + 1;
            box.style.overflowWrap = was;
            return wide;
        }).map((box) => box.textContent)"""
    )
    assert broken == []
