"""The gallery in a real browser: every component, both languages, desktop and phone."""

from __future__ import annotations

import pytest

from tests.accounts.fixtures import Cast
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Visit


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_component_is_accessible_and_fits(visit: Visit, cast: Cast, language: str, size: str) -> None:
    page = visit("/gallery/", user=cast.administrator, language=language, size=size)
    assert violations(page) == []
    assert overflow(page) == 0
