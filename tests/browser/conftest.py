"""A real Chromium against a real server: `visit` opens a page as somebody, in a language, at a width."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
SIZES = {"desktop": DESKTOP, "phone": PHONE}
BACKENDS: dict[str, str] = {User.Kind.PERSON: "accounts.backends.PersonBackend"}
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"

FAILED = pytest.StashKey[bool]()

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit("/tenders/", user=cast.buyer, language="en", size="phone", script=False)` answers the open page.

    Another status than 200 asks `status=`. Errors in the console and requests that fail make the test fail at its
    end; a failed test leaves a picture in build/screenshots.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        path: str,
        user: User | None = None,
        language: str = "nl",
        size: str = "desktop",
        *,
        script: bool = True,
        status: int = 200,
    ) -> Page:
        context = browser.new_context(
            viewport=SIZES[size],
            locale=language,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        cookies = _cookies(user, language)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        response = page.goto(live_server.url + path)
        assert response is not None
        assert response.status == status, page.title()
        if status >= 400:
            problems.pop()
        return page

    yield open_page
    _leave(contexts, request.node.name, keep=bool(problems) or request.node.stash.get(FAILED, False))
    assert problems == []


def _cookies(user: User | None, language: str) -> dict[str, str]:
    """Of a browser in which the language was chosen and perhaps somebody signed in."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if user is not None:
        client = Client()
        client.force_login(user, backend=BACKENDS.get(user.kind, "accounts.backends.LinkBackend"))
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def _leave(contexts: list[BrowserContext], name: str, *, keep: bool) -> None:
    """Close the windows, with a picture of each when the test failed."""
    for number, context in enumerate(contexts):
        if keep:
            SHOTS.mkdir(parents=True, exist_ok=True)
            path = re.sub(r"\W+", "-", f"{name}-{number}").strip("-")
            context.pages[-1].screenshot(path=SHOTS / f"{path}.png", full_page=True)
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember on the test whether it failed, for the picture."""
    report = yield
    item.stash[FAILED] = report.when == "call" and report.failed
    return report
