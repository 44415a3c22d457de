"""Who sees the gallery, and that it shows every component there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.roles import RIGHTS, ROLES
from accounts.templatetags import charts, ui
from tests.accounts.fixtures import Cast


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_change_the_settings_sees_it(client: Client, cast: Cast, role: str) -> None:
    client.force_login(cast.people[role])
    assert client.get("/gallery/").status_code == (200 if "w" in RIGHTS[role]["settings"] else 403)


def test_to_a_supplier_it_does_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.supplier, backend="accounts.backends.LinkBackend")
    assert client.get("/gallery/").status_code == 404


def test_it_shows_every_tag_there_is() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    pages = [folder / "accounts" / "gallery.html", *(folder / "accounts" / "gallery").glob("*.html")]
    source = "".join(page.read_text() for page in pages)
    # Used by other components, or shown by the frame of every page.
    inner = {"widget", "choice", "message_alert", "known"}
    shown = {
        name
        for library in (ui, charts)
        for name in library.register.tags
        if f"{{% {name} " in source or f"{{% {name} %" in source
    }
    assert {*ui.register.tags, *charts.register.tags} - shown == inner


def test_the_calling_conventions_name_every_tag() -> None:
    text = (Path(settings.BASE_DIR) / "templates" / "components" / "README.md").read_text()
    for name in {*ui.register.tags, *charts.register.tags} - {"widget", "choice", "message_alert"}:
        assert re.search(rf"\b{name}\b", text), name
