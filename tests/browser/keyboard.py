"""Working a page by keyboard alone: Tab to what is needed, see where one is, press."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_STOPS = 250
HERE = "element => element === document.activeElement"
IS_MARKED = """element => {
    const style = getComputedStyle(element)
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the element has the focus; it must be reachable, and show that it has it."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate(HERE):
            assert target.evaluate(IS_MARKED), f"the focus cannot be seen on {target}"
            return
    raise AssertionError(f"{target} is not reached by Tab")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Tab to a link or button and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def type_into(page: Page, target: Locator, text: str) -> None:
    """Tab to a field and type; what stood there is replaced."""
    tab_to(page, target)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, group: Locator, steps: int) -> None:
    """Tab into a group of radio buttons and go down: the first press on an empty group chooses by Space."""
    first = group.get_by_role("radio").first
    chosen = group.locator("input:checked")
    tab_to(page, chosen.first if chosen.count() else first)
    page.keyboard.press("Space")
    for _step in range(steps):
        page.keyboard.press("ArrowDown")
